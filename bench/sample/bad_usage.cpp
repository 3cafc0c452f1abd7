#include "bench/sample/bad_usage.hpp"

#include <fmt/format.h>

namespace ratebook::sample {

std::optional<BadRow> BadAccounts::of(std::uint64_t account) const {
  const std::uint64_t before = account * bad_ / accounts_;
  if ((account + 1) * bad_ / accounts_ == before) return std::nullopt;
  return static_cast<BadRow>(before % kBadRowKinds);
}

std::string_view bad_row_word(BadRow kind) {
  static constexpr std::string_view kWords[] = {
#define BAD_ROW(kind, what) #kind,
#include "bench/sample/bad_row.def"
  };
  return kWords[static_cast<std::size_t>(kind)];
}

bool is_bad_number(BadRow kind) { return kind <= BadRow::empty_number; }

std::string bad_number(BadRow kind, std::uint64_t wh) {
  const std::uint64_t kwh = wh / 1000, rest = wh % 1000;
  switch (kind) {
    case BadRow::grouped_number:
      return fmt::format("{},{:03}.{:03}", kwh / 1000, kwh % 1000, rest);  // the caller's field is in quotes
    case BadRow::unit_in_number:
      return fmt::format("{}.{:03} kWh", kwh, rest);
    case BadRow::exponent:
      return fmt::format("{}e-3", wh);
    case BadRow::too_many_digits:
      return fmt::format("{}.{:03}0001", kwh, rest);
    default:
      return "";
  }
}

bool is_bad_start(BadRow kind) { return kind == BadRow::yymmdd_date || kind == BadRow::slashed_date; }

std::string bad_start(BadRow kind, std::string_view start) {
  const auto year = start.substr(2, 2), month = start.substr(5, 2), day = start.substr(8, 2);
  std::string text =
      kind == BadRow::yymmdd_date ? fmt::format("{}{}{}", year, month, day) : fmt::format("{}/{}/20{}", month, day, year);
  if (start.size() > 10) text += fmt::format(" {}", start.substr(11, 5));
  return text;
}

}  // namespace ratebook::sample
