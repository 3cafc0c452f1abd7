// Conditions against brute force: random ones over two amounts, a count, a choice, a flag and a text are tried at every point of a grid.
#include "language/semantics/satisfy.hpp"

#include <gtest/gtest.h>

#include <random>

namespace ratebook {
namespace {

// A small tariff of inputs, and expressions over them.
class World {
 public:
  World() {
    tariff.choices.push_back({"zone", {}, {"north", "south", "west"}, {}});
    amount("account.x");
    amount("account.y");
    zone = input("account.zone", {Type::Kind::word, {}, ChoiceId{0}});
    flag = input("account.flag", {Type::Kind::flag, {}, {}});
    text = input("account.text", {Type::Kind::text, {}, {}});
  }

  ExprId add(ExprKind kind, Type type, std::vector<ExprId> operands, ExprPayload payload = {}) {
    tariff.expressions.push_back({kind, type, Level::cycle, {}, std::move(operands), std::move(payload)});
    return ExprId{tariff.expressions.size() - 1};
  }
  ExprId condition(ExprKind kind, std::vector<ExprId> operands, ExprPayload payload = {}) {
    return add(kind, {Type::Kind::flag, {}, {}}, std::move(operands), std::move(payload));
  }
  ExprId number(int value) { return add(ExprKind::constant, power(), {}, Constant{{value, 1}, {}, {}}); }
  ExprId word(ExprId subject, const char* w, MemberIndex member = 0) {
    return add(ExprKind::word, tariff[subject].type, {}, Word{w, member});
  }
  static Type power() { return {Type::Kind::number, unit_of(Dimension::power), {}}; }

  CheckedTariff tariff;
  std::vector<ExprId> amounts;
  ExprId zone, flag, text;

 private:
  ExprId input(const char* path, Type type) {
    Input i;
    i.path = path;
    i.type = type;
    tariff.inputs.push_back(i);
    return add(ExprKind::input, type, {}, InputId{tariff.inputs.size() - 1});
  }
  void amount(const char* path) {
    amounts.push_back(input(path, power()));
    tariff.inputs.back().low = Ratio{0, 1};
    tariff.inputs.back().high = Ratio{4, 1};
  }
};

constexpr const char* kZones[] = {"north", "south", "west"};
constexpr const char* kTexts[] = {"a", "b", "another"};

struct Point {
  Rational x, y;
  int zone = 0, text = 0;
  bool flag = false;
};

Rational worth(const World& w, ExprId id, const Point& p) {
  const Expr& e = w.tariff[id];
  auto operand = [&](std::size_t i) { return worth(w, e.operands[i], p); };
  switch (e.kind) {
    case ExprKind::constant:
      return rational(std::get<Constant>(e.payload).value);
    case ExprKind::input:
      return id == w.amounts[0] ? p.x : p.y;
    case ExprKind::add:
      return operand(0) + operand(1);
    case ExprKind::subtract:
      return operand(0) - operand(1);
    case ExprKind::largest:
      return std::max(operand(0), operand(1));
    case ExprKind::smallest:
      return std::min(operand(0), operand(1));
    default:
      ADD_FAILURE();
      return 0;
  }
}

bool compared(CompareOp op, const Rational& a, const Rational& b) {
  switch (op) {
    case CompareOp::equal:
      return a == b;
    case CompareOp::not_equal:
      return a != b;
    case CompareOp::less:
      return a < b;
    case CompareOp::less_equal:
      return a <= b;
    case CompareOp::greater:
      return a > b;
    case CompareOp::greater_equal:
      return a >= b;
  }
  return false;
}

std::string word_at(const World& w, ExprId subject, const Point& p) {
  return subject == w.zone ? kZones[p.zone] : kTexts[p.text];
}

bool holds(const World& w, ExprId id, const Point& p) {
  const Expr& e = w.tariff[id];
  auto number = [&](std::size_t i) { return worth(w, e.operands[i], p); };
  auto word = [&](std::size_t i) { return std::get<Word>(w.tariff[e.operands[i]].payload).text; };
  switch (e.kind) {
    case ExprKind::input:
      return p.flag;
    case ExprKind::negation:
      return !holds(w, e.operands[0], p);
    case ExprKind::all_of:
      return std::all_of(e.operands.begin(), e.operands.end(), [&](ExprId o) { return holds(w, o, p); });
    case ExprKind::any_of:
      return std::any_of(e.operands.begin(), e.operands.end(), [&](ExprId o) { return holds(w, o, p); });
    case ExprKind::within:
      return number(1) <= number(0) && number(0) <= number(2);
    case ExprKind::outside:
      return number(0) < number(1) || number(0) > number(2);
    case ExprKind::arms:
      for (std::size_t i = 0; i + 1 < e.operands.size(); i += 2)
        if (holds(w, e.operands[i + 1], p)) return holds(w, e.operands[i], p);
      return holds(w, e.operands.back(), p);
    case ExprKind::one_of:
      for (std::size_t i = 1; i < e.operands.size(); ++i)
        if (w.tariff[e.operands[0]].type.kind == Type::Kind::number ? number(0) == number(i)
                                                                    : word_at(w, e.operands[0], p) == word(i))
          return true;
      return false;
    case ExprKind::compare: {
      const CompareOp op = std::get<CompareOp>(e.payload);
      if (w.tariff[e.operands[0]].type.kind == Type::Kind::number) return compared(op, number(0), number(1));
      return (word_at(w, e.operands[0], p) == word(1)) == (op == CompareOp::equal);
    }
    default:
      ADD_FAILURE();
      return false;
  }
}

class Random {
 public:
  Random(World& w, std::uint32_t seed) : w_(w), engine_(seed) {}
  int below(int n) { return static_cast<int>(engine_() % static_cast<std::uint32_t>(n)); }

