#include "runtime/io/history_file.hpp"

#include <algorithm>
#include <set>

#include "language/base/unit.hpp"
#include "runtime/io/bill_text.hpp"
#include "runtime/io/csv_records.hpp"

namespace ratebook {

namespace {

std::set<std::string> names_read(const TariffEditions& tariff) {
  std::set<std::string> names;
  for (const CheckedTariff& edition : tariff.editions) {
    for (const History& history : edition.histories) names.insert(history.reads.begin(), history.reads.end());
  }
  return names;
}

std::optional<Ratio> sum(Ratio a, Ratio b) {
  return make_ratio(Int128{a.num} * b.den + Int128{b.num} * a.den, Int128{a.den} * b.den);
}

}  // namespace

std::vector<LeftValue> left_values(const TariffEditions& tariff, Date from, Date through, const Bill& bill) {
  std::vector<LeftValue> left;
  for (const std::string& name : names_read(tariff)) {
    if (name == "days") {
      left.push_back({name, Ratio{(through - from).count() + 1, 1}, "day"});
      continue;
    }
    std::optional<std::uint32_t> edition;
    std::optional<LeftValue> value;
    for (const RecordedValue& recorded : bill.recorded) {
      const Measure& measure = tariff.editions[recorded.edition][recorded.measure];
      if (measure.name != name) continue;
      const bool adds = value && edition == recorded.edition && (is_commodity(measure.unit) || measure.unit.is_money());
      value = LeftValue{name, adds ? sum(value->value, recorded.value).value_or(value->value) : recorded.value,
                        format_unit(measure.unit)};
      edition = recorded.edition;
    }
    for (const RecordedQuantity& quantity : bill.quantities) {
      const Channel& channel = tariff.editions[quantity.edition][quantity.channel];
      if (channel.name != name) continue;
      value = LeftValue{name, value ? sum(value->value, quantity.value).value_or(value->value) : quantity.value,
                        format_unit(channel.unit)};
    }
    if (value) left.push_back(std::move(*value));
  }
  return left;
}

void HistoryFile::add_row(std::string_view account_id, std::string_view tariff, Date through, std::string_view name,
                          std::string_view value, std::string_view unit, std::uint64_t origin) {
  key_.assign(account_id);
  key_ += '\0';
  key_ += tariff;
  key_ += '\0';
  append_key(key_, static_cast<std::uint64_t>(INT64_MAX) - static_cast<std::uint64_t>(day_number(through)));  // newest first
  key_ += name;
  key_ += '\0';
  append_key(key_, origin);
  record_.clear();
  RecordWriter out(record_);
  for (const std::string_view text : {account_id, tariff, name, value, unit}) out.text(text);
  out.number(day_number(through));
  if (kept_) kept_ = sorter_.add(key_, record_);
}

void HistoryFile::keep(const HistoryRow& row) {
  add_row(row.id, row.tariff, row.through, row.name, row.value_text, row.unit, row.line);
}

void HistoryFile::add(std::string_view account_id, const TariffEditions& tariff, Date through,
                      const std::vector<LeftValue>& values, std::optional<std::int64_t> cycle_number) {
  for (const LeftValue& value : values)
    add_row(account_id, tariff.id, through, value.name, format_ratio(value.value), value.unit, 0);
  if (cycle_number) add_row(account_id, tariff.id, through, kCycleNumberName, std::to_string(*cycle_number), "", 0);
}

std::uint32_t HistoryFile::cycles_kept(std::string_view tariff) const {
  const TariffEditions* found = book_.find(tariff);
  if (found == nullptr) return UINT32_MAX;  // another book's: passed on
  std::uint32_t cycles = kFewestCycles;
  for (const CheckedTariff& edition : found->editions) {
    for (const History& history : edition.histories) cycles = std::max(cycles, history.cycles);
  }
  return cycles;
}

Outcome<TableFile> HistoryFile::write(const std::string& directory, std::uint64_t max_rows) {
  if (!kept_) return failure(kept_.error());
  auto file = TableFile::create(directory, "history", kHistoryHeader, max_rows);
  if (!file) return file;
  if (auto sorted = sorter_.sort(); !sorted) return failure(sorted.error());
  std::string account, tariff, last_name, row;
  std::int32_t last_through = 0;
  std::uint32_t age = 0, most = 0;
  std::string_view key, record;
  for (;;) {
    const auto more = sorter_.next(key, record);
    if (!more) return failure(more.error());
    if (!*more) break;
    RecordReader in(record);
    const std::string_view id = in.text(), tariff_id = in.text(), name = in.text(), value = in.text(), unit = in.text();
    const auto through = in.number<std::int32_t>();
    if (age == 0 || id != account || tariff_id != tariff) {
      account = id;
      tariff = tariff_id;
      most = cycles_kept(tariff);
      age = 1;
      last_name.clear();
    } else if (through != last_through) {
      ++age;
      last_name.clear();
    } else if (name == last_name) {
      continue;  // this run's value, which came first, replaces an older one of the same cycle
    }
    last_through = through;
    last_name = name;
    if (age > most) continue;
    row.clear();
    append_csv_field(row, id);
    row += ',';
    append_csv_field(row, tariff_id);
    row += ',';
    append_date(row, date_of_number(through));
    row += ',';
    append_csv_field(row, name);
    row += ',';
    append_csv_field(row, value);
    row += ',';
    append_csv_field(row, unit);
    row += fmt::format(",{}\n", age);
    if (auto written = file->write_row(row); !written) return failure(written.error());
  }
  if (auto closed = file->close(); !closed) return failure(closed.error());
  return file;
}

}  // namespace ratebook
