#include "runtime/io/reading_rows.hpp"

#include <algorithm>

namespace ratebook {

namespace {

constexpr std::int64_t kDay = 86400;

bool take_start(std::string_view field, std::optional<Stamp> stamp, RowFault& fault) {
  if (stamp) return true;
  fault = field.empty() ? row_fault<Code::missing_field>("start") : row_fault<Code::bad_time>("start", field);
  return false;
}

}  // namespace

// The run that the rows at hand continue.
struct ReadingParser::OpenRun {
  ReadingRun run;
  std::vector<std::vector<std::int64_t>> values;  // by column
  StampParser stamps;
  const char* text_end = nullptr;

  explicit OpenRun(std::size_t columns) : values(columns) {}

  bool continues(std::string_view id, Stamp stamp, const CsvRecords& record) const {
    if (run.count == 0 || id != run.id || stamp.local != run.start.local || record.line() != run.line + run.count) return false;
    const std::int64_t since = stamp.seconds - run.start.seconds;
    return run.count == 1 ? since > 0 && since <= kDay : since == std::int64_t{run.step} * run.count;
  }
  void close(ParsedRows<ReadingRun>& out) {
    if (run.count == 0) return;
    run.text = std::string_view(run.text.data(), static_cast<std::size_t>(text_end - run.text.data()));
    run.values_at = out.pool.values.size();
    for (auto& channel : values) {
      out.pool.values.insert(out.pool.values.end(), channel.begin(), channel.end());
      channel.clear();
    }
    run.values = std::span<const std::int64_t>(out.pool.values.data(), out.pool.values.size() - run.values_at);
    out.rows.push_back(run);
    run.count = 0;
  }
};

void ReadingParser::parse(bool has_header, ParsedRows<ReadingRun>& out) const {
  const std::size_t columns = usage_.header.names.size();
  if (usage_.form == UsageForm::wide_intervals) {
    parse_records(has_header, columns, usage_.id, out,
                  [&](const CsvRecords& record, BadRow& bad) { return parse_wide(record, out, bad); });
  } else {
    OpenRun open(usage_.columns.size());
    parse_records(has_header, columns, usage_.id, out,
                  [&](const CsvRecords& record, BadRow& bad) { return parse_long(record, open, out, bad); });
    open.close(out);
  }
  for (ReadingRun& run : out.rows) run.settle(out.pool);
}

bool ReadingParser::parse_long(const CsvRecords& record, OpenRun& open, ParsedRows<ReadingRun>& out, BadRow& bad) const {
  const auto fields = record.fields();
  const std::string_view id = fields[usage_.id], start = fields[usage_.start];
  const auto stamp = open.stamps.parse(start);
  bad.start = stamp;
  if (!take_start(start, stamp, bad.fault)) return false;
  const bool continues = open.continues(id, *stamp, record);
  if (!continues) open.close(out);
  std::uint64_t rounded = 0;
  for (std::size_t c = 0; c < usage_.columns.size(); ++c) {
    const UsageColumn& column = usage_.columns[c];
    const std::string_view field = fields[column.field];
    Reading reading{kMissing, false};
    if (!field.empty() && !parse_reading(field, column, column.name, options_, limits::interval_energy, reading, bad.fault)) {
      while (c-- > 0) open.values[c].pop_back();
      return false;
    }
    rounded += reading.rounded ? 1 : 0;
    open.values[c].push_back(reading.value);
  }
  out.pool.rounded += rounded;
  if (continues) {
    if (open.run.count == 1) open.run.step = static_cast<std::int32_t>(stamp->seconds - open.run.start.seconds);
  } else {
    open.run = {};
    open.run.id = kept(id, record, out.pool.texts);
    open.run.line = record.line();
    open.run.text = record.text();
    open.run.start = *stamp;
  }
  ++open.run.count;
  open.text_end = record.text().data() + record.text().size();
  return true;
}

bool ReadingParser::parse_wide(const CsvRecords& record, ParsedRows<ReadingRun>& out, BadRow& bad) const {
  const auto fields = record.fields();
  bad.start = parse_stamp(fields[usage_.start]);
  if (!take_start(fields[usage_.start], bad.start, bad.fault)) return false;
  const auto minutes = parse_whole(fields[usage_.minutes]);
  if (!minutes || *minutes < 1 || *minutes > 1440 || 1440 % *minutes != 0) {
    bad.fault = row_fault<Code::bad_interval>("interval_minutes", fields[usage_.minutes]);
    return false;
  }
  ReadingRun run;
  run.values_at = out.pool.values.size();
  const std::uint64_t rounded_before = out.pool.rounded;
  const auto give_up = [&] {
    out.pool.values.resize(run.values_at);
    out.pool.rounded = rounded_before;
    return false;
  };
  const UsageColumn* longest = nullptr;
  for (const UsageColumn& column : usage_.columns) {
    const std::size_t before = out.pool.values.size();
    const std::string_view list = fields[column.field];
    if (list.empty()) continue;
    if (!parse_list(list, column, out.pool, bad.fault)) return give_up();
    const auto count = static_cast<std::uint32_t>(out.pool.values.size() - before);
    if (longest != nullptr && count != run.count) {
      bad.fault = row_fault<Code::wrong_interval_count>(column.name, count, run.count);
      return give_up();
    }
    longest = &column;
    run.count = count;
  }
  if (longest == nullptr) {
    bad.fault = row_fault<Code::missing_field>(usage_.columns.front().name);
    return give_up();
  }
  if (out.pool.values.size() - run.values_at != std::size_t{run.count} * usage_.columns.size()) {  // some channel is not given
    std::vector<std::int64_t> given(out.pool.values.begin() + static_cast<std::ptrdiff_t>(run.values_at),
                                    out.pool.values.end());
    out.pool.values.resize(run.values_at);
    auto next = given.begin();
    for (const UsageColumn& column : usage_.columns) {
      if (fields[column.field].empty()) {
        out.pool.values.insert(out.pool.values.end(), run.count, kMissing);
      } else {
        out.pool.values.insert(out.pool.values.end(), next, next + run.count);
        next += run.count;
      }
    }
  }
  run.values = std::span<const std::int64_t>(out.pool.values.data(), out.pool.values.size() - run.values_at);
  run.id = kept(fields[usage_.id], record, out.pool.texts);
  run.line = record.line();
  run.text = record.text();
  run.start = *bad.start;
  run.step = static_cast<std::int32_t>(*minutes * 60);
  run.wide = true;
  out.rows.push_back(run);
  return true;
}

bool ReadingParser::parse_list(std::string_view list, const UsageColumn& column, ReadingRun::Pool& pool,
                               RowFault& fault) const {
  const bool plain = !options_.round_decimals && column.shift >= 0 && column.shift <= 6;
  const std::int64_t whole_unit = power_of_ten(std::max(column.shift, 0));
  const char* at = list.data();
  const char* const end = at + list.size();
  for (std::size_t number = 1;; ++number) {
    // The usual value, some digits and some decimals, in one pass; all others through parse_reading.
    const char* p = at;
    std::int64_t value = 0, unit = whole_unit;
    while (p != end && *p >= '0' && *p <= '9' && p - at < 7) value = value * 10 + (*p++ - '0');
    if (p != end && p != at && *p == '.') {
      const char* const point = ++p;
      while (p != end && *p >= '0' && *p <= '9' && unit > 1) {
        value = value * 10 + (*p++ - '0');
        unit /= 10;
      }
      if (p == point) unit = 0;
    }
    if (plain && p != at && unit != 0 && (p == end || *p == ';')) {
      pool.values.push_back(value * unit);
    } else {
      const std::string_view rest(at, static_cast<std::size_t>(end - at));
      const std::string_view field = rest.substr(0, rest.find(';'));
      Reading reading{kMissing, false};
      if (!field.empty() && !parse_reading(field, column, fmt::format("{}, value {}", column.name, number), options_,
                                           limits::interval_energy, reading, fault)) {
        return false;
      }
      pool.rounded += reading.rounded ? 1 : 0;
      pool.values.push_back(reading.value);
      p = at + field.size();
    }
    if (p == end) return true;
    at = p + 1;
  }
}

std::string_view ReadingRun::text_of(std::uint32_t reading) const {
  std::string_view rest = whole_text();
  if (wide) return rest;
  for (std::uint32_t i = 0; i < reading; ++i) rest.remove_prefix(rest.find('\n') + 1);
  std::string_view row = rest.substr(0, rest.find('\n'));
  if (!row.empty() && row.back() == '\r') row.remove_suffix(1);
  return row;
}

void ReadingRun::encode(RecordWriter& out) const {
  out.text(id);
  out.number(line);
  out.text(text);
  out.number(text_at);
  out.number(start.seconds);
  out.number(start.local);
  out.number(step);
  out.number(count);
  out.number(wide);
  out.number(static_cast<std::uint64_t>(values.size()));
  out.numbers(values.data(), values.size());
}

ReadingRun ReadingRun::decode(RecordReader& in, Pool& pool) {
  ReadingRun run;
  run.id = in.text();
  run.line = in.number<std::uint64_t>();
  run.text = in.text();
  run.text_at = in.number<std::uint64_t>();
  run.start.seconds = in.number<std::int64_t>();
  run.start.local = in.number<bool>();
  run.step = in.number<std::int32_t>();
  run.count = in.number<std::uint32_t>();
  run.wide = in.number<bool>();
  const auto values = in.number<std::uint64_t>();
  run.values_at = pool.values.size();
  pool.values.resize(run.values_at + values);
  in.numbers(pool.values.data() + run.values_at, values);
  run.values = std::span<const std::int64_t>(pool.values.data(), values);
  return run;
}

}  // namespace ratebook
