#include "runtime/io/parquet/floating_text.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace ratebook::parquet {

namespace {

template <class Floating>
void append_shortest(Floating value, std::string& out) {
  if (std::isnan(value) || std::isinf(value)) {
    out += std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf";
    return;
  }
  std::array<char, 512> text;
  const auto written =
      std::to_chars(text.data(), text.data() + text.size(), value == 0 ? Floating{0} : value, std::chars_format::fixed);
  out.append(text.data(), written.ptr);
}

}  // namespace

void append_floating(const void* numbers, std::uint64_t row, int bytes, std::string& out) {
  if (bytes == 4)
    append_shortest(static_cast<const float*>(numbers)[row], out);
  else
    append_shortest(static_cast<const double*>(numbers)[row], out);
}

}  // namespace ratebook::parquet
