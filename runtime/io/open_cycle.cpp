#include "runtime/io/open_cycle.hpp"

namespace ratebook {

void OpenCycle::open(const AccountRow& row, const TariffEditions& tariff, std::size_t inputs) {
  account = &row;
  edition = edition_on(tariff, row.through);
  has_times = false;
  series.clear();
  reads.clear();
  dated.clear();
  history.clear();
  history_given = false;
  cycle_number = row.cycle_number;
  number_before = kAbsentFact;
  rows.assign(inputs, 0);
  rows[0] = 1;
  cause.reset();
  refused_before = 0;
}

void OpenCycle::Series::spread() {
  if (values.size() == slots) return;
  values.assign(slots, kMissing);
  whole.copy(values.data());
  whole = {};
  keeper.reset();
}

void OpenCycle::know_times(TariffClocks& clocks) {
  if (has_times) return;
  begin = clocks.day_begin(account->tariff, edition, account->from);
  end = clocks.day_begin(account->tariff, edition, account->through + Days{1});
  has_times = true;
}

void OpenCycle::refuse(InputIndex input, std::uint64_t row, const RowFault& fault) {
  if (!cause || input < cause->input || (input == cause->input && row < cause->row)) cause = RefusalCause{input, row, fault};
}

}  // namespace ratebook
