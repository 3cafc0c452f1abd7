#include <gtest/gtest.h>

#include "compiler/ir/classes.hpp"

namespace ratebook::ir {
namespace {

TEST(Classes, CoverTheMembersThatScopesMention) {
  Program program;
  program.scheme_sizes = {2, 3, 4};
  program.quantities.push_back({ChannelId{0}, {{{SchemeId{2}, 1}}, {}}, std::nullopt});
  program.quantities.push_back({ChannelId{0}, {{{SchemeId{0}, 1}, {SchemeId{2}, 3}}, {}}, std::nullopt});
  const ClassSpace space = class_space(program);
  EXPECT_EQ(space.schemes, (std::vector<SchemeId>{SchemeId{0}, SchemeId{2}}));
  EXPECT_EQ(space.count(), 8U);
  for (MemberIndex a = 0; a < 2; ++a)
    for (MemberIndex b = 0; b < 4; ++b) {
      const std::uint32_t c = space.class_of({a, b});
      EXPECT_EQ(space.member(c, SchemeId{0}), a);
      EXPECT_EQ(space.member(c, SchemeId{2}), b);
      EXPECT_EQ(space.contains(c, program.quantities[0].scope), b == 1);
      EXPECT_EQ(space.contains(c, program.quantities[1].scope), a == 1 && b == 3);
      EXPECT_TRUE(space.contains(c, {}));
    }
}

TEST(Classes, WithoutScopesThereIsOne) { EXPECT_EQ(class_space(Program{}).count(), 1U); }

}  // namespace
}  // namespace ratebook::ir
