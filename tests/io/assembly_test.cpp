// From input files to cycles: what is taken, what is refused and why, and that the order of rows, chunks and threads does not matter.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/io/input_files.hpp"

namespace ratebook::io_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kAccounts =
    "account_id,tariff,from,through\n"
    "A1,RS-1,2025-07-01,2025-07-31\n"
    "A2,RS-1,2025-07-01,2025-07-31\n"
    "A3,RS-1,2025-07-01,2025-07-31\n";

TEST(Registers, AreJoinedByAccountAndDates) {
  const Assembled a = assemble({kAccounts,
                                {"account_id,from,through,kwh\n"
                                 "A1,2025-07-01,2025-07-31,720\n"
                                 "A2,2025-07-01,2025-07-31,1.5\n"
                                 "A3,2025-07-01,2025-07-31,0\n"}});
  EXPECT_THAT(a.refused, IsEmpty());
  EXPECT_THAT(a.cycles, ElementsAre("A1 RS-1 2025-07-01..2025-07-31 kwh=720", "A2 RS-1 2025-07-01..2025-07-31 kwh=1.5",
                                    "A3 RS-1 2025-07-01..2025-07-31 kwh=0"));
}

TEST(Registers, ColumnsInAnyOrderAndUnit) {
  const Assembled a = assemble({"through,extra,from,tariff,account_id\n2025-07-31,x,2025-07-01,RS-1,A1\n",
                                {"wh,account_id,other,through,from\n720000,A1,,2025-07-31,2025-07-01\n"}});
  EXPECT_THAT(a.cycles, ElementsAre("A1 RS-1 2025-07-01..2025-07-31 kwh=720"));
  const Assembled m = assemble({"account_id,tariff,from,through\nA1,RS-1,2025-07-01,2025-07-31\n",
                                {"account_id,from,through,mwh\nA1,2025-07-01,2025-07-31,0.72\n"}});
  EXPECT_EQ(m.cycles, a.cycles);
}

TEST(Registers, BadRowsRefuseTheirCycleAndNameTheRow) {
  const Assembled a = assemble({kAccounts,
                                {"account_id,from,through,kwh\n"
                                 "A1,2025-07-01,2025-07-31,\"1,720.5\"\n"
                                 "A2,2025-07-01,2025-07-31,12\n"
                                 "A3,250701,2025-07-31,5\n"}});
  EXPECT_THAT(a.cycles, ElementsAre("A2 RS-1 2025-07-01..2025-07-31 kwh=12"));
  EXPECT_THAT(a.refused, ElementsAre("accounts 2 A1 bad_number <- usage0 2", "accounts 4 A3 bad_date <- usage0 4",
                                     "usage0 2 A1 bad_number", "usage0 4 A3 bad_date"));
  EXPECT_THAT(a.messages[2], HasSubstr("`kwh` is `1,720.5`, which is not a number | A1,2025-07-01,2025-07-31,\"1,720.5\""));
}