  ExprId condition(int depth) {
    if (depth == 0 || below(3) == 0) return leaf();
    switch (below(4)) {
      case 0:
        return w_.condition(ExprKind::negation, {condition(depth - 1)});
      case 1:
        return w_.condition(ExprKind::all_of, {condition(depth - 1), condition(depth - 1)});
      case 2:
        return w_.condition(ExprKind::any_of, {condition(depth - 1), condition(depth - 1)});
      default:
        return w_.condition(ExprKind::arms, {condition(depth - 1), condition(depth - 1), condition(depth - 1)});
    }
  }

 private:
  ExprId amount() { return w_.amounts[static_cast<std::size_t>(below(2))]; }
  ExprId leaf() {
    switch (below(8)) {
      case 0:
        return w_.flag;
      case 1:
        return w_.condition(ExprKind::compare, {w_.zone, zone_word()}, below(2) == 0 ? CompareOp::equal : CompareOp::not_equal);
      case 2:
        return w_.condition(ExprKind::one_of, {w_.zone, zone_word(), zone_word()});
      case 3: {
        const char* text = kTexts[below(2)];
        return w_.condition(ExprKind::compare, {w_.text, w_.word(w_.text, text)},
                            below(2) == 0 ? CompareOp::equal : CompareOp::not_equal);
      }
      case 4: {
        const int low = below(3);
        const ExprId x = amount(), from = w_.number(low), to = w_.number(low + below(3));
        return w_.condition(below(2) == 0 ? ExprKind::within : ExprKind::outside, {x, from, to});
      }
      case 5: {
        const int first = below(3);
        const ExprId x = amount(), a = w_.number(first), b = w_.number(first + 1 + below(2));
        return w_.condition(ExprKind::one_of, {x, a, b});
      }
      case 6: {
        const ExprId side = below(2) == 0 ? w_.number(below(5))
                                          : w_.add(ExprKind::add, World::power(), {w_.amounts[1], w_.number(below(5) - 2)});
        return w_.condition(ExprKind::compare, {w_.amounts[0], side}, static_cast<CompareOp>(below(6)));
      }
      default:
        return w_.condition(ExprKind::compare, {amount(), w_.number(below(5))}, static_cast<CompareOp>(below(6)));
    }
  }
  ExprId zone_word() {
    const int z = below(3);
    return w_.word(w_.zone, kZones[z], static_cast<MemberIndex>(z));
  }

