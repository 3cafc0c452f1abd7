// Lines: conditions, windows, and every form of amount but tiers (statements_tiers.cpp).
#include <algorithm>

#include "language/bill/flat_amount.hpp"
#include "language/bill/shown_unit.hpp"
#include "runtime/interpreter/calendar_months.hpp"
#include "runtime/interpreter/refusal.hpp"
#include "runtime/interpreter/statements.hpp"
#include "runtime/interpreter/texts.hpp"

namespace ratebook::oracle {

void Statements::compute_line(LineId id) {
  const Line& line = tariff_[id];
  if (!last_ && is_flat_amount(tariff_, line)) return;
  line_ = id;
  if (journal_ != nullptr) journal_->lines.push_back({edition_, id, line.name, line.label, "", line.cites, "", {}, {}});

  const CutBy cut{line.cuts, line.season_rule, line.version_rule};
  const std::vector<Context> parts = contexts(cut, line.dimensions);
  const auto* tiers = std::get_if<TieredQuantity>(&line.form);
  const auto* bound = std::get_if<LimitOverLines>(&line.form);
  const bool together = bound != nullptr || (tiers != nullptr && (tiers->block.parts == TierBlock::Parts::over_cycle ||
                                                                  tiers->block.steps == TierBlock::Steps::per_month));
  std::vector<Cell> all;
  std::vector<Date> held;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    const Number factor = factor_of(line, parts[p]);
    if (factor == 0) continue;
    held.insert(held.end(), parts[p].days.begin(), parts[p].days.end());
    const std::vector<Cell> cells = cells_of(line, parts[p], p, factor);
    if (together) {
      all.insert(all.end(), cells.begin(), cells.end());
    } else if (tiers != nullptr) {
      tiered(line, *tiers, cells);
    } else {
      for (const Cell& cell : cells) {
        if (const auto* form = std::get_if<PlainAmount>(&line.form)) plain(line, *form, cell);
        if (const auto* form = std::get_if<PricedQuantity>(&line.form)) priced(line, *form, cell);
        if (const auto* form = std::get_if<ShareOfLines>(&line.form)) share(line, *form, cell);
      }
    }
  }
  if (together && !all.empty()) {
    if (bound != nullptr)
      limit(line, *bound, all);
    else
      tiered(line, *tiers, all);
  }
  if (line.overrides.valid())
    std::erase_if(made_.rows[line.overrides.index],
                  [&](const MadeRow& r) { return std::find(held.begin(), held.end(), r.row.part_from) != held.end(); });
}

std::vector<Statements::Cell> Statements::cells_of(const Line& line, const Context& part, std::size_t ordinal,
                                                   const Number& factor) const {
  std::vector<Cell> cells;
  for (Context& c : members(part, line.split)) cells.push_back({std::move(c), factor, ordinal});
  return cells;
}

Number Statements::factor_of(const Line& line, const Context& part) {
  const auto note = [&](ExprId condition, bool held, const char* word) {
    if (journal_ == nullptr) return;
    DerivationCondition c{word, held ? "true" : "false", edition_, tariff_[condition].span};
    auto& all = journal_->lines.back().conditions;
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const auto& o) { return o.span == c.span && o.outcome == c.outcome; });
    if (!known) all.push_back(std::move(c));
  };
  Journal::Entry aside(journal_);
  for (const ExprId condition : line.when) {
    const bool held = evaluator_.holds(condition, part);
    note(condition, held, "when");
    if (!held) return 0;
  }
  for (const ExprId condition : line.unless) {
    const bool held = evaluator_.holds(condition, part);
    note(condition, held, "unless");
    if (held) return 0;
  }
  DaySet days = part.days;
  for (const Window& w : line.windows) {
    const CutRule by = w.by.value_or(CutRule::usage_day);
    if (w.kind == Window::Kind::first_cycles) {
      const auto n = facts_.cycle.cycle_number;
      if (!n) refuse(Code::cycle_number_missing, "`account.cycle_number` is not known, and `{}` counts cycles", line.name);
      if (journal_ != nullptr)
        journal_->lines.back().conditions.push_back(
            {"for", fmt::format("cycle {} of first {}", *n, w.count), edition_, w.span});
      if (*n > w.count) return 0;
      continue;
    }
    days = days.where([&](Date d) { return inside(line, w, facts_.ruling_day(by, d)); });
  }
  return Number(days.count(), part.days.count());
}

bool Statements::inside(const Line& line, const Window& window, Date day) {
  if (window.kind == Window::Kind::dates)
    return (!window.from || *window.from <= day) && (!window.through || day <= *window.through);
  std::optional<Date> since = facts_.cycle.since;
  if (window.since.valid()) since = std::get<Date>(facts_.input(window.since, facts_.days.last()));
  if (!since) refuse(Code::input_missing, "`account.since` is not given, and `{}` counts from it", line.name);
  const auto count = static_cast<int>(window.count);
  const Date end = window.kind == Window::Kind::first_months ? add_months(*since, count) : *since + Days{count};
  return *since <= day && day < end;
}