TEST(Registers, EveryKindOfBadRow) {
  const auto code_of = [](const std::string& row) {
    const Assembled a = assemble(
        {"account_id,tariff,from,through\nA1,RS-1,2025-07-01,2025-07-31\n", {"account_id,from,through,kwh\n" + row + "\n"}});
    std::string codes;
    for (const std::string& refused : a.refused) codes += (codes.empty() ? "" : "; ") + refused;
    return codes + (a.cycles.empty() ? "" : " but billed");
  };
  const auto both = [](const std::string& code) { return "accounts 2 A1 " + code + " <- usage0 2; usage0 2 A1 " + code; };
  EXPECT_EQ(code_of("A1,2025-07-01,2025-07-31,1e3"), both("bad_number"));
  EXPECT_EQ(code_of("A1,2025-07-01,2025-07-31,720 kWh"), both("bad_number"));
  EXPECT_EQ(code_of("A1,2025-07-01,2025-07-31,$720"), both("bad_number"));
  EXPECT_EQ(code_of("A1,2025-07-01,2025-07-31,0.1234567"), both("too_many_digits"));
  EXPECT_EQ(code_of("A1,2025-07-01,2025-07-31,-1"), both("negative_reading"));
  EXPECT_EQ(code_of("A1,2025-07-01,2025-07-31,1000000001"), both("input_range"));
  EXPECT_EQ(code_of("A1,2025-07-01,2025-07-31,"), both("missing_field"));
  EXPECT_EQ(code_of("A1,07/01/2025,2025-07-31,1"), both("bad_date"));
  EXPECT_EQ(code_of("A1,,2025-07-31,1"), both("missing_field"));
  EXPECT_EQ(code_of("A1,2025-07-31,2025-07-01,1"), both("bad_cycle"));
  EXPECT_EQ(code_of("A1,2025-07-01,2025-07-31"), both("field_count"));
  EXPECT_EQ(code_of("A1,2025-07-01,2025-07-31,1,2"), both("field_count"));
  EXPECT_EQ(code_of("A1,2025-07-01,\"2025-07-31\"x,1"), both("bad_quotes"));
  EXPECT_EQ(code_of("A1,2025-07-01,2025-07-31,\x01"), both("bad_text"));
  EXPECT_EQ(code_of("A1,2025-07-01,2025-07-30,1"), both("register_dates"));
  EXPECT_EQ(code_of("A1,2025-07-01,2025-07-31,1\nA1,2025-07-01,2025-07-31,2"),
            "accounts 2 A1 duplicate_interval <- usage0 3; usage0 3 A1 duplicate_interval");
  EXPECT_EQ(code_of(",2025-07-01,2025-07-31,1"), "usage0 2  missing_field but billed");
  EXPECT_EQ(code_of("A9,2025-07-01,2025-07-31,1"), "usage0 2 A9 orphan_usage but billed");
}

TEST(Registers, EqualDuplicatesAreDroppedOtherMetersAdd) {
  const std::string accounts = "account_id,tariff,from,through\nA1,RS-1,2025-07-01,2025-07-31\n";
  const Assembled same =
      assemble({accounts, {"account_id,from,through,kwh\nA1,2025-07-01,2025-07-31,7\nA1,2025-07-01,2025-07-31,7.0\n"}});
  EXPECT_THAT(same.cycles, ElementsAre("A1 RS-1 2025-07-01..2025-07-31 kwh=7"));
  EXPECT_EQ(same.counts[1].duplicate, 1U);
  const Assembled meters = assemble(
      {accounts, {"account_id,meter,from,through,kwh\nA1,m1,2025-07-01,2025-07-31,7\nA1,m2,2025-07-01,2025-07-31,7\n"}});
  EXPECT_THAT(meters.cycles, ElementsAre("A1 RS-1 2025-07-01..2025-07-31 kwh=7 kwh=7"));
}

TEST(Registers, OutsideEveryCycleIsCounted) {
  const Assembled a = assemble({"account_id,tariff,from,through\nA1,RS-1,2025-07-01,2025-07-31\n",
                                {"account_id,from,through,kwh\nA1,2025-06-01,2025-06-30,3\nA1,2025-07-01,2025-07-31,7\n"}});
  EXPECT_THAT(a.cycles, ElementsAre("A1 RS-1 2025-07-01..2025-07-31 kwh=7"));
  EXPECT_EQ(a.counts[1].outside, 1U);
}

