// One account's way through a program (evaluate.hpp).
#pragma once
#include <map>

#include "compiler/evaluate/evaluate.hpp"
#include "compiler/ir/classes.hpp"
#include "compiler/ir/ranges.hpp"

namespace ratebook {

class AccountRun {
 public:
  AccountRun(const ir::Program& program, const ir::ClassSpace& classes, const std::vector<ChannelId>& channels,
             const native::Batch& batch, std::uint64_t account, std::vector<std::string>& breaches);
  void run();

 private:
  using BigInt = ir::BigInt;

  void run_block(const ir::Block& block, std::uint64_t part);
  BigInt load(const ir::Instruction& i);
  void effect(const ir::Instruction& i);
  const BigInt& operand(const ir::Instruction& i, std::size_t n) const { return values_[i.operands[n].index]; }
  const native::PartTable& table(std::uint32_t partition) const { return window_.partitions[partition]; }
  // 0 for what has one number a cycle, else the current part.
  std::uint64_t part_of(std::uint32_t partition) const { return program_.partitions[partition].whole() ? 0 : part_; }
  std::vector<std::uint32_t> segments() const;

  // Readings (account_readings.cpp).
  const native::ReadingColumn& readings(ChannelId channel) const;
  BigInt reading(const native::ReadingColumn& column, std::uint64_t at) const;
  BigInt sum(const native::ReadingColumn& column, std::uint64_t first, std::uint64_t last) const;
  BigInt quantity(std::uint32_t slot) const;
  BigInt demand(std::uint32_t slot) const;
  void fill_tiers(const ir::Instruction& i);
  void walk(const ir::Block& block, std::uint64_t part);
  BigInt days_within(const BigInt& from, const BigInt& through) const;

  // Results.
  void fail(std::uint32_t status);
  native::Row& row(std::uint32_t slot) const;
  void emit_row(const ir::Instruction& i);
  void record(const ir::Instruction& i);

  const ir::Program& program_;
  const ir::ClassSpace& classes_;
  const std::vector<ChannelId>& channels_;
  const native::Batch& batch_;
  const std::uint64_t account_;
  const native::Window& window_;
  std::vector<std::string>& breaches_;
  const ir::Block* block_ = nullptr;
  std::uint64_t part_ = 0;
  std::vector<BigInt> values_;
  std::map<std::pair<std::uint32_t, std::uint64_t>, BigInt> cells_;  // (cell, part)
  std::vector<BigInt> accumulators_;
  std::map<std::uint32_t, BigInt> step_energies_;                        // by quantity slot, of the current step
  std::map<std::pair<std::uint32_t, std::uint32_t>, BigInt> pass_sums_;  // (quantity slot, segment)
};

}  // namespace ratebook
