// One account's cycle as one edition sees it: facts by that edition's ids, readings where they lie. Made from a block's entry or from a
// single AccountCycle (examples, explain), so that everything behind it is one path.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "language/bill/account_cycle.hpp"
#include "runtime/calendar/zone.hpp"
#include "runtime/io/batch_input.hpp"
#include "runtime/plan/parts.hpp"

namespace ratebook {

struct SeriesView {
  ChannelId channel;
  std::int32_t step = 900;
  Instant start = 0;
  Readings readings;
  ReadingsSummary summary;
};
struct ReadView {
  ChannelId channel;
  std::vector<MemberRef> members;
  std::int64_t amount = 0;
};

struct CycleView {
  Date from, through;                 // whole cycle
  int bill_year = 0, bill_month = 0;  // as given, else of `through`
  int scheduled_days = 0;
  bool first = false, last = false;
  std::int64_t cycle_number = ir::kAbsent, since = ir::kAbsent;
  bool history_given = false;
  std::vector<std::int64_t> inputs;  // by InputId, encoded like ir::Attribute input; kAbsent: not given
  DatedFacts dated;                  // of dated inputs; `initial` from inputs
  std::vector<SeriesView> series;
  std::vector<std::shared_ptr<std::vector<std::int64_t>>> rounded;  // owns readings that a `round each interval` changed
  std::vector<ReadView> reads, demand_reads;
  std::vector<EarlierCycle> history;  // newest first
  std::vector<std::pair<MeasureId, Ratio>> given;
};

// The first day of the month that a bill is for, as given (0: not); without a month that of the cycle's last day, without a year the one
// nearest to it, of two equally near ones the earlier.
Date first_of_bill_month(Date through, int year, int month);

// `edition` of the entry's tariff. Channels and facts that the edition does not have are left out.
CycleView view_of(const CycleBlock& block, std::size_t entry, std::size_t edition);
// The cycle's ids are those of the edition in force on its last day; names carry over to `edition`.
CycleView view_of(const TariffEditions& editions, const AccountCycle& cycle, std::size_t edition);

// A word that is no member of the fact's choice (bad_choice).
inline constexpr std::int64_t kNoMember = ir::kAbsent + 1;

// A fact's value as a kernel's integer (ir::Attribute input); kNoMember; kAbsent when it does not fit in 6 decimals of the declared unit or 63
// bits.
std::int64_t encode_fact(const CheckedTariff& tariff, const Input& input, const FactValue& value);

}  // namespace ratebook
