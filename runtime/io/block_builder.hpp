// Cycles that are complete, entry by entry, into the columns of a CycleBlock.
#pragma once
#include <span>

#include "runtime/io/batch_input.hpp"
#include "runtime/io/open_cycle.hpp"

namespace ratebook {

class BlockBuilder {
 public:
  explicit BlockBuilder(const BlockContext& context) : context_(context) { block_.context = &context; }

  void append(const OpenCycle& cycle);
  // An entry of another block, with history of newer cycles put before its own and the cycle's number replaced.
  void append(const CycleBlock& block, std::size_t entry, std::span<const BlockHistory> newer, std::int64_t cycle_number);

  std::size_t size() const { return block_.size(); }
  std::size_t readings() const { return readings_; }
  const CycleBlock& block() const { return block_; }  // so far
  CycleBlock take();

 private:
  FactGroup& group_of(std::uint32_t tariff);
  std::uint32_t new_entry(std::uint32_t tariff, std::string_view id);
  void end_entry();
  void keep(const std::shared_ptr<const void>& piece);

  const BlockContext& context_;
  CycleBlock block_;
  std::size_t readings_ = 0;  // of the block, wherever they lie
};

}  // namespace ratebook
