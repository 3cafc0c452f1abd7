// Interval readings put into cycles: clock changes, duplicates, holes, misfits, both forms, ends of intervals.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/io/input_files.hpp"

namespace ratebook::io_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kHeader = "account_id,tariff,from,through,premise.city\n";

// One day of Los Angeles on TOU-R.
std::string one_day(const std::string& day) { return std::string(kHeader) + "A1,TOU-R," + day + "," + day + ",Springfield\n"; }

std::string hourly(const std::vector<std::string>& stamps) {
  std::string text = "account_id,start,kwh\n";
  int k = 0;
  for (const std::string& stamp : stamps) text += "A1," + stamp + "," + std::to_string(++k) + "\n";
  return text;
}
std::vector<std::string> local_hours(const std::string& day, const std::vector<int>& hours) {
  std::vector<std::string> stamps;
  for (const int h : hours) stamps.push_back(fmt::format("{}T{:02}:00:00", day, h));
  return stamps;
}
std::vector<int> range(int from, int to) {
  std::vector<int> hours;
  for (int h = from; h < to; ++h) hours.push_back(h);
  return hours;
}
std::vector<int> autumn() {  // 01:00 twice
  std::vector<int> hours{0, 1};
  for (const int h : range(1, 24)) hours.push_back(h);
  return hours;
}

// What a cycle says of its series, without the number that tells the order.
std::string shape(const Assembled& a) {
  if (a.failure) return a.failure->message;
  if (a.cycles.empty()) return a.refused.empty() ? "nothing" : a.refused[0];
  if (a.cycles[0].find("kwh:") == std::string::npos) return "no readings";
  return a.cycles[0].substr(a.cycles[0].find("kwh:"), a.cycles[0].find(" #") - a.cycles[0].find("kwh:"));
}

TEST(Readings, ADayOfUsualLength) {
  const Assembled a = assemble({one_day("2025-07-01"), {hourly(local_hours("2025-07-01", range(0, 24)))}});
  EXPECT_EQ(shape(a), "kwh:3600s@1751353200 n=24 missing=0 sum=300");
  const Assembled offsets = assemble({one_day("2025-07-01"), {[] {
                                        std::vector<std::string> stamps;
                                        for (const int h : range(7, 24))
                                          stamps.push_back(fmt::format("2025-07-01T{:02}:00:00Z", h));
                                        for (const int h : range(0, 7))
                                          stamps.push_back(fmt::format("2025-07-02T{:02}:00:00Z", h));
                                        return hourly(stamps);
                                      }()}});
  EXPECT_EQ(offsets.cycles, a.cycles);
}

TEST(Readings, TheRepeatedHourIsResolvedByOrder) {
  const Assembled a = assemble({one_day("2025-11-02"), {hourly(local_hours("2025-11-02", autumn()))}});
  EXPECT_EQ(shape(a), "kwh:3600s@1762066800 n=25 missing=0 sum=325");
  // Read as written: first pass 2, second pass 3.
  std::vector<std::string> stamps{"2025-11-02T00:00:00-07:00", "2025-11-02T01:00:00-07:00", "2025-11-02T01:00:00-08:00"};
  for (const int h : range(2, 24)) stamps.push_back(fmt::format("2025-11-02T{:02}:00:00-08:00", h));
  EXPECT_EQ(assemble({one_day("2025-11-02"), {hourly(stamps)}}).cycles, a.cycles);
}

TEST(Readings, QuarterHoursOfTheRepeatedHour) {
  std::vector<std::string> local, offset;
  for (int q = 0; q < 100; ++q) {  // from 00:00 -07:00 on
    const int quarter = q < 8 ? q : q - 4;
    local.push_back(fmt::format("2025-11-02T{:02}:{:02}:00", quarter / 4, quarter % 4 * 15));
    offset.push_back(local.back() + (q < 8 ? "-07:00" : "-08:00"));
  }
  const Assembled expected = assemble({one_day("2025-11-02"), {hourly(offset)}});
  EXPECT_EQ(shape(expected), "kwh:900s@1762066800 n=100 missing=0 sum=5050");
  EXPECT_EQ(assemble({one_day("2025-11-02"), {hourly(local)}}).cycles, expected.cycles);
  Ways small;
  small.assembly.chunk_bytes = 10;
  EXPECT_EQ(assemble({one_day("2025-11-02"), {hourly(local)}}, small).cycles, expected.cycles);
}

