#include "runtime/interpreter/derivation.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "runtime/interpreter/example_facts.hpp"
#include "runtime/interpreter/rate.hpp"
#include "tests/interpreter/read_script.hpp"

namespace ratebook {
namespace {

const std::filesystem::path kExamples = std::filesystem::path(RATEBOOK_SOURCE_DIR) / "tariffs/examples";

struct Explained {
  Explained(const char* file, std::size_t example) : script(std::vector{kExamples / file}) {
    ExampleAccount account(script.editions(), 0);
    const Example& e = script.tariff().examples[example];
    cycle = *account.next(e.cycles.front());
    derived = derive(script.editions(), cycle, account.options(e.cycles.front()));
  }
  std::string text(const DerivationView& view) const {
    return print_derivation(script.sources, script.editions(), derived, view);
  }

  test::Script script;
  AccountCycle cycle;
  Derived derived;
};

TEST(Derivation, TaxOfACareCustomer) {
  const Explained explained("tou-r.tariff", 1);
  EXPECT_EQ(explained.text({"uut", 3}), R"(uut   Springfield utility users tax   7.79 USD   tou-r.tariff:61   muni (b)
└ round half up 7.78525 USD to 0.01 USD   :21  s9 Rule 9
  └ 5.5% of 141.55 USD
    ├ service    15.00 USD   15.00 USD/month from 2025-01-01 × 1 month   :49  s9 Service Charge
    ├ spring25  -15.00 USD   100% of 15.00 USD; cycle 2 of first 3       :52  s9 Special Condition 7
    ├ energy    217.77 USD   51.74 + 77.66 + 88.37                       :50  s9 Energy Charge
    └ care35    -76.22 USD   35% of 217.77 USD = -76.2195                :57  care Rates
  when premise.city = Springfield: true     unless account.uut_exempt: false
)");
}

TEST(Derivation, IsTheSameComputation) {
  for (const char* file : {"rs-1.tariff", "tou-r.tariff", "gs-3.tariff"})
    for (std::size_t i = 0; i < 2; ++i) {
      const Explained explained(file, i);
      const Rated rated = rate(explained.script.editions(), explained.cycle);
      ASSERT_TRUE(rated);
      ASSERT_TRUE(explained.derived.rated);
      EXPECT_EQ(rated->total, explained.derived.rated->total);
      ASSERT_EQ(rated->rows.size(), explained.derived.rated->rows.size());
      std::size_t rows = 0;
      for (const LineDerivation& l : explained.derived.lines) rows += l.rows.size();
      EXPECT_EQ(rows, rated->rows.size());
    }
}

TEST(Derivation, JsonHasExactFractions) {
  const Explained explained("tou-r.tariff", 1);
  const auto json = nlohmann::json::parse(
      derivation_json(explained.script.sources, explained.script.editions(), explained.derived, {"uut", 64}));
  EXPECT_EQ(json["total"], "149.34");
  ASSERT_EQ(json["lines"].size(), 1U);
  const auto& row = json["lines"][0]["rows"][0];
  EXPECT_EQ(row["exact"], "779/100");
  EXPECT_EQ(row["from"][0]["exact"], "31141/4000");
  EXPECT_EQ(row["quantity"], "2831/20");
  EXPECT_EQ(row["price"], "11/2");
  EXPECT_EQ(row["unrounded"], "31141/4000");
  EXPECT_EQ(row["from"][0]["from"][0]["operation"], "constant");
  EXPECT_EQ(json["lines"][0]["conditions"][0]["condition"], "premise.city = Springfield");
  EXPECT_EQ(json["lines"][0]["conditions"][0]["outcome"], "true");
}

TEST(Derivation, AnAddressNamesRows) {
  const Explained explained("tou-r.tariff", 1);
  const auto rows = [&](const std::string& address) {
    const std::string text = explained.text({address, 1});
    return std::count(text.begin(), text.end(), '\n') - 1;
  };
  EXPECT_EQ(rows("energy"), 3);
  EXPECT_EQ(rows("energy.summer"), 3);
  EXPECT_EQ(rows("energy.summer.on_peak"), 1);
  EXPECT_EQ(rows("energy.summer.on_peak@2025-01-01"), 1);
  EXPECT_EQ(rows("energy.summer.on_peak@2024-01-01"), 0);
  EXPECT_EQ(rows("energy.sum"), 0);
}

TEST(Derivation, AMeasureIsShownWhereItIsReadFirst) {
  const Explained explained("gs-3.tariff", 0);
  const std::string text = explained.text({"facility", 64});
  EXPECT_NE(text.find("billing_kw"), std::string::npos);
  EXPECT_NE(text.find("80% of highest adjusted_kw"), std::string::npos);
}

TEST(Derivation, RowsKnowTheirPlaceOnTheBill) {
  const Explained explained("gs-3.tariff", 0);
  std::set<std::size_t> places;
  for (const LineDerivation& l : explained.derived.lines)
    for (const RowDerivation& made : l.rows) {
      ASSERT_TRUE(made.billed);
      EXPECT_EQ(explained.derived.rated->rows[*made.billed].line, l.line);
      places.insert(*made.billed);
    }
  EXPECT_EQ(places.size(), explained.derived.rated->rows.size());
}

TEST(Derivation, GoesAsFarAsRatingCame) {
  Explained explained("tou-r.tariff", 0);
  explained.cycle.reads.pop_back();
  const Derived derived = derive(explained.script.editions(), explained.cycle);
  ASSERT_FALSE(derived.rated);
  EXPECT_EQ(code_word(derived.rated.error().code), "channel_missing");
  ASSERT_EQ(derived.lines.size(), 2U);
  EXPECT_EQ(derived.lines[0].amount, "15.00 USD");
}

}  // namespace
}  // namespace ratebook