Number Statements::sum_of(const std::vector<LineId>& lines) const {
  Number sum = 0;
  for (const LineId l : lines) sum += evaluator_.line_sum({l, {}, {}});
  return sum;
}

void Statements::plain(const Line& line, const PlainAmount& form, const Cell& cell) {
  if (!cell.context.within.empty() && !metered_.occurs(cell.context.days, cell.context.within)) return;
  Amount amount;
  Journal::Entry entry(journal_);
  amount.unrounded = evaluator_.number(form.amount, cell.context);
  amount.how = entry.take();
  amount.dated = latest_start({form.amount}, cell.context);
  Evaluator silent(facts_, metered_, made_, edition_, nullptr);
  amount.printed = amount.unrounded != 0;
  if (form.printed_quantity) {
    amount.quantity = silent.number(form.printed_quantity, cell.context);
    amount.quantity_unit = shown_unit(tariff_, form.printed_quantity);
    amount.printed = amount.quantity != 0;
  }
  if (form.printed_price) {
    amount.price = silent.number(form.printed_price, cell.context);
    amount.price_unit = shown_unit(tariff_, form.printed_price);
    if (journal_ != nullptr) amount.price_text = evaluator_.price_text(form.printed_price, amount.price, cell.context);
  }
  put_row(line, cell, std::move(amount));
}

void Statements::priced(const Line& line, const PricedQuantity& form, const Cell& cell) {
  Amount amount;
  Journal::Entry taking(journal_);
  const auto [quantity, printed] = quantity_of(form.quantity, form.each, cell.context);
  if (!printed) return;
  amount.quantity = quantity;
  amount.how = taking.take();
  Journal::Entry pricing(journal_);
  amount.price = evaluator_.number(form.price, cell.context);
  amount.add_price_steps(pricing.take());
  amount.unrounded = amount.quantity * amount.price;
  amount.quantity_unit = shown_unit(tariff_, form.quantity);
  amount.price_unit = shown_unit(tariff_, form.price);
  if (journal_ != nullptr) amount.price_text = evaluator_.price_text(form.price, amount.price, cell.context);
  amount.dated = latest_start({form.price}, cell.context);
  put_row(line, cell, std::move(amount));
}

// A share that several versions or dated facts divide applies to the whole base by days: one row for each (language reference, section 13).
void Statements::share(const Line& line, const ShareOfLines& form, const Cell& cell) {
  const Number base = sum_of(form.base);
  if (base == 0) return;
  Amount amount;
  Journal::Entry entry(journal_);
  amount.price = evaluator_.number(form.share, cell.context);
  amount.how = entry.take();
  if (form.included && amount.price == -1)
    refuse(Code::divided_by_zero, "a tax of -100% cannot be included in `{}`", line.name);
  amount.quantity = base * Number(cell.context.days.count(), facts_.days.count());
  amount.unrounded =
      form.included ? Number(amount.quantity * amount.price / (1 + amount.price)) : Number(amount.quantity * amount.price);
  amount.dated = latest_start({form.share}, cell.context);
  amount.quantity_unit = {money_unit(tariff_.currency), {1, 1}, std::string(currency_code(tariff_.currency))};
  amount.price_unit = {{}, {1, 100}, "%"};
  put_row(line, cell, std::move(amount));
}

void Statements::limit(const Line& line, const LimitOverLines& form, const std::vector<Cell>& parts) {
  Number bound = 0, days_inside = 0;
  DaySet days;
  Amount amount;
  Journal::Entry entry(journal_);
  std::vector<Date> held;
  for (const Cell& cell : parts) {
    bound += evaluator_.number(form.bound, cell.context);
    if (const auto start = latest_start({form.bound}, cell.context); start && (!amount.dated || *start > *amount.dated))
      amount.dated = start;
    days_inside += cell.factor * cell.context.days.count();
    held.insert(held.end(), cell.context.days.begin(), cell.context.days.end());
  }
  amount.how = entry.take();
  std::sort(held.begin(), held.end());
  const Number base = sum_of(form.base);
  const Number short_by = line.kind == LineKind::minimum ? Number(bound - base) : Number(base - bound);
  if (short_by <= 0) return;
  amount.unrounded = line.kind == LineKind::minimum ? short_by : Number(-short_by);
  Cell whole{Context{}, 1, 0};
  whole.context.days = DaySet(std::move(held));
  whole.context.version_rule = line.version_rule;
  whole.context.season_rule = line.season_rule;
  whole.factor = days_inside / whole.context.days.count();
  put_row(line, whole, std::move(amount));
}

}  // namespace ratebook::oracle