TEST(Readings, ARepeatedHourThatTheOrderDoesNotTell) {
  const Assembled once = assemble({one_day("2025-11-02"), {hourly(local_hours("2025-11-02", range(0, 24)))}});
  EXPECT_THAT(once.refused, ElementsAre("accounts 2 A1 ambiguous_time <- usage0 3", "usage0 3 A1 ambiguous_time"));
  EXPECT_THAT(once.messages[1], HasSubstr("2025-11-02T01:00:00 happens twice in America/Los_Angeles"));
  auto hours = autumn();
  std::swap(hours[5], hours[20]);
  EXPECT_THAT(
      assemble({one_day("2025-11-02"), {hourly(local_hours("2025-11-02", hours))}}).refused,
      ElementsAre("accounts 2 A1 ambiguous_time <- usage0 3", "usage0 3 A1 ambiguous_time", "usage0 4 A1 ambiguous_time"));
}

TEST(Readings, ATimeThatDoesNotExist) {
  const Assembled a = assemble({one_day("2025-03-09"), {hourly(local_hours("2025-03-09", range(0, 24)))}});
  EXPECT_THAT(a.refused, ElementsAre("accounts 2 A1 nonexistent_time <- usage0 4", "usage0 4 A1 nonexistent_time"));
  auto hours = range(0, 24);
  hours.erase(hours.begin() + 2);
  EXPECT_EQ(shape(assemble({one_day("2025-03-09"), {hourly(local_hours("2025-03-09", hours))}})),
            "kwh:3600s@1741507200 n=23 missing=0 sum=276");
}

TEST(Readings, EqualDuplicatesAreDroppedOthersRefuse) {
  std::string text = hourly(local_hours("2025-07-01", range(0, 24)));
  const Assembled equal = assemble({one_day("2025-07-01"), {text + "A1,2025-07-01T05:00:00,6\nA1,2025-07-01T05:00:00,6.0\n"}});
  EXPECT_EQ(shape(equal), "kwh:3600s@1751353200 n=24 missing=0 sum=300");
  EXPECT_EQ(equal.counts[1].duplicate, 2U);
  const Assembled other = assemble({one_day("2025-07-01"), {text + "A1,2025-07-01T05:00:00,6.1\n"}});
  EXPECT_THAT(other.refused, ElementsAre("accounts 2 A1 duplicate_interval <- usage0 26", "usage0 26 A1 duplicate_interval"));
  EXPECT_THAT(other.messages[1],
              HasSubstr("row 7 has a different reading for 2025-07-01T05:00:00-07:00 | A1,2025-07-01T05:00:00,6.1"));
  // The later row of the file is the bad one, whatever the order in time.
  const Assembled before = assemble(
      {one_day("2025-07-01"), {"account_id,start,kwh\nA1,2025-07-01T05:00:00,6.1\n" + text.substr(text.find('\n') + 1)}});
  EXPECT_THAT(before.refused, ElementsAre("accounts 2 A1 duplicate_interval <- usage0 8", "usage0 8 A1 duplicate_interval"));
}

TEST(Readings, HolesStayHoles) {
  auto hours = range(0, 24);
  hours.erase(hours.begin() + 10);
  EXPECT_EQ(shape(assemble({one_day("2025-07-01"), {hourly(local_hours("2025-07-01", hours))}})),
            "kwh:3600s@1751353200 n=24 missing=1 sum=276");
  std::string text = hourly(local_hours("2025-07-01", range(0, 23))) + "A1,2025-07-01T23:00:00,\n";
  EXPECT_EQ(shape(assemble({one_day("2025-07-01"), {text}})), "kwh:3600s@1751353200 n=24 missing=1 sum=276");
}

TEST(Readings, OutsideAndBetweenCycles) {
  const std::string accounts = std::string(kHeader) + "A1,TOU-R,2025-07-01,2025-07-01,x\nA1,TOU-R,2025-07-03,2025-07-03,x\n";
  std::vector<std::string> stamps = local_hours("2025-06-30", {22, 23});
  for (const std::string day : {"2025-07-01", "2025-07-02", "2025-07-03", "2025-07-04"}) {
    for (const std::string& stamp : local_hours(day, range(0, 24))) stamps.push_back(stamp);
  }
  const Assembled a = assemble({accounts, {hourly(stamps)}});
  EXPECT_EQ(a.cycles.size(), 2U);
  EXPECT_EQ(a.counts[1].used, 48U);
  EXPECT_EQ(a.counts[1].outside, 50U);
}

TEST(Readings, HalfHoursInAnyOrder) {
  std::vector<std::string> stamps = local_hours("2025-07-01", range(0, 24));
  for (const int h : range(0, 24)) stamps.push_back(fmt::format("2025-07-01T{:02}:30:00", h));
  const Assembled a = assemble({one_day("2025-07-01"), {hourly(stamps)}});
  EXPECT_THAT(a.refused, testing::IsEmpty());
  EXPECT_EQ(a.counts[1].used, 48U);
}

