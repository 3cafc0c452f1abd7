// How a command ended (interfaces.md, "Exit codes").
#pragma once

namespace ratebook::cli {

enum ExitCode : int {
  kSuccess = 0,
  kDoesNotHold = 1,  // errors in a script, a failing test, a difference
  kWrongUse = 2,     // or an input that cannot be opened or lacks a column
  kQuarantined = 3,  // finished, but rows were quarantined
  kFailed = 4        // the disk, a connection or the program itself
};

// If several apply: 2, 4, 1, 3.
constexpr int graver(int a, int b) {
  for (const int code : {kWrongUse, kFailed, kDoesNotHold, kQuarantined}) {
    if (a == code || b == code) return code;
  }
  return kSuccess;
}

}  // namespace ratebook::cli
