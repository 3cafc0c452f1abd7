// Rows: quantities taken step by step, sign, rounding, what is printed, and the row's dates and members.
#include <algorithm>
#include <set>

#include "runtime/interpreter/refusal.hpp"
#include "runtime/interpreter/statements.hpp"
#include "runtime/interpreter/texts.hpp"

namespace ratebook::oracle {

// The intervals or clock hours of the context's days; an hour that the clock shows twice is two hours.
std::vector<std::pair<std::int64_t, std::int64_t>> Statements::steps_of(ExprId quantity, EachLevel each,
                                                                        const Context& context) {
  std::set<ChannelId> channels;
  for_each_expression(tariff_, quantity, [&](const Expr& e) {
    if (const auto* q = std::get_if<QuantityRef>(&e.payload)) channels.insert(q->channel);
  });
  for (const ChannelId c : channels)
    if (!metered_.has_intervals(c)) metered_.quantity_between(c, context.days, {}, 0, 0);  // refuses, with its reason
  if (channels.empty()) return {};
  const ChannelIntervals& grid = metered_.intervals(*channels.begin());
  for (const ChannelId c : channels) {
    const ChannelIntervals& other = metered_.intervals(c);
    if (other.step != grid.step || other.list.front().start != grid.list.front().start)
      refuse(Code::interval_mismatch, "the channels of `{}` are not measured at the same intervals", tariff_[line_].name);
  }
  constexpr std::int32_t hour = 3600;
  if (each == EachLevel::hour && hour % grid.step != 0)
    refuse(Code::interval_mismatch, "intervals of {} min do not divide an hour", grid.step / 60);

  std::vector<std::pair<std::int64_t, std::int64_t>> steps;
  const Interval* before = nullptr;
  for (const Interval& i : grid.list) {
    if (!context.days.contains(i.day)) continue;
    const bool same_hour = before != nullptr && before->start + grid.step == i.start && before->local.date == i.local.date &&
                           before->local.minute / 60 == i.local.minute / 60 && before->local.minute < i.local.minute;
    if (each == EachLevel::hour && same_hour)
      steps.back().second = i.start + grid.step;
    else
      steps.emplace_back(i.start, i.start + grid.step);
    before = &i;
  }
  return steps;
}

std::pair<Number, bool> Statements::quantity_of(ExprId quantity, EachLevel each, const Context& context) {
  if (each == EachLevel::none || each == EachLevel::part) {
    const Number q = evaluator_.number(quantity, context);
    return {q, q != 0};
  }
  Evaluator silent(facts_, metered_, made_, edition_, nullptr);
  Number sum = 0;
  bool any = false;
  Context step = context;
  const auto add = [&] {
    const Number q = silent.number(quantity, step);
    sum += q;
    any = any || q != 0;
  };
  if (each == EachLevel::day) {
    for (const Date d : context.days) {
      step.days = DaySet({d});
      add();
    }
  } else {
    for (const auto& instants : steps_of(quantity, each, context)) {
      step.instants = instants;
      add();
    }
  }
  return {sum, any};
}

std::optional<Date> Statements::latest_start(const std::vector<ExprId>& expressions, const Context& context) const {
  std::optional<Date> latest;
  for (const ExprId e : expressions)
    if (const auto start = evaluator_.latest_start(e, context); start && (!latest || *start > *latest)) latest = start;
  return latest;
}

void Statements::put_row(const Line& line, const Cell& cell, Amount amount) {
  const bool negative = line.kind == LineKind::discount || line.kind == LineKind::waiver || line.kind == LineKind::credit;
  const bool rounds = tariff_.rules.round_line || line.rounding.span.valid();
  MadeRow made;
  made.unrounded = amount.unrounded * cell.factor;
  if (negative) made.unrounded = -made.unrounded;
  made.amount = rounds ? round_to(made.unrounded, line.rounding.mode, number(line.rounding.step)) : made.unrounded;
  const bool printed = line.kind == LineKind::charge ? amount.printed : made.amount != 0;
  if (!printed) return;

  made.days = cell.context.days;
  made.quantity = amount.quantity * cell.factor / number(amount.quantity_unit.factor);
  made.price = amount.price / number(amount.price_unit.factor);
  BillRow& row = made.row;
  row.edition = edition_;
  row.line = line_;
  for (const SplitDimension& d : line.dimensions) {
    if (d.kind == SplitDimension::Kind::month) row.month = cell.context.month;
    for (const MemberRef m : cell.context.known)
      if (d.kind == SplitDimension::Kind::scheme && m.scheme == d.scheme) row.members.push_back(m);
  }
  row.tiers = amount.tiers;
  row.version_from = amount.dated;
  if (tariff_.edition != Date::min() && (!row.version_from || *row.version_from < tariff_.edition))
    row.version_from = tariff_.edition;
  row.part_from = cell.context.days.first();
  row.part_through = cell.context.days.last();
  row.quantity = shown(made.quantity);
  row.quantity_unit = amount.quantity_unit.text;
  row.price = shown(made.price);
  row.price_unit = amount.price_unit.text;
  row.unrounded = shown(made.unrounded);
  if (const auto* share = std::get_if<ShareOfLines>(&line.form)) row.included = share->included;
  if (journal_ != nullptr) journal_row(line, made, cell, amount);
  made_.rows[line_.index].push_back(std::move(made));
}

}  // namespace ratebook::oracle
