#include "language/semantics/print_expression.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/print_checked.hpp"

namespace ratebook {
namespace {

// How tightly a form binds; an operand that binds more loosely stands in brackets.
enum Binding : int { loosest, disjunction, conjunction, inversion, comparison, sum, product, tightest };

constexpr std::string_view kFacts[] = {"days",
                                       "hours",
                                       "months",
                                       "years",
                                       "cycle.days",
                                       "cycle.from",
                                       "cycle.through",
                                       "cycle.month",
                                       "cycle.year",
                                       "cycle.scheduled_days",
                                       "cycle.first",
                                       "cycle.last",
                                       "account.cycle_number",
                                       "account.since",
                                       "month"};

// As a script writes it: a text that is no word stands between quotes.
std::string word_text(const std::string& text) {
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  return plain ? text : fmt::format("\"{}\"", text);
}

class Printer {
 public:
  explicit Printer(const CheckedTariff& tariff) : t_(tariff) {}

  std::string text(ExprId id, int within = loosest) const {
    const Expr& e = t_[id];
    auto bracketed = [&](int own, std::string words) { return own < within ? "(" + words + ")" : words; };
    auto binary = [&](int own, std::string_view sign) {
      return bracketed(own, fmt::format("{} {} {}", text(e.operands[0], own), sign, text(e.operands[1], own + 1)));
    };
    switch (e.kind) {
      case ExprKind::add:
        return binary(sum, "+");
      case ExprKind::subtract:
        return binary(sum, "-");
      case ExprKind::multiply:
        return binary(product, "*");
      case ExprKind::divide:
        return binary(product, "/");
      case ExprKind::negate:
        return bracketed(sum, "-" + text(e.operands[0], product));
      case ExprKind::compare:
        return binary(comparison, sign_of(std::get<CompareOp>(e.payload)));
      case ExprKind::all_of:
        return bracketed(conjunction, joined(e, 0, " and ", inversion));
      case ExprKind::any_of:
        return bracketed(disjunction, joined(e, 0, " or ", conjunction));
      case ExprKind::negation:
        return bracketed(inversion, "not " + text(e.operands[0], inversion));
      case ExprKind::one_of:
        return bracketed(comparison, fmt::format("{} in ({})", text(e.operands[0], sum), joined(e, 1, ", ", loosest)));
      case ExprKind::outside:
      case ExprKind::within: {
        const std::string_view word = e.kind == ExprKind::within ? "within" : "outside";
        return bracketed(comparison, fmt::format("{} {} {} .. {}", text(e.operands[0], sum), word, text(e.operands[1]),
                                                 text(e.operands[2])));
      }
      case ExprKind::largest:
        return fmt::format("largest of {{ {} }}", joined(e, 0, ", ", loosest));
      case ExprKind::smallest:
        return fmt::format("smallest of {{ {} }}", joined(e, 0, ", ", loosest));
      case ExprKind::rounded:
        return fmt::format("({} round {})", text(e.operands[0]), rounding_words(std::get<Rounding>(e.payload)));
      case ExprKind::call:
        return text(e.operands[0], within);
      case ExprKind::arms:
        return arms(e);
      case ExprKind::history:
        return bracketed(product, history(t_[std::get<HistoryId>(e.payload)]));
      default:
        return leaf(e);
    }
  }

 private:
  std::string joined(const Expr& e, std::size_t first, std::string_view joint, int within) const {
    std::string words;
    for (std::size_t i = first; i < e.operands.size(); ++i) {
      if (i > first) words += joint;
      words += text(e.operands[i], within);
    }
    return words;
  }
  static std::string_view sign_of(CompareOp op) {
    constexpr std::string_view signs[] = {"=", "!=", "<", "<=", ">", ">="};
    return signs[static_cast<std::size_t>(op)];
  }

  std::string arms(const Expr& e) const {
    std::string words;
    for (std::size_t i = 0; i + 1 < e.operands.size(); i += 2)
      words += fmt::format("{} when {}; ", text(e.operands[i]), text(e.operands[i + 1]));
    return fmt::format("{{ {}{} otherwise }}", words, text(e.operands.back()));
  }
  std::string history(const History& h) const {
    constexpr std::string_view kinds[] = {"highest", "lowest", "sum of", "average of"};
    std::string words(kinds[static_cast<std::size_t>(h.kind)]);
    if (h.best_of) words += fmt::format(" {} {} of", h.best_lowest ? "lowest" : "highest", *h.best_of);
    words += fmt::format(" {} in preceding {} cycles", text(h.value, tightest), h.cycles);
    if (h.within) words += " within " + member_words(t_, *h.within);
    if (h.missing == History::Missing::as_amount) words += ", missing cycles as " + text(h.missing_amount);
    if (h.missing == History::Missing::left_out) words += ", missing cycles left out";
    return words;
  }

