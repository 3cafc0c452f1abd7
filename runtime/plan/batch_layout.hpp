// Rated units of one kernel laid out as the batch that it takes, with room for its results.
#pragma once
#include <cstdlib>
#include <memory>
#include <vector>

#include "runtime/plan/edition_kernels.hpp"

namespace ratebook {

class BatchLayout {
 public:
  // Every unit has its window (of `edition`), attributes, and either readings that begin on the window's grid or ready sums.
  BatchLayout(EditionKernel& edition, std::vector<const RatedUnit*> units);
  BatchLayout(BatchLayout&&) = default;

  // Calls the kernel on all units; may be repeated.
  void run();
  std::uint32_t status(std::size_t unit) const { return status_[unit]; }
  const native::Row* rows(std::size_t unit) const { return rows_.get() + unit * batch_.row_stride; }
  const native::Record* records(std::size_t unit) const { return records_.get() + unit * batch_.record_stride; }
  std::size_t size() const { return units_.size(); }

 private:
  struct Free {
    void operator()(void* p) const { std::free(p); }
  };
  template <class T>
  using Aligned = std::unique_ptr<T, Free>;
  template <class T>
  static Aligned<T> aligned(std::size_t count);

  void lay_out_windows();
  void lay_out_columns();
  void lay_out_sources();
  native::ReadingColumn column_of(ChannelId channel, const Readings& readings);

  EditionKernel* edition_;
  std::vector<const RatedUnit*> units_;
  std::size_t max_segments_ = 1, max_parts_ = 1;
  std::vector<native::Window> windows_;
  std::vector<std::uint32_t> window_of_;
  std::vector<std::vector<std::uint32_t>> demand_bases_, state_bases_;
  std::vector<const std::uint32_t*> demand_base_, state_base_, states_;
  std::vector<std::vector<std::int64_t>> columns_;
  std::vector<const std::int64_t*> attributes_;
  std::vector<std::vector<native::ReadingColumn>> reading_rows_;
  std::vector<Aligned<std::int64_t>> widened_;
  std::vector<const native::ReadingColumn*> readings_;
  std::vector<const Int128*> quantities_, squares_;
  std::vector<const std::int64_t*> demands_;
  std::vector<std::int64_t> dens_;
  Aligned<native::Row> rows_;
  Aligned<native::Record> records_;
  Aligned<char> scratch_;
  std::vector<std::uint32_t> status_;
  native::Batch batch_{};
};

}  // namespace ratebook
