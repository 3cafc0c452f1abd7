// What a derivation says about a row: rounding, then how the exact amount came about.
#include "runtime/interpreter/statements.hpp"
#include "runtime/interpreter/texts.hpp"

namespace ratebook::oracle {

void Statements::journal_row(const Line& line, const MadeRow& made, const Cell& cell, Amount& amount) {
  const Currency currency = tariff_.currency;
  const auto in_unit = [](const Number& shown_value, const UnitText& unit) { return amount_text(shown_value * number(unit.factor), unit); };
  LineDerivation& whole = journal_->lines.back();

  DerivationNode form{"", money_text(made.unrounded, currency), "", exact_text(made.unrounded), edition_, line.statement, line.cites, std::move(amount.how)};
  if (const auto* share = std::get_if<ShareOfLines>(&line.form)) {
    form.text = fmt::format("{} {} {}", in_unit(made.price, amount.price_unit), share->included ? "included in" : "of",
                            money_text(made.quantity, currency));
    for (const LineId base : share->base) {
      const Line& b = tariff_[base];
      const Number sum = evaluator_.line_sum({base, {}, {}});
      DerivationNode node{b.name, money_text(sum, currency), "", exact_text(sum), edition_, b.statement, b.cites, {}};
      for (const LineDerivation& above : journal_->lines)
        if (above.line == base && above.edition == edition_) node.text = above.summary;
      form.children.push_back(std::move(node));
    }
  } else if (const auto* limit = std::get_if<LimitOverLines>(&line.form)) {
    Number sum = 0;
    for (const LineId base : limit->base) {
      const Line& b = tariff_[base];
      const Number mine = evaluator_.line_sum({base, {}, {}});
      sum += mine;
      form.children.push_back({b.name, money_text(mine, currency), "", exact_text(mine), edition_, b.statement, b.cites, {}});
    }
    const Number bound = sum + made.unrounded / cell.factor;
    form.text = fmt::format("{} {} over {}", line.kind == LineKind::minimum ? "at least" : "at most", money_text(bound, currency),
                            money_text(sum, currency));
  } else if (!amount.price_unit.text.empty() || !amount.quantity_unit.text.empty()) {
    form.text = fmt::format("{} × {}", in_unit(made.quantity, amount.quantity_unit), in_unit(made.price, amount.price_unit));
  }
  if (cell.factor != 1) form.text += fmt::format(", {} of {} days", number_text(cell.factor * cell.context.days.count()), cell.context.days.count());
  const std::string how = form.text;

  DerivationNode row{row_address(tariff_, made.row, true), money_text(made.amount, currency), "", exact_text(made.amount), edition_, line.statement, line.cites, {}};
  if (made.amount == made.unrounded) {
    row.text = std::move(form.text);
    row.children = std::move(form.children);
  } else {
    const Rounding& r = line.rounding;
    row.text = fmt::format("round {} {} to {}", mode_text(r.mode), money_text(made.unrounded, currency), amount_text(number(r.step), r.unit));
    row.span = r.span;
    row.cites = r.cites;
    row.children.push_back(std::move(form));
  }

  const bool first = whole.rows.empty();
  whole.rows.push_back(std::move(row));
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
