// Appends instructions to a program, block by block. Every emitted value has its range at once, so that lowering can leave out checks that
// cannot fail. The same pure operation or leaf is made once a block, and numbers of the account and its window once in the first block: equal
// denominators are then one value, which is how fractions (fraction.hpp) see that they are equal.
//
//   builder.begin_cycle("customer");
//   ValueId cents = builder.divide(Op::divide_half_up, product, builder.constant(30));
#pragma once
#include <map>
#include <tuple>

#include "compiler/ir/ranges.hpp"

namespace ratebook::ir {

class Builder {
 public:
  // Begins the block of the account's leaves.
  explicit Builder(Program& program) : program_(program) { begin_cycle("account"); }

  void begin_cycle(std::string name);
  void begin_part(std::string name, PartitionIndex partition);
  void begin_steps(std::string name, PartitionIndex partition, std::uint32_t walk);
  // The current block runs with the one before it, part by part.
  void join() { program_.blocks.back().joined = true; }
  const Block& block() const { return program_.blocks.back(); }
  bool in_part() const { return block().kind == Block::Kind::part; }
  // The script's place that the next instructions come from.
  void at(Span span) { span_ = span; }
  Span span() const { return span_; }

  ValueId emit(Op op, std::vector<ValueId> operands = {}, std::uint32_t index = 0);
  // A leaf without operands that is the same in every block: attribute, window_field, quantity_den.
  ValueId account_leaf(Op op, std::uint32_t index = 0);
  ValueId constant(const BigInt& value);
  // The same value computed in a cycle block, so that it is one number for all parts and can be read in every later block; `v` itself where it is
  // made of anything of the part.
  ValueId in_cycle(ValueId v);
  ValueId flag(bool value) { return constant(value ? 1 : 0); }

  ValueId add(ValueId a, ValueId b) { return emit(Op::add, {a, b}); }
  ValueId subtract(ValueId a, ValueId b) { return emit(Op::subtract, {a, b}); }
  ValueId multiply(ValueId a, ValueId b);
  ValueId minimum(ValueId a, ValueId b) { return emit(Op::minimum, {a, b}); }
  ValueId maximum(ValueId a, ValueId b) { return emit(Op::maximum, {a, b}); }
  ValueId clamp(ValueId a, const BigInt& low, const BigInt& high) { return minimum(maximum(a, constant(low)), constant(high)); }
  ValueId select(ValueId condition, ValueId yes, ValueId no);
  ValueId equal(ValueId a, ValueId b) { return emit(Op::equal, {a, b}); }
  ValueId less(ValueId a, ValueId b) { return emit(Op::less, {a, b}); }
  ValueId less_equal(ValueId a, ValueId b) { return emit(Op::less_equal, {a, b}); }
  ValueId both(ValueId a, ValueId b);
  ValueId either(ValueId a, ValueId b);
  ValueId negate(ValueId a);

  // Nothing is emitted when `condition` cannot hold.
  void fail_if(ValueId condition, Code code);

  const Range& range(ValueId v) const { return *program_.values[v.index].range; }
  bool is_cycle_value(ValueId v) const { return program_.blocks[block_of_[v.index]].kind == Block::Kind::cycle; }
  bool always(ValueId v) const { return range(v).low >= 1; }  // of a predicate
  bool never(ValueId v) const { return range(v).low == 0 && range(v).high == 0; }

  Program& program() { return program_; }
  StorageRanges& storage() { return storage_; }

 private:
  Program& program_;
  Span span_;
  StorageRanges storage_;
  std::vector<std::size_t> block_of_;  // by value
  ValueId append(std::size_t block, Instruction instruction);

  using Key = std::tuple<Op, std::uint32_t, std::vector<ValueId>>;
  std::map<BigInt, ValueId> constants_;                // of the current block
  std::map<Key, ValueId> known_;                       // likewise
  std::map<Key, ValueId> leaves_;                      // of the account
  std::map<std::pair<Key, BigInt>, ValueId> hoisted_;  // by what it computes; constants by their number
  std::optional<ValueId> hoist(ValueId v);
};

}  // namespace ratebook::ir
