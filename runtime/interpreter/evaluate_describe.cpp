// What a derivation says about one expression: its name in the script, its value in the sheet's unit, and where the value comes from.
#include "language/bill/shown_unit.hpp"
#include "runtime/interpreter/evaluator.hpp"
#include "runtime/interpreter/proration.hpp"
#include "runtime/interpreter/texts.hpp"

namespace ratebook::oracle {
namespace {

std::string scope_text(const CheckedTariff& tariff, const ScopeRef& scope) {
  std::string text;
  for (const MemberRef m : scope.members) text += " in " + tariff[m.scheme].members[m.member].name;
  return text;
}

std::string fact_text(Fact fact) {
  switch (fact) {
    case Fact::days:
      return "days";
    case Fact::hours:
      return "hours";
    case Fact::months:
      return "months";
    case Fact::years:
      return "years";
    case Fact::cycle_days:
      return "cycle.days";
    case Fact::cycle_from:
      return "cycle.from";
    case Fact::cycle_through:
      return "cycle.through";
    case Fact::cycle_month:
      return "cycle.month";
    case Fact::cycle_year:
      return "cycle.year";
    case Fact::cycle_scheduled_days:
      return "cycle.scheduled_days";
    case Fact::cycle_first:
      return "cycle.first";
    case Fact::cycle_last:
      return "cycle.last";
    case Fact::account_cycle_number:
      return "account.cycle_number";
    case Fact::account_since:
      return "account.since";
    case Fact::part_month:
      return "month";
  }
  return {};
}

}  // namespace

std::optional<Evaluator::OnSheet> Evaluator::on_sheet(const Expr& e, const Context& context) const {
  if (context.days.empty()) return std::nullopt;
  const Date day = facts_.ruling_day(context.version_rule, context.days.first());
  if (const auto* id = std::get_if<ValueId>(&e.payload)) {
    const ratebook::Value& value = tariff_[*id];
    if (const auto v = version_on(value.versions, day, facts_.as_known))
      return OnSheet{&value.versions[*v].dates, &value.versions[*v].cites, &value.versions[*v].amount, &value.unit};
  }
  if (const auto* ref = std::get_if<TableRef>(&e.payload)) {
    const Table& table = tariff_[ref->table];
    const auto v = version_on(table.versions, day, facts_.as_known);
    if (!v) return std::nullopt;
    std::vector<MemberIndex> indices;
    for (std::size_t k = 0; k < ref->indices.size(); ++k)
      indices.push_back(index(table, k < table.keys.size() ? table.keys[k] : table.columns, ref->indices[k], context));
    const TableCell& cell = table.versions[*v].cells[table.cell_index(indices)];
    return OnSheet{&table.versions[*v].dates, &table.versions[*v].cites, cell.amount ? &*cell.amount : nullptr, &table.unit};
  }
  return std::nullopt;
}

std::string Evaluator::price_text(ExprId id, const Number& canonical, const Context& context) const {
  const auto sheet = on_sheet(tariff_[id], context);
  if (!sheet || sheet->amount == nullptr) return amount_text(canonical, shown_unit(tariff_, id));
  return written_text(sheet->amount->written, *sheet->unit) + " from " + format_date(sheet->dates->from);
}

DerivationNode Evaluator::describe(const Expr& e, ExprId id, const Value& value, const Context& context) {
  DerivationNode node;
  node.edition = edition_;
  node.span = e.span;
  node.operation = expression_word(e.kind);
  if (const auto* n = std::get_if<Number>(&value)) {
    node.exact = exact_text(*n);
    node.value = e.type.unit.is_money() ? money_text(*n, tariff_.currency) : amount_text(*n, shown_unit(tariff_, id));
  } else if (const auto* b = std::get_if<bool>(&value)) {
    node.value = *b ? "true" : "false";
  } else if (const auto* d = std::get_if<Date>(&value)) {
    node.value = format_date(*d);
  } else {
    node.value = std::get<std::string>(value);
  }

  const Date day = context.days.empty() ? facts_.days.first() : facts_.ruling_day(context.version_rule, context.days.first());
  if (const auto sheet = on_sheet(e, context)) {
    node.text = "from " + format_date(sheet->dates->from);
    node.cites = *sheet->cites;
    if (sheet->amount != nullptr) {
      node.value = written_text(sheet->amount->written, *sheet->unit);
      node.span = sheet->amount->span;
    }
  }
  const auto is_fact = [&](std::string source) {
    node.text = std::move(source);
    for (const DerivationNode& f : journal_->facts)
      if (f.name == node.name && f.value == node.value && f.text == node.text) return;
    journal_->facts.push_back(node);
  };
  if (const auto* c = std::get_if<Constant>(&e.payload)) {
    node.value = written_text(c->written, c->unit);
  } else if (const auto* v = std::get_if<ValueId>(&e.payload)) {
    node.name = tariff_[*v].name;
  } else if (const auto* t = std::get_if<TableRef>(&e.payload)) {
    const Table& table = tariff_[t->table];
    for (std::size_t k = 0; k < t->indices.size(); ++k) {
      const TableDimension& dimension = k < table.keys.size() ? table.keys[k] : table.columns;
      node.name += (k == 0 ? table.name + "[" : ", ") + dimension.members[index(table, dimension, t->indices[k], context)];
    }
    node.name += "]";
  } else if (const auto* i = std::get_if<InputId>(&e.payload)) {
    node.name = tariff_[*i].path;
    node.cites = tariff_[*i].cites;
    const auto since = facts_.input_since(*i, day);
    const bool given = i->index < facts_.cycle.inputs.size() && facts_.cycle.inputs[i->index];
    is_fact(since ? "since " + format_date(*since) : given ? "given" : "default");
  } else if (const auto* f = std::get_if<Fact>(&e.payload)) {
    node.name = fact_text(*f);
    if (context.earlier == nullptr && (*f == Fact::months || *f == Fact::years)) {
      const auto& [yearly, monthly] = std::tie(tariff_.rules.yearly, tariff_.rules.monthly);
      const bool by_months = *f == Fact::years && yearly && yearly->rule.kind == Proration::Kind::months_by_12;
      const auto& rule = *f == Fact::months || by_months ? monthly : yearly;
      if (rule) {
        node.span = rule->span;
        node.cites = rule->cites;
      }
      is_fact(proration_words(rule, facts_.whole_cycle(), context.days) + (by_months ? ", / 12" : ""));
    } else {
      const bool given =
          *f == Fact::account_cycle_number || *f == Fact::account_since || *f == Fact::cycle_first || *f == Fact::cycle_last;
      is_fact(given ? "given" : "computed");
    }
  } else if (const auto* q = std::get_if<QuantityRef>(&e.payload)) {
    node.name = tariff_[q->channel].name + scope_text(tariff_, q->scope);
    for (const MemberRef m : context.within) node.name += " in " + tariff_[m.scheme].members[m.member].name;
    node.text = context.earlier != nullptr ? "history" : metered_.has_intervals(q->channel) ? "intervals" : "register read";
  } else if (const auto* m = std::get_if<MeasureRef>(&e.payload)) {
    node.name = tariff_[m->measure].name;
    if (context.earlier != nullptr) node.text = "cycle through " + format_date(context.earlier->through);
  } else if (const auto* l = std::get_if<LineRef>(&e.payload)) {
    node.name = l->line.valid() ? tariff_[l->line].name : "total";
  } else if (const auto* d = std::get_if<DemandRef>(&e.payload)) {
    constexpr const char* kinds[] = {"maximum", "minimum", "average"};
    node.name = fmt::format("{} demand of {}{}", kinds[static_cast<std::size_t>(d->kind)], tariff_[d->channel].name,
                            scope_text(tariff_, d->scope));
    if (!metered_.occurs(context.days, within(d->scope, context)))
      node.text = "no such hours";
    else
      node.text = metered_.has_intervals(d->channel) ? fmt::format("{} min windows", d->window_minutes) : "register";
  } else if (const auto* call = std::get_if<CallRef>(&e.payload)) {
    node.name = tariff_.defines[call->define.index].name;
    node.cites = tariff_.defines[call->define.index].cites;
  } else if (e.kind == ExprKind::rounded) {
    const auto& r = std::get<Rounding>(e.payload);
    node.text = fmt::format("round {} to {}", mode_text(r.mode), amount_text(oracle::number(r.step), r.unit));
    node.cites = r.cites;
  } else if (e.kind == ExprKind::history) {
    node.name = "history";
  }
  return node;
}

}  // namespace ratebook::oracle
