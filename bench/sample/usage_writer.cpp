#include "bench/sample/usage_writer.hpp"

namespace ratebook::sample {
namespace {

std::string quoted_if_grouped(BadRow kind, const std::string& number) {
  return kind == BadRow::grouped_number ? '"' + number + '"' : number;
}

void write_start(CsvFile& file, std::string_view start, std::optional<BadRow> bad) {
  if (bad && is_bad_start(*bad))
    file.text(bad_start(*bad, start));
  else
    file.text(start);
}

// One number; `other` adds a watt-hour to it, as the second row of a duplicate has it.
void write_number(CsvFile& file, std::uint64_t wh, std::optional<BadRow> bad, bool other = false) {
  if (bad && is_bad_number(*bad))
    file.text(quoted_if_grouped(*bad, bad_number(*bad, wh)));
  else
    file.thousandths(wh + (other ? 1 : 0));
}

void write_list(CsvFile& file, const std::vector<std::uint32_t>& values, std::optional<BadRow> bad, std::uint32_t place,
                bool other) {
  const bool quoted = bad == BadRow::grouped_number;
  file.begin_field();
  if (quoted) file.append("\"");
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) file.append(";");
    if (bad && i == place && is_bad_number(*bad))
      file.append(bad_number(*bad, values[i]));
    else
      file.append_thousandths(values[i] + (other && i == place ? 1 : 0));
  }
  if (quoted) file.append("\"");
}

// Writes the row, and for a duplicate a second one that differs; the line of the bad one.
template <class WriteRow>
std::uint64_t write_rows(CsvFile& file, std::optional<BadRow> bad, WriteRow write_row) {
  std::uint64_t line = file.line();
  write_row(false);
  file.end_row();
  if (bad != BadRow::other_duplicate) return bad ? line : 0;
  line = file.line();
  write_row(true);
  file.end_row();
  return line;
}

}  // namespace

std::uint64_t write_register(CsvFile& file, std::string_view account, const Window& window, std::uint64_t wh,
                             std::optional<BadRow> bad) {
  return write_rows(file, bad, [&](bool other) {
    file.text(account);
    write_start(file, format_day(window.from), bad);
    file.text(format_day(window.through));
    if (bad != BadRow::cut_row) write_number(file, wh, bad, other);
  });
}

std::uint64_t write_wide(CsvFile& file, std::string_view account, const Window& window, std::uint32_t interval_minutes,
                         const Readings& readings, std::optional<BadRow> bad, std::uint32_t place) {
  return write_rows(file, bad, [&](bool other) {
    file.text(account);
    write_start(file, window.starts.front(), bad);
    file.number(interval_minutes);
    if (readings.var_hours) write_list(file, *readings.var_hours, std::nullopt, 0, false);
    if (bad != BadRow::cut_row) write_list(file, readings.watt_hours, bad, place, other);
  });
}

std::uint64_t write_long(CsvFile& file, std::string_view account, const Window& window, const Readings& readings,
                         std::optional<BadRow> bad, std::uint32_t place) {
  std::uint64_t bad_line = 0;
  for (std::size_t i = 0; i < readings.watt_hours.size(); ++i) {
    const auto bad_here = i == place ? bad : std::nullopt;
    const std::uint64_t line = write_rows(file, bad_here, [&](bool other) {
      file.text(account);
      write_start(file, window.starts[i], bad_here);
      if (readings.var_hours) file.thousandths((*readings.var_hours)[i]);
      if (bad_here != BadRow::cut_row) write_number(file, readings.watt_hours[i], bad_here, other);
    });
    if (line != 0) bad_line = line;
  }
  return bad_line;
}

}  // namespace ratebook::sample
