#include "runtime/interpreter/properties.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/interpreter/edition_facts.hpp"
#include "runtime/interpreter/evaluator.hpp"
#include "runtime/interpreter/example_text.hpp"
#include "runtime/interpreter/property_account.hpp"
#include "runtime/interpreter/refusal.hpp"
#include "runtime/interpreter/texts.hpp"

namespace ratebook {
namespace {

using namespace oracle;

// A claim's expressions over a finished bill, of whichever engine.
class BillReader {
 public:
  BillReader(const TariffEditions& editions, std::uint32_t edition, const AccountCycle& cycle, const Bill& bill)
      : mine_(in_edition(editions, cycle, edition_on(editions, cycle.through), edition)),
        facts_(editions.editions[edition], mine_, cycle.from, cycle.through, Date::max()),
        metered_(facts_, what_is_read(facts_.tariff),
                 [&]() -> Clocks {
                   const auto& rule = facts_.tariff.rules.clock;
                   if (!rule) refuse(Code::rule_missing, "hours need the rule `clock`");
                   clock_ = WallClock::make(facts_.tariff.timezone, rule->rule, mine_.from, mine_.through);
                   return {&*clock_, &*clock_};
                 }),
        evaluator_(facts_, metered_, made_, edition, nullptr) {
    const CheckedTariff& tariff = facts_.tariff;
    made_.measures.resize(tariff.measures.size());
    made_.rows.resize(tariff.lines.size());
    made_.total = number(bill.total, power_of_ten(bill.amount_scale));
    for (const RecordedValue& v : bill.recorded)
      if (const auto id = same_measure(editions.editions[v.edition], v.measure, tariff))
        made_.measures[id->index].push_back(
            {facts_.days, v.edition == edition ? v.members : std::vector<MemberRef>{}, {}, number(v.value)});
    for (const BillRow& r : bill.rows)
      for (std::size_t l = 0; l < tariff.lines.size(); ++l) {
        if (tariff.lines[l].name != editions.editions[r.edition][r.line].name) continue;
        MadeRow row{r, facts_.days, 0, 0, 0, number(r.amount, power_of_ten(bill.amount_scale))};
        if (r.edition != edition) row.row.members.clear();
        made_.rows[l].push_back(std::move(row));
      }
    metered_.check();
    context_.days = facts_.days;
    context_.version_rule = CutRule::cycle_end;
    context_.season_rule = CutRule::cycle_end;
  }
  Number number_of(ExprId id) { return evaluator_.number(id, context_); }
  bool holds(ExprId id) { return evaluator_.holds(id, context_); }

 private:
  AccountCycle mine_;
  AccountFacts facts_;
  std::optional<WallClock> clock_;
  Metered metered_;
  Made made_;
  Evaluator evaluator_;
  Context context_;
};

struct Tried {
  enum class State : std::uint8_t { held, failed, skipped };
  State state = State::held;
  std::optional<Code> refused;  // why there is no bill
  std::optional<Number> value;  // of the subject of never_*
  std::string reason;
  Rated rated = failure(RowError{});
};

class PropertyCheck {
 public:
  PropertyCheck(const Sources& sources, const TariffEditions& editions, std::uint32_t edition, const Property& property,
                const RatingFunction& rate, const PropertyOptions& options, const ExampleFiles& files)
      : sources_(sources),
        editions_(editions),
        edition_(edition),
        tariff_(editions.editions[edition]),
        property_(property),
        rate_(rate),
        options_(options),
        files_(files),
        accounts_(editions, edition, property) {}

  PropertyOutcome run() {
    Dice dice(options_.seed);
    for (const Claim& claim : property_.claims) {
      claim_ = &claim;
      // The path along which values ascend: that of the claim, else the first with a range.
      along_ = std::nullopt;
      if (claim.kind != Claim::Kind::always) along_ = claim.quantified;
      for (std::size_t q = 0; !along_ && q < property_.quantified.size(); ++q)
        if (property_.quantified[q].low) along_ = q;
      std::size_t most_values = 1;
      for (std::size_t q = 0; q < property_.quantified.size(); ++q)
        if (!property_.quantified[q].low) most_values = std::max(most_values, accounts_.values_of(q).size());
      const std::size_t values =
          along_ && property_.quantified[*along_].low ? std::clamp<std::size_t>(options_.points / 5, 2, 60) : 1;
      const std::size_t rounds = std::max(most_values, options_.points / values);
      for (std::size_t round = 0; round < rounds && !outcome_.failure; ++round) one_account(round, values, dice);
      if (outcome_.failure) break;
    }
    return std::move(outcome_);
  }

