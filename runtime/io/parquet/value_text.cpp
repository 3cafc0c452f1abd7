#include "runtime/io/parquet/value_text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "language/base/civil.hpp"
#include "runtime/io/csv_records.hpp"
#include "runtime/io/parquet/floating_text.hpp"

namespace ratebook::parquet {

namespace {

// mantissa × 10^-scale, written before `at`; returns where it begins.
template <class Integer, class Magnitude>
char* write_number(Integer value, int scale, char* at) {
  Magnitude rest = value < 0 ? Magnitude{0} - static_cast<Magnitude>(value) : static_cast<Magnitude>(value);
  while (scale > 0 && rest % 10 == 0 && rest != 0) rest /= 10, --scale;
  if (rest == 0) scale = 0;
  const bool point = scale > 0;
  for (; scale > 0; --scale, rest /= 10) *--at = static_cast<char>('0' + static_cast<int>(rest % 10));
  if (point) *--at = '.';
  do {
    *--at = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  } while (rest != 0);
  if (value < 0) *--at = '-';
  return at;
}
template <class Integer, class Magnitude>
void append_number(Integer value, int scale, std::string& out) {
  std::array<char, 48> text;
  char* const end = text.data() + text.size();
  const char* const at = write_number<Integer, Magnitude>(value, scale, end);
  out.append(at, static_cast<std::size_t>(end - at));
}
void append_small(std::int64_t value, int scale, std::string& out) {
  append_number<std::int64_t, std::uint64_t>(value, scale, out);
}

void append_two(int number, std::string& out) {
  out += static_cast<char>('0' + number / 10);
  out += static_cast<char>('0' + number % 10);
}

constexpr std::int64_t kFarthestDay = 3'000'000;  // some 8,000 years: what lies beyond is refused as a word

void append_day(std::int64_t day, std::string& out) {
  if (day > kFarthestDay || day < -kFarthestDay)
    out += day < 0 ? "-infinity" : "infinity";
  else
    out += format_date(date_of_number(static_cast<std::int32_t>(day)));
}

void append_time(std::int64_t value, const ValueType& type, std::string& out) {
  std::int64_t second = value / type.units, fraction = value % type.units;
  if (fraction < 0) fraction += type.units, --second;
  std::int64_t day = second / 86400, of_day = second % 86400;
  if (of_day < 0) of_day += 86400, --day;
  append_day(day, out);
  out += 'T';
  append_two(static_cast<int>(of_day / 3600), out);
  out += ':';
  append_two(static_cast<int>(of_day / 60 % 60), out);
  out += ':';
  append_two(static_cast<int>(of_day % 60), out);
  if (fraction != 0) {
    out += '.';
    for (std::int64_t unit = type.units / 10; fraction != 0; fraction %= unit, unit /= 10) {
      out += static_cast<char>('0' + fraction / unit);
      if (unit == 1) break;
    }
  }
  if (type.instant) out += 'Z';
}

// Numbers of a list that has no NULL, some at a time.
template <class Integer>
void append_numbers(const Integer* numbers, std::uint64_t count, int scale, std::string& out) {
  constexpr std::uint64_t kPiece = 128;
  std::array<char, kPiece * 24> text;
  for (std::uint64_t k = 0; k < count;) {
    char* at = text.data() + text.size();
    const std::uint64_t end = std::min(count, k + kPiece);
    for (std::uint64_t i = end; i-- > k;) {  // digits come from the right
      at = write_number<std::int64_t, std::uint64_t>(numbers[i], scale, at);
      if (i > 0) *--at = ';';
    }
    out.append(at, static_cast<std::size_t>(text.data() + text.size() - at));
    k = end;
  }
}

template <class T>
T value_at(const void* data, std::uint64_t row) {
  return static_cast<const T*>(data)[row];
}

std::string_view text_at(const void* data, std::uint64_t row) {
  const auto& text = static_cast<const duckdb_string_t*>(data)[row];
  const std::uint32_t length = text.value.inlined.length;
  return {length <= sizeof text.value.inlined.inlined ? text.value.inlined.inlined : text.value.pointer.ptr, length};
}

}  // namespace

bool ValueType::is_number() const {
  switch (type) {
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_UHUGEINT:
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
      return true;
    default:
      return false;
  }
}

std::optional<ValueType> value_type(const DuckdbApi& api, duckdb_logical_type type) {
  ValueType value;
  value.type = api.duckdb_get_type_id(type);
  switch (value.type) {
    case DUCKDB_TYPE_DECIMAL:
      value.scale = api.duckdb_decimal_scale(type);
      value.type = api.duckdb_decimal_internal_type(type);
      return value;
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      value.instant = true;
      value.units = 1'000'000;
      return value;
    case DUCKDB_TYPE_TIMESTAMP:
      value.units = 1'000'000;
      return value;
    case DUCKDB_TYPE_TIMESTAMP_S:
      value.units = 1;
      return value;
    case DUCKDB_TYPE_TIMESTAMP_MS:
      value.units = 1'000;
      return value;
    case DUCKDB_TYPE_TIMESTAMP_NS:
      value.units = 1'000'000'000;
      return value;
    case DUCKDB_TYPE_VARCHAR:
    case DUCKDB_TYPE_BOOLEAN:
    case DUCKDB_TYPE_DATE:
      return value;
    default:
      return value.is_number() ? std::optional(value) : std::nullopt;
  }
}

void Values::append(std::uint64_t row, std::string& out) const {
  switch (type.type) {
    case DUCKDB_TYPE_VARCHAR:
      return append_csv_field(out, text_at(data, row));
    case DUCKDB_TYPE_BOOLEAN:
      out += value_at<bool>(data, row) ? "true" : "false";
      return;
    case DUCKDB_TYPE_TINYINT:
      return append_small(value_at<std::int8_t>(data, row), type.scale, out);
    case DUCKDB_TYPE_SMALLINT:
      return append_small(value_at<std::int16_t>(data, row), type.scale, out);
    case DUCKDB_TYPE_INTEGER:
      return append_small(value_at<std::int32_t>(data, row), type.scale, out);
    case DUCKDB_TYPE_BIGINT:
      return append_small(value_at<std::int64_t>(data, row), type.scale, out);
    case DUCKDB_TYPE_UTINYINT:
      return append_small(value_at<std::uint8_t>(data, row), 0, out);
    case DUCKDB_TYPE_USMALLINT:
      return append_small(value_at<std::uint16_t>(data, row), 0, out);
    case DUCKDB_TYPE_UINTEGER:
      return append_small(value_at<std::uint32_t>(data, row), 0, out);
    case DUCKDB_TYPE_UBIGINT:
      return append_number<unsigned __int128, unsigned __int128>(value_at<std::uint64_t>(data, row), 0, out);
    case DUCKDB_TYPE_HUGEINT:
      return append_number<__int128, unsigned __int128>(value_at<__int128>(data, row), type.scale, out);
    case DUCKDB_TYPE_UHUGEINT:
      return append_number<unsigned __int128, unsigned __int128>(value_at<unsigned __int128>(data, row), 0, out);
    case DUCKDB_TYPE_FLOAT:
      return append_floating(data, row, 4, out);
    case DUCKDB_TYPE_DOUBLE:
      return append_floating(data, row, 8, out);
    case DUCKDB_TYPE_DATE:
      return append_day(value_at<std::int32_t>(data, row), out);
    default:
      return append_time(value_at<std::int64_t>(data, row), type, out);
  }
}

void Values::append_list(std::uint64_t begin, std::uint64_t count, std::string& out) const {
  bool whole = true;
  for (std::uint64_t i = begin; i < begin + count && validity != nullptr; ++i) whole = whole && !is_null(i);
  if (whole && type.type == DUCKDB_TYPE_SMALLINT)
    return append_numbers(static_cast<const std::int16_t*>(data) + begin, count, type.scale, out);
  if (whole && type.type == DUCKDB_TYPE_INTEGER)
    return append_numbers(static_cast<const std::int32_t*>(data) + begin, count, type.scale, out);
  if (whole && type.type == DUCKDB_TYPE_BIGINT)
    return append_numbers(static_cast<const std::int64_t*>(data) + begin, count, type.scale, out);
  for (std::uint64_t i = 0; i < count; ++i) {
    if (i > 0) out += ';';
    if (!is_null(begin + i)) append(begin + i, out);
  }
}

}  // namespace ratebook::parquet