TEST(Registers, BucketsByPeriodAndSeason) {
  const Assembled a = assemble(
      {"account_id,tariff,from,through,premise.city\nA1,TOU-R,2025-07-01,2025-07-31,Springfield\n",
       {"account_id,from,through,kwh.on_peak,kwh.summer.off_peak,kw.on_peak,kwh.nonsense\nA1,2025-07-01,2025-07-31,1,2,3,\n"}});
  EXPECT_THAT(a.cycles, ElementsAre("A1 TOU-R 2025-07-01..2025-07-31 kwh.on_peak=1 kwh.summer.off_peak=2 kw.on_peak=3"));
  const Assembled unknown =
      assemble({"account_id,tariff,from,through,premise.city\nA1,TOU-R,2025-07-01,2025-07-31,Springfield\n",
                {"account_id,from,through,kwh.on_peak,kwh.nonsense\nA1,2025-07-01,2025-07-31,1,2\n"}});
  EXPECT_THAT(unknown.refused, ElementsAre("accounts 2 A1 unknown_bucket <- usage0 2", "usage0 2 A1 unknown_bucket"));
}

TEST(Accounts, EveryKindOfBadRow) {
  const auto code_of = [](const std::string& fields) {
    const Assembled a =
        assemble({"account_id,tariff,from,through,account.care,account.city,account.kw,account.share,account.opened,account."
                  "members,account.credit,"
                  "premise.zone,premise.month,bill_month,scheduled_days,cycle.first,account.cycle_number,account.since\n" +
                      fields + "\n",
                  {"account_id,from,through,kwh\n"}});
    return a.refused.empty()       ? a.cycles.size() == 1 ? std::string("taken") : std::string("lost")
                 : a.refused.size() == 1 ? a.refused[0]
                                   : std::string("several");
  };
  const std::string begin = "A1,IO-1,2025-07-01,2025-07-31,";
  EXPECT_EQ(code_of(begin + ",,,,,,,,,,,,,"), "taken");
  EXPECT_EQ(code_of(begin + "true,Here,499.5,12.5,2021-02-03,3,-1.2345,west,Dec,7,30,yes,4,2024-01-01"), "taken");
  EXPECT_EQ(code_of(begin + "yes,,500,,,,,,,2025-07,,0,,"), "taken");
  EXPECT_EQ(code_of(begin + "maybe,,,,,,,,,,,,,"), "accounts 2 A1 bad_flag");
  EXPECT_EQ(code_of(begin + ",,500.1,,,,,,,,,,,"), "accounts 2 A1 input_range");
  EXPECT_EQ(code_of(begin + ",,-1,,,,,,,,,,,"), "accounts 2 A1 input_range");
  EXPECT_EQ(code_of(begin + ",,1.1234567,,,,,,,,,,,"), "accounts 2 A1 too_many_digits");
  EXPECT_EQ(code_of(begin + ",,many,,,,,,,,,,,"), "accounts 2 A1 bad_number");
  EXPECT_EQ(code_of(begin + ",,,100001,,,,,,,,,,"), "accounts 2 A1 input_range");
  EXPECT_EQ(code_of(begin + ",,,,2021-02-30,,,,,,,,,"), "accounts 2 A1 bad_date");
  EXPECT_EQ(code_of(begin + ",,,,,1.5,,,,,,,,"), "accounts 2 A1 too_many_digits");
  EXPECT_EQ(code_of(begin + ",,,,,,1.23456,,,,,,,"), "accounts 2 A1 too_many_digits");
  EXPECT_EQ(code_of(begin + ",,,,,,1000000001,,,,,,,"), "accounts 2 A1 input_range");
  EXPECT_EQ(code_of(begin + ",,,,,,,east,,,,,,"), "accounts 2 A1 bad_choice");
  EXPECT_EQ(code_of(begin + ",,,,,,,,July,,,,,"), "accounts 2 A1 bad_choice");
  EXPECT_EQ(code_of(begin + ",,,,,,,,,13,,,,"), "accounts 2 A1 input_range");
  EXPECT_EQ(code_of(begin + ",,,,,,,,,,0,,,"), "accounts 2 A1 input_range");
  EXPECT_EQ(code_of(begin + ",,,,,,,,,,,2,,"), "accounts 2 A1 bad_flag");
  EXPECT_EQ(code_of(begin + ",,,,,,,,,,,,0,"), "accounts 2 A1 input_range");
  EXPECT_EQ(code_of(begin + ",,,,,,,,,,,,,soon"), "accounts 2 A1 bad_date");
  EXPECT_EQ(code_of("A1,IO-2,2025-07-01,2025-07-31,,,,,,,,,,,,,,"), "accounts 2 A1 unknown_tariff");
  EXPECT_EQ(code_of("A1,IO-1,2025-07-01,2025-06-30,,,,,,,,,,,,,,"), "accounts 2 A1 bad_cycle");
  EXPECT_EQ(code_of("A1,IO-1,2024-01-01,2025-07-01,,,,,,,,,,,,,,"), "accounts 2 A1 bad_cycle");
  EXPECT_EQ(code_of("A1,IO-1,01.07.2025,2025-07-31,,,,,,,,,,,,,,"), "accounts 2 A1 bad_date");
  EXPECT_EQ(code_of(",IO-1,2025-07-01,2025-07-31,,,,,,,,,,,,,,"), "accounts 2  missing_field");
  EXPECT_EQ(code_of("A1,IO-1,2025-07-01"), "accounts 2 A1 field_count");
}

