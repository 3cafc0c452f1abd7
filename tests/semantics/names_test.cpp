// The table of names: who may declare what, and the one name that a slip of the hand meant.
#include "language/semantics/names.hpp"

#include <gtest/gtest.h>

#include "language/semantics/tariff.hpp"

namespace ratebook {
namespace {

Span at(std::uint32_t begin) { return {FileId{0}, begin, begin + 1}; }

TEST(names, states_of_a_declaration) {
  Names names;
  DiagnosticSink sink;
  ASSERT_TRUE(names.announce(NameKind::measure, "peak_kw", at(10), sink));
  EXPECT_EQ(names.find("peak_kw")->state, Declaration::State::announced);
  EXPECT_FALSE(names.get<MeasureId>("peak_kw"));
  names.settle("peak_kw", MeasureId{3});
  EXPECT_EQ(names.get<MeasureId>("peak_kw"), MeasureId{3});
  EXPECT_FALSE(names.get<ValueId>("peak_kw"));
  EXPECT_FALSE(names.find("peak_kw")->used);
  EXPECT_NE(names.read("peak_kw"), nullptr);
  EXPECT_TRUE(names.find("peak_kw")->used);
  names.poison("peak_kw");
  EXPECT_FALSE(names.get<MeasureId>("peak_kw"));
  EXPECT_EQ(names.find("nothing"), nullptr);
  EXPECT_EQ(sink.all().size(), 0U);
}

TEST(names, the_first_declaration_stays) {
  Names names;
  DiagnosticSink sink;
  EXPECT_TRUE(names.announce(NameKind::value, "rate", at(10), sink));
  EXPECT_FALSE(names.announce(NameKind::line, "rate", at(90), sink));
  EXPECT_FALSE(names.announce(NameKind::channel, "usage", at(95), sink));
  ASSERT_EQ(sink.all().size(), 2U);
  EXPECT_EQ(sink.all()[0].code, Code::name_taken);
  EXPECT_EQ(sink.all()[0].labels.at(0).span, at(10));
  EXPECT_EQ(sink.all()[1].code, Code::name_reserved);
  EXPECT_EQ(names.find("rate")->kind, NameKind::value);
  EXPECT_EQ(names.get<ChannelId>("usage"), kUsage);
}

TEST(names, one_slip_and_no_more) {
  for (const std::string wrong : {"sumer", "summmer", "simmer", "smumer"})
    EXPECT_EQ(meant(wrong, {"winter", "summer"}), "summer");
  for (const std::string wrong : {"summer", "summre_", "winner"}) EXPECT_EQ(meant(wrong, {"summer"}), "");
  EXPECT_EQ(meant("ab", {"ac"}), "");
}

TEST(names, swapped_letters_come_before_another_letter_and_a_tie_says_nothing) {
  EXPECT_EQ(meant("tier_2", {"tier_1", "teir_2", "tier_3"}), "teir_2");
  EXPECT_EQ(meant("tier_4", {"tier_1", "tier_2", "tier_3"}), "");
  EXPECT_EQ(meant("tier_4", {"tier_1", "tier_1"}), "tier_1");
  EXPECT_EQ(help_meant("teir_2", {"tier_1", "tier_2"}), "is `tier_2` meant?");
  EXPECT_EQ(help_meant("tier_4", {"tier_1", "tier_2"}), "");
}

TEST(names, only_one_candidate_is_proposed) {
  Names names;
  DiagnosticSink sink;
  names.announce(NameKind::member, "tier_1", at(1), sink);
  EXPECT_EQ(names.closest("teir_1"), "tier_1");
  names.announce(NameKind::member, "tier_2", at(2), sink);
  EXPECT_EQ(names.closest("tier_3"), "");
  EXPECT_EQ(names.closest("cycle.day"), "cycle.days");
}

TEST(names, every_built_in_fact_has_its_path) {
  for (const Fact f : {Fact::days, Fact::hours, Fact::months, Fact::years, Fact::cycle_days, Fact::cycle_from,
                       Fact::cycle_through, Fact::cycle_month, Fact::cycle_year, Fact::cycle_scheduled_days, Fact::cycle_first,
                       Fact::cycle_last, Fact::account_cycle_number, Fact::account_since}) {
    const Names names;
    EXPECT_EQ(names.get<Fact>(fact_path(f)), f) << fact_path(f);
  }
  EXPECT_EQ(fact_path(Fact::part_month), "");
}

}  // namespace
}  // namespace ratebook
