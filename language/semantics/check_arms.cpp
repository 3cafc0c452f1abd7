// Arms that exclude each other, and calls of defines, which are the define's arms with the arguments in place (language reference, section 8).
#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/expression_checker.hpp"

namespace ratebook {

// Every two conditions must be provably impossible together.
bool ExpressionChecker::exclude_each_other(const syntax::Arms& arms, const std::vector<ExprId>& conditions) {
  bool exclusive = true;
  for (std::size_t j = 1; j < conditions.size(); ++j)
    for (std::size_t i = 0; i < j; ++i) {
      std::vector<Literal> both = place_.known;
      both.push_back({conditions[i]});
      both.push_back({conditions[j]});
      const Satisfy::Answer answer = shared_.satisfy.together(both);
      if (!answer.possible) continue;
      exclusive = false;
      const Span first = checker_.tree[arms.arms[i].when].span, second = checker_.tree[arms.arms[j].when].span;
      auto& d = report<Code::arms_overlap>(second);
      d.labels.insert(d.labels.begin(), {first, "can hold at the same time"});
      std::vector<std::string> shown;
      for (const Satisfy::Value& v : answer.witness)
        shown.push_back(fmt::format("`{}` is {}", checker_.sources.text(at(v.expression).span), v.text));
      if (!shown.empty()) d.notes.push_back(fmt::format("both hold when {}", listed(shown)));
      d.help = fmt::format("when {} and not ({})", checker_.sources.text(second), checker_.sources.text(first));
    }
  return exclusive;
}

ExprId ExpressionChecker::check_arms(const syntax::Arms& arms, bool rounded) {
  if (arms.arms.size() == 1) {
    direct_round_ = rounded;
    return check(arms.arms.front().value);
  }
  // Conditions first: each value is computed only where its own condition holds and no earlier one does.
  std::vector<ExprId> conditions;
  bool sound = true;
  for (const syntax::Arm& arm : arms.arms) {
    if (!arm.when.valid()) continue;
    conditions.push_back(check_condition(arm.when));
    sound = sound && conditions.back().valid();
  }
  if (sound) sound = exclude_each_other(arms, conditions);
  // What is wrong with a define whatever its arguments are has been said where it stands: one argument gives one message.
  if (!sound && !place_.calls.empty()) return ExprId::none();
  std::vector<ExprId> operands;
  ExprId first;
  const std::size_t known = place_.known.size();
  for (std::size_t i = 0; i < arms.arms.size(); ++i) {
    const ExprId condition = i < conditions.size() ? conditions[i] : ExprId::none();
    if (condition.valid()) place_.known.push_back({condition});
    const ExprId value = check(arms.arms[i].value);
    if (condition.valid()) place_.known.back().holds = false;
    if (value.valid() && first.valid()) {
      const Type &a = at(first).type, &b = at(value).type;
      if (a.kind != b.kind || (a.kind == Type::Kind::word && a.choice != b.choice)) {
        mismatch(at(value).span, words(first), words(value));
        sound = false;
      } else if (a.kind == Type::Kind::number && !same_unit(first, value)) {
        sound = false;
      }
    }
    if (!first.valid()) first = value;
    sound = sound && value.valid();
    if (!sound && !place_.calls.empty()) break;
    operands.push_back(value);
    if (i < conditions.size()) operands.push_back(condition);
  }
  place_.known.resize(known);
  if (!sound) return ExprId::none();
  const Type type = at(first).type;
  return make(ExprKind::arms, type, arms.span, std::move(operands));
}

ExprId ExpressionChecker::visit(const syntax::TreeExpr& e, const syntax::CallExpr& node) {
  const Declaration* d = checker_.names.read(node.name.text);
  if (d == nullptr) {
    checker_.report_unknown("define", node.name);
    return ExprId::none();
  }
  const bool ready = d->state == Declaration::State::ready;
  if (d->state == Declaration::State::announced) {
    report<Code::used_before>(node.name.span, node.name.text).labels.push_back({d->span, "declared here"});
  } else if (ready && !std::holds_alternative<DefineId>(d->what)) {
    return mismatch(node.name.span, "a define", with_article(d->kind));
  }
  // Arguments are checked where they stand, whatever the define is.
  std::vector<Parameter> parameters;
  std::vector<ExprId> arguments;
  bool sound = true;
  for (const syntax::TreeExprId argument : node.arguments) {
    Parameter p;
    const bool declared =
        !bare_word(argument) ||
        checker_.names.find(std::get<syntax::ReferenceExpr>(checker_.tree[argument].node).path.text) != nullptr;
    const auto scheme = dimension(argument);
    const auto* r = std::get_if<syntax::ReferenceExpr>(&checker_.tree[argument].node);
    const auto member = r == nullptr ? std::nullopt : checker_.names.get<MemberRef>(r->path.text);
    if (!declared || scheme || member) {
      // A word for an index or a comparison inside: `rate(on_peak)`, `rate(season)`.
      const Parameter* outer = parameter(r->path);
      p.word = outer != nullptr ? outer->word : r->path.parts.back().text;
      checker_.names.read(r->path.text);
      arguments.push_back(
          make(ExprKind::word, {Type::Kind::text, {}, {}}, checker_.tree[argument].span, {}, Word{p.word, 0}, floor()));
    } else {
      p.value = check(argument);
      sound = sound && p.value.valid();
      arguments.push_back(p.value);
    }
    parameters.push_back(std::move(p));
  }
  if (!ready || !sound) return ExprId::none();
  const DefineId id = std::get<DefineId>(d->what);
  const syntax::Define& define = *shared_.defines.at(id);
  if (parameters.size() != define.parameters.size()) {
    auto& r = report<Code::argument_count>(e.span, node.name.text, define.parameters.size(), parameters.size());
    r.labels.push_back({define.name.span, "declared here"});
    return ExprId::none();
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i].name = define.parameters[i].text;

  Place inside = place_;
  inside.parameters = &parameters;
  inside.calls.push_back(e.span);
  ExpressionChecker body(checker_, std::move(inside));
  const ExprId value = body.check_arms(define.arms);
  if (!value.valid()) return value;
  const Type type = at(value).type;
  return make(ExprKind::call, type, e.span, {value}, CallRef{id, std::move(arguments)});
}

}  // namespace ratebook