TEST(Accounts, OverlappingAndRepeatedCyclesRefuseAllRowsInvolved) {
  const Assembled a =
      assemble({"account_id,tariff,from,through\n"
                "A1,RS-1,2025-07-01,2025-07-31\n"
                "A1,RS-1,2025-07-31,2025-08-29\n"
                "A1,RS-1,2025-09-01,2025-09-30\n"
                "A2,RS-1,2025-07-01,2025-07-31\n"
                "A2,RS-1,2025-07-01,2025-07-31\n",
                {"account_id,from,through,kwh\nA1,2025-09-01,2025-09-30,5\nA2,2025-07-01,2025-07-31,5\n"}});
  EXPECT_THAT(a.cycles, ElementsAre("A1 RS-1 2025-09-01..2025-09-30 kwh=5"));
  EXPECT_THAT(a.refused,
              ElementsAre("accounts 2 A1 overlapping_cycles <- accounts 3", "accounts 3 A1 overlapping_cycles <- accounts 2",
                          "accounts 5 A2 overlapping_cycles <- accounts 6", "accounts 6 A2 overlapping_cycles <- accounts 5"));
}

TEST(Accounts, NeededColumns) {
  EXPECT_THAT(assemble({"account_id,tariff,from\nA1,RS-1,2025-07-01\n", {"account_id,from,through,kwh\n"}}).failure->message,
              HasSubstr("accounts.csv has no column `through`"));
  const Assembled needed =
      assemble({"account_id,tariff,from,through\nA1,TOU-R,2025-07-01,2025-07-31\n", {"account_id,from,through,kwh\n"}});
  EXPECT_EQ(needed.failure->kind, Failure::Kind::usage);
  EXPECT_THAT(needed.failure->message, HasSubstr("no column `premise.city`, which tariff TOU-R needs"));
  EXPECT_THAT(assemble({kAccounts, {"account_id,kwh\n"}}).failure->message, HasSubstr("has no column `start`"));
  EXPECT_THAT(assemble({kAccounts, {"account_id,start,kw\n"}}).failure->message, HasSubstr("no column with readings"));
  EXPECT_THAT(assemble({kAccounts, {"start,kwh\n"}}).failure->message, HasSubstr("no column `account_id`"));
}

// -- the order of rows, chunks and threads ------------------------------------------------------------------------------------------------

