// Dated values (language reference, section 7).
#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/versions.hpp"

namespace ratebook {
namespace {

std::optional<Value> check_value(Checker& checker, const syntax::Value& text) {
  Value value;
  value.name = text.name.text;
  value.span = text.name.span;
  bool sound = true;
  for (const syntax::ValueVersion& v : text.versions) {
    auto cites = checker.resolve(v.cites);
    const VersionDates dates = version_dates(checker.tariff, v.version, cites);
    ValueVersion version{dates, {}, std::move(cites)};
    checker.want_cite(v.cites, v.version.span, fmt::format("the price `{}`", value.name));
    const auto amount = checker.resolve(v.amount);
    if (!amount) {
      sound = false;
      continue;
    }
    version.amount = {amount->value, amount->written, v.amount.span};
    if (value.versions.empty()) {
      value.unit = amount->unit;
    } else if (amount->unit.text != value.unit.text) {
      const auto shown = [](const UnitText& u) { return u.text.empty() ? std::string("a plain number") : u.text; };
      auto& d = checker.sink.report<Code::unit_mismatch>(v.amount.span, shown(value.unit), shown(amount->unit));
      d.labels.push_back({value.versions.front().amount.span, "the first version's unit"});
      sound = false;
      continue;
    }
    value.versions.push_back(std::move(version));
  }
  if (!sound) return std::nullopt;
  std::stable_sort(value.versions.begin(), value.versions.end(),
                   [](const auto& a, const auto& b) { return earlier(a.dates, b.dates); });
  std::vector<VersionDates> dates;
  for (const ValueVersion& v : value.versions) dates.push_back(v.dates);
  return check_versions(checker, text.name, dates) ? std::optional(std::move(value)) : std::nullopt;
}

}  // namespace

void check_values(Checker& checker) {
  checker.each<syntax::Value>([&](const syntax::Value& v) {
    auto value = check_value(checker, v);
    if (!value) return checker.names.poison(v.name.text);
    checker.names.settle(v.name.text, ValueId{checker.tariff.values.size()});
    checker.tariff.values.push_back(std::move(*value));
  });
}

}  // namespace ratebook
