#include "runtime/io/register_rows.hpp"

namespace ratebook {

void RegisterParser::parse(bool has_header, ParsedRows<RegisterRow>& out) const {
  parse_records(has_header, usage_.header.names.size(), usage_.id, out,
                [&](const CsvRecords& record, BadRow& bad) { return parse_row(record, out, bad); });
  for (RegisterRow& row : out.rows) row.settle(out.pool);
}

bool RegisterParser::parse_row(const CsvRecords& record, ParsedRows<RegisterRow>& out, BadRow& bad) const {
  const auto fields = record.fields();
  bad.from = parse_date(fields[usage_.from]);
  bad.through = parse_date(fields[usage_.through]);
  for (const auto& [name, at, date] :
       {std::tuple{"from", usage_.from, bad.from}, std::tuple{"through", usage_.through, bad.through}}) {
    if (date) continue;
    bad.fault = fields[at].empty() ? row_fault<Code::missing_field>(name) : row_fault<Code::bad_date>(name, fields[at]);
    return false;
  }
  if (*bad.through < *bad.from) {
    bad.fault = row_fault<Code::bad_cycle>(fields[usage_.from], fields[usage_.through], "it ends before it begins");
    bad.from.reset();
    return false;
  }
  RegisterRow row;
  row.cells_at = out.pool.cells.size();
  std::uint64_t rounded = 0;
  bool any = false;
  for (const UsageColumn& column : usage_.columns) {
    const std::string_view field = fields[column.field];
    Reading reading{kMissing, false};
    const Limit limit = column.metering == Metering::energy ? limits::cycle_energy : limits::demand;
    if (!field.empty() && !parse_reading(field, column, column.name, options_, limit, reading, bad.fault)) {
      out.pool.cells.resize(row.cells_at);
      return false;
    }
    any = any || !field.empty();
    rounded += reading.rounded ? 1 : 0;
    out.pool.cells.push_back(reading.value);
  }
  if (!any) {
    out.pool.cells.resize(row.cells_at);
    bad.fault = row_fault<Code::missing_field>(usage_.columns.front().name);
    return false;
  }
  out.pool.rounded += rounded;
  row.cells = std::span<const std::int64_t>(out.pool.cells.data(), usage_.columns.size());
  row.id = kept(fields[usage_.id], record, out.pool.texts);
  if (usage_.meter) row.meter = kept(fields[*usage_.meter], record, out.pool.texts);
  row.line = record.line();
  row.text = record.text();
  row.from = *bad.from;
  row.through = *bad.through;
  out.rows.push_back(row);
  return true;
}

void RegisterRow::encode(RecordWriter& out) const {
  out.text(id);
  out.number(line);
  out.text(text);
  out.text(meter);
  out.number(day_number(from));
  out.number(day_number(through));
  out.number(static_cast<std::uint32_t>(cells.size()));
  out.numbers(cells.data(), cells.size());
}

RegisterRow RegisterRow::decode(RecordReader& in, Pool& pool) {
  RegisterRow row;
  row.id = in.text();
  row.line = in.number<std::uint64_t>();
  row.text = in.text();
  row.meter = in.text();
  row.from = date_of_number(in.number<std::int32_t>());
  row.through = date_of_number(in.number<std::int32_t>());
  const auto cells = in.number<std::uint32_t>();
  row.cells_at = pool.cells.size();
  pool.cells.resize(row.cells_at + cells);
  in.numbers(pool.cells.data() + row.cells_at, cells);
  row.cells = std::span<const std::int64_t>(pool.cells.data(), cells);
  return row;
}

}  // namespace ratebook