TEST(Readings, RowsOffTheGrid) {
  auto stamps = local_hours("2025-07-01", range(0, 24));
  stamps[7] = "2025-07-01T07:10:00";
  const Assembled a = assemble({one_day("2025-07-01"), {hourly(stamps)}});
  EXPECT_THAT(a.refused, ElementsAre("accounts 2 A1 misaligned_interval <- usage0 9", "usage0 9 A1 misaligned_interval"));
  EXPECT_THAT(a.messages[1], HasSubstr("2025-07-01T07:10:00-07:00 is not a whole number of 60-minute steps"));
  // A grid that does not meet the cycle's edges.
  std::vector<std::string> half;
  for (const int h : range(0, 24)) half.push_back(fmt::format("2025-07-01T{:02}:30:00", h));
  EXPECT_THAT(assemble({one_day("2025-07-01"), {hourly(half)}}).refused,
              ElementsAre("accounts 2 A1 interval_straddles <- usage0 2"));
}

TEST(Readings, TheLengthOfIntervals) {
  EXPECT_THAT(assemble({one_day("2025-07-01"), {hourly({"2025-07-01T05:00:00"})}}).refused,
              ElementsAre("accounts 2 A1 unknown_interval <- usage0 2", "usage0 2 A1 unknown_interval"));
  Ways told;
  told.assembly.reading.interval_minutes = 15;
  EXPECT_EQ(shape(assemble({one_day("2025-07-01"), {hourly({"2025-07-01T05:00:00"})}}, told)),
            "kwh:900s@1751353200 n=96 missing=95 sum=1");
  EXPECT_EQ(shape(assemble({one_day("2025-07-01"), {hourly(local_hours("2025-07-01", range(0, 24)))}}, told)),
            "kwh:900s@1751353200 n=96 missing=72 sum=300");
  EXPECT_THAT(assemble({one_day("2025-07-01"), {hourly({"2025-07-01T05:00:00", "2025-07-01T05:07:00", "2025-07-01T05:14:00"})}})
                  .refused,
              ElementsAre("accounts 2 A1 bad_interval <- usage0 2", "usage0 2 A1 bad_interval"));
}

TEST(Readings, StampsOfEnds) {
  Ways ends;
  ends.assembly.reading.stamps_are_ends = true;
  std::vector<std::string> stamps = local_hours("2025-07-01", range(1, 24));
  stamps.push_back("2025-07-02T00:00:00");
  EXPECT_EQ(assemble({one_day("2025-07-01"), {hourly(stamps)}}, ends).cycles,
            assemble({one_day("2025-07-01"), {hourly(local_hours("2025-07-01", range(0, 24)))}}).cycles);
}

TEST(Readings, BadRowsRefuseTheCycleTheyBelongTo) {
  const std::string accounts = std::string(kHeader) + "A1,TOU-R,2025-07-01,2025-07-01,x\nA1,TOU-R,2025-07-02,2025-07-02,x\n";
  std::vector<std::string> stamps = local_hours("2025-07-01", range(0, 24));
  for (const std::string& stamp : local_hours("2025-07-02", range(0, 24))) stamps.push_back(stamp);
  const std::string text = hourly(stamps);
  const Assembled one = assemble({accounts, {text + "A1,2025-07-02T07:00:00,x\n"}});
  EXPECT_THAT(one.refused, ElementsAre("accounts 3 A1 bad_number <- usage0 50", "usage0 50 A1 bad_number"));
  EXPECT_EQ(one.cycles.size(), 1U);
  // A time that can't be read may be of any cycle.
  const Assembled all = assemble({accounts, {text + "A1,07/02/2025 07:00,1\n"}});
  EXPECT_THAT(all.refused, ElementsAre("accounts 2 A1 bad_time <- usage0 50", "accounts 3 A1 bad_time <- usage0 50",
                                       "usage0 50 A1 bad_time"));
  // One of a time outside every cycle refuses none.
  const Assembled outside = assemble({accounts, {text + "A1,2025-07-09T07:00:00,x\n"}});
  EXPECT_THAT(outside.refused, ElementsAre("usage0 50 A1 bad_number"));
}

