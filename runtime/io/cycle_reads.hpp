// Register reads of one account put into its cycles. A read has the dates of a cycle (language reference, section 26, 16). Reads of different
// meters add; the same meter's read given twice is a duplicate when it is equal, and refuses the cycle when it is not.
#pragma once
#include <span>

#include "runtime/io/group_stream.hpp"
#include "runtime/io/open_cycle.hpp"
#include "runtime/io/register_rows.hpp"

namespace ratebook {

class CycleReads {
 public:
  CycleReads(const Book& book, const MeteredColumns& metered, RowRefusals& refusals)
      : book_(book), metered_(metered), refusals_(refusals) {}
  // All of one account's rows of one file.
  void place(InputIndex input, const UsageFile& file, const RowGroup<RegisterRow>& group, std::span<OpenCycle> cycles,
             RowCounts& counts);

 private:
  enum class Taken : std::uint8_t { used, duplicate, refused };
  Taken take(InputIndex input, const UsageFile& file, const RegisterRow& row, OpenCycle& cycle, RowFault& fault) const;

  const Book& book_;
  const MeteredColumns& metered_;
  RowRefusals& refusals_;
};

}  // namespace ratebook
