#include "language/semantics/check_expects.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/check_givens.hpp"
#include "language/semantics/computations.hpp"
#include "language/semantics/line_address.hpp"

namespace ratebook {

void ExpectCheck::take(const syntax::Expect& expect, ExampleCycle& cycle) {
  cycle_ = &cycle;
  expect_ = &expect;
  std::visit([&](const auto& e) { take(e); }, expect.node);
}

void ExpectCheck::take(const syntax::ExpectError& e) {
  if (const auto code = code_of(e.code.text)) {
    cycle_->expects.push_back(ExpectError{*code, e.code.span});
    return;
  }
  checker_.sink.report<Code::unknown_name>(e.code.span, "error", e.code.text);
  sound_ = false;
}

void ExpectCheck::take(const syntax::ExpectFee&) { unsupported("`expect on … FEE INVOICE`"); }

void ExpectCheck::take(const syntax::ExpectNo& e) {
  auto expected = row(e.address);
  if (!expected) return;
  expected->none = true;
  expected->span = e.address.span;
  cycle_->expects.push_back(std::move(*expected));
}

void ExpectCheck::unsupported(std::string_view what) {
  checker_.unsupported_in_example(expect_->span, what);
  sound_ = false;
}

std::optional<Ratio> ExpectCheck::money(const syntax::Quantity& q) {
  if (checker_.tariff.currency.none()) return std::nullopt;
  const Unit own = money_unit(checker_.tariff.currency);
  const auto amount = checker_.resolve(q);
  if (!amount) return std::nullopt;
  if (amount->unit.unit == own) return amount->value;
  const std::string wanted = unit_words(own), found = unit_words(amount->unit.unit);
  if (!amount->unit.unit.is_money() || !told_of_currency(q.span.file, wanted, found))
    checker_.sink.report<Code::unit_mismatch>(q.span, wanted, found);
  return std::nullopt;
}

// A script whose `currency` is wrong has one mistake, however many amounts it expects.
bool ExpectCheck::told_of_currency(FileId script, const std::string& wanted, const std::string& found) const {
  const std::string words = fmt::format(message_format(Code::unit_mismatch), wanted, found);
  const auto& told = checker_.sink.all();
  return std::any_of(told.begin(), told.end(), [&](const Diagnostic& d) {
    return d.span.file == script &&
           (d.code == Code::currency_mismatch || (d.code == Code::unit_mismatch && d.message == words));
  });
}

void ExpectCheck::take(const syntax::ExpectAmount& e) {
  if (e.difference) {
    return unsupported("`expect difference`");
  }
  const auto* amount = std::get_if<syntax::Quantity>(&e.value);
  if (amount == nullptr) {
    const Span span = std::visit([](const auto& v) { return v.span; }, e.value);
    checker_.sink.report<Code::unit_mismatch>(span, "an amount", checker_.sources.text(span));
    sound_ = false;
    return;
  }
  const syntax::Address& address = e.address;
  const std::string& first = address.path.parts.front().text;
  if (address.path.text == "total") {
    const auto total = without_version(address) ? money(*amount) : std::nullopt;
    sound_ = sound_ && total;
    if (total) cycle_->expects.push_back(ExpectTotal{*total, amount->span, address.span});
    return;
  }
  if (const auto measure = checker_.names.get<MeasureId>(first)) return take_measure(address, *measure, *amount);
  if (const auto channel = checker_.names.get<ChannelId>(address.path.text)) {
    const auto value = without_version(address) ? checker_.amount_in(checker_.tariff[*channel].unit, *amount) : std::nullopt;
    sound_ = sound_ && value;
    if (value) cycle_->expects.push_back(ExpectQuantity{*channel, value->canonical, amount->span, address.span});
    return;
  }
  take_row(address, *amount);
}

void ExpectCheck::take_row(const syntax::Address& address, const syntax::Quantity& amount) {
  auto expected = row(address);
  const auto value = expected ? money(amount) : std::nullopt;
  sound_ = sound_ && value;
  if (!value) return;
  expected->amount = *value;
  expected->span = amount.span;
  cycle_->expects.push_back(std::move(*expected));
}

void ExpectCheck::take_measure(const syntax::Address& address, MeasureId id, const syntax::Quantity& amount) {
  const Measure& measure = checker_.tariff[id];
  checker_.names.read(measure.name);
  std::vector<syntax::Name> parts(address.path.parts.begin() + 1, address.path.parts.end());
  std::optional<std::vector<MemberRef>> members(std::in_place);
  if (!parts.empty()) members = bucket(checker_, parts, address.path.span);
  const auto value = checker_.amount_in(measure.unit, amount);
  if (!without_version(address) || !members || !value) {
    sound_ = false;
    return;
  }
  for (const MemberRef& m : *members) {
    const bool split =
        std::any_of(measure.split.begin(), measure.split.end(), [&](const SplitDimension& d) { return d.scheme == m.scheme; });
    if (split) continue;
    checker_.sink.report<Code::unknown_line>(address.path.span, address.path.text)
        .notes.push_back(fmt::format("`{}` is not split by {}", measure.name, checker_.tariff[m.scheme].name));
    sound_ = false;
    return;
  }
  cycle_->expects.push_back(
      ExpectMeasure{id, std::move(*members), value->canonical, address.path.text, amount.span, address.span});
}

bool ExpectCheck::without_version(const syntax::Address& address) {
  if (!address.version) return true;
  checker_.sink.report<Code::unknown_line>(address.span, checker_.sources.text(address.span))
      .notes.push_back("only rows of lines have versions");
  return false;
}

bool ExpectCheck::is_version(Date date) const {
  const CheckedTariff& t = checker_.tariff;
  const auto begins = [&](const auto& list) {
    for (const auto& named : list)
      for (const auto& v : named.versions)
        if (v.dates.from == date) return true;
    return false;
  };
  const bool given =
      std::any_of(cycle_->facts.begin(), cycle_->facts.end(), [&](const GivenFact& f) { return f.from == date; });
  return t.edition == date || given || begins(t.values) || begins(t.tables);
}

std::optional<ExpectRow> ExpectCheck::row(const syntax::Address& address) {
  const auto& parts = address.path.parts;
  const Declaration* d = checker_.names.find(parts.front().text);
  if (d != nullptr && d->state == Declaration::State::poisoned) {
    sound_ = false;
    return std::nullopt;
  }
  ExpectRow row;
  row.id = parts.front().text;
  row.text = checker_.sources.text(address.span);
  row.address = address.span;
  if (address.version) row.version = address.version->date;
  for (std::size_t i = 1; i < parts.size(); ++i) row.words.push_back(parts[i].text);

  std::string why;
  if (const auto line = checker_.names.get<LineId>(row.id)) {
    const Line& l = checker_.tariff[*line];
    if (!read_row(checker_.tariff, l, row)) {
      why = fmt::format("`{}` has no such rows", row.id);
    } else if (row.version && !is_version(*row.version)) {
      why = fmt::format("no version begins on {}", format_date(*row.version));
    } else {
      row.line = *line;
      return row;
    }
  } else if (d != nullptr) {
    why = fmt::format("`{}` is {}", row.id, with_article(d->kind));
  }
  if (!checker_.tariff.supersedes.empty() && (d == nullptr || d->kind == NameKind::line)) return row;
  sound_ = false;
  if (checker_.may_declare(row.id) || checker_.may_have_lost_line()) return std::nullopt;
  if (d == nullptr && !computations(checker_).told.insert(fmt::format("missing {}", row.id)).second) return std::nullopt;
  auto& report = checker_.sink.report<Code::unknown_line>(address.span, row.text);
  if (!why.empty()) report.notes.push_back(why);
  if (const std::string near = d == nullptr ? checker_.names.closest(row.id) : ""; !near.empty())
    report.help = fmt::format("is `{}` meant?", near);
  return std::nullopt;
}

bool read_row(const CheckedTariff& tariff, const Line& line, ExpectRow& row) {
  std::vector<std::string> words = row.words;
  const bool by_month = std::any_of(line.dimensions.begin(), line.dimensions.end(),
                                    [](const auto& s) { return s.kind == SplitDimension::Kind::month; });
  for (std::size_t m = 0; by_month && m < std::size(kMonthWords); ++m)
    if (const auto at = std::find(words.begin(), words.end(), kMonthWords[m]); at != words.end()) {
      row.month = static_cast<unsigned>(m + 1);
      words.erase(at);
      break;
    }
  LineRef ref;
  if (!read_address(tariff, line, words, ref)) return false;
  row.members = std::move(ref.members);
  row.tiers = std::move(ref.tiers);
  return true;
}

bool says_all(const CheckedTariff& tariff, const ExampleCycle& cycle) {
  std::set<std::uint32_t> lines;
  for (const Expect& e : cycle.expects) {
    if (std::holds_alternative<ExpectTotal>(e) || std::holds_alternative<ExpectError>(e)) return true;
    if (const auto* row = std::get_if<ExpectRow>(&e); row != nullptr && row->line) lines.insert(row->line.index);
  }
  return !tariff.lines.empty() && lines.size() == tariff.lines.size();
}

}  // namespace ratebook
