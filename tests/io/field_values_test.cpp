#include "runtime/io/field_values.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "language/base/decimal.hpp"
#include "runtime/io/bill_text.hpp"

namespace ratebook {
namespace {

void expect_number(std::string_view text, int shift, std::int64_t value) {
  const ScaledNumber n = parse_scaled(text, shift);
  EXPECT_EQ(n.flaw, NumberFlaw::none) << text;
  EXPECT_EQ(n.value, value) << text;
}
void expect_flaw(std::string_view text, int shift, NumberFlaw flaw) { EXPECT_EQ(parse_scaled(text, shift).flaw, flaw) << text; }

TEST(Numbers, AreExact) {
  expect_number("0", 6, 0);
  expect_number("1", 6, 1000000);
  expect_number("0.000001", 6, 1);
  expect_number("-0.5", 6, -500000);
  expect_number("9999999.999999", 6, 9999999999999);
  expect_number("007.10", 6, 7100000);
  expect_number("12.5", 3, 12500);              // Wh → micro-kWh
  expect_number("1.234567891", 9, 1234567891);  // MWh
  expect_number("1.2300000", 6, 1230000);       // zeros beyond the scale say nothing
  expect_number("123456789012", 6, 123456789012000000);
}
TEST(Numbers, ThatAreNone) {
  for (const std::string_view text :
       {"", "-", ".", ".5", "5.", "+5", "1e3", "1,000", "1 000", " 1", "1 ", "$1", "0x1", "--1", "1.2.3", "nan", "1.5kWh"}) {
    expect_flaw(text, 6, NumberFlaw::not_a_number);
  }
  expect_flaw("0.0000001", 6, NumberFlaw::too_many_digits);
  expect_flaw("1.2345", 3, NumberFlaw::too_many_digits);
  expect_flaw("99999999999999999999", 6, NumberFlaw::too_large);
  expect_flaw("9999999999999999", 6, NumberFlaw::too_large);
}
TEST(Numbers, RoundHalfEven) {
  const auto rounded = [](std::string_view text, int shift, int decimals) {
    const ScaledNumber n = parse_scaled_rounding(text, shift, decimals);
    EXPECT_EQ(n.flaw, NumberFlaw::none) << text;
    return std::pair(n.value, n.rounded);
  };
  EXPECT_EQ(rounded("0.12345678901234567", 6, 6), std::pair(std::int64_t{123457}, true));
  EXPECT_EQ(rounded("0.1234565", 6, 6), std::pair(std::int64_t{123456}, true));
  EXPECT_EQ(rounded("0.1234575", 6, 6), std::pair(std::int64_t{123458}, true));
  EXPECT_EQ(rounded("0.12345650001", 6, 6), std::pair(std::int64_t{123457}, true));
  EXPECT_EQ(rounded("-0.125", 6, 2), std::pair(std::int64_t{-120000}, true));
  EXPECT_EQ(rounded("0.5", 6, 0), std::pair(std::int64_t{0}, true));
  EXPECT_EQ(rounded("1.5", 6, 0), std::pair(std::int64_t{2000000}, true));
  EXPECT_EQ(rounded("1234", 3, 2), std::pair(std::int64_t{1230000}, true));  // Wh to hundredths of a kWh
  EXPECT_EQ(rounded("1.25", 6, 2), std::pair(std::int64_t{1250000}, false));
  EXPECT_EQ(rounded("7", 6, 6), std::pair(std::int64_t{7000000}, false));
}
// The fast way and the digits agree, and what is written is read.
RC_GTEST_PROP(Numbers, AreReadAsWritten, ()) {
  const auto value = *rc::gen::inRange<std::int64_t>(-9999999999999, 9999999999999);
  std::string text;
  append_scaled(text, value, 6, *rc::gen::inRange(0, 7));
  RC_ASSERT(parse_scaled(text, 6).flaw == NumberFlaw::none);
  RC_ASSERT(parse_scaled(text, 6).value == value);
  RC_ASSERT(text.substr(0, text.find('.')) == format_scaled(value, 6).substr(0, format_scaled(value, 6).find('.')));
}

std::int64_t at(std::string_view date, int seconds) { return std::int64_t{day_number(*parse_date(date))} * 86400 + seconds; }

TEST(Stamps, WithAndWithoutOffset) {
  const auto expect = [](std::string_view text, std::int64_t seconds, bool local) {
    const auto stamp = parse_stamp(text);
    ASSERT_TRUE(stamp) << text;
    EXPECT_EQ(stamp->seconds, seconds) << text;
    EXPECT_EQ(stamp->local, local) << text;
  };
  expect("2025-07-01T00:15:00-07:00", at("2025-07-01", 7 * 3600 + 900), false);
  expect("2025-07-01T00:15:00Z", at("2025-07-01", 900), false);
  expect("2025-07-01T00:15:00+05:30", at("2025-06-30", 86400 - 5 * 3600 - 900), false);
  expect("2025-07-01 00:15", at("2025-07-01", 900), true);
  expect("2025-07-01T00:15:00.000", at("2025-07-01", 900), true);
  expect("2025-07-01T23:59:59", at("2025-07-01", 86399), true);
  expect("2025-07-01", at("2025-07-01", 0), true);
}
TEST(Stamps, ThatAreNone) {
  for (const std::string_view text :
       {"", "250701", "07/01/2025", "2025-7-1", "2025-02-29", "2025-07-01T24:00:00", "2025-07-01T00:60:00",
        "2025-07-01T00:15:00.5", "2025-07-01T00:15:00+7:00", "2025-07-01T00:15:00 -07:00", "2025-07-01T", "2025-07-01T0:15",
        "2025-07-01T00:15:00-07:00 ", "2025-07-01T00:15:00-24:00"}) {
    EXPECT_FALSE(parse_stamp(text)) << text;
  }
}
// The parser that remembers dates and offsets reads what the one that does not reads.
RC_GTEST_PROP(Stamps, RememberedDatesDoNotMatter, ()) {
  StampParser parser;
  const auto texts = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "2025-07-01T00:15:00-07:00", "2025-07-01T00:30:00-07:00", "2025-07-01T25:30:00-07:00", "2025-07-02T00:30:00-07:00",
      "2025-07-02T00:30:00-08:00", "2025-07-01T00:15:00", "2025-07-01T00:15:0x", "2025-07-01T00:15:00Z", "2025-07-01 00:15:00Z",
      "2025-07-01T00:15+02:00", "2025-07-01T00:15:00.0Z", "x"));
  for (const std::string& text : texts) RC_ASSERT(parser.parse(text) == parse_stamp(text));
}

TEST(Flags, AndWholeNumbers) {
  for (const std::string_view yes : {"true", "1", "yes"}) EXPECT_EQ(parse_flag(yes), true);
  for (const std::string_view no : {"false", "0", "no"}) EXPECT_EQ(parse_flag(no), false);
  for (const std::string_view none : {"", "TRUE", "y", "2"}) EXPECT_EQ(parse_flag(none), std::nullopt);
  EXPECT_EQ(parse_whole("30"), 30);
  EXPECT_EQ(parse_whole("30.0"), std::nullopt);
  EXPECT_EQ(parse_whole("x"), std::nullopt);
}

}  // namespace
}  // namespace ratebook
