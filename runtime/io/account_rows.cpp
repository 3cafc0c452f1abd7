#include "runtime/io/account_rows.hpp"

#include <algorithm>

namespace ratebook {

namespace {

bool need_date(std::string_view name, std::string_view field, Date& into, RowFault& fault) {
  const auto date = parse_date(field);
  if (date) {
    into = *date;
    return true;
  }
  fault = field.empty() ? row_fault<Code::missing_field>(name) : row_fault<Code::bad_date>(name, field);
  return false;
}

// A whole number within the limit; `into` is left alone by an empty field.
template <class T>
bool take_whole(std::string_view name, std::string_view field, Limit limit, T& into, RowFault& fault) {
  if (field.empty()) return true;
  const auto number = parse_whole(field);
  if (!number) {
    fault = row_fault<Code::bad_number>(name, field);
  } else if (*number < limit.low || *number > limit.high) {
    fault = row_fault<Code::input_range>(name, field, fmt::format("{} to {}", limit.low, limit.high));
  } else {
    into = static_cast<T>(*number);
    return true;
  }
  return false;
}

bool take_flag(std::string_view name, std::string_view field, bool& into, RowFault& fault) {
  if (field.empty()) return true;
  const auto flag = parse_flag(field);
  if (flag)
    into = *flag;
  else
    fault = row_fault<Code::bad_flag>(name, field);
  return flag.has_value();
}

bool rates(std::size_t edition, const TariffEditions& tariff, const AccountRow& row) {
  return edition_on(tariff, row.from) <= edition && edition <= edition_on(tariff, row.through);
}

// `7`, `07`, `2025-07`
bool take_month(std::string_view field, AccountRow& row, RowFault& fault) {
  if (field.empty()) return true;
  std::string_view month = field;
  if (field.size() == 7 && field[4] == '-') {
    const auto first = parse_date(std::string(field) + "-01");
    if (!first) {
      fault = row_fault<Code::bad_date>("bill_month", field);
      return false;
    }
    row.bill_year = static_cast<std::int16_t>(year_of(*first));
    month.remove_prefix(5);
  }
  return take_whole("bill_month", month, Limit{1, 12}, row.bill_month, fault);
}

}  // namespace

void AccountRow::settle(const Pool& pool) {
  facts = std::span(pool.facts).subspan(facts_at, facts.size());
  words = std::span(pool.words).subspan(words_at, words.size());
}

AccountParser::AccountParser(const Book& book, CsvHeader header) : book_(&book), header_(std::move(header)) {
  bill_month_ = header_.find("bill_month");
  scheduled_days_ = header_.find("scheduled_days");
  first_ = header_.find("cycle.first");
  last_ = header_.find("cycle.last");
  cycle_number_ = header_.find("account.cycle_number");
  since_ = header_.find("account.since");
  for (const TariffEditions& tariff : book.tariffs) {
    auto& sources = facts_.emplace_back();
    for (std::size_t e = 0; e < tariff.editions.size(); ++e) {
      for (const Input& input : tariff.editions[e].inputs) {
        sources.push_back({FactColumn(tariff.editions[e], input), header_.find(input.path), e, !input.initial && !input.dated});
      }
    }
  }
}

Outcome<AccountParser> AccountParser::make(const Book& book, CsvHeader header) {
  AccountParser parser(book, std::move(header));
  for (const auto& [name, at] : {std::pair{"account_id", &AccountParser::id_}, std::pair{"tariff", &AccountParser::tariff_},
                                 std::pair{"from", &AccountParser::from_}, std::pair{"through", &AccountParser::through_}}) {
    const auto found = parser.header_.need(name);
    if (!found) return failure(found.error());
    parser.*at = *found;
  }
  return parser;
}

void AccountParser::parse(bool has_header, ParsedRows<AccountRow>& out) const {
  parse_records(has_header, header_.names.size(), id_, out,
                [&](const CsvRecords& record, BadRow& bad) { return parse_row(record, out, bad); });
  for (AccountRow& row : out.rows) row.settle(out.pool);
}

bool AccountParser::parse_row(const CsvRecords& record, ParsedRows<AccountRow>& out, BadRow& bad) const {
  const auto fields = record.fields();
  AccountRow row;
  if (!parse_cycle(fields, row, bad.fault) || !parse_optional(fields, row, bad.fault) ||
      !parse_facts(record, row, out, bad.fault)) {
    // It stands between the account's other cycles all the same.
    if (const TariffEditions* tariff = book_->find(fields[tariff_]))
      bad.tariff = static_cast<std::uint32_t>(tariff - book_->tariffs.data());
    bad.from = parse_date(fields[from_]);
    bad.through = parse_date(fields[through_]);
    return false;
  }
  row.id = kept(fields[id_], record, out.pool.texts);
  row.line = record.line();
  row.text = record.text();
  out.rows.push_back(row);
  return true;
}

bool AccountParser::parse_cycle(std::span<const std::string_view> fields, AccountRow& row, RowFault& fault) const {
  const std::string_view tariff = fields[tariff_];
  const TariffEditions* found = book_->find(tariff);
  if (found == nullptr) {
    fault = tariff.empty() ? row_fault<Code::missing_field>("tariff") : row_fault<Code::unknown_tariff>(tariff);
    return false;
  }
  row.tariff = static_cast<std::uint32_t>(found - book_->tariffs.data());
  if (!need_date("from", fields[from_], row.from, fault) || !need_date("through", fields[through_], row.through, fault))
    return false;
  const std::int64_t days = (row.through - row.from).count() + 1;
  if (days >= limits::cycle_days.low && days <= limits::cycle_days.high) return true;
  fault = row_fault<Code::bad_cycle>(fields[from_], fields[through_],
                                     days < 1 ? std::string("it ends before it begins")
                                              : fmt::format("{} days are more than {}", days, limits::cycle_days.high));
  return false;
}

bool AccountParser::parse_optional(std::span<const std::string_view> fields, AccountRow& row, RowFault& fault) const {
  const auto field = [&](const std::optional<std::size_t>& at) { return at ? fields[*at] : std::string_view(); };
  if (since_ && !field(since_).empty()) {
    Date since;
    if (!need_date("account.since", field(since_), since, fault)) return false;
    row.since = day_number(since);
  }
  return take_month(field(bill_month_), row, fault) &&
         take_whole("scheduled_days", field(scheduled_days_), limits::cycle_days, row.scheduled_days, fault) &&
         take_flag("cycle.first", field(first_), row.first, fault) && take_flag("cycle.last", field(last_), row.last, fault) &&
         take_whole("account.cycle_number", field(cycle_number_), limits::cycle_number, row.cycle_number, fault);
}

bool AccountParser::parse_facts(const CsvRecords& record, AccountRow& row, ParsedRows<AccountRow>& out, RowFault& fault) const {
  const auto& sources = facts_[row.tariff];
  row.facts_at = out.pool.facts.size();
  row.words_at = out.pool.words.size();
  for (std::uint32_t fact = 0; fact < sources.size(); ++fact) {
    const Source& source = sources[fact];
    FactColumn::Value value;
    if (source.field) {
      const std::string_view field = record.fields()[*source.field];
      value = source.column.parse(field);
      if (value.other_word) out.pool.words.push_back({fact, kept(field, record, out.pool.texts)});
    } else if (source.needed && !out.failure && rates(source.edition, book_->tariffs[row.tariff], row)) {
      out.failure = Failure{Failure::Kind::usage,
                            fmt::format("{} has no column `{}`, which tariff {} needs", header_.file,
                                        source.column.input().path, book_->tariffs[row.tariff].id),
                            0};
    }
    if (value.fault) {
      fault = std::move(*value.fault);
      out.pool.facts.resize(row.facts_at);
      out.pool.words.resize(row.words_at);
      return false;
    }
    out.pool.facts.push_back(value.encoded);
  }
  row.facts = std::span<const std::int64_t>(out.pool.facts.data(), sources.size());
  row.words = std::span<const AccountRow::Word>(out.pool.words.data(), out.pool.words.size() - row.words_at);
  return true;
}

void AccountRow::encode(RecordWriter& out) const {
  out.text(id);
  out.number(line);
  out.text(text);
  out.number(tariff);
  out.number(day_number(from));
  out.number(day_number(through));
  out.number(bill_year);
  out.number(bill_month);
  out.number(first);
  out.number(last);
  out.number(scheduled_days);
  out.number(cycle_number);
  out.number(since);
  out.number(static_cast<std::uint32_t>(facts.size()));
  out.numbers(facts.data(), facts.size());
  out.number(static_cast<std::uint32_t>(words.size()));
  for (const Word& word : words) {
    out.number(word.fact);
    out.text(word.text);
  }
}

AccountRow AccountRow::decode(RecordReader& in, Pool& pool) {
  AccountRow row;
  row.id = in.text();
  row.line = in.number<std::uint64_t>();
  row.text = in.text();
  row.tariff = in.number<std::uint32_t>();
  row.from = date_of_number(in.number<std::int32_t>());
  row.through = date_of_number(in.number<std::int32_t>());
  row.bill_year = in.number<std::int16_t>();
  row.bill_month = in.number<std::uint8_t>();
  row.first = in.number<bool>();
  row.last = in.number<bool>();
  row.scheduled_days = in.number<std::int32_t>();
  row.cycle_number = in.number<std::int64_t>();
  row.since = in.number<std::int64_t>();
  const auto facts = in.number<std::uint32_t>();
  row.facts_at = pool.facts.size();
  pool.facts.resize(row.facts_at + facts);
  in.numbers(pool.facts.data() + row.facts_at, facts);
  row.facts = std::span<const std::int64_t>(pool.facts.data(), facts);
  row.words_at = pool.words.size();
  const auto words = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < words; ++i) {
    const auto fact = in.number<std::uint32_t>();
    pool.words.push_back({fact, in.text()});
  }
  row.words = std::span<const Word>(pool.words.data(), words);
  return row;
}

}  // namespace ratebook