 private:
  // One account, tried along the claim's path.
  void one_account(std::size_t round, std::size_t count, Dice& dice) {
    ExampleCycle account = accounts_.generate(dice);
    for (std::size_t q = 0; q < property_.quantified.size(); ++q) {
      if (q == along_ && property_.quantified[q].low) continue;
      if (!property_.quantified[q].low) {
        const auto all = accounts_.values_of(q);
        account = accounts_.with_value(std::move(account), q, all[round % all.size()]);
      } else {
        const NumberSpan span = accounts_.span_of(q);
        account = accounts_.with(std::move(account), q, dice.between(span.low, span.high, span.step));
      }
    }
    const Dice rest(dice.next());
    if (!along_ || !property_.quantified[*along_].low) {
      const Tried t = try_account(accounts_.complete(account, rest));
      if (t.state == Tried::State::failed) fail(account, rest, {}, t);
      return;
    }
    const int days = static_cast<int>((account.through - account.from).count()) + 1;
    std::optional<Number> last, last_value;
    for (const Number& v :
         values_to_try(tariff_, accounts_.unit_of_path(*along_), accounts_.span_of(*along_), days, count, dice)) {
      const Tried t = try_account(accounts_.complete(accounts_.with(account, *along_, v), rest));
      if (t.state == Tried::State::skipped) continue;
      if (t.state == Tried::State::failed) return fail(account, rest, {v}, t);
      if (last && breaks(*last_value, *t.value)) return fail(account, rest, {*last, v}, t);
      if (claim_->kind != Claim::Kind::always) last = v, last_value = t.value;
    }
  }

  bool breaks(const Number& before, const Number& after) const {
    return claim_->kind == Claim::Kind::never_decreases ? after < before : after > before;
  }

  Tried try_account(const ExampleCycle& given) {
    Tried t;
    ExampleAccount account(editions_, edition_, files_);
    const RatingOptions options = account.options(given);
    const auto cycle = account.next(given);
    ++outcome_.points;
    t.rated = cycle ? rate_(*cycle, options) : Rated(failure(cycle.error()));
    if (!t.rated) {
      const bool other_tariff = t.rated.error().code == Code::not_eligible;
      t.state = other_tariff ? Tried::State::skipped : Tried::State::failed;
      t.refused = t.rated.error().code;
      t.reason = fmt::format("is refused: {}: {}", code_word(t.rated.error().code), t.rated.error().message);
      return t;
    }
    try {
      BillReader reader(editions_, edition_, *cycle, *t.rated);
      if (claim_->kind != Claim::Kind::always) {
        t.value = reader.number_of(claim_->subject);
      } else if (claim_->when && !reader.holds(claim_->when)) {
        t.state = Tried::State::skipped;
      } else if (!reader.holds(claim_->subject)) {
        t.state = Tried::State::failed;
        t.reason = "does not hold";
      }
    } catch (const Refusal& refusal) {
      t.state = Tried::State::failed;
      t.reason = fmt::format("cannot be told: {}", refusal.error.message);
    }
    return t;
  }

  // Does the claim fail at these values of the path (none, one, or two that break the order), and as it did at first? A bill that is refused
  // because a fact was taken away says nothing about the claim.
  bool fails_at(const ExampleCycle& account, const Dice& rest, const std::vector<Number>& values,
                const std::optional<Code>& refused) {
    const auto tried = [&](const ExampleCycle& a) { return try_account(accounts_.complete(a, rest)); };
    const auto fails = [&](const Tried& t) { return t.state == Tried::State::failed && t.refused == refused; };
    if (values.empty()) return fails(tried(account));
    const Tried first = tried(accounts_.with(account, *along_, values[0]));
    if (values.size() == 1) return fails(first);
    const Tried second = tried(accounts_.with(account, *along_, values[1]));
    return first.value && second.value && breaks(*first.value, *second.value);
  }

