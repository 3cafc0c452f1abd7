// Conditions: comparisons of amounts, dates, words and flags, and what joins them.
#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/expression_checker.hpp"

namespace ratebook {
namespace {

const Type kFlag{Type::Kind::flag, {}, {}};

CompareOp compare_op(syntax::Comparison c) {
  switch (c) {
    case syntax::Comparison::equal:
      return CompareOp::equal;
    case syntax::Comparison::not_equal:
      return CompareOp::not_equal;
    case syntax::Comparison::less:
      return CompareOp::less;
    case syntax::Comparison::less_equal:
      return CompareOp::less_equal;
    case syntax::Comparison::greater:
      return CompareOp::greater;
    case syntax::Comparison::greater_equal:
      return CompareOp::greater_equal;
  }
  return {};
}

bool is_word(const Type& type) { return type.kind == Type::Kind::word || type.kind == Type::Kind::text; }
bool is_equality(CompareOp op) { return op == CompareOp::equal || op == CompareOp::not_equal; }

}  // namespace

ExprId ExpressionChecker::check_condition(syntax::TreeExprId id) {
  const ExprId found = check(id);
  if (!found.valid() || at(found).type.kind == Type::Kind::flag) return found;
  return mismatch(checker_.tree[id].span, "a condition", words(found));
}

ExprId ExpressionChecker::joined(Span span, ExprKind kind, const std::vector<syntax::TreeExprId>& operands) {
  std::vector<ExprId> all;
  bool sound = true;
  for (const syntax::TreeExprId operand : operands) {
    all.push_back(check_condition(operand));
    sound = sound && all.back().valid();
  }
  return sound ? make(kind, kFlag, span, std::move(all)) : ExprId::none();
}
ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::OrExpr& node) {
  return joined(e.span, ExprKind::any_of, node.operands);
}
ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::AndExpr& node) {
  return joined(e.span, ExprKind::all_of, node.operands);
}

ExprId ExpressionChecker::negated(ExprId condition, Span span) {
  return condition.valid() ? make(ExprKind::negation, kFlag, span, {condition}) : condition;
}
ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::NotExpr& node) {
  return negated(check_condition(node.operand), e.span);
}

// -- words ----------------------------------------------------------------------------------------------------------------------------------

std::optional<ExpressionChecker::BareWord> ExpressionChecker::bare_word(syntax::TreeExprId id) const {
  const syntax::TreeExpr& e = checker_.tree[id];
  if (const auto* t = std::get_if<syntax::TextExpr>(&e.node)) return BareWord{t->text.text, e.span, true};
  const auto* r = std::get_if<syntax::ReferenceExpr>(&e.node);
  if (r == nullptr || r->path.parts.size() != 1) return std::nullopt;
  const Parameter* p = parameter(r->path);
  if (p != nullptr && p->word.empty()) return std::nullopt;
  return BareWord{p != nullptr ? p->word : r->path.text, r->path.span};
}

// A string is a value of a text and of nothing else.
ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::TextExpr&) {
  return mismatch(e.span, "an amount or a name", "a string");
}

// Notes that the script compares the text with a word: each fact that it can be, through calls and arms, is told apart by that word.
void ExpressionChecker::name_text(ExprId subject, std::string_view text) {
  const Expr& e = at(subject);
  if (e.kind == ExprKind::input) {
    auto& known = checker_.tariff.inputs[std::get<InputId>(e.payload).index].words;
    if (std::find(known.begin(), known.end(), text) == known.end()) known.emplace_back(text);
  } else if (e.kind == ExprKind::call) {
    name_text(e.operands.front(), text);
  } else if (e.kind == ExprKind::arms) {
    for (std::size_t i = 0; i < e.operands.size(); i += 2) name_text(e.operands[i], text);
  }
}

ExprId ExpressionChecker::word(ExprId subject, std::string_view text, Span span) {
  const Type type = at(subject).type;
  Word w{std::string(text), 0};
  if (type.kind == Type::Kind::word) {
    std::vector<std::string> members;
    std::string whose = "the months";
    if (type.choice.valid()) {
      members = tariff().choices[type.choice.index].members;
      whose = fmt::format("the choice `{}`", tariff().choices[type.choice.index].name);
    } else {
      members.assign(std::begin(kMonthWords), std::end(kMonthWords));
    }
    const auto found = std::find(members.begin(), members.end(), text);
    if (found == members.end()) {
      auto& d = report<Code::unknown_member>(span, text, whose);
      d.help = help_meant(text, members);
      return ExprId::none();
    }
    w.member = static_cast<MemberIndex>(found - members.begin());
  } else {
    name_text(subject, text);
  }
  return make(ExprKind::word, type, span, {}, std::move(w), floor());
}

