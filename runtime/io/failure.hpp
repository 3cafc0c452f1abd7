// Why a run stops, as opposed to why one row is refused: the exit codes of interfaces.md.
#pragma once
#include <string>

#include "language/base/result.hpp"

namespace ratebook {

struct Failure {
  enum class Kind : std::uint8_t {
    usage,         // exit 2: an input cannot be opened or lacks a column, an output exists
    system,        // exit 4: the disk, a connection or the program itself
    out_of_order,  // never leaves a run: an input is not ascending by account and must be sorted (`input` says which)
    damaged_cache  // never leaves a run: the input's cache is not what was written and must be made anew (`input` says which)
  };
  Kind kind = Kind::system;
  std::string message;
  std::size_t input = 0;
};
inline tl::unexpected<Failure> usage_failure(std::string message) {
  return failure(Failure{Failure::Kind::usage, std::move(message), 0});
}
inline tl::unexpected<Failure> system_failure(std::string message) {
  return failure(Failure{Failure::Kind::system, std::move(message), 0});
}
// `what`: "cannot read x.csv"; the system's words for errno follow.
tl::unexpected<Failure> errno_failure(const std::string& what);
std::string errno_words();

template <class T>
using Outcome = Result<T, Failure>;

}  // namespace ratebook