  World& w_;
  std::mt19937 engine_;
};

TEST(Satisfy, AgreesWithEveryPointOfAGrid) {
  int possible = 0, impossible = 0;
  for (std::uint32_t round = 0; round < 400; ++round) {
    World w;
    Random random(w, 100 + round);
    const ExprId first = random.condition(2), second = random.condition(2), third = random.condition(1);
    const bool wanted = random.below(2) == 0;
    bool found = false;
    for (int x = 0; x <= 16 && !found; ++x)
      for (int y = 0; y <= 16 && !found; ++y)
        for (int rest = 0; rest < 18 && !found; ++rest) {
          const Point p{Rational(x, 4), Rational(y, 4), rest % 3, rest / 3 % 3, rest / 9 == 1};
          found = holds(w, first, p) && holds(w, second, p) && holds(w, third, p) == wanted;
        }
    Satisfy satisfy(w.tariff);
    const Satisfy::Answer answer = satisfy.together({{first}, {second}, {third, wanted}});
    ASSERT_EQ(answer.possible, found) << "round " << round;
    ++(found ? possible : impossible);
  }
  EXPECT_GT(possible, 100);
  EXPECT_GT(impossible, 40);
}

TEST(Satisfy, BandsOfAContractExcludeEachOther) {
  World w;
  const ExprId kw = w.amounts[0], contract = w.amounts[1];
  auto share = [&](std::int64_t percent) {
    const ExprId factor = w.add(ExprKind::constant, {}, {}, Constant{{percent, 100}, {}, {}});
    return w.add(ExprKind::multiply, World::power(), {factor, contract});
  };
  const ExprId below = w.condition(ExprKind::compare, {kw, share(85)}, CompareOp::less);
  const ExprId above = w.condition(ExprKind::compare, {kw, share(105)}, CompareOp::greater);
  const ExprId above_less = w.condition(ExprKind::compare, {kw, share(80)}, CompareOp::greater);
  Satisfy satisfy(w.tariff);
  EXPECT_FALSE(satisfy.together({{below}, {above}}).possible);
  const Satisfy::Answer both = satisfy.together({{below}, {above_less}});
  ASSERT_TRUE(both.possible);
  ASSERT_EQ(both.witness.size(), 2U);
  // Below zero they do not: 85 % of -4 kW is more than 105 % of it.
  for (Input& i : w.tariff.inputs) i.low = Ratio{-4, 1};
  Satisfy wider(w.tariff);
  EXPECT_TRUE(wider.together({{below}, {above}}).possible);
}

TEST(Satisfy, LargestIsAtLeastEachOfItsItems) {
  World w;
  const ExprId x = w.amounts[0], y = w.amounts[1];
  const ExprId largest = w.add(ExprKind::largest, World::power(), {x, y}),
               smallest = w.add(ExprKind::smallest, World::power(), {x, y});
  Satisfy satisfy(w.tariff);
  EXPECT_TRUE(satisfy.at_least(largest, x, {}));
  EXPECT_TRUE(satisfy.at_least(y, smallest, {}));
  EXPECT_FALSE(satisfy.at_least(x, y, {}));
  const ExprId rest = w.add(ExprKind::subtract, World::power(), {x, smallest});
  EXPECT_TRUE(satisfy.never_negative(rest, {}));
  EXPECT_FALSE(satisfy.never_zero(rest, {}));
}

TEST(Satisfy, ADivisorThatItsConditionKeepsFromZero) {
  World w;
  const ExprId x = w.amounts[0];
  const ExprId positive = w.condition(ExprKind::compare, {x, w.number(0)}, CompareOp::greater);
  const ExprId is_zero = w.condition(ExprKind::compare, {x, w.number(0)}, CompareOp::equal);
  Satisfy satisfy(w.tariff);
  EXPECT_FALSE(satisfy.never_zero(x, {}));
  EXPECT_TRUE(satisfy.never_zero(x, {{positive}}));
  EXPECT_TRUE(satisfy.never_zero(x, {{is_zero, false}}));
  // A product with what is never zero.
  const ExprId product = w.add(ExprKind::multiply, World::power(), {x, w.number(22)});
  EXPECT_FALSE(satisfy.never_zero(product, {}));
  EXPECT_TRUE(satisfy.never_zero(product, {{positive}}));
}

}  // namespace
}  // namespace ratebook
