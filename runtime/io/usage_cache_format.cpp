#include "runtime/io/usage_cache_format.hpp"

namespace ratebook::usage_cache {

namespace {

enum class Kind : std::uint8_t { run, bad, filler = kFiller };

}  // namespace

void encode(const ReadingRun& run, std::span<const PackedColumn> columns, std::string& rows) {
  RecordWriter out(rows);
  out.number(Kind::run);
  out.text(run.id);
  out.number(run.line);
  out.number(run.text_at);
  out.number(static_cast<std::uint32_t>(run.text.size()));
  out.number(run.start.seconds);
  out.number(run.start.local);
  out.number(run.step);
  out.number(run.count);
  out.number(run.wide);
  out.number(static_cast<std::uint32_t>(columns.size()));
  for (const PackedColumn& column : columns) {
    out.number(column.width);
    out.number(column.unit);
    out.number(column.numbers_at);
    out.number(column.summary);
  }
}

void encode(const BadRow& bad, std::string& rows) {
  RecordWriter out(rows);
  out.number(Kind::bad);
  encode_bad(bad, out);
}

bool decode_rows(std::string_view rows, std::string_view numbers, ParsedRows<ReadingRun>& into) {
  RecordReader in(rows);
  std::vector<std::size_t> first_column;  // by run: `columns` moves while it grows
  while (!in.at_end() && in.is_whole()) {
    const auto kind = in.number<Kind>();
    if (kind == Kind::filler) break;
    if (kind == Kind::bad) {
      into.bad.push_back(decode_bad(in));
      continue;
    }
    ReadingRun& run = into.rows.emplace_back();
    run.id = in.text();
    run.line = in.number<std::uint64_t>();
    run.text_at = in.number<std::uint64_t>();
    run.text_bytes = in.number<std::uint32_t>();
    run.start.seconds = in.number<std::int64_t>();
    run.start.local = in.number<bool>();
    run.step = in.number<std::int32_t>();
    run.count = in.number<std::uint32_t>();
    run.wide = in.number<bool>();
    run.pool = &into.pool;
    first_column.push_back(into.pool.columns.size());
    const auto columns = in.number<std::uint32_t>();
    for (std::uint32_t c = 0; c < columns && in.is_whole(); ++c) {
      const auto width = in.number<Readings::Width>();
      const auto unit = in.number<std::int64_t>();
      const auto at = in.number<std::uint64_t>();
      const auto summary = in.number<ReadingsSummary>();
      const bool known =
          width == Readings::Width::unsigned16 || width == Readings::Width::signed32 || width == Readings::Width::signed64;
      if (!known || unit < 1 || unit > 1000000 || at > numbers.size() || at % 8 != 0 ||
          run.count > (numbers.size() - at) / static_cast<std::size_t>(width))
        return false;
      into.pool.columns.push_back({Readings(numbers.data() + at, run.count, width, unit), summary});
    }
  }
  for (std::size_t r = 0; r < into.rows.size(); ++r) into.rows[r].columns = into.pool.columns.data() + first_column[r];
  return in.is_whole();
}

}  // namespace ratebook::usage_cache
