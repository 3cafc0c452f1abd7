#include "cli/numbers.hpp"

namespace ratebook::cli {

namespace {

std::string with_commas(std::string text) {
  std::size_t end = text.find('.');
  if (end == std::string::npos) end = text.size();
  const std::size_t begin = !text.empty() && text[0] == '-' ? 1 : 0;
  for (std::size_t at = end; at > begin + 3;) text.insert(at -= 3, ",");
  return text;
}

}  // namespace

std::string grouped(std::uint64_t number) { return with_commas(std::to_string(number)); }
std::string counted(std::uint64_t number, std::string_view one) {
  return grouped(number) + " " + std::string(one) + (number == 1 ? "" : "s");
}
std::string grouped(Int128 mantissa, int scale, int min_decimals) {
  return with_commas(format_scaled(mantissa, scale, min_decimals));
}

}  // namespace ratebook::cli