  // Simpler facts, no history, nearer values: whatever still fails.
  void shrink(ExampleCycle& account, const Dice& rest, std::vector<Number>& values, const std::optional<Code>& refused) {
    const auto keep_if_failing = [&](ExampleCycle simpler) {
      if (!fails_at(simpler, rest, values, refused)) return;
      account = std::move(simpler);
    };
    for (std::size_t i = account.facts.size(); i-- > 0;) {
      ExampleCycle simpler = account;
      simpler.facts.erase(simpler.facts.begin() + static_cast<std::ptrdiff_t>(i));
      keep_if_failing(std::move(simpler));
    }
    if (!account.histories.empty()) {
      ExampleCycle simpler = account;
      GivenHistory none;
      none.none = true;
      simpler.histories = {none};
      keep_if_failing(std::move(simpler));
    }
    if (values.empty()) return;
    const NumberSpan span = accounts_.span_of(*along_);
    const auto middle = [&](const Number& a, const Number& b) { return round_to((a + b) / 2, RoundMode::down, span.step); };
    constexpr int halvings = 40;
    if (values.size() == 1) {
      Number low = span.low;
      for (int i = 0; i < halvings && low < values[0]; ++i) {
        const Number m = middle(low, values[0]);
        if (m < values[0] && fails_at(account, rest, {m}, refused))
          values[0] = m;
        else if (m > low)
          low = m;
        else
          break;
      }
      return;
    }
    for (int i = 0; i < halvings; ++i) {
      const Number m = middle(values[0], values[1]);
      if (m <= values[0] || m >= values[1]) break;
      if (fails_at(account, rest, {values[0], m}, refused))
        values[1] = m;
      else if (fails_at(account, rest, {m, values[1]}, refused))
        values[0] = m;
      else
        break;
    }
    // Coarser numbers read better.
    for (int decimals = 0; decimals < kQuantityScale; ++decimals) {
      const Number coarse(1, power_of_ten(decimals));
      const std::vector<Number> near{round_to(values[0], RoundMode::down, coarse), round_to(values[1], RoundMode::up, coarse)};
      const bool inside = near[0] >= span.low && near[1] <= span.high && coarse >= span.step;
      if (inside && fails_at(account, rest, near, refused)) {
        values = near;
        break;
      }
    }
  }

  void fail(ExampleCycle account, const Dice& rest, std::vector<Number> values, Tried tried) {
    shrink(account, rest, values, tried.refused);
    PropertyFailure f;
    f.claim = std::string(sources_.text(claim_->span));
    f.span = claim_->span;
    std::vector<ExampleCycle> shown;
    if (values.empty()) shown.push_back(accounts_.complete(account, rest));
    for (const Number& v : values) shown.push_back(accounts_.complete(accounts_.with(account, *along_, v), rest));
    f.reason = tried.reason;
    for (std::size_t i = 0; i < shown.size(); ++i) {
      const Tried t = try_account(shown[i]);
      shown[i].expects.clear();
      if (t.rated) {
        if (const auto total = to_ratio(number(t.rated->total, power_of_ten(t.rated->amount_scale))))
          shown[i].expects.push_back(ExpectTotal{*total, {}, {}});
      } else {
        shown[i].expects.push_back(ExpectError{t.rated.error().code, {}});
      }
      if (values.size() == 2 && t.value) {
        const UnitText unit{accounts_.unit_of_path(*along_), {1, 1}, format_unit(accounts_.unit_of_path(*along_))};
        f.reason += fmt::format("{}at {} it is {}", i == 0 ? "" : ", ", amount_text(values[i], unit), number_text(*t.value, 2));
      }
      f.example += example_text(tariff_, f.claim + (shown.size() == 2 ? (i == 0 ? ", before" : ", after") : ""), {shown[i]});
    }
    outcome_.failure = std::move(f);
  }

  const Sources& sources_;
  const TariffEditions& editions_;
  std::uint32_t edition_;
  const CheckedTariff& tariff_;
  const Property& property_;
  const RatingFunction& rate_;
  const PropertyOptions& options_;
  const ExampleFiles& files_;
  PropertyAccounts accounts_;
  const Claim* claim_ = nullptr;
  std::optional<std::size_t> along_;
  PropertyOutcome outcome_;
};

}  // namespace

PropertyOutcome check_property(const Sources& sources, const TariffEditions& editions, std::uint32_t edition,
                               const Property& property, const RatingFunction& rate, const PropertyOptions& options,
                               const ExampleFiles& files) {
  return PropertyCheck(sources, editions, edition, property, rate, options, files).run();
}

}  // namespace ratebook