TEST(Readings, SeveralChannelsInOneFileOrInSeveral) {
  std::string both = "account_id,start,kwh,export_kwh\n", delivered = "account_id,start,kwh\n",
              received = "account_id,start,export_kwh\n";
  for (const int h : range(0, 24)) {
    both += fmt::format("A1,2025-07-01T{:02}:00:00,{},{}\n", h, h, h * 2);
    delivered += fmt::format("A1,2025-07-01T{:02}:00:00,{}\n", h, h);
    received += fmt::format("A1,2025-07-01T{:02}:00:00,{}\n", h, h * 2);
  }
  const Assembled one = assemble({one_day("2025-07-01"), {both}});
  EXPECT_THAT(one.cycles[0], HasSubstr("export_kwh:3600s@1751353200 n=24 missing=0 sum=552"));
  EXPECT_EQ(assemble({one_day("2025-07-01"), {delivered, received}}).cycles, one.cycles);
  // The same channel in two files: equal readings are duplicates, others refuse.
  const Assembled twice = assemble({one_day("2025-07-01"), {both, delivered}});
  EXPECT_EQ(twice.cycles, one.cycles);
  EXPECT_EQ(twice.counts[2].duplicate, 24U);
  const Assembled against = assemble({one_day("2025-07-01"), {both, delivered + "A1,2025-07-01T05:00:00,9\n"}});
  EXPECT_THAT(against.refused, ElementsAre("accounts 2 A1 duplicate_interval <- usage1 26", "usage1 26 A1 duplicate_interval"));
}

// -- a row a cycle ------------------------------------------------------------------------------------------------------------------------

std::string wide(const std::string& start, int minutes, int count, const std::string& value = "1") {
  std::string list;
  for (int i = 0; i < count; ++i) list += (i > 0 ? ";" : "") + (i == 3 ? value : std::string("1"));
  return fmt::format("account_id,start,interval_minutes,kwh\nA1,{},{},{}\n", start, minutes, list);
}

TEST(WideReadings, TheNumberOfValuesIsTheCycles) {
  EXPECT_EQ(shape(assemble({one_day("2025-07-01"), {wide("2025-07-01T00:00:00-07:00", 15, 96, "0.125")}})),
            "kwh:900s@1751353200 n=96 missing=0 sum=95.125");
  EXPECT_EQ(shape(assemble({one_day("2025-11-02"), {wide("2025-11-02", 15, 100)}})),
            "kwh:900s@1762066800 n=100 missing=0 sum=100");
  EXPECT_EQ(shape(assemble({one_day("2025-03-09"), {wide("2025-03-09T00:00", 60, 23)}})),
            "kwh:3600s@1741507200 n=23 missing=0 sum=23");
  const Assembled short_row = assemble({one_day("2025-07-01"), {wide("2025-07-01", 15, 95)}});
  EXPECT_THAT(short_row.refused,
              ElementsAre("accounts 2 A1 wrong_interval_count <- usage0 2", "usage0 2 A1 wrong_interval_count"));
  EXPECT_THAT(short_row.messages[1], HasSubstr("`kwh` has 95 values, but the cycle has 96 intervals"));
}

TEST(WideReadings, BadRows) {
  const auto code_of = [](const std::string& text) {
    const Assembled a = assemble({one_day("2025-07-01"), {text}});
    return a.refused.size() == 2 ? a.refused[1] : a.refused.empty() ? shape(a) : "several";
  };
  EXPECT_EQ(code_of(wide("2025-07-01", 15, 96, "1e-3")), "usage0 2 A1 bad_number");
  EXPECT_EQ(code_of(wide("2025-07-01", 15, 96, "0.1234567")), "usage0 2 A1 too_many_digits");
  EXPECT_EQ(code_of(wide("2025-07-01", 15, 96, "-2")), "usage0 2 A1 negative_reading");
  EXPECT_EQ(code_of(wide("2025-07-01", 15, 96, "10000001")), "usage0 2 A1 input_range");
  EXPECT_EQ(code_of(wide("2025-07-01", 15, 96, "")), "kwh:900s@1751353200 n=96 missing=1 sum=95");
  EXPECT_EQ(code_of(wide("2025-07-01", 7, 96)), "usage0 2 A1 bad_interval");
  EXPECT_EQ(code_of(wide("250701", 15, 96)), "usage0 2 A1 bad_time");
  EXPECT_EQ(code_of(wide("2025-07-01T01:00:00", 15, 92)), "usage0 2 A1 cycle_start");
  EXPECT_EQ(code_of(wide("2025-07-05", 15, 96)), "no readings");  // outside every cycle
  const std::string good = wide("2025-07-01", 15, 96);
  EXPECT_EQ(code_of(good + good.substr(good.find('\n') + 1)), "kwh:900s@1751353200 n=96 missing=0 sum=96");
  const std::string other = wide("2025-07-01", 15, 96, "2");
  EXPECT_EQ(code_of(good + other.substr(other.find('\n') + 1)), "usage0 3 A1 duplicate_interval");
}

