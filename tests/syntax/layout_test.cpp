// The layout's rules, one by one (docs/layout.md).
#include <gtest/gtest.h>

#include "tests/support/difference.hpp"
#include "tests/syntax/reading.hpp"

namespace ratebook {
namespace {

using test::Reading;

std::string laid_out(const std::string& text) {
  const Reading r(text);
  EXPECT_TRUE(r.whole()) << r.said();
  return r.whole() ? r.laid_out() : "";
}

#define EXPECT_LAYOUT(before, after) EXPECT_EQ(test::difference(after, laid_out(before)), "")

TEST(Layout, BlocksAndContinuedLines) {
  EXPECT_LAYOUT(R"(tariff T "t" {
utility "U"
season summer = Jun 1 through Sep 30,
Nov 1 through Nov 3
rules {
season by usage day
}
measure m = largest of {
a
smallest of {
b
}
} round up to 1 kW
charge e "E" = usage in tiers {
a first 3 kWh in tiers {
b above at 1 USD/kWh
}
c above at 2 USD/kWh
}
when account.care
}
)",
                R"(tariff T "t" {
  utility "U"
  season summer = Jun 1 through Sep 30,
    Nov 1 through Nov 3
  rules {
    season   by usage day
  }
  measure m = largest of {
      a
      smallest of {
        b
      }
    } round up to 1 kW
  charge e "E" = usage in tiers {
    a first 3 kWh in tiers {
      b above at 1 USD/kWh
    }
    c above at 2 USD/kWh
  }
    when account.care
}
)");
}

TEST(Layout, BlanksInsideLines) {
  EXPECT_LAYOUT(
      "tariff   T \"t\"{charge a \"A\"=rate[ a ,b ]*( 1 + 2 )/f( x )*35% of b.c when d in(Apr , 3)  overrides x ,y}",
      "tariff T \"t\" { charge a \"A\" = rate[a, b] * (1 + 2) / f(x) * 35% of b.c when d in (Apr, 3) overrides x, y }\n");
}

TEST(Layout, BlankLinesAreKeptOnce) {
  EXPECT_LAYOUT("\n\n# a\n\n\ntariff T \"t\" {\n\n\n\n  utility \"U\"\n\n  # b\n\n\n}\n\n\n",
                "# a\n\ntariff T \"t\" {\n\n  utility \"U\"\n\n  # b\n\n}\n");
}

TEST(Layout, EqualSignsOfConsecutiveStatementsOfOneWord) {
  EXPECT_LAYOUT(R"(tariff T "t" {
  season a = otherwise
  season bcd of e = otherwise
  # between
  season ef = otherwise

  season alone = otherwise
  day x = Mon
  charge a "A" = usage * r
  charge bc "BC" = usage * r when x
  rider d "D" = 1% of a
  rider e "EE" = pct[a, b] of a
}
)",
                R"(tariff T "t" {
  season a        = otherwise
  season bcd of e = otherwise
  # between
  season ef       = otherwise

  season alone = otherwise
  day x = Mon
  charge a  "A"  = usage * r
  charge bc "BC" = usage * r when x
  rider d "D"  = 1%        of a
  rider e "EE" = pct[a, b] of a
}
)");
}

TEST(Layout, NumbersAtTheirPoint) {
  EXPECT_LAYOUT(R"(tariff T "t" {
  value a { from 2025-01-01 = 250.00 USD  cite s }
  value bcd { from 2025-01-01 = 8.35 USD/kW  cite s "x" }
  value e { from 2025-01-01 = -5% }
  table t : USD {
    from 2025-01-01
      | a | price | word |
      | long_key | 1 | x |
      | b | -0.25 | - |
      | c | - | 3 |
  }
}
)",
                R"(tariff T "t" {
  value a   { from 2025-01-01 = 250.00 USD     cite s }
  value bcd { from 2025-01-01 =   8.35 USD/kW  cite s "x" }
  value e   { from 2025-01-01 =  -5% }
  table t : USD {
    from 2025-01-01
      | a        | price | word |
      | long_key |  1    | x    |
      | b        | -0.25 |    - |
      | c        |     - |    3 |
  }
}
)");
}

