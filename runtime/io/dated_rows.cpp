#include "runtime/io/dated_rows.hpp"

namespace ratebook {

Outcome<DatedParser> DatedParser::make(const Book& book, CsvHeader header) {
  DatedParser parser;
  parser.header_ = std::move(header);
  for (const auto& [name, at] : {std::pair{"account_id", &DatedParser::id_}, std::pair{"name", &DatedParser::name_},
                                 std::pair{"from", &DatedParser::from_}, std::pair{"value", &DatedParser::value_}}) {
    const auto found = parser.header_.need(name);
    if (!found) return failure(found.error());
    parser.*at = *found;
  }
  for (const TariffEditions& tariff : book.tariffs) {
    for (const CheckedTariff& edition : tariff.editions) {
      for (const Input& input : edition.inputs) {
        if (input.dated) parser.names_.insert(input.path);
      }
    }
  }
  return parser;
}

void DatedParser::parse(bool has_header, ParsedRows<DatedRow>& out) const {
  parse_records(has_header, header_.names.size(), id_, out,
                [&](const CsvRecords& record, BadRow& bad) { return parse_row(record, out, bad); });
}

bool DatedParser::parse_row(const CsvRecords& record, ParsedRows<DatedRow>& out, BadRow& bad) const {
  const auto fields = record.fields();
  const auto from = parse_date(fields[from_]);
  if (names_.find(fields[name_]) == names_.end()) {
    bad.fault = row_fault<Code::unknown_fact>(fields[name_]);
  } else if (!from) {
    bad.fault = row_fault<Code::bad_date>("from", fields[from_]);
  } else if (fields[value_].empty()) {
    bad.fault = row_fault<Code::missing_field>("value");
  } else {
    auto& texts = out.pool.texts;
    out.rows.push_back({kept(fields[id_], record, texts), record.line(), record.text(), kept(fields[name_], record, texts),
                        *from, kept(fields[value_], record, texts)});
    return true;
  }
  return false;
}

void DatedRow::encode(RecordWriter& out) const {
  out.text(id);
  out.number(line);
  out.text(text);
  out.text(name);
  out.number(day_number(from));
  out.text(value);
}

DatedRow DatedRow::decode(RecordReader& in, Pool&) {
  DatedRow row;
  row.id = in.text();
  row.line = in.number<std::uint64_t>();
  row.text = in.text();
  row.name = in.text();
  row.from = date_of_number(in.number<std::int32_t>());
  row.value = in.text();
  return row;
}

}  // namespace ratebook
