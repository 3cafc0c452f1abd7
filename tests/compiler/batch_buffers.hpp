// Memory for a batch of a program, filled at random within the ranges that the program states: any program can be run on it by a kernel and by the
// evaluator, and the results compared.
#pragma once
#include <deque>
#include <random>
#include <string>
#include <vector>

#include "compiler/ir/classes.hpp"
#include "compiler/native/kernel.hpp"

namespace ratebook {

using Random = std::mt19937_64;

// A number of the range: its ends, small numbers and powers of two as often as others.
std::int64_t random_in(const ir::Range& range, Random& random);

struct BatchShape {
  std::size_t accounts = 16, windows = 3;
  std::uint32_t readings = 96;  // of an account's window
};

class BatchBuffers {
 public:
  BatchBuffers(const ir::Program& program, const std::vector<ChannelId>& channels, const BatchShape& shape, Random& random);
  BatchBuffers(const BatchBuffers&) = delete;
  BatchBuffers& operator=(const BatchBuffers&) = delete;

  // Runs and returns what came out, as text: one line for each account that differs in nothing when two texts are equal.
  std::string run(const native::Kernel& kernel);
  std::string evaluate(std::vector<std::string>* breaches = nullptr);

  std::vector<std::vector<std::int64_t>>& attributes() { return attributes_; }  // [attribute][account]
  native::Batch& batch() { return batch_; }
  std::size_t max_segments() const { return max_segments_; }
  std::size_t max_parts() const { return max_parts_; }

 private:
  struct Window;
  void make_window(Random& random);
  void make_account(std::size_t account, Random& random);
  native::ReadingColumn column_of(ChannelId channel, std::vector<std::int64_t> readings, Random& random);
  std::string results() const;
  void clear_results();

  const ir::Program& program_;
  std::vector<ChannelId> channels_;
  BatchShape shape_;
  ir::ClassSpace classes_;
  std::size_t max_segments_ = 1, max_parts_ = 1;
  std::deque<std::vector<std::int64_t>> numbers_;
  std::deque<std::vector<std::uint16_t>> numbers_of_16_;
  std::deque<std::vector<std::int32_t>> numbers_of_32_;
  std::deque<std::vector<std::uint32_t>> indices_;
  std::deque<std::vector<const std::int64_t*>> pointers_;
  std::deque<std::vector<native::DaySpan>> spans_;
  std::deque<std::vector<native::PartTable>> part_tables_;
  std::deque<std::vector<native::Run>> runs_;
  std::deque<std::vector<native::DemandRun>> demand_runs_;
  std::deque<std::vector<native::DemandTable>> demand_tables_;
  std::deque<std::vector<native::StepRun>> step_runs_;
  std::deque<std::vector<native::StepTable>> step_tables_;
  std::deque<std::vector<native::Int128>> wide_;
  std::vector<native::Window> windows_;
  std::vector<std::vector<std::size_t>> parts_;  // [window][partition]
  std::vector<const std::uint32_t*> demand_base_, state_base_;
  std::vector<std::uint32_t> window_of_;
  std::vector<std::vector<std::int64_t>> attributes_;
  std::vector<const std::int64_t*> attribute_columns_;
  std::vector<std::vector<native::ReadingColumn>> reading_columns_;
  std::vector<const native::ReadingColumn*> readings_;
  std::vector<const native::Int128*> quantities_, squares_;
  std::vector<const std::int64_t*> demands_;
  std::vector<const std::uint32_t*> states_;
  std::vector<std::int64_t> quantity_den_;
  std::vector<native::Row> rows_;
  std::vector<native::Record> records_;
  std::vector<std::uint32_t> status_;
  native::Batch batch_{};
};

}  // namespace ratebook
