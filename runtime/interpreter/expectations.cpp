#include "runtime/interpreter/expectations.hpp"

#include <algorithm>

#include "runtime/interpreter/edition_facts.hpp"
#include "runtime/interpreter/number.hpp"
#include "runtime/interpreter/texts.hpp"

namespace ratebook {
namespace {

using namespace oracle;

Number in_currency(std::int64_t amount, int scale) { return number(amount, power_of_ten(scale)); }

std::string amounts_text(const std::vector<Number>& values, const UnitText& unit) {
  std::string text;
  for (const Number& v : values) text += (text.empty() ? "" : ", ") + amount_text(v, unit);
  return text;
}

class Comparison {
 public:
  Comparison(const TariffEditions& editions, std::uint32_t edition, const Bill& bill)
      : editions_(editions), tariff_(editions.editions[edition]), edition_(edition), bill_(bill) {}

  void compare(const ExpectRow& e) {
    Number sum = 0;
    std::size_t rows = 0;
    for (const BillRow& r : bill_.rows) {
      if (!is_meant(e, r)) continue;
      ++rows;
      sum += amount_of(r);
    }
    const bool holds = e.none ? rows == 0 : sum == number(e.amount);
    if (holds) return;
    const std::string expected = e.none ? "no row" : money_text(number(e.amount), tariff_.currency);
    put(e.text, expected, rows == 0 ? "no row" : money_text(sum, tariff_.currency), e.span);
  }

  // Of several editions that have the measure the latest one's counts (section 26, 18). Values of one measure add where its unit does.
  void compare(const ExpectMeasure& e) {
    const Measure& measure = tariff_[e.measure];
    std::vector<Number> values;
    std::uint32_t latest = 0;
    for (const RecordedValue& v : bill_.recorded) {
      const CheckedTariff& theirs = editions_.editions[v.edition];
      if (theirs[v.measure].name != measure.name) continue;
      const bool all = std::all_of(e.members.begin(), e.members.end(), [&](MemberRef m) {
        const auto same = same_member(tariff_, m, theirs);
        return same && std::find(v.members.begin(), v.members.end(), *same) != v.members.end();
      });
      if (!all) continue;
      if (v.edition != latest) values.clear();
      latest = v.edition;
      values.push_back(number(v.value));
    }
    if (is_additive(measure.unit) && values.size() > 1) {
      Number sum = 0;
      for (const Number& v : values) sum += v;
      values = {sum};
    }
    const Number expected = number(e.value);
    if (!values.empty() && std::all_of(values.begin(), values.end(), [&](const Number& v) { return v == expected; })) return;
    put(e.text, amount_text(expected, measure.shown_unit),
        values.empty() ? "no value" : amounts_text(values, measure.shown_unit), e.span);
  }

  void compare(const ExpectQuantity& e) {
    const Channel& channel = tariff_[e.channel];
    std::optional<Number> sum;
    for (const RecordedQuantity& q : bill_.quantities)
      if (editions_.editions[q.edition][q.channel].name == channel.name) sum = sum.value_or(Number(0)) + number(q.value);
    if (sum == std::optional(number(e.value))) return;
    put(channel.name, amount_text(number(e.value), channel.shown_unit),
        sum ? amount_text(*sum, channel.shown_unit) : "not measured", e.span);
  }

  void compare(const ExpectTotal& e) {
    const Number total = in_currency(bill_.total, bill_.amount_scale);
    if (total != number(e.amount))
      put("total", money_text(number(e.amount), tariff_.currency), money_text(total, tariff_.currency), e.span);
  }

  void compare(const ExpectError& e) {
    put("error", std::string(code_word(e.code)),
        "a bill of " + money_text(in_currency(bill_.total, bill_.amount_scale), tariff_.currency), e.span);
  }

  std::vector<ExpectationFailure> failures;

 private:
  void put(std::string what, std::string expected, std::string got, Span span) {
    failures.push_back({std::move(what), std::move(expected), std::move(got), "", span});
  }

  // As billed; where only the total is rounded, the exact amount, as far as a row holds it.
  Number amount_of(const BillRow& row) const {
    const CheckedTariff& theirs = editions_.editions[row.edition];
    if (theirs.rules.round_line || theirs[row.line].rounding.span.valid()) return in_currency(row.amount, bill_.amount_scale);
    return number(row.unrounded.mantissa, power_of_ten(row.unrounded.scale));
  }

  bool is_meant(const ExpectRow& e, const BillRow& row) const {
    const CheckedTariff& theirs = editions_.editions[row.edition];
    const std::string& id = e.line.valid() ? tariff_[e.line].name : e.id;
    if (theirs[row.line].name != id || (e.version && row.version_from != e.version)) return false;
    if (e.month && row.month != e.month) return false;
    if (row.edition == edition_ && e.line.valid()) {
      const auto has = [](const auto& list, const auto& one) { return std::find(list.begin(), list.end(), one) != list.end(); };
      return std::all_of(e.members.begin(), e.members.end(), [&](MemberRef m) { return has(row.members, m); }) &&
             std::all_of(e.tiers.begin(), e.tiers.end(), [&](const std::string& t) { return has(row.tiers, t); });
    }
    // Another edition's row: its names, in order, must hold all words of the address; a named scheme's name may stand before its member.
    std::vector<std::string> names;
    for (const MemberRef m : row.members) {
      names.push_back(theirs[m.scheme].name);
      names.push_back(theirs[m.scheme].members[m.member].name);
    }
    if (row.month) names.emplace_back(kMonthWords[*row.month - 1]);
    names.insert(names.end(), row.tiers.begin(), row.tiers.end());
    auto at = names.begin();
    for (const std::string& word : words_of(e)) {
      at = std::find(at, names.end(), word);
      if (at == names.end()) return false;
      ++at;
    }
    return true;
  }

  std::vector<std::string> words_of(const ExpectRow& e) const {
    if (!e.words.empty()) return e.words;
    std::vector<std::string> words;
    for (const MemberRef m : e.members) words.push_back(tariff_[m.scheme].members[m.member].name);
    words.insert(words.end(), e.tiers.begin(), e.tiers.end());
    return words;
  }

  const TariffEditions& editions_;
  const CheckedTariff& tariff_;
  std::uint32_t edition_;
  const Bill& bill_;
};

}  // namespace

std::vector<ExpectationFailure> check_expectations(const TariffEditions& editions, std::uint32_t edition,
                                                   const ExampleCycle& given, const Rated& rated) {
  if (rated) {
    Comparison comparison(editions, edition, *rated);
    for (const Expect& e : given.expects) std::visit([&](const auto& expect) { comparison.compare(expect); }, e);
    return std::move(comparison.failures);
  }
  const std::string got(code_word(rated.error().code));
  for (const Expect& e : given.expects)
    if (const auto* error = std::get_if<ExpectError>(&e)) {
      if (error->code == rated.error().code) return {};
      return {{"error", std::string(code_word(error->code)), got, rated.error().message, error->span}};
    }
  return {{"error", "a bill", got, rated.error().message, given.span}};
}

}  // namespace ratebook
