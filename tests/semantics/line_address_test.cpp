// Addresses of rows against the lines that can have them.
#include "language/semantics/line_address.hpp"

#include <gtest/gtest.h>

#include "tests/semantics/script.hpp"

namespace ratebook {
namespace {

TEST(LineAddress, WordsMayBeLeftOutButNotExchanged) {
  const auto c = test::check_script(R"(
  charge energy "Energy" = usage split by season, period in tiers per period {
    block_1 first 10 kWh/day * days in tiers {
      step_1 first 5 kWh/day * days at price[season, period]
      step_2 above                  at price[season, period]
    }
    block_2 above at price[season, period]
  }
)");
  ASSERT_TRUE(c.tariff) << c.messages();
  const Line& line = c.line("energy");
  auto read = [&](std::vector<std::string> words) -> std::string {
    LineRef ref;
    if (!read_address(*c.tariff, line, words, ref)) return "none";
    return std::to_string(ref.members.size()) + " members, " + std::to_string(ref.tiers.size()) + " tiers";
  };
  EXPECT_EQ(read({}), "0 members, 0 tiers");
  EXPECT_EQ(read({"summer", "on_peak", "block_1", "step_2"}), "2 members, 2 tiers");
  EXPECT_EQ(read({"on_peak"}), "1 members, 0 tiers");
  EXPECT_EQ(read({"winter", "block_2"}), "1 members, 1 tiers");
  EXPECT_EQ(read({"step_1"}), "0 members, 1 tiers");
  EXPECT_EQ(read({"on_peak", "summer"}), "none");
  EXPECT_EQ(read({"block_2", "step_1"}), "none");
  EXPECT_EQ(read({"step_1", "block_1"}), "none");
  EXPECT_EQ(read({"block_1", "summer"}), "none");
  EXPECT_EQ(read({"spring"}), "none");
}

}  // namespace
}  // namespace ratebook
