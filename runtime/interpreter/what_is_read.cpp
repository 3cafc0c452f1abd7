#include "runtime/interpreter/what_is_read.hpp"

namespace ratebook::oracle {
namespace {

void add_tiers(const std::vector<Tier>& tiers, std::vector<ExprId>& roots) {
  for (const Tier& t : tiers) {
    if (t.limit) roots.push_back(t.limit);
    if (t.price) roots.push_back(t.price);
    add_tiers(t.inner, roots);
  }
}

class Reader {
 public:
  explicit Reader(const CheckedTariff& tariff) : tariff_(tariff) {}

  void expression(ExprId root) {
    for_each_expression(tariff_, root, [&](const Expr& e) {
      if (const auto* q = std::get_if<QuantityRef>(&e.payload)) channel(q->channel), scope(q->scope);
      if (const auto* d = std::get_if<DemandRef>(&e.payload)) channel(d->channel), scope(d->scope);
      if (const auto* p = std::get_if<PowerFactorRef>(&e.payload)) channel(kUsage), channel(kReactive), scope(p->scope);
    });
  }
  void cuts(const CutSet& cuts, CutRule season_rule, CutRule version_rule) {
    if (cuts.empty()) return;
    read.cuts.push_back({cuts, season_rule, version_rule});
    if (season_rule == CutRule::usage_day) read.schemes.insert(cuts.seasons.begin(), cuts.seasons.end());
  }
  void split(const std::vector<SplitDimension>& dimensions, CutRule season_rule) {
    for (const SplitDimension& d : dimensions) {
      if (d.kind == SplitDimension::Kind::month) read.months = true;
      if (d.kind != SplitDimension::Kind::scheme) continue;
      if (tariff_[d.scheme].kind != SchemeKind::season || season_rule == CutRule::usage_day) read.schemes.insert(d.scheme);
    }
  }

  WhatIsRead read;

 private:
  void channel(ChannelId id) {
    read.channels.insert(id);
    if (id == kApparent) read.channels.insert({kUsage, kReactive});
  }
  void scope(const ScopeRef& scope) {
    for (const MemberRef m : scope.members) read.schemes.insert(m.scheme);
  }
  const CheckedTariff& tariff_;
};

}  // namespace

void for_each_expression(const CheckedTariff& tariff, ExprId root, const std::function<void(const Expr&)>& visit) {
  std::vector<ExprId> open{root};
  while (!open.empty()) {
    const Expr& e = tariff[open.back()];
    open.pop_back();
    visit(e);
    if (e.kind == ExprKind::history) continue;
    open.insert(open.end(), e.operands.begin(), e.operands.end());
  }
}

std::vector<ExprId> amount_expressions(const Line& line) {
  std::vector<ExprId> roots;
  if (const auto* f = std::get_if<PlainAmount>(&line.form)) roots = {f->amount};
  if (const auto* f = std::get_if<PricedQuantity>(&line.form)) roots = {f->quantity, f->price};
  if (const auto* f = std::get_if<TieredQuantity>(&line.form)) roots = {f->quantity}, add_tiers(f->block.tiers, roots);
  if (const auto* f = std::get_if<ShareOfLines>(&line.form)) roots = {f->share};
  if (const auto* f = std::get_if<LimitOverLines>(&line.form)) roots = {f->bound};
  return roots;
}

WhatIsRead what_is_read(const CheckedTariff& tariff) {
  Reader reader(tariff);
  const auto rule = [](const std::optional<Ruled<CutRule>>& r) { return r ? r->rule : CutRule::usage_day; };
  for (const Measure& m : tariff.measures) {
    reader.expression(m.value);
    reader.split(m.split, rule(tariff.rules.season));
    reader.cuts(m.cuts, rule(tariff.rules.season), rule(tariff.rules.version));
  }
  for (const Line& line : tariff.lines) {
    for (const ExprId e : amount_expressions(line)) reader.expression(e);
    for (const ExprId e : line.when) reader.expression(e);
    for (const ExprId e : line.unless) reader.expression(e);
    reader.split(line.split, line.season_rule);
    reader.cuts(line.cuts, line.season_rule, line.version_rule);
    EachLevel each = EachLevel::none;
    if (const auto* f = std::get_if<PricedQuantity>(&line.form)) each = f->each;
    if (const auto* f = std::get_if<TieredQuantity>(&line.form)) {
      each = f->each;
      if (f->block.steps == TierBlock::Steps::per_day) reader.read.days = true;
      if (f->block.steps == TierBlock::Steps::per_month) reader.read.months = true;
    }
    if (each == EachLevel::day) reader.read.days = true;
    if (each == EachLevel::hour) reader.read.hours = true;
  }
  return reader.read;
}

}  // namespace ratebook::oracle
