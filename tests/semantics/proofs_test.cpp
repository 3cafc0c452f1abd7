// The proofs of partitions against a judge that looks at every day of 28 years, and at every quarter of an hour of them, on random schemes.
#include <gtest/gtest.h>

#include "tests/semantics/brute_time.hpp"
#include "tests/semantics/whole_script.hpp"

namespace ratebook::test {
namespace {

struct Codes {
  Code gap, overlap;
  std::string_view first;  // what the note with the witness begins with
};

// The earliest witness that diagnostics with the code name, as the text after `first`; texts of one kind sort as time does after the weekday.
std::optional<std::string> earliest(const Checked& c, Code code, std::string_view first) {
  std::optional<std::string> found;
  for (const Diagnostic& d : c.sink.all()) {
    if (d.code != code) continue;
    for (const std::string& note : d.notes) {
      if (!note.starts_with(first)) continue;
      std::string witness = note.substr(first.size());
      witness = witness.substr(0, witness.find(','));
      if (!found || witness.substr(4) < found->substr(4)) found = witness;
    }
  }
  return found;
}

void compare(const RandomTime& time, const std::vector<RandomMember>& members, const Verdict& verdict, const Codes& codes,
             std::array<int, 5>& seen) {
  const Checked c = check_text(time.script());
  const std::string shown = time.script() + c.messages();
  EXPECT_EQ(earliest(c, codes.gap, codes.first), verdict.gap) << shown;
  EXPECT_EQ(earliest(c, codes.overlap, codes.first), verdict.overlap) << shown;
  const bool sound = !verdict.gap && !verdict.overlap;
  EXPECT_EQ(c.reports(Code::override_needless), sound && verdict.idle_override) << shown;
  if (sound && !verdict.idle_override) {
    const auto idle = static_cast<std::size_t>(std::count(verdict.ever.begin(), verdict.ever.end(), false));
    EXPECT_EQ(count_of(c, Code::never_happens), idle) << shown;
    EXPECT_TRUE(c.tariff) << shown;
    ++seen[idle > 0 ? 0 : 1];
  }
  seen[2] += verdict.gap ? 1 : 0;
  seen[3] += verdict.overlap ? 1 : 0;
  seen[4] += verdict.idle_override && sound ? 1 : 0;
  ASSERT_EQ(members.size(), verdict.ever.size());
}

// Each outcome must have occurred, or the dice say nothing about it.
void expect_variety(const std::array<int, 5>& seen) {
  for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_GT(seen[i], 0) << "outcome " << i;
}

TEST(proofs, seasons_as_the_judge_sees_them) {
  std::mt19937 dice(20250101);
  std::array<int, 5> seen{};
  for (int i = 0; i < 400 && !::testing::Test::HasFailure(); ++i) {
    const RandomTime time = random_time(dice, Faulty::seasons);
    compare(time, time.seasons, judge_seasons(time), {Code::season_gap, Code::season_overlap, "first such day: "}, seen);
  }
  expect_variety(seen);
}

TEST(proofs, day_types_as_the_judge_sees_them) {
  std::mt19937 dice(20250102);
  std::array<int, 5> seen{};
  for (int i = 0; i < 400 && !::testing::Test::HasFailure(); ++i) {
    const RandomTime time = random_time(dice, Faulty::days);
    compare(time, time.days, judge_days(time), {Code::day_gap, Code::day_overlap, "first such day: "}, seen);
  }
  expect_variety(seen);
}

TEST(proofs, periods_as_the_judge_sees_them) {
  std::mt19937 dice(20250103);
  std::array<int, 5> seen{};
  for (int i = 0; i < 70 && !::testing::Test::HasFailure(); ++i) {
    const RandomTime time = random_time(dice, Faulty::periods);
    compare(time, time.periods, judge_periods(time), {Code::period_gap, Code::period_overlap, "first such instant: "}, seen);
  }
  expect_variety(seen);
}

}  // namespace
}  // namespace ratebook::test
