#include "runtime/io/usage_columns.hpp"

#include <fmt/ranges.h>

#include <algorithm>

#include "runtime/io/fact_column.hpp"

namespace ratebook {

Outcome<UsageFile> recognise_form(CsvHeader header) {
  UsageFile usage;
  const auto id = header.need("account_id");
  if (!id) return failure(id.error());
  usage.id = *id;
  const auto start = header.find("start"), minutes = header.find("interval_minutes"), from = header.find("from"),
             through = header.find("through");
  if (start) {
    usage.form = minutes ? UsageForm::wide_intervals : UsageForm::long_intervals;
    usage.start = *start;
    usage.minutes = minutes.value_or(0);
  } else if (from && through) {
    usage.from = *from;
    usage.through = *through;
    usage.meter = header.find("meter");
  } else {
    return usage_failure(header.file + " has no column `" + (from ? "through" : "start") +
                         "`: readings need `start`, register reads `from` and `through`");
  }
  usage.header = std::move(header);
  return usage;
}

Outcome<UsageFile> recognise_usage(CsvHeader given, MeteredNames& names) {
  auto recognised = recognise_form(std::move(given));
  if (!recognised) return recognised;
  UsageFile& usage = *recognised;
  CsvHeader& header = usage.header;
  for (std::size_t field = 0; field < header.names.size(); ++field) {
    const auto found = names.find(header.names[field]);
    if (!found) continue;
    if (usage.form != UsageForm::registers && (found->metering == Metering::demand || !found->whole)) continue;
    header.taken.insert(field);
    usage.says_twice = usage.says_twice || std::any_of(usage.columns.begin(), usage.columns.end(),
                                                       [&](const UsageColumn& c) { return c.metered == found->column; });
    usage.columns.push_back({field, header.names[field], found->column, found->shift, found->metering});
  }
  if (usage.columns.empty()) {
    return usage_failure(
        fmt::format("{} has no column with readings: expected one of {}", header.file, fmt::join(names.known(), ", ")));
  }
  return recognised;
}

bool parse_reading(std::string_view field, const UsageColumn& column, std::string_view name, const ReadingOptions& options,
                   Limit limit, Reading& into, RowFault& fault) {
  const ScaledNumber number = options.round_decimals ? parse_scaled_rounding(field, column.shift, *options.round_decimals)
                                                     : parse_scaled(field, column.shift);
  if (auto refused = number_fault(number.flaw, name, field, column.shift)) {
    if (number.flaw == NumberFlaw::too_large)
      fault = row_fault<Code::input_range>(name, field, fmt::format("{} to {}", limit.low, limit.high));
    else
      fault = std::move(*refused);
    return false;
  }
  if (number.value < 0) {
    fault = row_fault<Code::negative_reading>(name, field);
    return false;
  }
  if (number.value > limit.high * 1000000) {
    fault = row_fault<Code::input_range>(name, field, fmt::format("{} to {}", limit.low, limit.high));
    return false;
  }
  into = {number.value, number.rounded};
  return true;
}

}  // namespace ratebook