std::optional<SchemeId> ExpressionChecker::dimension(syntax::TreeExprId id) {
  const auto* r = std::get_if<syntax::ReferenceExpr>(&checker_.tree[id].node);
  if (r == nullptr) return std::nullopt;
  std::string_view name = r->path.text;
  if (const Parameter* p = parameter(r->path)) name = p->word;
  return checker_.names.get<SchemeId>(name);
}

ExprId ExpressionChecker::member_is(SchemeId scheme, std::string_view text, Span span) {
  const auto& members = tariff()[scheme].members;
  const auto found = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.name == text; });
  if (found == members.end()) {
    auto& d = report<Code::unknown_member>(span, text, fmt::format("the scheme `{}`", tariff()[scheme].name));
    std::vector<std::string> names;
    for (const Member& m : members) names.push_back(m.name);
    d.help = help_meant(text, names);
    return ExprId::none();
  }
  const MemberRef member{scheme, static_cast<MemberIndex>(found - members.begin())};
  const bool season = tariff()[scheme].kind == SchemeKind::season;
  return make(ExprKind::is_member, kFlag, span, {}, member,
              season && !changes_in_cycle(tariff(), scheme, place_) ? floor() : part_level());
}

// -- comparisons ----------------------------------------------------------------------------------------------------------------------------

ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::CompareExpr& node) {
  const CompareOp op = compare_op(node.comparison);
  if (const auto scheme = dimension(node.left)) {
    if (!knows_member(*scheme, checker_.tree[node.left].span)) return ExprId::none();
    if (!is_equality(op))
      return mismatch(node.operator_span, "`=` or `!=`", fmt::format("`{}`", checker_.sources.text(node.operator_span)));
    const auto* word = std::get_if<syntax::ReferenceExpr>(&checker_.tree[node.right].node);
    if (word == nullptr)
      return mismatch(checker_.tree[node.right].span, "a member of `" + tariff()[*scheme].name + "`",
                      std::holds_alternative<syntax::TextExpr>(checker_.tree[node.right].node) ? "a string" : "an expression");
    checker_.names.read(word->path.text);
    const ExprId is = member_is(*scheme, word->path.parts.back().text, word->path.span);
    return is.valid() && op == CompareOp::not_equal ? negated(is, e.span) : is;
  }
  // A word on the left waits for what stands on the right.
  const auto left_word = bare_word(node.left), right_word = bare_word(node.right);
  if (left_word && !right_word) {
    const auto& path = std::get<syntax::ReferenceExpr>(checker_.tree[node.left].node).path;
    if (checker_.names.find(path.text) == nullptr) {
      const ExprId right = check(node.right);
      if (!right.valid()) return right;
      if (is_word(at(right).type)) return compare_words(e.span, op, right, word(right, path.text, path.span), node);
    }
  }
  const ExprId a = check(node.left);
  if (a.valid() && right_word && right_word->quoted && at(a).type.kind != Type::Kind::text) {
    return mismatch(right_word->span, words(a), "a string");
  }
  if (a.valid() && is_word(at(a).type) && right_word)
    return compare_words(e.span, op, a, word(a, right_word->text, right_word->span), node);
  if (!a.valid() && right_word) {
    // Which word it is depends on what was wrong.
    checker_.names.read(checker_.sources.text(right_word->span));
    return a;
  }
  const ExprId b = check(node.right);
  if (!a.valid() || !b.valid()) return ExprId::none();
  const Type type = at(a).type;
  if (type.kind != at(b).type.kind || (type.kind == Type::Kind::word && type.choice != at(b).type.choice)) {
    auto& d = report<Code::unit_mismatch>(at(b).span, words(a), words(b));
    d.labels.push_back({at(a).span, words(a)});
    return ExprId::none();
  }
  if (type.kind == Type::Kind::flag) return compare_flags(e.span, op, a, b, node);
  if (is_word(type)) return compare_words(e.span, op, a, b, node);
  return compare_numbers(e.span, op, a, b);
}

ExprId ExpressionChecker::compare_numbers(Span span, CompareOp op, ExprId a, ExprId b) {
  if (at(a).type.kind == Type::Kind::number && !same_unit(a, b)) return ExprId::none();
  return make(ExprKind::compare, kFlag, span, {a, b}, op);
}

