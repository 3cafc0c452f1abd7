#include "runtime/io/history_rows.hpp"

#include "language/base/limits.hpp"

namespace ratebook {

Outcome<HistoryParser> HistoryParser::make(const Book& book, CsvHeader header) {
  HistoryParser parser;
  parser.book_ = &book;
  for (const TariffEditions& tariff : book.tariffs) {
    auto& units = parser.recorded_[tariff.id];
    units.emplace("days", unit_of(Dimension::day));
    for (const CheckedTariff& edition : tariff.editions) {
      for (const Measure& measure : edition.measures) units.insert_or_assign(measure.name, measure.unit);
      for (const Channel& channel : edition.channels) units.emplace(channel.name, channel.unit);
    }
  }
  parser.header_ = std::move(header);
  for (const auto& [name, at] : {std::pair{"account_id", &HistoryParser::id_}, std::pair{"tariff", &HistoryParser::tariff_},
                                 std::pair{"through", &HistoryParser::through_}, std::pair{"name", &HistoryParser::name_},
                                 std::pair{"value", &HistoryParser::value_}, std::pair{"unit", &HistoryParser::unit_}}) {
    const auto found = parser.header_.need(name);
    if (!found) return failure(found.error());
    parser.*at = *found;
  }
  parser.header_.find("age");  // written for readers of the file: dates tell the same
  return parser;
}

void HistoryParser::parse(bool has_header, ParsedRows<HistoryRow>& out) const {
  parse_records(has_header, header_.names.size(), id_, out,
                [&](const CsvRecords& record, BadRow& bad) { return parse_row(record, out, bad); });
}

bool HistoryParser::parse_row(const CsvRecords& record, ParsedRows<HistoryRow>& out, BadRow& bad) const {
  const auto fields = record.fields();
  HistoryRow row;
  const auto through = parse_date(fields[through_]);
  if (!through) {
    bad.fault = row_fault<Code::bad_date>("through", fields[through_]);
    return false;
  }
  for (const auto& [name, at] : {std::pair{"tariff", tariff_}, std::pair{"name", name_}}) {
    if (!fields[at].empty()) continue;
    bad.fault = row_fault<Code::missing_field>(name);
    return false;
  }
  const auto value = parse_decimal(fields[value_]);
  if (!value) {
    bad.fault = row_fault<Code::bad_number>("value", fields[value_]);
    return false;
  }
  row.value = ratio_of(*value);
  if (fields[name_] != kCycleNumberName) {
    const TariffEditions* tariff = book_->find(fields[tariff_]);
    const UnitParse unit = parse_unit(fields[unit_], tariff != nullptr ? tariff->editions.back().currency : Currency{});
    if (!unit.unit) {
      bad.fault = row_fault<Code::unknown_unit>(fields[unit_]);
      return false;
    }
    if (const auto own = recorded_.find(fields[tariff_]); own != recorded_.end()) {
      const auto recorded = own->second.find(fields[name_]);
      if (recorded == own->second.end()) {
        bad.fault = row_fault<Code::unknown_history>(fields[tariff_], fields[name_]);
        return false;
      }
      if (recorded->second != unit.unit->unit) {
        bad.fault = row_fault<Code::history_row_unit>(fields[name_], format_unit(recorded->second), fields[unit_]);
        return false;
      }
    }
    const auto canonical = multiply(row.value, unit.unit->factor);
    if (!canonical) {
      bad.fault = row_fault<Code::input_range>("value", fields[value_], "every range");
      return false;
    }
    row.value = *canonical;
    const Unit& recorded = unit.unit->unit;
    const Limit limit = recorded.is_power()      ? limits::demand
                        : is_commodity(recorded) ? limits::cycle_energy
                                                 : limits::history_value;
    if (Int128{row.value.num} > Int128{limit.high} * row.value.den ||
        Int128{row.value.num} < Int128{-limit.high} * row.value.den) {
      bad.fault = row_fault<Code::input_range>("value", fields[value_],
                                               fmt::format("-{} to {} {}", limit.high, limit.high, format_unit(recorded)));
      return false;
    }
  } else if (value->scale != 0 || value->mantissa < limits::cycle_number.low || value->mantissa > limits::cycle_number.high) {
    bad.fault = row_fault<Code::input_range>("value", fields[value_],
                                             fmt::format("{} to {}", limits::cycle_number.low, limits::cycle_number.high));
    return false;
  }
  auto& texts = out.pool.texts;
  row.id = kept(fields[id_], record, texts);
  row.line = record.line();
  row.text = record.text();
  row.tariff = kept(fields[tariff_], record, texts);
  row.through = *through;
  row.name = kept(fields[name_], record, texts);
  row.value_text = kept(fields[value_], record, texts);
  row.unit = kept(fields[unit_], record, texts);
  out.rows.push_back(row);
  return true;
}

void HistoryRow::encode(RecordWriter& out) const {
  for (const std::string_view field : {id, text, tariff, name, value_text, unit}) out.text(field);
  out.number(line);
  out.number(day_number(through));
  out.number(value.num);
  out.number(value.den);
}

HistoryRow HistoryRow::decode(RecordReader& in, Pool&) {
  HistoryRow row;
  for (std::string_view* field : {&row.id, &row.text, &row.tariff, &row.name, &row.value_text, &row.unit}) *field = in.text();
  row.line = in.number<std::uint64_t>();
  row.through = date_of_number(in.number<std::int32_t>());
  row.value.num = in.number<std::int64_t>();
  row.value.den = in.number<std::int64_t>();
  return row;
}

}  // namespace ratebook
