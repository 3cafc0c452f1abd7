#include "compiler/ir/operation.hpp"

#include <cassert>

namespace ratebook::ir {

namespace {

struct Entry {
  std::string_view word;
  int operands;
  Effect effect;
  std::string_view meaning;
};

constexpr std::array<Entry, kOperations> kEntries{{
#define OPERATION(name, operands, effect, meaning) {#name, operands, Effect::effect, meaning},
#include "compiler/ir/operation.def"
}};

const Entry& entry(Op op) { return kEntries[static_cast<std::size_t>(op)]; }

// a / b with the remainder's share decided by `mode`; the quotient is first cut towards zero.
BigInt divide(Op mode, const BigInt& a, const BigInt& b) {
  assert(b >= 1);
  BigInt quotient, remainder;
  boost::multiprecision::divide_qr(a, b, quotient, remainder);
  const BigInt twice = abs(remainder) * 2;
  bool away = false;
  switch (mode) {
    case Op::divide_half_up:
      away = twice >= b;
      break;
    case Op::divide_half_even:
      away = twice > b || (twice == b && (quotient & 1) != 0);
      break;
    case Op::divide_up:
      away = remainder != 0;
      break;
    default:
      break;
  }
  if (away) quotient += a < 0 ? -1 : 1;
  return quotient;
}

}  // namespace

std::string_view operation_word(Op op) { return entry(op).word; }
int operand_count(Op op) { return entry(op).operands; }
Effect effect_of(Op op) { return entry(op).effect; }
std::string_view meaning_of(Op op) { return entry(op).meaning; }

std::optional<Op> operation_named(std::string_view word) {
  for (std::size_t i = 0; i < kOperations; ++i)
    if (kEntries[i].word == word) return static_cast<Op>(i);
  return std::nullopt;
}

bool is_predicate(Op op) {
  switch (op) {
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::both:
    case Op::either:
    case Op::negate:
      return true;
    default:
      return false;
  }
}

bool is_divide(Op op) {
  return op == Op::divide_half_up || op == Op::divide_half_even || op == Op::divide_up || op == Op::divide_down;
}

BigInt integer_root(const BigInt& a) {
  assert(a >= 0);
  return boost::multiprecision::sqrt(a);
}

BigInt result_of(Op op, std::span<const BigInt> v) {
  switch (op) {
    case Op::add:
      return v[0] + v[1];
    case Op::subtract:
      return v[0] - v[1];
    case Op::multiply:
      return v[0] * v[1];
    case Op::minimum:
      return v[0] < v[1] ? v[0] : v[1];
    case Op::maximum:
      return v[0] < v[1] ? v[1] : v[0];
    case Op::divide_half_up:
    case Op::divide_half_even:
    case Op::divide_up:
    case Op::divide_down:
      return divide(op, v[0], v[1]);
    case Op::root:
      return integer_root(v[0]);
    case Op::select:
      return v[0] != 0 ? v[1] : v[2];
    case Op::equal:
      return v[0] == v[1];
    case Op::not_equal:
      return v[0] != v[1];
    case Op::less:
      return v[0] < v[1];
    case Op::less_equal:
      return v[0] <= v[1];
    case Op::both:
      return v[0] != 0 && v[1] != 0;
    case Op::either:
      return v[0] != 0 || v[1] != 0;
    case Op::negate:
      return v[0] == 0;
    default:
      assert(false && "not a pure operation");
      return 0;
  }
}

Op divide_operation(RoundMode mode) {
  switch (mode) {
    case RoundMode::half_up:
      return Op::divide_half_up;
    case RoundMode::half_even:
      return Op::divide_half_even;
    case RoundMode::up:
      return Op::divide_up;
    case RoundMode::down:
      return Op::divide_down;
  }
  return Op::divide_down;
}

}  // namespace ratebook::ir
