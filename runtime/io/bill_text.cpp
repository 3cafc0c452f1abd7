#include "runtime/io/bill_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

#include "runtime/io/columns_of_book.hpp"
#include "runtime/io/csv_records.hpp"

namespace ratebook {

namespace {

void append_integer(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

// Collects the cites of the versions in force of everything that an expression reads.
class ReadCites {
 public:
  ReadCites(const CheckedTariff& tariff, Date day, Date as_known) : tariff_(tariff), day_(day), as_known_(as_known) {}
  void read(ExprId id) {
    std::vector<ExprId> open{id};
    while (!open.empty()) {
      const ExprId next = open.back();
      open.pop_back();
      if (!next.valid()) continue;
      const Expr& expr = tariff_[next];
      if (const auto* value = std::get_if<ValueId>(&expr.payload); value != nullptr && expr.kind == ExprKind::value)
        add(tariff_[*value].versions);
      if (const auto* table = std::get_if<TableRef>(&expr.payload)) add(tariff_[table->table].versions);
      for (auto operand = expr.operands.rbegin(); operand != expr.operands.rend(); ++operand) open.push_back(*operand);
    }
  }
  void read(const std::vector<Tier>& tiers, const std::vector<std::string>& names, std::size_t depth) {
    for (const Tier& tier : tiers) {
      if (depth < names.size() && tier.name != names[depth]) continue;
      if (tier.price.valid()) read(tier.price);
      read(tier.inner, names, depth + 1);
    }
  }
  std::vector<Cite> take() { return std::move(cites_); }

 private:
  template <class Version>
  void add(const std::vector<Version>& versions) {
    const auto at = version_on(versions, day_, as_known_);
    if (!at) return;
    for (const Cite& cite : versions[*at].cites) {
      const bool there = std::any_of(cites_.begin(), cites_.end(),
                                     [&](const Cite& c) { return c.source == cite.source && c.place == cite.place; });
      if (!there) cites_.push_back(cite);
    }
  }
  const CheckedTariff& tariff_;
  Date day_, as_known_;
  std::vector<Cite> cites_;
};

}  // namespace

void append_date(std::string& out, Date date) {
  const auto d = ymd(date);
  const auto year = static_cast<unsigned>(static_cast<int>(d.year())), month = static_cast<unsigned>(d.month()),
             day = static_cast<unsigned>(d.day());
  const auto digit = [](unsigned n) { return static_cast<char>('0' + n % 10); };
  const char text[10] = {
      digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), '-', digit(month / 10), digit(month), '-',
      digit(day / 10),    digit(day)};
  out.append(text, sizeof text);
}

void append_scaled(std::string& out, Int128 mantissa, int scale, int min_decimals) {
  if (mantissa > Int128{INT64_MAX} || mantissa < -Int128{INT64_MAX} || scale > 18) {
    out += format_scaled(mantissa, scale, min_decimals);
    return;
  }
  auto number = static_cast<std::int64_t>(mantissa);
  if (number < 0) out += '-', number = -number;
  const std::int64_t unit = power_of_ten(scale);
  append_integer(out, static_cast<std::uint64_t>(number / unit));
  std::int64_t fraction = number % unit;
  int decimals = scale;
  while (decimals > min_decimals && fraction % 10 == 0) fraction /= 10, --decimals;
  if (decimals == 0) return;
  std::array<char, 19> digits;
  for (int i = decimals - 1; i >= 0; --i)
    digits[static_cast<std::size_t>(i)] = static_cast<char>('0' + fraction % 10), fraction /= 10;
  out += '.';
  out.append(digits.data(), static_cast<std::size_t>(decimals));
}

std::vector<Cite> cites_of(const CheckedTariff& tariff, const BillRow& row, Date as_known) {
  const Line& line = tariff[row.line];
  if (!line.cites.empty()) return line.cites;
  const Date day = line.version_rule == CutRule::cycle_end ? row.part_through : row.part_from;
  ReadCites cites(tariff, day, as_known);
  std::visit(
      [&](const auto& form) {
        using Form = std::decay_t<decltype(form)>;
        if constexpr (std::is_same_v<Form, PlainAmount>) cites.read(form.amount);
        if constexpr (std::is_same_v<Form, PricedQuantity>) cites.read(form.price);
        if constexpr (std::is_same_v<Form, TieredQuantity>) cites.read(form.block.tiers, row.tiers, 0);
        if constexpr (std::is_same_v<Form, ShareOfLines>) cites.read(form.share);
        if constexpr (std::is_same_v<Form, LimitOverLines>) cites.read(form.bound);
      },
      line.form);
  return cites.take();
}

std::string cite_text(const CheckedTariff& tariff, const std::vector<Cite>& cites) {
  std::string text;
  for (const Cite& cite : cites) {
    if (!text.empty()) text += "; ";
    if (cite.source.valid()) text += tariff.sources[cite.source.index].name;
    if (!cite.place.empty()) text += " " + cite.place;
  }
  return text;
}

void BillText::append_bill(std::string& out, std::string_view account_id, std::uint32_t tariff, Date from, Date through,
                           const Bill& bill) const {
  const TariffEditions& editions = book_.tariffs[tariff];
  const std::size_t edition = edition_on(editions, through);
  const CheckedTariff& checked = editions.editions[edition];
  append_csv_field(out, account_id);
  out += ',';
  append_csv_field(out, editions.id);
  out += ',';
  if (checked.edition != Date::min()) append_date(out, checked.edition);
  out += ',';
  append_date(out, from);
  out += ',';
  append_date(out, through);
  out += ',';
  out += currency_code(checked.currency);
  out += ',';
  append_scaled(out, bill.total, bill.amount_scale, bill.amount_scale);
  out += ',';
  append_integer(out, bill.rows.size());
  out += ",rated,";
  out += checked.source_digest;
  out += ',';
  out += ir_digests_[tariff][edition];
  out += '\n';
}

const BillText::Words& BillText::words_of(std::uint32_t tariff, const BillRow& row) {
  key_.clear();
  const auto number = [&](std::uint32_t n) { key_.append(reinterpret_cast<const char*>(&n), sizeof n); };
  number(tariff);
  number(row.edition);
  number(row.line.index);
  number(row.version_from ? static_cast<std::uint32_t>(day_number(*row.version_from)) : 0x80000000U);
  number(row.month.value_or(0) << 1U | (row.included ? 1U : 0U));
  for (const MemberRef& member : row.members) number(member.scheme.index << 16U | member.member);
  for (const std::string& tier : row.tiers) key_ += tier, key_ += '\0';
  auto at = words_.find(key_);
  if (at == words_.end()) at = words_.emplace(key_, make_words(book_.tariffs[tariff], row)).first;
  return at->second;
}

BillText::Words BillText::make_words(const TariffEditions& editions, const BillRow& row) const {
  const CheckedTariff& tariff = editions.editions[row.edition];
  const Line& line = tariff[row.line];
  Words words;
  words.address = row_address(tariff, row, false);
  words.type_label = std::string(line_type_code(line.type)) + ",";
  append_csv_field(words.type_label, line.label);
  words.type_label += ',';
  if (const auto* plain = std::get_if<PlainAmount>(&line.form)) {
    words.has_quantity = plain->printed_quantity.valid();
    words.has_price = plain->printed_price.valid();
  } else if (std::holds_alternative<LimitOverLines>(line.form)) {
    words.has_quantity = words.has_price = false;
  }
  words.end =
      std::string(currency_code(tariff.currency)) + "," + std::string(line_kind_word(line.kind)) + " " + line.name + ",";
  // The file's name without its folders: the same text wherever the book lies.
  const std::string script = std::filesystem::path(sources_.file(tariff.file).path).filename().string();
  append_csv_field(words.end, fmt::format("{}:{}", script, sources_.position(line.statement).line));
  words.end += ',';
  append_csv_field(words.end, cite_text(tariff, cites_of(tariff, row, as_known_)));
  words.end += '\n';
  return words;
}

void BillText::append_lines(std::string& out, std::vector<std::uint32_t>& row_ends, std::string_view account_id,
                            std::uint32_t tariff, Date from, Date through, const Bill& bill) {
  std::string begin;
  append_csv_field(begin, account_id);
  begin += ',';
  append_csv_field(begin, book_.tariffs[tariff].id);
  begin += ',';
  append_date(begin, from);
  begin += ',';
  append_date(begin, through);
  begin += ',';
  // @DATE stands where the cycle has several versions of the line.
  const auto several_versions = [&](const BillRow& row) {
    return std::any_of(bill.rows.begin(), bill.rows.end(), [&](const BillRow& other) {
      if (other.version_from == row.version_from) return false;
      const auto& editions = book_.tariffs[tariff].editions;
      return other.edition == row.edition ? other.line == row.line
                                          : editions[other.edition][other.line].name == editions[row.edition][row.line].name;
    });
  };
  for (std::size_t i = 0; i < bill.rows.size(); ++i) {
    const BillRow& row = bill.rows[i];
    const Words& words = words_of(tariff, row);
    out += begin;
    append_integer(out, i + 1);
    out += ',';
    out += words.address;
    if (row.version_from && several_versions(row)) {
      out += '@';
      append_date(out, *row.version_from);
    }
    out += ',';
    if (row.version_from) append_date(out, *row.version_from);
    out += ',';
    append_date(out, row.part_from);
    out += ',';
    append_date(out, row.part_through);
    out += ',';
    out += words.type_label;
    if (words.has_quantity) append_scaled(out, row.quantity.mantissa, row.quantity.scale, 0);
    out += ',';
    append_csv_field(out, row.quantity_unit);
    out += ',';
    if (words.has_price) append_scaled(out, row.price.mantissa, row.price.scale, 0);
    out += ',';
    append_csv_field(out, row.price_unit);
    out += ',';
    append_scaled(out, row.unrounded.mantissa, row.unrounded.scale, 0);
    out += ',';
    append_scaled(out, row.amount, bill.amount_scale, bill.amount_scale);
    out += ',';
    out += words.end;
    row_ends.push_back(static_cast<std::uint32_t>(out.size()));
  }
}

std::vector<std::vector<std::pair<std::string, std::string>>> BillText::line_columns(std::string_view account_id,
                                                                                     std::uint32_t tariff, Date from,
                                                                                     Date through, const Bill& bill) {
  std::string file = std::string(kLinesHeader) + "\n";
  std::vector<std::uint32_t> row_ends;
  append_lines(file, row_ends, account_id, tariff, from, through, bill);
  Chunk chunk;
  chunk.text = file;
  chunk.quotes = file.find('"') != std::string::npos;
  chunk.look();
  CsvRecords record(chunk);
  std::vector<std::string> names;
  if (record.next()) names.assign(record.fields().begin(), record.fields().end());
  std::vector<std::vector<std::pair<std::string, std::string>>> rows;
  while (record.next()) {
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < names.size() && i < record.fields().size(); ++i) row.emplace_back(names[i], record.fields()[i]);
  }
  return rows;
}

}  // namespace ratebook
