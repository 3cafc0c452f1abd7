// One tariff's usage file: its accounts' readings in one of the forms, bad rows among them.
#pragma once
#include <string_view>
#include <vector>

#include "bench/sample/bad_usage.hpp"
#include "bench/sample/csv_file.hpp"
#include "bench/sample/neighbourhood.hpp"

namespace ratebook::sample {

// What an account's meter delivered in its cycle: one value per interval, in Wh and varh.
struct Readings {
  const std::vector<std::uint32_t>& watt_hours;
  const std::vector<std::uint32_t>* var_hours;  // none for homes
};

// Each writes an account's usage and returns the physical line of the bad row (0 for none). `place` picks among the
// intervals the one that is bad; the row of a duplicate is the second one.
std::uint64_t write_register(CsvFile& file, std::string_view account, const Window& window, std::uint64_t wh,
                             std::optional<BadRow> bad);
std::uint64_t write_wide(CsvFile& file, std::string_view account, const Window& window, std::uint32_t interval_minutes,
                         const Readings& readings, std::optional<BadRow> bad, std::uint32_t place);
std::uint64_t write_long(CsvFile& file, std::string_view account, const Window& window, const Readings& readings,
                         std::optional<BadRow> bad, std::uint32_t place);

}  // namespace ratebook::sample