Texts many_accounts(std::mt19937& dice, int accounts) {
  std::vector<std::string> rows, reads, intervals;
  for (int i = 0; i < accounts; ++i) {
    const std::string id = fmt::format("N{:03}", i * 7);
    const bool tou = i % 3 == 0;
    rows.push_back(fmt::format("{},{},2025-10-15,2025-11-13,Springfield\n", id, tou ? "TOU-R" : "RS-1"));
    if (i % 10 == 4) {
      reads.push_back(fmt::format("{},2025-10-15,2025-11-13,x{}\n", id, i));
    } else if (!tou) {
      reads.push_back(fmt::format("{},2025-10-15,2025-11-13,{}\n", id, dice() % 1000));
    } else {
      std::int64_t t = 1760511600 + (i % 5 == 0 ? 900 : 0);  // 2025-10-15 00:00 in Los Angeles
      for (int k = 0; k < 60; ++k, t += 900)
        intervals.push_back(fmt::format("{},{},{}.{:03}\n", id, format_stamp({t, false}), dice() % 4, dice() % 1000));
      if (i % 4 == 0) intervals.push_back(intervals.back());
    }
  }
  reads.push_back("N5000,2025-10-15,2025-11-13,1\n");
  Texts texts{"account_id,tariff,from,through,premise.city\n",
              {"account_id,from,through,kwh\n", "account_id,start,kwh\n"},
              std::nullopt,
              std::nullopt};
  for (const std::string& row : rows) texts.accounts += row;
  for (const std::string& row : reads) texts.usage[0] += row;
  for (const std::string& row : intervals) texts.usage[1] += row;
  return texts;
}

std::string shuffled(const std::string& text, std::mt19937& dice) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at) + 1;
    lines.push_back(text.substr(at, end - at));
    at = end;
  }
  std::shuffle(lines.begin() + 1, lines.end(), dice);
  std::string out;
  for (const std::string& line : lines) out += line;
  return out;
}

TEST(Order, ChunksThreadsAndSortingDoNotMatter) {
  std::mt19937 dice(7);
  const Texts texts = many_accounts(dice, 60);
  const Assembled expected = assemble(texts);
  ASSERT_FALSE(expected.failure);
  EXPECT_THAT(expected.sorted, IsEmpty());
  EXPECT_GT(expected.cycles.size(), 40U);
  EXPECT_GT(expected.refused.size(), 8U);
  for (const std::size_t chunk : {std::size_t{1}, std::size_t{50}, std::size_t{4096}}) {
    for (const unsigned threads : {1U, 3U}) {
      for (const bool sort : {false, true}) {
        Ways ways;
        ways.assembly.chunk_bytes = chunk;
        ways.assembly.block_entries = 5;
        ways.assembly.sort.bytes = 20000;
        ways.threads = threads;
        ways.sort_everything = sort;
        const Assembled other = assemble(texts, ways);
        EXPECT_EQ(other.cycles, expected.cycles) << chunk << " bytes, " << threads << " threads, sorted " << sort;
        EXPECT_EQ(other.refused, expected.refused);
        EXPECT_EQ(other.messages, expected.messages);
        EXPECT_EQ(other.digests, expected.digests);
      }
    }
  }
}

TEST(Order, ShuffledRowsGiveTheSameCycles) {
  std::mt19937 dice(11);
  const Texts texts = many_accounts(dice, 45);
  const Assembled expected = assemble(texts);
  for (int round = 0; round < 3; ++round) {
    Texts other = texts;
    for (std::string& usage : other.usage) usage = shuffled(usage, dice);
    const Assembled mixed = assemble(other);
    EXPECT_EQ(mixed.cycles, expected.cycles);
    EXPECT_EQ(mixed.sorted, (std::set<InputIndex>{1, 2}));
    other.accounts = shuffled(texts.accounts, dice);
    Assembled accounts_too = assemble(other);
    auto sorted = expected.cycles;
    std::sort(sorted.begin(), sorted.end());
    std::sort(accounts_too.cycles.begin(), accounts_too.cycles.end());
    EXPECT_EQ(accounts_too.cycles, sorted);
    EXPECT_EQ(accounts_too.refused.size(), expected.refused.size());
  }
}

}  // namespace
}  // namespace ratebook::io_test
