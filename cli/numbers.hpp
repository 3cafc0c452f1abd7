// Numbers for people: 1,234,567 and 1,234.50; "1 bill", "2 bills".
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "language/base/decimal.hpp"

namespace ratebook::cli {

std::string grouped(std::uint64_t number);
std::string counted(std::uint64_t number, std::string_view one);  // the plural adds an s
std::string grouped(Int128 mantissa, int scale, int min_decimals);

}  // namespace ratebook::cli
