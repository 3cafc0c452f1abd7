// Examples with an expectation that is off by a cent, or by one unit in its last place: exactly that example fails, with either engine.
// A comparison that cannot fail would let every bill through.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "runtime/interpreter/example_facts.hpp"
#include "runtime/interpreter/expectations.hpp"
#include "tests/differential/engines.hpp"

namespace ratebook::differential {
namespace {

// An example of a book with its bills, cycle by cycle, from one engine.
struct Billed {
  std::uint32_t edition = 0;
  const Example* example = nullptr;
  std::vector<Rated> bills;
};

enum class By : std::uint8_t { oracle, native };

std::vector<Billed> bill_examples(const TariffEditions& tariff, By by) {
  std::vector<Billed> all;
  for (std::uint32_t e = 0; e < tariff.editions.size(); ++e) {
    for (const Example& example : tariff.editions[e].examples) {
      Billed billed{e, &example, {}};
      ExampleAccount account(tariff, e, [&](const std::string&) { return std::nullopt; });
      for (const ExampleCycle& given : example.cycles) {
        const auto cycle = account.next(given);
        if (!cycle) {
          billed.bills.push_back(failure(cycle.error()));
          continue;
        }
        const RatingOptions rating = account.options(given);
        if (by == By::oracle) {
          billed.bills.push_back(rate(tariff, *cycle, rating));
        } else {
          native::CompileOptions compile;
          compile.optimisation = 0;
          auto engine = NativeEngine::make(tariff, {compile, rating, nullptr});
          auto rated = engine ? (*engine)->rate(*cycle) : Result<Rated, std::string>(failure(engine.error()));
          if (!rated) ADD_FAILURE() << rated.error();
          billed.bills.push_back(rated ? std::move(*rated) : Rated(failure(RowError{})));
        }
        if (billed.bills.back()) account.billed(*cycle, *billed.bills.back());
      }
      all.push_back(std::move(billed));
    }
  }
  return all;
}

// Position of an expectation: example, cycle, expectation.
struct At {
  std::size_t example = 0, cycle = 0, expect = 0;
};

// The examples that fail when the expectation at `at` is `changed`; with their failures.
std::vector<std::pair<std::size_t, std::size_t>> failing(const TariffEditions& tariff, const std::vector<Billed>& all,
                                                         const At& at, const Expect* changed) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (std::size_t e = 0; e < all.size(); ++e) {
    std::size_t failures = 0;
    for (std::size_t c = 0; c < all[e].bills.size(); ++c) {
      ExampleCycle given = all[e].example->cycles[c];
      if (changed != nullptr && e == at.example && c == at.cycle) given.expects[at.expect] = *changed;
      failures += check_expectations(tariff, all[e].edition, given, all[e].bills[c]).size();
    }
    if (failures > 0) found.emplace_back(e, failures);
  }
  return found;
}

// One in the last place of "336.0 kW", in canonical units.
Ratio last_place(const Sources& sources, Span span, Currency currency) {
  const std::string_view text = sources.text(span);
  std::size_t end = text.find_first_not_of("-0123456789.");
  if (end == std::string_view::npos) end = text.size();
  const auto number = parse_decimal(text.substr(0, end));
  std::size_t unit = end;
  while (unit < text.size() && text[unit] == ' ') ++unit;
  if (number && unit == text.size()) return Ratio{1, power_of_ten(number->scale)};  // a count or a ratio
  const UnitParse parsed = parse_unit(text.substr(unit), currency);
  EXPECT_TRUE(number && parsed.unit) << text;
  return *multiply(Ratio{1, power_of_ten(number->scale)}, parsed.unit->factor);
}

Ratio plus(Ratio a, Ratio b, int sign) {
  return *make_ratio(Int128{a.num} * b.den + Int128{sign} * b.num * a.den, Int128{a.den} * b.den);
}

// The expectation made wrong, either way.
std::vector<Expect> mutations(const Sources& sources, const CheckedTariff& tariff, const Expect& expect) {
  std::vector<Expect> out;
  const Ratio cent{1, 100};
  if (const auto* row = std::get_if<ExpectRow>(&expect)) {
    ExpectRow changed = *row;
    if (changed.none) {
      changed.none = false;
      changed.amount = cent;
      out.emplace_back(changed);
    } else {
      for (const int sign : {1, -1}) {
        changed.amount = plus(row->amount, cent, sign);
        out.emplace_back(changed);
      }
    }
  } else if (const auto* total = std::get_if<ExpectTotal>(&expect)) {
    for (const int sign : {1, -1}) {
      ExpectTotal changed = *total;
      changed.amount = plus(total->amount, cent, sign);
      out.emplace_back(changed);
    }
  } else if (const auto* measure = std::get_if<ExpectMeasure>(&expect)) {
    for (const int sign : {1, -1}) {
      ExpectMeasure changed = *measure;
      changed.value = plus(measure->value, last_place(sources, measure->span, tariff.currency), sign);
      out.emplace_back(changed);
    }
  } else if (const auto* quantity = std::get_if<ExpectQuantity>(&expect)) {
    for (const int sign : {1, -1}) {
      ExpectQuantity changed = *quantity;
      changed.value = plus(quantity->value, last_place(sources, quantity->span, tariff.currency), sign);
      out.emplace_back(changed);
    }
  } else if (const auto* error = std::get_if<ExpectError>(&expect)) {
    ExpectError changed = *error;
    changed.code = error->code == Code::input_missing ? Code::not_eligible : Code::input_missing;
    out.emplace_back(changed);
  }
  return out;
}

class ScriptsOfTheTree : public testing::TestWithParam<By> {
 protected:
  static void SetUpTestSuite() {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator("tariffs"))
      if (entry.path().extension() == ".tariff") paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    sources = new Sources;
    DiagnosticSink sink;
    book = new Book(open_book(*sources, paths, {}, sink));
    for (const Diagnostic& d : sink.all())
      if (d.severity == Severity::error)
        ADD_FAILURE() << sources->file(d.span.file).path << ": " << code_word(d.code) << ": " << d.message;
  }
  static inline Sources* sources = nullptr;
  static inline Book* book = nullptr;
};