TEST(WideReadings, ChannelsOfOneRow) {
  const std::string accounts = one_day("2025-07-01");
  const auto with = [&](const std::string& kwh, const std::string& export_kwh) {
    return assemble(
        {accounts, {"account_id,start,interval_minutes,export_kwh,kwh\nA1,2025-07-01,720," + export_kwh + "," + kwh + "\n"}});
  };
  EXPECT_THAT(with("1;2", "3;4").cycles[0], HasSubstr("kwh:43200s@1751353200 n=2 missing=0 sum=3"));
  EXPECT_EQ(shape(with("1;2", "")), "kwh:43200s@1751353200 n=2 missing=0 sum=3");
  EXPECT_THAT(with("1;2", "").cycles[0], ::testing::Not(HasSubstr("export")));
  EXPECT_EQ(with("1;2", "3").refused[1], "usage0 2 A1 wrong_interval_count");
  EXPECT_EQ(with("", "").refused[1], "usage0 2 A1 missing_field");
}

TEST(WideReadings, RoundedWhenAskedFor) {
  Ways round;
  round.assembly.reading.round_decimals = 2;
  EXPECT_EQ(shape(assemble({one_day("2025-07-01"), {wide("2025-07-01", 15, 96, "0.12500001")}}, round)),
            "kwh:900s@1751353200 n=96 missing=0 sum=95.13");
}

// -- facts and history ----------------------------------------------------------------------------------------------------------------------

const std::string kIo1 = "account_id,tariff,from,through\nA1,IO-1,2025-07-01,2025-07-01\n";
const std::string kRead = "account_id,from,through,kwh\nA1,2025-07-01,2025-07-01,1\n";

TEST(History, EarlierCyclesNewestFirst) {
  Texts texts{kIo1,
              {kRead},
              std::nullopt,
              "account_id,tariff,through,name,value,unit,age\n"
              "A1,IO-1,2025-05-31,peak_kw,3.5,kW,2\n"
              "A1,IO-1,2025-06-30,peak_kw,4000,kW,1\n"
              "A1,IO-1,2025-06-30,account.cycle_number,7,,1\n"
              "A1,IO-1,2025-07-01,peak_kw,99,kW,0\n"
              "A1,OTHER,2025-06-30,peak_kw,1,kW,1\n"
              "A7,IO-1,2025-06-30,peak_kw,1,kW,1\n"};
  const Assembled a = assemble(texts);
  EXPECT_THAT(a.cycles,
              ElementsAre("A1 IO-1 2025-07-01..2025-07-01 kwh=1 [2025-06-30 peak_kw=4000] [2025-05-31 peak_kw=3.5] number=8"));
  texts.history =
      "account_id,tariff,through,name,value,unit\nA1,IO-1,2025-05-31,peak_kw,3.5,kW\nA1,IO-1,2025-05-31,peak_kw,3.6,kW\n";
  EXPECT_THAT(assemble(texts).refused, ElementsAre("accounts 2 A1 history_value <- other2 3", "other2 3 A1 history_value"));
  texts.history = "account_id,tariff,through,name,value,unit\nA1,IO-1,2025-05-31,peak_kw,3.5,bananas\n";
  EXPECT_THAT(assemble(texts).refused, ElementsAre("accounts 2 A1 unknown_unit <- other2 2", "other2 2 A1 unknown_unit"));
}

TEST(Facts, DatedInputs) {
  Texts texts{kIo1,
              {kRead},
              "account_id,name,from,value\nA1,account.level,2025-01-01,12.5\nA1,account.level,2025-07-01,13\n",
              std::nullopt};
  EXPECT_THAT(assemble(texts).refused, IsEmpty());
  texts.facts = "account_id,name,from,value\nA1,account.level,2025-01-01,high\n";
  EXPECT_THAT(assemble(texts).refused, ElementsAre("accounts 2 A1 bad_number <- other2 2", "other2 2 A1 bad_number"));
  texts.facts = "account_id,name,from,value\nA1,account.care,2025-01-01,true\n";
  EXPECT_THAT(assemble(texts).refused, ElementsAre("accounts 2 A1 unknown_fact <- other2 2", "other2 2 A1 unknown_fact"));
  texts.facts = "account_id,name,from,value\nA1,account.level,2025-01-01,1\nA1,account.level,2025-01-01,2\n";
  EXPECT_THAT(assemble(texts).refused, ElementsAre("accounts 2 A1 duplicate_fact <- other2 3", "other2 3 A1 duplicate_fact"));
}

}  // namespace
}  // namespace ratebook::io_test
