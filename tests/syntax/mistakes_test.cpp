// One run reports all independent mistakes: statements with one mistake each, put together in any order and between right ones, give
// exactly the messages that each gives alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "tests/syntax/reading.hpp"

namespace ratebook {
namespace {

using test::in_tariff;
using test::Reading;

const std::vector<std::string> kMistakes = {
    "  chrage energy \"Energy\" = usage * rate",
    "  charge energy \"Energy\" = usage splt by season at rate",
    "  charge energy \"Energy\" = usage * * rate",
    "  charge energy = usage * rate",
    "  charge energy \"Energy\" = (usage * rate",
    "  charge energy \"Energy\" = usage * rate\n    whn account.care",
    "  discount d \"D\" = 35% of a, , b\n    when account.care\n    cite s \"x\"",
    "  period on_peak = weekday 16:00 til 21:00",
    "  season summer = Jun 1 until Sep 30  cite s \"Rates\"",
    "  timezone",
    "  value rate { from 2025-01-01 = 0.12 USD/kwh  cite s \"Rates\" }",
    "  value rate {\n    from 2025-01-01 = 0.12 USD/kWh\n    from 2025-13-01 = 0.13 USD/kWh\n  }",
    "  value rate {\n    from 2025-01-01 0.12 USD/kWh\n    from 2025-02-01 = 0.13 USD/kWh\n  }",
    "  table t : USD/kWh {\n    from 2025-01-01\n      | season | a |\n      | summer | 0.1 0.2 |\n      | winter | 0.1 |\n  }",
    "  charge e \"E\" = usage in tiers {\n    t1 fist 300 kWh at 0.1 USD/kWh\n    t2 above at 0.2 USD/kWh\n  }",
    "  rules {\n    season by usage week\n    version by usage day\n  }",
    "  example \"e\" {\n    given usage 3 kWh\n    expct total 1 USD\n    expect error x\n  }",
    "  example \"e\" {\n    given load 1 kW\n    expect total 1 USD\n  }",
    "  calendar c { 2025-01-01 2025-02-30 }",
    "  measure m = largst of { usage, 3 kWh }",
    "  measure m =\n    1 kW when usage > 3 kWh\n  season winter = otherwise",
    "  input account.care : flag = false datd",
    "  utility \"Example",
    "  source source \"Sheet\"",
    "  property \"p\" {\n    for all usage from 0 kWh\n    total never decreases in usage\n  }",
};
const std::vector<std::string> kRight = {
    "  season winter = otherwise",
    "  charge ok \"Right\" = usage * 0.1 USD/kWh\n    when account.care  cite s \"x\"",
    "  value fine {\n    from 2025-01-01 = 1 USD\n  }",
    "  # a comment",
    "",
};

std::vector<std::string> messages(const Reading& r) {
  std::vector<std::string> all;
  for (const Diagnostic& d : r.sink.all()) all.push_back(std::string(code_word(d.code)) + ": " + d.message + " " + d.help);
  return all;
}

// What a mistake says depends on what stands before it only in the list of what else could follow.
std::string without_list(const std::string& message) {
  const auto list = message.find("expected ");
  const auto help = message.rfind(" `");
  return message.find("a statement such as") == std::string::npos
             ? message
             : message.substr(0, list) + (help == std::string::npos ? "" : message.substr(help));
}

TEST(Mistakes, AloneSayOneThing) {
  for (const auto& mistake : kMistakes) {
    const Reading r(in_tariff(mistake));
    EXPECT_EQ(r.sink.all().size(), 1U) << mistake << "\n" << r.said();
  }
}

TEST(Mistakes, AreReportedAllAndOnlyOnce) {
  std::mt19937 random(7);
  for (int round = 0; round < 400; ++round) {
    std::string text;
    std::multimap<std::string, std::string> expected;
    const auto count = 1 + random() % 12;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string& mistake = kMistakes[random() % kMistakes.size()];
      for (const auto& m : messages(Reading(in_tariff(mistake)))) expected.emplace(without_list(m), mistake);
      text += mistake + "\n";
      for (auto right = random() % 3; right > 0; --right) text += kRight[random() % kRight.size()] + "\n";
    }
    const Reading r(in_tariff(text));
    std::vector<std::string> found, wanted;
    for (const auto& m : messages(r)) found.push_back(without_list(m));
    for (const auto& [m, mistake] : expected) wanted.push_back(m);
    std::sort(found.begin(), found.end());
    ASSERT_EQ(found, wanted) << text << r.said();
  }
}

}  // namespace
}  // namespace ratebook
