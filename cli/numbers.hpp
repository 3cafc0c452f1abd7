// Numbers for people: 1,234,567 and 1,234.50.
#pragma once
#include <cstdint>
#include <string>

#include "language/base/decimal.hpp"

namespace ratebook::cli {

std::string grouped(std::uint64_t number);
std::string grouped(Int128 mantissa, int scale, int min_decimals);

}  // namespace ratebook::cli
