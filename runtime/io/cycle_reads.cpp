#include "runtime/io/cycle_reads.hpp"

#include <algorithm>

namespace ratebook {

namespace {

bool same_dates(const RegisterRow& row, const OpenCycle& cycle) {
  return row.from == cycle.account->from && row.through == cycle.account->through;
}
bool share_days(Date from, Date through, const OpenCycle& cycle) {
  return from <= cycle.account->through && through >= cycle.account->from;
}

}  // namespace

void CycleReads::place(InputIndex input, const UsageFile& file, const RowGroup<RegisterRow>& group, std::span<OpenCycle> cycles,
                       RowCounts& counts) {
  const auto refuse = [&](std::uint64_t line, std::string_view id, const RowFault& fault, std::string_view text) {
    refusals_.refuse_row(input, line, id, fault, text);
    ++counts.bad;
  };
  for (const BadRow& bad : group.bad) {
    refuse(bad.line, bad.id, bad.fault, bad.text);
    for (OpenCycle& cycle : cycles) {
      if (!bad.from || !bad.through || share_days(*bad.from, *bad.through, cycle)) cycle.refuse(input, bad.line, bad.fault);
    }
  }
  for (const RegisterRow& row : group.rows) {
    bool matched = false, touched = false, used = false, repeated = false;
    std::optional<RowFault> fault;
    OpenCycle* counting = nullptr;
    for (OpenCycle& cycle : cycles) {
      touched = touched || share_days(row.from, row.through, cycle);
      if (!same_dates(row, cycle)) continue;
      matched = true;
      RowFault why;
      const Taken taken = take(input, file, row, cycle, why);
      if (taken == Taken::refused) {
        cycle.refuse(input, row.line, why);
        fault = why;
      }
      if (taken == Taken::used && counting == nullptr) counting = &cycle;
      used = used || taken == Taken::used;
      repeated = repeated || taken == Taken::duplicate;
    }
    if (!matched && touched) {
      fault = row_fault<Code::register_dates>(format_date(row.from), format_date(row.through));
      for (OpenCycle& cycle : cycles) {
        if (share_days(row.from, row.through, cycle)) cycle.refuse(input, row.line, *fault);
      }
    }
    if (fault)
      refuse(row.line, row.id, *fault, row.text);
    else if (used)
      ++counting->rows[input];
    else if (repeated)
      ++counts.duplicate;
    else
      ++counts.outside;
  }
}

CycleReads::Taken CycleReads::take(InputIndex input, const UsageFile& file, const RegisterRow& row, OpenCycle& cycle,
                                   RowFault& fault) const {
  bool is_new = false, repeated = false;
  for (std::size_t c = 0; c < file.columns.size(); ++c) {
    const UsageColumn& column = file.columns[c];
    if (row.cells[c] == kMissing) continue;
    if (!metered_.bucket(column.metered, cycle.account->tariff, cycle.edition)) {
      // A channel that the tariff does not meter is another tariff's; a bucket that it does not have is a mistake.
      if (metered_.columns[column.metered].name.find('.') == std::string::npos) continue;
      fault = row_fault<Code::unknown_bucket>(column.name, book_.tariffs[cycle.account->tariff].id);
      return Taken::refused;
    }
    const auto there = std::find_if(cycle.reads.begin(), cycle.reads.end(), [&](const OpenCycle::Read& r) {
      return r.read.column == column.metered && r.meter == row.meter;
    });
    if (there == cycle.reads.end()) {
      cycle.reads.push_back({{column.metered, row.cells[c]}, row.meter, input, row.line});
      is_new = true;
    } else if (there->read.amount == row.cells[c]) {
      repeated = true;
    } else {
      const std::string when = fmt::format("{} through {}", format_date(row.from), format_date(row.through));
      if (there->input != input)
        fault = differs_from_another_file(when);
      else if (there->row == row.line)
        fault = differs_in_itself(column.name, when);
      else
        fault = row_fault<Code::duplicate_interval>(there->row, when);
      return Taken::refused;
    }
  }
  return repeated && !is_new ? Taken::duplicate : Taken::used;
}

}  // namespace ratebook
