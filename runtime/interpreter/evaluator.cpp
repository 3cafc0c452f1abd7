#include "runtime/interpreter/evaluator.hpp"

#include <algorithm>
#include <cassert>

#include "language/semantics/classify.hpp"
#include "runtime/interpreter/refusal.hpp"

namespace ratebook::oracle {
namespace {

Value value_of(const FactValue& fact) {
  if (const auto* r = std::get_if<Ratio>(&fact)) return number(*r);
  if (const auto* b = std::get_if<bool>(&fact)) return *b;
  if (const auto* d = std::get_if<Date>(&fact)) return *d;
  return std::get<std::string>(fact);
}

// The version in force for the context: on the ruling day, and under `by usage day` on each of its days (they agree, unless a limit is
// shared by parts with different versions: then those of the first day).
template <class Version>
std::size_t version_in(const AccountFacts& facts, const std::string& name, const std::vector<Version>& versions,
                       const Context& context) {
  std::optional<std::size_t> first;
  for (const Date d : context.days) {
    const Date day = facts.ruling_day(context.version_rule, d);
    const auto v = version_on(versions, day, facts.as_known);
    if (!v) refuse(Code::value_gap, "`{}` has no version in force on {}", name, format_date(day));
    if (!first) first = v;
    if (context.version_rule != CutRule::usage_day) break;
  }
  assert(first);
  return *first;
}

std::string names_of(const CheckedTariff& tariff, const std::string& channel, const ScopeRef& scope) {
  std::string name = channel;
  for (const MemberRef m : scope.members) name += "." + tariff[m.scheme].members[m.member].name;
  return name;
}

bool compared(CompareOp op, const Value& a, const Value& b) {
  switch (op) {
    case CompareOp::equal:
      return a == b;
    case CompareOp::not_equal:
      return a != b;
    case CompareOp::less:
      return a < b;
    case CompareOp::less_equal:
      return a <= b;
    case CompareOp::greater:
      return a > b;
    case CompareOp::greater_equal:
      return a >= b;
  }
  return false;
}

}  // namespace

Evaluator::Evaluator(const AccountFacts& facts, Metered& metered, const Made& made, std::uint32_t edition, Journal* journal)
    : facts_(facts), tariff_(facts.tariff), metered_(metered), made_(made), edition_(edition), journal_(journal) {}

Value Evaluator::value(ExprId id, const Context& context) {
  const Expr& e = tariff_[id];
  if (journal_ == nullptr) return compute(e, context);
  Journal::Entry entry(journal_);
  Value result = compute(e, context);
  entry.done(describe(e, id, result, context));
  return result;
}

Value Evaluator::compute(const Expr& e, const Context& context) {
  switch (e.kind) {
    case ExprKind::constant:
      return oracle::number(std::get<Constant>(e.payload).value);
    case ExprKind::flag:
      return std::get<bool>(e.payload);
    case ExprKind::date:
      return std::get<Date>(e.payload);
    case ExprKind::word:
      return std::get<Word>(e.payload).text;
    case ExprKind::value:
      return dated_value(std::get<ValueId>(e.payload), context);
    case ExprKind::table:
      return table_cell(std::get<TableRef>(e.payload), context);
    case ExprKind::input:
      return input(std::get<InputId>(e.payload), context);
    case ExprKind::fact:
      return fact(std::get<Fact>(e.payload), context);
    case ExprKind::quantity:
      return quantity(std::get<QuantityRef>(e.payload), context);
    case ExprKind::measure:
      return measure(std::get<MeasureRef>(e.payload).measure, context);
    case ExprKind::line:
      return line_sum(std::get<LineRef>(e.payload));
    case ExprKind::call:
      return value(e.operands[0], context);
    case ExprKind::rounded:
      return rounded(e.operands[0], std::get<Rounding>(e.payload), context);
    case ExprKind::demand:
      return demand(std::get<DemandRef>(e.payload), context);
    case ExprKind::history:
      return history(std::get<HistoryId>(e.payload), context);
    case ExprKind::power_factor:
      assert(!"a power factor stands under a rounding");
      return Number(0);
    case ExprKind::add:
    case ExprKind::subtract:
    case ExprKind::multiply:
    case ExprKind::divide:
    case ExprKind::negate:
    case ExprKind::largest:
    case ExprKind::smallest:
      return arithmetic(e, context);
    case ExprKind::compare:
    case ExprKind::all_of:
    case ExprKind::any_of:
    case ExprKind::negation:
    case ExprKind::one_of:
    case ExprKind::outside:
    case ExprKind::within:
    case ExprKind::is_member:
    case ExprKind::arms:
      return logic(e, context);
  }
  return Number(0);
}

Value Evaluator::arithmetic(const Expr& e, const Context& context) {
  const Value a = value(e.operands[0], context);
  if (e.kind == ExprKind::negate) return Number(-std::get<Number>(a));
  if (e.kind == ExprKind::largest || e.kind == ExprKind::smallest) {
    Number best = std::get<Number>(a);
    for (std::size_t i = 1; i < e.operands.size(); ++i) {
      const Number next = number(e.operands[i], context);
      if (e.kind == ExprKind::largest ? next > best : next < best) best = next;
    }
    return best;
  }
  const Value b = value(e.operands[1], context);
  if (const auto* date = std::get_if<Date>(&a)) {
    if (const auto* other = std::get_if<Date>(&b)) return Number((*date - *other).count());
    const auto days = static_cast<int>(numerator(std::get<Number>(b)));
    return *date + Days{e.kind == ExprKind::add ? days : -days};
  }
  const Number& x = std::get<Number>(a);
  const Number& y = std::get<Number>(b);
  switch (e.kind) {
    case ExprKind::add:
      return Number(x + y);
    case ExprKind::subtract:
      return Number(x - y);
    case ExprKind::multiply:
      return Number(x * y);
    default:
      if (y == 0) refuse(Code::divided_by_zero, "a division by zero");
      return Number(x / y);
  }
}

Value Evaluator::logic(const Expr& e, const Context& context) {
  const auto& of = e.operands;
  switch (e.kind) {
    case ExprKind::compare: {
      const Value a = value(of[0], context), b = value(of[1], context);
      return compared(std::get<CompareOp>(e.payload), a, b);
    }
    case ExprKind::all_of:
      return std::all_of(of.begin(), of.end(), [&](ExprId c) { return holds(c, context); });
    case ExprKind::any_of:
      return std::any_of(of.begin(), of.end(), [&](ExprId c) { return holds(c, context); });
    case ExprKind::negation:
      return !holds(of[0], context);
    case ExprKind::is_member: {
      const auto wanted = std::get<MemberRef>(e.payload);
      return member(wanted.scheme, context) == wanted.member;
    }
    case ExprKind::one_of: {
      const Value a = value(of[0], context);
      return std::any_of(of.begin() + 1, of.end(), [&](ExprId w) { return value(w, context) == a; });
    }
    case ExprKind::outside:
    case ExprKind::within: {
      const Value a = value(of[0], context), low = value(of[1], context), high = value(of[2], context);
      const bool inside = low <= a && a <= high;
      return inside == (e.kind == ExprKind::within);
    }
    default:
      break;
  }
  // value condition value condition … otherwise
  for (std::size_t i = 0; i + 1 < of.size(); i += 2)
    if (holds(of[i + 1], context)) return value(of[i], context);
  return value(of.back(), context);
}

Number Evaluator::dated_value(ValueId id, const Context& context) {
  const ratebook::Value& v = tariff_[id];
  return oracle::number(v.versions[version_in(facts_, v.name, v.versions, context)].amount.canonical);
}

MemberIndex Evaluator::member(SchemeId scheme, const Context& context) const {
  const bool is_season = tariff_[scheme].kind == SchemeKind::season;
  if (context.earlier == nullptr || !is_season) {
    for (const MemberRef m : context.known)
      if (m.scheme == scheme) return m.member;
    assert(is_season && "other members are known where they are read");
    return facts_.season(scheme, context.season_rule, context.days.first());
  }
  Date day = context.earlier->through;
  const CutRule rule = tariff_.rules.season ? tariff_.rules.season->rule : CutRule::usage_day;
  if (rule == CutRule::bill_month) day = make_date(year_of(day), month_of(day), 1);
  if (rule == CutRule::cycle_start) day = *context.earlier_from;
  return member_on(tariff_, scheme, day);
}

MemberIndex Evaluator::index(const Table& table, const TableDimension& dimension, const TableIndex& at,
                             const Context& context) const {
  switch (at.kind) {
    case TableIndex::Kind::fixed:
      return at.member;
    case TableIndex::Kind::bill_month:
      return static_cast<MemberIndex>(month(context) - 1);
    case TableIndex::Kind::part_month:
      return static_cast<MemberIndex>(*context.month - 1);
    case TableIndex::Kind::dimension:
      return member(at.scheme, context);
    case TableIndex::Kind::input:
      break;
  }
  const FactValue& fact = facts_.input(at.input, facts_.ruling_day(context.version_rule, context.days.first()));
  std::string word = "?";
  if (const auto* s = std::get_if<std::string>(&fact)) word = *s;
  if (const auto* month = std::get_if<Ratio>(&fact)) word = kMonthWords[static_cast<std::size_t>(month->num - 1)];
  const auto found = std::find(dimension.members.begin(), dimension.members.end(), word);
  if (found == dimension.members.end()) refuse(Code::price_missing, "`{}` has no price for {}", table.name, word);
  return static_cast<MemberIndex>(found - dimension.members.begin());
}

Number Evaluator::table_cell(const TableRef& ref, const Context& context) {
  const Table& table = tariff_[ref.table];
  const TableVersion& version = table.versions[version_in(facts_, table.name, table.versions, context)];
  std::vector<MemberIndex> indices;
  std::string words;
  for (std::size_t k = 0; k < ref.indices.size(); ++k) {
    const TableDimension& dimension = k < table.keys.size() ? table.keys[k] : table.columns;
    indices.push_back(index(table, dimension, ref.indices[k], context));
    words += (k == 0 ? "" : ", ") + dimension.members[indices.back()];
  }
  const TableCell& cell = version.cells[table.cell_index(indices)];
  if (!cell.amount) refuse(Code::price_missing, "`{}` has no price for {}", table.name, words);
  return oracle::number(cell.amount->canonical);
}

Value Evaluator::input(InputId id, const Context& context) {
  const Input& in = tariff_[id];
  const FactValue& fact = facts_.input(id, facts_.ruling_day(context.version_rule, context.days.first()));
  const bool is_month = in.type.kind == Type::Kind::word && !in.type.choice;
  if (const auto* month = std::get_if<Ratio>(&fact); month != nullptr && is_month)
    return std::string(kMonthWords[static_cast<std::size_t>(month->num - 1)]);
  return value_of(fact);
}

unsigned Evaluator::month(const Context& context) const {
  return context.earlier != nullptr ? month_of(context.earlier->through) : facts_.bill_month();
}

Value Evaluator::fact(Fact fact, const Context& context) {
  const AccountCycle& cycle = facts_.cycle;
  const EarlierCycle* earlier = context.earlier;
  switch (fact) {
    case Fact::days:
      return earlier != nullptr ? recorded("days", context) : Number(context.days.count());
    case Fact::hours:
      if (earlier != nullptr) return recorded("hours", context);
      if (context.instants) return Number(context.instants->second - context.instants->first, 3600);
      return metered_.hours(context.days, {});
    case Fact::months:
      return earlier != nullptr ? recorded("months", context)
                                : months_of(tariff_.rules.monthly, facts_.whole_cycle(), context.days);
    case Fact::years:
      return earlier != nullptr ? recorded("years", context)
                                : years_of(tariff_.rules.yearly, tariff_.rules.monthly, facts_.whole_cycle(), context.days);
    case Fact::cycle_days:
      return earlier != nullptr ? recorded("days", context) : Number((cycle.through - cycle.from).count() + 1);
    case Fact::cycle_from:
      return earlier != nullptr ? *context.earlier_from : cycle.from;
    case Fact::cycle_through:
      return earlier != nullptr ? earlier->through : cycle.through;
    case Fact::cycle_month:
      return std::string(kMonthWords[month(context) - 1]);
    case Fact::part_month:
      return std::string(kMonthWords[*context.month - 1]);
    case Fact::cycle_year:
      return Number(earlier != nullptr ? year_of(earlier->through) : facts_.bill_year());
    case Fact::cycle_scheduled_days:
      if (!cycle.scheduled_days) refuse(Code::input_missing, "`cycle.scheduled_days` is not given");
      return Number(*cycle.scheduled_days);
    case Fact::cycle_first:
      return cycle.first;
    case Fact::cycle_last:
      return cycle.last;
    case Fact::account_cycle_number:
      if (!cycle.cycle_number) refuse(Code::cycle_number_missing, "`account.cycle_number` is not known");
      return Number(*cycle.cycle_number);
    case Fact::account_since:
      if (!cycle.since) refuse(Code::input_missing, "`account.since` is not given");
      return *cycle.since;
  }
  return Number(0);
}

Number Evaluator::recorded(const std::string& name, const Context& context) const {
  const auto at = context.earlier->recorded.find(name);
  if (at == context.earlier->recorded.end())
    refuse(Code::history_missing, "`{}` of the cycle through {} is not known", name, format_date(context.earlier->through));
  return oracle::number(at->second);
}

Number Evaluator::quantity(const QuantityRef& ref, const Context& context) {
  if (context.earlier != nullptr) return recorded(names_of(tariff_, tariff_[ref.channel].name, ref.scope), context);
  const std::vector<MemberRef> scope = within(ref.scope, context);
  if (!context.instants) return metered_.quantity(ref.channel, context.days, scope);
  return metered_.quantity_between(ref.channel, context.days, scope, context.instants->first, context.instants->second);
}

Number Evaluator::measure(MeasureId id, const Context& context) {
  const Measure& m = tariff_[id];
  if (context.earlier != nullptr) return recorded(m.name, context);
  const std::vector<MeasureValue>& values = made_.measures[id.index];
  const bool additive = is_additive(m.unit);
  const bool split = !m.split.empty() || !m.cuts.empty();
  Number sum = 0;
  for (const MeasureValue& v : values) {
    const bool other = std::any_of(v.members.begin(), v.members.end(), [&](MemberRef mine) {
      return tariff_[mine.scheme].kind != SchemeKind::season &&
             std::any_of(context.known.begin(), context.known.end(),
                         [&](MemberRef k) { return k.scheme == mine.scheme && k.member != mine.member; });
    });
    if (other) continue;
    if (!split) return v.value;
    const int shared = v.days.meet(context.days).count();
    if (shared == 0) continue;
    if (!additive) return v.value;
    sum += v.value * Number(shared, v.days.count());
  }
  return sum;
}

Number Evaluator::line_sum(const LineRef& ref) const {
  if (!ref.line.valid() && made_.total) return *made_.total;
  const auto matches = [&](const MadeRow& r) {
    return std::all_of(
               ref.members.begin(), ref.members.end(),
               [&](MemberRef m) { return std::find(r.row.members.begin(), r.row.members.end(), m) != r.row.members.end(); }) &&
           std::all_of(ref.tiers.begin(), ref.tiers.end(), [&](const std::string& t) {
             return std::find(r.row.tiers.begin(), r.row.tiers.end(), t) != r.row.tiers.end();
           });
  };
  Number sum = 0;
  for (std::size_t line = 0; line < made_.rows.size(); ++line) {
    if (ref.line.valid() && ref.line.index != line) continue;
    for (const MadeRow& r : made_.rows[line])
      if (matches(r) && (ref.line.valid() || !r.row.included)) sum += r.amount;
  }
  return sum;
}

Number Evaluator::rounded(ExprId operand, const Rounding& rounding, const Context& context) {
  const Number step = oracle::number(rounding.step);
  const Expr* e = &tariff_[operand];
  while (e->kind == ExprKind::call) e = &tariff_[e->operands[0]];
  if (e->kind == ExprKind::power_factor) {
    const Number factor =
        round_root_to(squared_power_factor(std::get<PowerFactorRef>(e->payload), context), rounding.mode, step);
    if (factor == 0) refuse(Code::power_factor_zero, "the rounded power factor is zero");
    return factor;
  }
  if (e->kind == ExprKind::demand && is_computed_apparent(std::get<DemandRef>(e->payload)))
    return round_root_to(squared_apparent(std::get<DemandRef>(e->payload), context), rounding.mode, step);
  return round_to(number(operand, context), rounding.mode, step);
}

std::optional<Date> Evaluator::latest_start(ExprId id, const Context& context) const {
  const Expr& e = tariff_[id];
  std::optional<Date> latest;
  const auto put = [&](std::optional<Date> d) {
    if (d && (!latest || *d > *latest)) latest = d;
  };
  const Date day = facts_.ruling_day(context.version_rule, context.days.first());
  const auto put_version = [&](const auto& versions) {
    if (const auto v = version_on(versions, day, facts_.as_known)) put(versions[*v].dates.from);
  };
  if (const auto* v = std::get_if<ValueId>(&e.payload)) put_version(tariff_[*v].versions);
  if (const auto* i = std::get_if<InputId>(&e.payload)) put(facts_.input_since(*i, day));
  if (const auto* t = std::get_if<TableRef>(&e.payload)) {
    put_version(tariff_[t->table].versions);
    for (const TableIndex& at : t->indices)
      if (at.kind == TableIndex::Kind::input) put(facts_.input_since(at.input, day));
  }
  if (e.kind == ExprKind::history) return latest;
  const bool arms = e.kind == ExprKind::arms;
  for (std::size_t i = 0; i < e.operands.size(); ++i)
    if (!arms || i % 2 == 0) put(latest_start(e.operands[i], context));
  return latest;
}

}  // namespace ratebook::oracle
