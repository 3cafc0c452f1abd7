// From which day on an edition holds when the script does not state it.
#include <gtest/gtest.h>

#include "tests/semantics/whole_script.hpp"

namespace ratebook {
namespace {

using test::check_text;
using test::Checked;

std::string script(std::string_view sources, std::string_view body) {
  return "tariff T \"Test\" {\n  utility \"U\"\n  timezone America/Denver\n  currency USD\n" + std::string(sources) +
         "  rules { round each line half up to 0.01 USD  cite s }\n" + std::string(body) +
         "  charge fixed \"Fixed\" = 0.10 USD/day * days  cite s\n}\n";
}

TEST(edition, is_that_of_the_first_price) {
  const Checked c = check_text(script("  source s \"S\" effective 2020-05-01\n",
                                      "  value v { from 2025-03-01 = 1 USD/day  cite s }\n  charge v1 \"V\" = v * days\n"));
  ASSERT_TRUE(c.tariff) << c.messages();
  EXPECT_EQ(format_date(c.tariff->edition), "2025-03-01");
  EXPECT_FALSE(c.tariff->edition_stated);
}

TEST(edition, without_dated_prices_is_that_of_the_latest_document) {
  const Checked c =
      check_text(script("  source s \"S\" effective 2025-01-01\n  source old \"Old\" effective 2019-01-01\n", ""));
  ASSERT_TRUE(c.tariff) << c.messages();
  EXPECT_EQ(format_date(c.tariff->edition), "2025-01-01");
  EXPECT_FALSE(c.tariff->edition_stated);
}

TEST(edition, has_no_day_when_nothing_says_one) {
  const Checked c = check_text(script("  source s \"S\"\n", ""));
  ASSERT_TRUE(c.tariff) << c.messages();
  EXPECT_EQ(c.tariff->edition, Date::min());
}

}  // namespace
}  // namespace ratebook