TEST(Layout, TrailingCitesAndCommentsInOneColumn) {
  EXPECT_LAYOUT(R"(tariff T "t" {
  season a = Jun 1 through Sep 30 cite s "x"
  season b = otherwise # comment
  day c = Mon
  period p = every day all day overrides q cite s # both
  calendar holidays cite s {
    2025-01-01
  }
  measure m = x
    split by season cite s "y"
}
)",
                R"(tariff T "t" {
  season a = Jun 1 through Sep 30           cite s "x"
  season b = otherwise                      # comment
  day c = Mon
  period p = every day all day overrides q  cite s  # both
  calendar holidays                         cite s {
    2025-01-01
  }
  measure m = x
    split by season  cite s "y"
}
)");
}

TEST(Layout, ExamplesAndTheirAmounts) {
  EXPECT_LAYOUT(R"(tariff T "t" {
  example "e" {
    given cycle 2025-07-01 through 2025-07-30 (30 days)
    given account.care=true
    expect usage 721 kWh
    expect energy.tier_1 67.34 USD # 540 kWh
    expect no late
    expect kw 50 kW
    expect total -111.26 USD
  then
    expect total    1.00 USD
  }
  property "p" {
    for all usage from 0 kWh to 3 kWh
    given account.care = true
    total never decreases in usage
  }
}
)",
                R"(tariff T "t" {
  example "e" {
    given  cycle 2025-07-01 through 2025-07-30 (30 days)
    given  account.care = true
    expect usage 721 kWh
    expect energy.tier_1    67.34 USD  # 540 kWh
    expect no late
    expect kw                   50 kW
    expect total          -111.26 USD
  then
    expect total 1.00 USD
  }
  property "p" {
    for all usage from 0 kWh to 3 kWh
    given account.care = true
    total never decreases in usage
  }
}
)");
}

TEST(Layout, ColumnsOfSourcesAndAmountsThatTheAuthorMovedTogetherStay) {
  const std::string text = R"(tariff T "t" {
  source a  "A"     docket "1"    effective 2025-01-01
  source bc "BC"                  effective 2025-01-01

  example "e" {
    expect total             1.00 USD
    expect energy          100.00 USD
    expect usage             3 kWh
  }
}
)";
  const std::string moved = R"(tariff T "t" {
  source a  "A"     docket "1"    effective 2025-01-01
  source bc "BC"                  effective 2025-01-01

  example "e" {
    expect total     1.00 USD
    expect energy  100.00 USD
    expect usage        3 kWh
  }
}
)";
  EXPECT_LAYOUT(text, moved);
  EXPECT_LAYOUT(moved, moved);
}

TEST(Layout, HeaderRulesDeclarationsTiersAndCases) {
  EXPECT_LAYOUT(R"(tariff T "t" {
  utility "U"
  timezone America/Denver
  currency USD
  rules {
    version by cycle end
    prorate monthly amounts by days/( 365.25 / 12 )
  }
  input account.x : flag
  input account.size : kW = 3 kW
  charge a "A" = usage in tiers {
    t1 first 300 kWh at 0.1 USD/kWh
    t22 next 5 kWh at r
    t3 above at r
  }
  define f(kw) =
    kw * 0.90 / pf when pf < 0.90
    kw otherwise
}
)",
                R"(tariff T "t" {
  utility  "U"
  timezone America/Denver
  currency USD
  rules {
    version  by cycle end
    prorate  monthly amounts by days / (365.25/12)
  }
  input account.x    : flag
  input account.size : kW = 3 kW
  charge a "A" = usage in tiers {
    t1  first 300 kWh at 0.1 USD/kWh
    t22 next  5 kWh   at r
    t3  above         at r
  }
  define f(kw) =
    kw * 0.90 / pf when pf < 0.90
    kw             otherwise
}
)");
}

TEST(Layout, AnIncompleteTreeLeavesTheTextAlone) {
  const std::string text = "tariff T \"t\" {\n charge a = 3\n}";
  const Reading r(text);
  EXPECT_EQ(r.laid_out(), text);
}

}  // namespace
}  // namespace ratebook
