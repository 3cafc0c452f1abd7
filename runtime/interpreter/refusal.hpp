// Why the oracle stops: thrown inside this folder only, caught by rate() and derive(), which return it as a RowError. An expression can fail
// at any depth, and a computation that reads like the tariff is worth more here than results passed by hand through every step.
#pragma once
#include <fmt/core.h>

#include <utility>

#include "language/bill/bill.hpp"

namespace ratebook::oracle {

struct Refusal {
  RowError error;
};

template <class... Args>
[[noreturn]] void refuse(Code code, fmt::format_string<Args...> message, Args&&... args) {
  throw Refusal{{code, fmt::format(message, std::forward<Args>(args)...)}};
}

}  // namespace ratebook::oracle
