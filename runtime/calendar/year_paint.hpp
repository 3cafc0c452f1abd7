// Seasons, day types and periods of the native path, painted year by year: each member's claims are laid on a strip of days (or a day's
// minutes) and the override decides where two lie on one another. Built without language/semantics/classify, which the oracle asks, so that
// the two engines do not share a mistake about time.
#pragma once
#include <map>
#include <mutex>
#include <vector>

#include "language/semantics/tariff.hpp"

namespace ratebook {

// From `minute` on (0 … 1439) the member holds, until the next piece or 24:00.
struct PeriodPiece {
  int minute = 0;
  MemberIndex member = 0;
  friend bool operator==(const PeriodPiece&, const PeriodPiece&) = default;
};

// Thread-safe; everything is computed once for each year or kind of day and kept.
class YearPaint {
 public:
  explicit YearPaint(const CheckedTariff& tariff) : tariff_(tariff) {}

  MemberIndex season(SchemeId scheme, Date day) const { return day_member(scheme, day); }
  // Season and day schemes.
  MemberIndex day_member(SchemeId scheme, Date day) const;
  // Period schemes: the pieces of the local day 00:00 to 24:00, first at minute 0.
  const std::vector<PeriodPiece>& pieces(SchemeId scheme, Date day) const;

 private:
  const std::vector<MemberIndex>& year_strip(SchemeId scheme, int year) const;
  std::vector<MemberIndex> paint_seasons(const Scheme& scheme, int year) const;
  std::vector<MemberIndex> paint_days(const Scheme& scheme, int year) const;
  bool applies(const PeriodRange& range, Date day) const;

  const CheckedTariff& tariff_;
  mutable std::recursive_mutex mutex_;
  mutable std::map<std::pair<SchemeId, int>, std::vector<MemberIndex>> strips_;
  // Days on which the same ranges begin, and on whose eve the same ranges began, have the same pieces.
  mutable std::map<std::pair<SchemeId, std::vector<bool>>, std::vector<PeriodPiece>> kinds_;
};

}  // namespace ratebook