  std::string index(const TableDimension& dimension, const TableIndex& i) const {
    switch (i.kind) {
      case TableIndex::Kind::fixed:
        return dimension.members[i.member];
      case TableIndex::Kind::dimension:
        return t_[i.scheme].name;
      case TableIndex::Kind::input:
        return t_[i.input].path;
      case TableIndex::Kind::bill_month:
        return "cycle.month";
      case TableIndex::Kind::part_month:
        return "month";
    }
    return {};
  }
  std::string cell(const TableRef& ref) const {
    const Table& table = t_[ref.table];
    std::string words = table.name + "[";
    for (std::size_t i = 0; i < ref.indices.size(); ++i)
      words += (i > 0 ? ", " : "") + index(i < table.keys.size() ? table.keys[i] : table.columns, ref.indices[i]);
    return words + "]";
  }
  std::string in_scope(const ScopeRef& scope) const {
    std::string words;
    for (const MemberRef m : scope.members) words += " in " + member_words(t_, m);
    return words;
  }
  std::string demand(const DemandRef& d) const {
    constexpr std::string_view kinds[] = {"maximum", "minimum", "average"};
    std::string words = fmt::format("{} demand of {}{}", kinds[static_cast<std::size_t>(d.kind)], t_[d.channel].name,
                                    d.scope.members.empty() ? " in cycle" : in_scope(d.scope));
    if (d.window_minutes > 0) words += fmt::format(" over {} min", d.window_minutes);
    if (d.slide_minutes != d.window_minutes) words += fmt::format(" every {} min", d.slide_minutes);
    return words;
  }
  std::string line(const LineRef& ref) const {
    if (!ref.line.valid()) return "total";
    std::string words = t_[ref.line].name;
    for (const MemberRef m : ref.members) words += "." + t_[m.scheme].members[m.member].name;
    for (const std::string& tier : ref.tiers) words += "." + tier;
    return words;
  }

  std::string leaf(const Expr& e) const {
    switch (e.kind) {
      case ExprKind::constant:
        return amount_words(std::get<Constant>(e.payload).value, e.type.unit);
      case ExprKind::flag:
        return std::get<bool>(e.payload) ? "true" : "false";
      case ExprKind::date:
        return format_date(std::get<Date>(e.payload));
      case ExprKind::word:
        return word_text(std::get<Word>(e.payload).text);
      case ExprKind::value:
        return t_[std::get<ValueId>(e.payload)].name;
      case ExprKind::table:
        return cell(std::get<TableRef>(e.payload));
      case ExprKind::input:
        return t_[std::get<InputId>(e.payload)].path;
      case ExprKind::fact:
        return std::string(kFacts[static_cast<std::size_t>(std::get<Fact>(e.payload))]);
      case ExprKind::quantity: {
        const QuantityRef& q = std::get<QuantityRef>(e.payload);
        return t_[q.channel].name + in_scope(q.scope);
      }
      case ExprKind::measure:
        return t_[std::get<MeasureRef>(e.payload).measure].name;
      case ExprKind::line:
        return line(std::get<LineRef>(e.payload));
      case ExprKind::is_member: {
        const MemberRef m = std::get<MemberRef>(e.payload);
        return fmt::format("{} = {}", t_[m.scheme].name, t_[m.scheme].members[m.member].name);
      }
      case ExprKind::demand:
        return demand(std::get<DemandRef>(e.payload));
      case ExprKind::power_factor: {
        const ScopeRef& scope = std::get<PowerFactorRef>(e.payload).scope;
        return "average power factor" + (scope.members.empty() ? " in cycle" : in_scope(scope));
      }
      default:
        return {};
    }
  }

  const CheckedTariff& t_;
};

}  // namespace

std::string print_expression(const CheckedTariff& tariff, ExprId id) { return Printer(tariff).text(id); }

}  // namespace ratebook
