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
          auto engine = NativeEngine::make(tariff, {compile, rating});
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

std::size_t failures(const TariffEditions& tariff, const Billed& billed, std::size_t cycle, const Expect& changed, std::size_t at) {
  ExampleCycle given = billed.example->cycles[cycle];
  if (at < given.expects.size()) given.expects[at] = changed;
  return check_expectations(tariff, billed.edition, given, billed.bills[cycle]).size();
}

// One in the last place of "336.0 kW", in canonical units.
Ratio last_place(const Sources& sources, Span span, Currency currency) {
  const std::string_view text = sources.text(span);
  std::size_t end = text.find_first_not_of("-0123456789.");
  if (end == std::string_view::npos) end = text.size();
  const auto number = parse_decimal(text.substr(0, end));
  std::size_t unit = end;
  while (unit < text.size() && text[unit] == ' ') ++unit;
  const UnitParse parsed = parse_unit(text.substr(unit), currency);
  EXPECT_TRUE(number && parsed.unit) << text;
  return *multiply(Ratio{1, power_of_ten(number->scale)}, parsed.unit->factor);
}

Ratio plus(Ratio a, Ratio b, int sign) { return *make_ratio(Int128{a.num} * b.den + Int128{sign} * b.num * a.den, Int128{a.den} * b.den); }

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
      if (d.severity == Severity::error) ADD_FAILURE() << sources->file(d.span.file).path << ": " << code_word(d.code) << ": " << d.message;
  }
  static inline Sources* sources = nullptr;
  static inline Book* book = nullptr;
};

TEST_P(ScriptsOfTheTree, an_expectation_off_by_a_cent_fails_and_no_other) {
  std::size_t examples = 0, changes = 0;
  for (const TariffEditions& tariff : book->tariffs) {
    const std::vector<Billed> all = bill_examples(tariff, GetParam());
    for (const Billed& billed : all) {
      ++examples;
      for (std::size_t c = 0; c < billed.bills.size(); ++c) {
        const auto& expects = billed.example->cycles[c].expects;
        ASSERT_EQ(failures(tariff, billed, c, {}, expects.size()), 0U) << tariff.id << ": " << billed.example->name;
        for (std::size_t k = 0; k < expects.size(); ++k) {
          for (const Expect& changed : mutations(*sources, tariff.editions[billed.edition], expects[k])) {
            ++changes;
            ASSERT_EQ(failures(tariff, billed, c, changed, k), 1U)
                << tariff.id << ": " << billed.example->name << ": expectation " << k + 1 << " can be wrong without a failure";
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
