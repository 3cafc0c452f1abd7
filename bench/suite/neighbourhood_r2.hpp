// Accounts of R2 in memory, for the kernel benchmarks: one July window, 15-minute readings, every territory, city and promotion.
#pragma once
#include <memory>
#include <vector>

#include "bench/suite/hand_written_r2.hpp"
#include "language/semantics/check.hpp"
#include "runtime/plan/batch_layout.hpp"

namespace ratebook::bench {

class NeighbourhoodR2 {
 public:
  explicit NeighbourhoodR2(std::size_t accounts);

  std::unique_ptr<BatchLayout> batch() const;            // for the compiled kernel
  std::vector<HandWrittenAccount> hand_written() const;  // the same accounts
  std::vector<native::Run> hand_written_runs() const;    // by hour of the day and weekday, no engine asked
  std::size_t readings() const { return readings_per_account_ * cycles_.size(); }
  // True when both gave every account the same total.
  bool same_bills(const BatchLayout& rated, const std::vector<HandWrittenBill>& by_hand) const;

 private:
  Sources sources_;
  Book book_;
  const TariffEditions* editions_ = nullptr;
  std::unique_ptr<Zone> zone_;
  std::unique_ptr<YearPaint> paint_;
  std::unique_ptr<EditionKernel> kernel_;
  std::size_t readings_per_account_ = 0;
  std::vector<AccountCycle> cycles_;
  std::vector<RatedUnit> units_;
  std::vector<HandWrittenAccount> accounts_;
};

}  // namespace ratebook::bench
