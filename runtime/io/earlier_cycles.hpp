// What bills of a tariff read of the account's earlier ones (language reference, section 11). Where an earlier cycle of the run has no bill, a
// later one that reads it has none either, and one that does not is billed:
//   a ratchet over 11 cycles reads each of the 11 before it; a plain energy charge reads none, whatever another edition of its tariff reads.
// The number of the cycle is another matter: it is not known then, and an engine says so where a bill needs it (semantics.md, 9).
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "language/base/civil.hpp"
#include "language/semantics/check.hpp"
#include "runtime/io/rows.hpp"

namespace ratebook {

class EarlierCycles {
 public:
  explicit EarlierCycles(const TariffEditions& tariff);

  struct Cycle {
    Date from, through;
  };
  // Whether bills of some edition depend on the account's earlier bills: on what they recorded, or on how many there are.
  bool are_read() const { return are_read_; }
  // Whether it reads what some earlier bill recorded.
  bool looks_back(const Cycle& cycle) const;
  // Whether a bill records something that bills of some edition read.
  bool records(const Cycle& cycle) const;
  // Whether `later` reads what `earlier` records; `between` cycles between the two record something as well.
  bool needs(const Cycle& later, const Cycle& earlier, std::uint32_t between) const;

 private:
  struct Edition {
    std::uint32_t looks_back = 0;  // cycles
    bool records = false;
  };
  std::vector<Edition> of(const Cycle& cycle) const;  // that rate it

  const TariffEditions* tariff_;
  std::vector<Edition> editions_;
  bool are_read_ = false;
};

// Why a cycle is refused that needs the one of this row of the accounts file.
RowFault no_bill_before(std::uint64_t row);

// The oldest cycle without a bill that the last of `cycles` needs; nothing when it needs none. `cycles` are those of one account and tariff
// by their first days, has_bill(k) tells of each but the last.
template <class HasBill>
std::optional<std::size_t> needed_without_bill(const EarlierCycles& earlier, const std::vector<EarlierCycles::Cycle>& cycles,
                                               HasBill&& has_bill) {
  std::optional<std::size_t> needed;
  std::uint32_t between = 0;
  for (std::size_t k = cycles.size() - 1; k-- > 0;) {
    if (!has_bill(k) && earlier.needs(cycles.back(), cycles[k], between)) needed = k;
    if (earlier.records(cycles[k])) ++between;
  }
  return needed;
}

}  // namespace ratebook
