// What a derivation says about a row: rounding, then how the exact amount came about.
#include <algorithm>

#include "runtime/interpreter/statements.hpp"
#include "runtime/interpreter/texts.hpp"

namespace ratebook::oracle {
namespace {

void add_cites(const std::vector<Cite>& from, std::vector<Cite>& to) {
  for (const Cite& cite : from) {
    const bool there =
        std::any_of(to.begin(), to.end(), [&](const Cite& c) { return c.source == cite.source && c.place == cite.place; });
    if (!there) to.push_back(cite);
  }
}

// Where the sheet's numbers among these steps stand.
void add_sheet_cites(const DerivationNode& step, std::vector<Cite>& to) {
  if (step.operation == expression_word(ExprKind::value) || step.operation == expression_word(ExprKind::table))
    add_cites(step.cites, to);
  for (const DerivationNode& child : step.children) add_sheet_cites(child, to);
}

}  // namespace

void Statements::journal_row(const Line& line, const MadeRow& made, const Cell& cell, Amount& amount) {
  const Currency currency = tariff_.currency;
  const auto in_unit = [](const Number& shown_value, const UnitText& unit) {
    return amount_text(shown_value * number(unit.factor), unit);
  };
  LineDerivation& whole = journal_->lines.back();
  const auto derived = [&](LineId id) -> const LineDerivation* {
    const auto& all = journal_->lines;
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const LineDerivation& l) { return l.line == id && l.edition == edition_; });
    return at == all.end() ? nullptr : &*at;
  };

  if (line.cites.empty())
    for (std::size_t i = amount.price_steps; i < amount.how.size(); ++i) add_sheet_cites(amount.how[i], whole.cites);
  DerivationNode form{
      "", money_text(made.unrounded, currency), "", exact_text(made.unrounded), edition_, {}, {}, std::move(amount.how), ""};
  if (const auto* share = std::get_if<ShareOfLines>(&line.form)) {
    form.text = fmt::format("{} {} {}", in_unit(made.price, amount.price_unit), share->included ? "included in" : "of",
                            money_text(made.quantity, currency));
    for (const LineId base : share->base) {
      const Line& b = tariff_[base];
      const Number sum = evaluator_.line_sum({base, {}, {}});
      DerivationNode node{b.name, money_text(sum, currency), "", exact_text(sum), edition_, b.statement, b.cites, {}, ""};
      if (const LineDerivation* above = derived(base)) node.text = above->summary, node.cites = above->cites;
      form.children.push_back(std::move(node));
    }
  } else if (const auto* limit = std::get_if<LimitOverLines>(&line.form)) {
    Number sum = 0;
    for (const LineId base : limit->base) {
      const Line& b = tariff_[base];
      const Number mine = evaluator_.line_sum({base, {}, {}});
      sum += mine;
      const LineDerivation* above = derived(base);
      form.children.push_back({b.name,
                               money_text(mine, currency),
                               "",
                               exact_text(mine),
                               edition_,
                               b.statement,
                               above != nullptr ? above->cites : b.cites,
                               {},
                               ""});
    }
    const Number bound = sum + made.unrounded / cell.factor;
    form.text = fmt::format("{} {} over {}", line.kind == LineKind::minimum ? "at least" : "at most",
                            money_text(bound, currency), money_text(sum, currency));
  } else if (!amount.price_text.empty()) {
    form.text = fmt::format("{} × {}", amount.price_text, in_unit(made.quantity, amount.quantity_unit));
  }
  if (cell.factor != 1)
    form.text +=
        fmt::format(", {} of {} days", number_text(cell.factor * cell.context.days.count()), cell.context.days.count());
  const std::string how = form.text;

  DerivationNode row{row_address(tariff_, made.row, true),
                     money_text(made.amount, currency),
                     "",
                     exact_text(made.amount),
                     edition_,
                     line.statement,
                     line.cites,
                     {},
                     ""};
  if (made.amount == made.unrounded) {
    row.text = std::move(form.text);
    row.children = std::move(form.children);
  } else {
    const Rounding& r = line.rounding;
    row.text = fmt::format("round {} {} to {}", mode_text(r.mode), money_text(made.unrounded, currency),
                           amount_text(number(r.step), r.unit));
    row.span = r.span;
    row.cites = r.cites;
    row.children.push_back(std::move(form));
  }

  const bool first = whole.rows.empty();
  const auto* plain = std::get_if<PlainAmount>(&line.form);
  const bool bounds = std::holds_alternative<LimitOverLines>(line.form);
  const bool has_quantity = !bounds && (plain == nullptr || plain->printed_quantity.valid());
  const bool has_price = !bounds && (plain == nullptr || plain->printed_price.valid());
  whole.rows.push_back({made.row, has_quantity ? exact_text(made.quantity) : "", has_price ? exact_text(made.price) : "",
                        exact_text(made.unrounded), std::nullopt, std::move(row)});
  Number sum = made.amount;
  for (const MadeRow& r : made_.rows[line_.index]) sum += r.amount;
  whole.amount = money_text(sum, currency);
  if (first) {
    whole.summary = how;
    if (made.amount != made.unrounded) whole.summary += " = " + number_text(made.unrounded, 2);
    for (const DerivationCondition& c : whole.conditions)
      if (c.text == "for") whole.summary += "; " + c.outcome;
  } else {
    whole.summary.clear();
    for (const MadeRow& r : made_.rows[line_.index]) whole.summary += number_text(r.amount, 2) + " + ";
    whole.summary += number_text(made.amount, 2);
  }
}

}  // namespace ratebook::oracle
