// The text of a program: `--emit ir`, golden files, and what the IR digest is taken of. Stable: the same program has the same text. Places in
// the script are left out, so that moving a line does not change a kernel.
//
//   part block energy over partition 1
//     %12 = quantity 0                                      [0, 1000000000000000]
#pragma once
#include <string>

#include "compiler/ir/program.hpp"

namespace ratebook::ir {

// Changes when the meaning of the text does: part of digests and of the object cache's key.
inline constexpr int kSchemaVersion = 1;

std::string print(const Program& program);
// "sha256:…" of the text. Programs of equal digests make equal bills from equal inputs.
std::string digest(const Program& program);
// "%12 = multiply %7 %9", without range.
std::string print(const Program& program, ValueId value);

}  // namespace ratebook::ir
