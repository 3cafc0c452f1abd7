#include "runtime/io/rows.hpp"

#include <functional>

namespace ratebook {

RowFault structure_fault(const CsvRecords& record, std::size_t columns) {
  switch (record.flaw()) {
    case RecordFlaw::quotes:
      return row_fault<Code::bad_quotes>();
    case RecordFlaw::text:
      return row_fault<Code::bad_text>();
    case RecordFlaw::too_long:
      return row_fault<Code::row_too_long>(kLongestRecord);
    case RecordFlaw::none:
      break;
  }
  if (record.fields().size() != columns) return row_fault<Code::field_count>(record.fields().size(), columns);
  return row_fault<Code::missing_field>("account_id");
}

RowFault differs_from_another_file(std::string_view when) {
  return {Code::duplicate_interval, fmt::format("another file has a different reading for {}", when)};
}

RowFault differs_in_itself(std::string_view column, std::string_view when) {
  return {Code::duplicate_interval,
          fmt::format("`{}` and another column of the row have different readings for {}", column, when)};
}

bool is_readable(std::string_view field) { return is_valid_text(field) && field.find('"') == std::string_view::npos; }

std::string_view kept(std::string_view field, const CsvRecords& record, std::deque<std::string>& texts) {
  const std::string_view text = record.text();
  const std::less<const char*> before;
  const bool in_chunk = !before(field.data(), text.data()) && !before(text.data() + text.size(), field.data() + field.size());
  return in_chunk ? field : texts.emplace_back(field);
}

void encode_bad(const BadRow& bad, RecordWriter& out) {
  out.text(bad.id);
  out.number(bad.line);
  out.text(code_word(bad.fault.code));  // codes have other numbers in other versions of the program
  out.text(bad.fault.message);
  out.text(bad.text);
  out.number(bad.start.has_value());
  out.number(bad.start.value_or(Stamp{}).seconds);
  out.number(bad.start.value_or(Stamp{}).local);
  for (const auto& date : {bad.from, bad.through}) out.number(date ? day_number(*date) : INT32_MIN);
  out.number(bad.tariff.value_or(UINT32_MAX));
}

BadRow decode_bad(RecordReader& in) {
  BadRow bad;
  bad.id = in.text();
  bad.line = in.number<std::uint64_t>();
  bad.fault.code = code_of(in.text()).value_or(Code::unsupported);
  bad.fault.message = in.text();
  bad.text = in.text();
  const bool has_start = in.number<bool>();
  Stamp start;
  start.seconds = in.number<std::int64_t>();
  start.local = in.number<bool>();
  if (has_start) bad.start = start;
  for (std::optional<Date>* date : {&bad.from, &bad.through}) {
    const auto day = in.number<std::int32_t>();
    if (day != INT32_MIN) *date = date_of_number(day);
  }
  if (const auto tariff = in.number<std::uint32_t>(); tariff != UINT32_MAX) bad.tariff = tariff;
  return bad;
}

std::string format_stamp(Stamp stamp) {
  std::int64_t day = stamp.seconds / 86400, second = stamp.seconds % 86400;
  if (second < 0) second += 86400, --day;
  return fmt::format("{}T{:02}:{:02}:{:02}{}", format_date(date_of_number(static_cast<std::int32_t>(day))), second / 3600,
                     second / 60 % 60, second % 60, stamp.local ? "" : "Z");
}

std::string format_instant(std::int64_t seconds, std::int32_t offset) {
  const std::int32_t minutes = (offset < 0 ? -offset : offset) / 60;
  return fmt::format("{}{}{:02}:{:02}", format_stamp({seconds + offset, true}), offset < 0 ? '-' : '+', minutes / 60,
                     minutes % 60);
}

}  // namespace ratebook
