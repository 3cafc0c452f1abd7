// Facts of an account as the program's columns.
#include <fmt/format.h>

#include "compiler/ir/limits.hpp"
#include "runtime/plan/history_fold.hpp"
#include "runtime/plan/rated_unit.hpp"

namespace ratebook {
namespace {

std::optional<RowError> check_value(const CheckedTariff& tariff, const Input& input, std::int64_t value) {
  if (value == ir::kAbsent)
    return RowError{Code::input_missing, fmt::format("`{}` is not given and has no default", input.path)};
  if (value == kNoMember) return RowError{Code::bad_choice, fmt::format("`{}` is not a member of its choice", input.path)};
  if (input.type.kind != Type::Kind::number) return std::nullopt;
  const auto canonical = make_ratio(Int128{value} * input.unit.factor.num, Int128{1000000} * input.unit.factor.den);
  const bool outside =
      !canonical || (input.low && compare(*canonical, *input.low) < 0) || (input.high && compare(*canonical, *input.high) > 0);
  if (outside) return RowError{Code::input_range, fmt::format("`{}` of {} is outside its range", input.path, tariff.id)};
  return std::nullopt;
}

// In input order; a dated fact by its values in force from `from` through `through`.
std::optional<RowError> check_inputs(const CheckedTariff& tariff, CycleView& view, Date from, Date through) {
  for (std::size_t i = 0; i < tariff.inputs.size(); ++i) {
    const Input& input = tariff.inputs[i];
    if (input.scope == FactScope::invoice) continue;
    std::int64_t& value = view.inputs[i];
    if (value == ir::kAbsent && input.initial) value = encode_fact(tariff, input, *input.initial);
    if (!input.dated) {
      if (auto error = check_value(tariff, input, value)) return error;
      continue;
    }
    const DatedValues& dated = view.dated[InputId{i}];
    if (auto error = check_value(tariff, input, dated.on(from))) return error;
    for (const auto& [date, changed] : dated.changes)
      if (date > from && date <= through)
        if (auto error = check_value(tariff, input, changed)) return error;
  }
  return std::nullopt;
}

}  // namespace

std::optional<RowError> lay_out_attributes(const WindowContext& context, RatedUnit& unit) {
  const CheckedTariff& tariff = *context.tariff;
  CycleView& view = unit.view;
  if (auto error = check_inputs(tariff, view, unit.window->key().from, unit.window->key().through)) return error;
  std::optional<std::pair<HistoryId, FoldedHistory>> folded;
  auto history = [&](HistoryId id) -> const FoldedHistory& {
    if (!folded || folded->first != id) folded = {id, fold_history(tariff, tariff[id], view, context)};
    return folded->second;
  };
  for (const ir::Attribute& a : context.program->attributes) {
    using Kind = ir::Attribute::Kind;
    std::int64_t value = 0;
    switch (a.kind) {
      case Kind::input:
        value = view.inputs[a.input.index];
        break;
      case Kind::cycle_number:
        value = view.cycle_number;
        break;
      case Kind::since:
        value = view.since;
        break;
      case Kind::history_numerator:
        value = history(a.history).value.num;
        break;
      case Kind::history_denominator:
        value = history(a.history).value.den;
        break;
      case Kind::history_state:
        value = history(a.history).missing ? 1 : 0;
        if (value != 0) unit.told.push_back({Code::history_missing, history(a.history).why});
        break;
      case Kind::given_measure:
        for (const auto& [measure, given] : view.given)
          if (measure == a.measure) {
            const auto scaled = make_ratio(Int128{given.num} * ir::kGivenMeasureScale, given.den);
            if (!scaled || scaled->den != 1)
              return RowError{Code::too_many_digits, fmt::format("`{}` has more than 9 decimals", tariff[measure].name)};
            value = scaled->num;
          }
        break;
    }
    const bool absent = value == ir::kAbsent && a.kind != Kind::input;
    if (!absent && (ir::BigInt(value) < a.range.low || ir::BigInt(value) > a.range.high))
      return RowError{Code::input_range, "a fact is outside the range that bills are proved for"};
    unit.attributes.push_back(value);
  }
  return std::nullopt;
}

}  // namespace ratebook
