// What operation.def says of each operation, and its exact meaning on integers of any size. Constant folding, range analysis and the slow
// evaluator all rest on `result_of`; the native lowering is tested against it.
//
//   result_of(Op::divide_half_up, {-5, 2})   is -3
#pragma once
#include <array>
#include <span>

#include "compiler/ir/program.hpp"

namespace ratebook::ir {

enum class Effect : std::uint8_t { pure, load, effect };

inline constexpr std::size_t kOperations = 0
#define OPERATION(name, operands, effect, meaning) +1
#include "compiler/ir/operation.def"
    ;

int operand_count(Op op);  // -1: any number
Effect effect_of(Op op);
std::string_view meaning_of(Op op);
std::optional<Op> operation_named(std::string_view word);

bool is_predicate(Op op);  // its result is 0 or 1
bool is_divide(Op op);
Op divide_operation(RoundMode mode);

// Of a pure operation that has operands. Divisors must be >= 1 and roots' operands >= 0.
BigInt result_of(Op op, std::span<const BigInt> operands);

// The largest n with n² <= a; a >= 0.
BigInt integer_root(const BigInt& a);

}  // namespace ratebook::ir