TEST_P(ScriptsOfTheTree, an_expectation_off_by_a_cent_fails_and_no_other) {
  std::size_t examples = 0, changes = 0;
  for (const TariffEditions& tariff : book->tariffs) {
    const std::vector<Billed> all = bill_examples(tariff, GetParam());
    examples += all.size();
    for (const auto& [e, failures] : failing(tariff, all, {}, nullptr))
      FAIL() << tariff.id << ": " << all[e].example->name << " fails as it is";
    for (At at; at.example < all.size(); ++at.example) {
      const Example& example = *all[at.example].example;
      for (at.cycle = 0; at.cycle < example.cycles.size(); ++at.cycle) {
        const auto& expects = example.cycles[at.cycle].expects;
        for (at.expect = 0; at.expect < expects.size(); ++at.expect) {
          for (const Expect& changed : mutations(*sources, tariff.editions[all[at.example].edition], expects[at.expect])) {
            ++changes;
            const auto found = failing(tariff, all, at, &changed);
            ASSERT_TRUE(found.size() == 1 && found[0].first == at.example && found[0].second == 1)
                << tariff.id << ": " << example.name << ": expectation " << at.expect + 1 << " changed: " << found.size()
                << " examples fail";
          }
        }
      }
    }
  }
  fmt::print("{} examples, {} changed expectations\n", examples, changes);
  EXPECT_GT(examples, 40U);
  EXPECT_GT(changes, 400U);
}

INSTANTIATE_TEST_SUITE_P(EachEngine, ScriptsOfTheTree, testing::Values(By::oracle, By::native),
                         [](const auto& p) { return p.param == By::oracle ? "oracle" : "native"; });

}  // namespace
}  // namespace ratebook::differential
