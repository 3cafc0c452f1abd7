#include "language/semantics/splits.hpp"

#include <algorithm>

namespace ratebook {

std::optional<std::vector<SplitDimension>> checked_split(Checker& checker, const syntax::Split& split, bool of_measure) {
  std::vector<SplitDimension> found;
  bool sound = true;
  for (const syntax::Path& path : split.dimensions) {
    SplitDimension d{SplitDimension::Kind::scheme, {}, path.span};
    if (path.text == "month") {
      d.kind = SplitDimension::Kind::month;
    } else if (path.text == "version" && checker.names.find("version") == nullptr) {
      d.kind = SplitDimension::Kind::version;
      if (!of_measure) {
        checker.sink.report<Code::modifier_misplaced>(path.span, "split by version",
                                                      "a line: its rows follow the versions anyway");
        sound = false;
        continue;
      }
    } else {
      const auto scheme = checker.scheme(path);
      if (!scheme) {
        sound = false;
        continue;
      }
      d.scheme = *scheme;
    }
    const auto twice = std::find_if(found.begin(), found.end(), [&](const SplitDimension& other) {
      return other.kind == d.kind && other.scheme == d.scheme;
    });
    if (twice != found.end()) {
      checker.sink.report<Code::stated_twice>(path.span, "`" + path.text + "`");
      sound = false;
      continue;
    }
    found.push_back(d);
  }
  if (!sound) return std::nullopt;
  return found;
}

void take_split(const std::vector<SplitDimension>& split, Place& place) {
  for (const SplitDimension& d : split) {
    if (d.kind == SplitDimension::Kind::scheme) place.split.push_back(d.scheme);
    if (d.kind == SplitDimension::Kind::month) place.split_by_month = true;
  }
}

namespace {

bool reads_dated(const CheckedTariff& tariff, ExprId id) {
  const Expr& e = tariff[id];
  if (e.kind == ExprKind::input && tariff[std::get<InputId>(e.payload)].dated) return true;
  return std::any_of(e.operands.begin(), e.operands.end(), [&](ExprId o) { return reads_dated(tariff, o); });
}

}  // namespace

void take_eligibility(const CheckedTariff& tariff, Place& place) {
  for (const auto& e : tariff.eligible)
    if (!reads_dated(tariff, e.condition)) place.known.push_back({e.condition});
}

void take_rules(const Rules& rules, Place& place) {
  place.season_rule = rules.season ? rules.season->rule : CutRule::cycle_end;
  place.version_rule = rules.version ? rules.version->rule : CutRule::cycle_end;
}

}  // namespace ratebook
