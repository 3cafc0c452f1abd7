#include "language/semantics/numbering.hpp"

#include <fmt/format.h>

#include <iterator>

namespace ratebook {
namespace {

// The payload as text: two leaves are the same computation exactly when their kinds, levels and texts are.
struct Spell {
  std::string& out;

  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out), format, std::forward<Args>(args)...);
  }
  void members(const std::vector<MemberRef>& list) {
    for (const MemberRef& m : list) put(" {}.{}", m.scheme.index, m.member);
  }

  void operator()(std::monostate) {}
  void operator()(const Constant& c) { put("{}/{}", c.value.num, c.value.den); }
  void operator()(bool b) { put("{}", b ? 1 : 0); }
  void operator()(Date d) { put("{}", day_number(d)); }
  void operator()(const Word& w) { put("{}", w.text); }
  void operator()(ValueId v) { put("{}", v.index); }
  void operator()(const TableRef& t) {
    put("{}", t.table.index);
    for (const TableIndex& i : t.indices)
      put(" {}:{}:{}:{}", static_cast<int>(i.kind), i.member, i.scheme.index, i.input.index);
  }
  void operator()(InputId i) { put("{}", i.index); }
  void operator()(Fact f) { put("{}", static_cast<int>(f)); }
  void operator()(const QuantityRef& q) {
    put("{}", q.channel.index);
    members(q.scope.members);
  }
  void operator()(const MeasureRef& m) { put("{}", m.measure.index); }
  void operator()(const LineRef& l) {
    put("{}", l.line.index);
    members(l.members);
    for (const auto& tier : l.tiers) put(" {}", tier);
  }
  void operator()(CompareOp op) { put("{}", static_cast<int>(op)); }
  void operator()(const Rounding& r) { put("{} {}/{}", static_cast<int>(r.mode), r.step.num, r.step.den); }
  void operator()(const CallRef&) {}
  void operator()(const DemandRef& d) {
    put("{} {} {} {}", static_cast<int>(d.kind), d.channel.index, d.window_minutes, d.slide_minutes);
    members(d.scope.members);
  }
  void operator()(const PowerFactorRef& p) { members(p.scope.members); }
  void operator()(HistoryId h) { put("{}", h.index); }
  void operator()(const MemberRef& m) { members({m}); }
};

}  // namespace

std::uint32_t Numbering::of(ExprId id) {
  if (known_.size() < tariff_.expressions.size()) known_.resize(tariff_.expressions.size());
  if (known_[id.index] != 0) return known_[id.index] - 1;
  const Expr& e = tariff_[id];
  std::uint32_t number = 0;
  if (e.kind == ExprKind::call) {
    number = of(e.operands.front());
  } else {
    std::string key;
    fmt::format_to(std::back_inserter(key), "{} ", static_cast<int>(e.kind));
    // A constant is the same everywhere; what is measured differs between the cycle, its parts, and their steps.
    if (e.operands.empty() && e.kind != ExprKind::constant)
      fmt::format_to(std::back_inserter(key), "@{} ", static_cast<int>(e.level));
    std::visit(Spell{key}, e.payload);
    for (const ExprId operand : e.operands) fmt::format_to(std::back_inserter(key), ",{}", of(operand));
    const auto [at, is_new] = numbers_.try_emplace(std::move(key), static_cast<std::uint32_t>(first_.size()));
    if (is_new) first_.push_back(id);
    number = at->second;
  }
  known_[id.index] = number + 1;
  return number;
}

}  // namespace ratebook
