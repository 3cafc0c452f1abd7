// Properties (language reference, section 20): what is quantified over, what is given, what is claimed.
#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/check_givens.hpp"

namespace ratebook {
namespace {

class PropertyCheck {
 public:
  PropertyCheck(Checker& checker, const syntax::Property& text) : checker_(checker), text_(text) {}

  std::optional<Property> check() {
    property_.name = text_.name.text;
    property_.span = text_.name.span;
    property_.given.span = text_.name.span;
    for (const syntax::ForAll& f : text_.for_all) quantify(f);
    GivenCheck givens(checker_);
    for (const syntax::Given& g : text_.givens) givens.take(g, property_.given);
    for (const syntax::Claim& c : text_.claims) std::visit([&](const auto& claim) { take(claim, c.span); }, c.claim);
    return sound_ && givens.sound() ? std::optional(std::move(property_)) : std::nullopt;
  }

 private:
  void quantify(const syntax::ForAll& f) {
    Quantified q;
    q.text = f.path.text;
    q.span = f.path.span;
    if (const auto what = subject(f.path)) {
      q.what = what->what;
      if (f.values ? has_values(f, *what) : range(f, *what, q)) {
        property_.quantified.push_back(std::move(q));
        return;
      }
    }
    sound_ = false;
  }

  // What the path stands for, with its unit where it is a number.
  struct Subject {
    std::variant<GivenRead, MeasureId, InputId, Fact> what;
    std::optional<Unit> unit;
  };
  std::optional<Subject> subject(const syntax::Path& path) {
    const Declaration* d = checker_.names.find(path.text);
    if (d != nullptr && d->state == Declaration::State::poisoned) return std::nullopt;
    if (const auto measure = checker_.names.get<MeasureId>(path.text)) return Subject{*measure, checker_.tariff[*measure].unit};
    if (const auto input = checker_.names.get<InputId>(path.text)) {
      const Type& type = checker_.tariff[*input].type;
      return Subject{*input, type.kind == Type::Kind::number ? std::optional(type.unit) : std::nullopt};
    }
    if (checker_.names.get<Fact>(path.text) == Fact::cycle_days) return Subject{Fact::cycle_days, unit_of(Dimension::day)};
    if (const auto channel = checker_.names.get<ChannelId>(path.parts.front().text)) {
      const std::vector<syntax::Name> rest(path.parts.begin() + 1, path.parts.end());
      auto members = rest.empty() ? std::vector<MemberRef>{} : bucket(checker_, rest, path.span);
      if (!members) return std::nullopt;
      return Subject{GivenRead{*channel, std::move(*members), {}, path.span}, checker_.tariff[*channel].unit};
    }
    checker_.report_unknown("channel, measure or input", path);
    return std::nullopt;
  }

  bool has_values(const syntax::ForAll& f, const Subject& s) {
    const auto* input = std::get_if<InputId>(&s.what);
    if (input != nullptr) {
      const Type::Kind kind = checker_.tariff[*input].type.kind;
      if (kind == Type::Kind::flag || kind == Type::Kind::word) return true;
    }
    auto& d = checker_.sink.report<Code::unit_mismatch>(f.path.span, "a flag or a choice", f.path.text);
    if (s.unit) d.help = "say `from … to …`";
    return false;
  }

  bool range(const syntax::ForAll& f, const Subject& s, Quantified& q) {
    if (!s.unit) {
      checker_.sink.report<Code::unit_mismatch>(f.path.span, "a number", f.path.text).help = "say `values`";
      return false;
    }
    const auto low = checker_.amount_in(*s.unit, *f.from), high = checker_.amount_in(*s.unit, *f.to);
    if (!low || !high) return false;
    if (compare(low->canonical, high->canonical) > 0) {
      checker_.sink.report<Code::rule_amount>(f.to->span, "the end of a range", "not be smaller than its beginning");
      return false;
    }
    q.low = low->canonical;
    q.high = high->canonical;
    return true;
  }

  void take(const syntax::NeverClaim& c, Span span) {
    Claim claim;
    claim.kind = c.increases ? Claim::Kind::never_increases : Claim::Kind::never_decreases;
    claim.span = span;
    claim.subject = check_property_path(checker_, c.path);
    const auto& all = text_.for_all;
    const auto at = std::find_if(all.begin(), all.end(), [&](const syntax::ForAll& f) { return f.path.text == c.in.text; });
    if (at == all.end()) {
      checker_.sink.report<Code::unknown_name>(c.in.span, "`for all`", c.in.text);
      sound_ = false;
    }
    sound_ = sound_ && claim.subject;
    // Positions agree as long as every `for all` was taken.
    claim.quantified = static_cast<std::uint32_t>(at - all.begin());
    property_.claims.push_back(claim);
  }

  void take(const syntax::AlwaysClaim& c, Span span) {
    Claim claim;
    claim.kind = Claim::Kind::always;
    claim.span = span;
    claim.subject = check_property_condition(checker_, c.condition);
    if (c.when) claim.when = check_property_condition(checker_, c.when);
    sound_ = sound_ && claim.subject && (!c.when || claim.when);
    property_.claims.push_back(claim);
  }

  Checker& checker_;
  const syntax::Property& text_;
  Property property_;
  bool sound_ = true;
};

}  // namespace

void check_properties(Checker& checker) {
  checker.each<syntax::Property>([&](const syntax::Property& p) {
    if (!checker.statement->whole) return;
    if (auto property = PropertyCheck(checker, p).check()) checker.tariff.properties.push_back(std::move(*property));
  });
}

}  // namespace ratebook