// `account.care = true` is `account.care`; two flags are equal when both hold or neither does.
ExprId ExpressionChecker::compare_flags(Span span, CompareOp op, ExprId a, ExprId b, const syntax::CompareExpr& node) {
  if (!is_equality(op))
    return mismatch(node.operator_span, "`=` or `!=`", fmt::format("`{}`", checker_.sources.text(node.operator_span)));
  if (at(a).kind == ExprKind::flag) std::swap(a, b);
  if (at(b).kind == ExprKind::flag) return std::get<bool>(at(b).payload) == (op == CompareOp::equal) ? a : negated(a, span);
  const ExprId both = make(ExprKind::all_of, kFlag, span, {a, b});
  const ExprId neither = make(ExprKind::all_of, kFlag, span, {negated(a, at(a).span), negated(b, at(b).span)});
  const ExprId equal = make(ExprKind::any_of, kFlag, span, {both, neither});
  return op == CompareOp::equal ? equal : negated(equal, span);
}

ExprId ExpressionChecker::compare_words(Span span, CompareOp op, ExprId subject, ExprId word, const syntax::CompareExpr& node) {
  if (!subject.valid() || !word.valid()) return ExprId::none();
  if (!is_equality(op))
    return mismatch(node.operator_span, "`=` or `!=`", fmt::format("`{}`", checker_.sources.text(node.operator_span)));
  return make(ExprKind::compare, kFlag, span, {subject, word}, op);
}

ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::MemberExpr& node) {
  if (const auto scheme = dimension(node.operand)) {
    if (!knows_member(*scheme, checker_.tree[node.operand].span)) return ExprId::none();
    std::vector<ExprId> all;
    for (const syntax::Member& m : node.members) {
      checker_.names.read(m.word);
      all.push_back(member_is(*scheme, m.number ? std::to_string(*m.number) : m.word, m.span));
      if (!all.back().valid()) return ExprId::none();
    }
    return all.size() == 1 ? all.front() : make(ExprKind::any_of, kFlag, e.span, std::move(all));
  }
  const ExprId subject = check(node.operand);
  if (!subject.valid()) return subject;
  const Type type = at(subject).type;
  const bool number = type.kind == Type::Kind::number;
  if (!is_word(type) && !(number && type.unit.is_ratio()))
    return mismatch(checker_.tree[node.operand].span, "a count or a word", words(subject));
  std::vector<ExprId> operands;
  bool sound = true;
  for (const syntax::Member& m : node.members) {
    if (number != m.number.has_value() || (m.quoted && type.kind != Type::Kind::text)) {
      mismatch(m.span, words(subject), m.quoted ? "a string" : number ? "a word" : "a plain number");
      sound = false;
    } else {
      operands.push_back(number ? constant({*m.number, 1}, m.span) : word(subject, m.word, m.span));
      sound = sound && operands.back().valid();
    }
  }
  if (!sound) return ExprId::none();
  // Counts ascend: proofs look at the gaps between neighbours.
  if (number)
    std::stable_sort(operands.begin(), operands.end(), [&](ExprId a, ExprId b) {
      return std::get<Constant>(at(a).payload).value.num < std::get<Constant>(at(b).payload).value.num;
    });
  operands.insert(operands.begin(), subject);
  return make(ExprKind::one_of, kFlag, e.span, std::move(operands));
}

ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::RangeExpr& node) {
  const ExprId subject = check_number(node.operand);
  const auto low = checker_.resolve(node.range.low), high = checker_.resolve(node.range.high);
  if (!subject.valid() || !low || !high) return ExprId::none();
  if (at(subject).type.unit != high->unit.unit) {
    auto& d = report<Code::unit_mismatch>(node.range.span, words(subject), unit_words(high->unit.unit));
    d.labels.push_back({at(subject).span, words(subject)});
    return ExprId::none();
  }
  const Type type = at(subject).type;
  const ExprId from = make(ExprKind::constant, type, node.range.low.span, {}, *low, floor());
  const ExprId to = make(ExprKind::constant, type, node.range.high.span, {}, *high, floor());
  return make(node.outside ? ExprKind::outside : ExprKind::within, kFlag, e.span, {subject, from, to});
}

ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::WithinExpr&) {
  return unsupported(e.span, "`within … of …`");
}

}  // namespace ratebook
