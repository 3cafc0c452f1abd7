#include "runtime/calendar/stretch.hpp"

#include <algorithm>

namespace ratebook {
namespace {

// Instants at which days begin, from the one that holds `from` to the first that begins at `to` or later.
struct DayBegin {
  Date day;
  Instant at = 0;
};
std::vector<DayBegin> day_begins(const TariffClock& clock, Instant from, Instant to) {
  const LocalSeconds local = from + clock.offset_at(from);
  Date day = date_of_number(static_cast<std::int32_t>((local - (local % 86400 + 86400) % 86400) / 86400));
  // Where the clock is put back over midnight, the hour that it shows again belongs to the day that has begun.
  while (clock.day_begin(day + Days{1}) <= from) day += Days{1};
  std::vector<DayBegin> begins{{day, from}};
  while (begins.back().at < to) {
    day += Days{1};
    begins.push_back({day, std::max(from, clock.day_begin(day))});
  }
  return begins;
}

class Stretcher {
 public:
  Stretcher(const TariffClock& days, const std::vector<SchemeId>& schemes, const CheckedTariff& tariff, const YearPaint& paint,
            Instant from, Instant to)
      : schemes_(schemes), tariff_(tariff), paint_(paint), begins_(day_begins(days, from, to)) {}

  // [first, last) of one local date and one member of each period scheme; ascending.
  void put(Instant first, Instant last, std::int32_t offset, Date local_date, int minute) {
    for (Instant at = first; at < last;) {
      while (begins_[next_].at <= at) ++next_;
      const Instant end = std::min(last, begins_[next_].at);
      add({at, end, begins_[next_ - 1].day, offset, members(begins_[next_ - 1].day, local_date, minute)});
      at = end;
    }
  }
  std::vector<Stretch> result;

 private:
  std::vector<MemberIndex> members(Date day, Date local_date, int minute) const {
    std::vector<MemberIndex> all;
    for (SchemeId scheme : schemes_) {
      if (tariff_[scheme].kind != SchemeKind::period) {
        all.push_back(paint_.day_member(scheme, day));
        continue;
      }
      const auto& pieces = paint_.pieces(scheme, local_date);
      const auto after =
          std::upper_bound(pieces.begin(), pieces.end(), minute, [](int m, const PeriodPiece& p) { return m < p.minute; });
      all.push_back(std::prev(after)->member);
    }
    return all;
  }
  void add(Stretch s) {
    if (!result.empty() && result.back().day == s.day && result.back().offset == s.offset && result.back().members == s.members)
      result.back().last = s.last;
    else
      result.push_back(std::move(s));
  }

  const std::vector<SchemeId>& schemes_;
  const CheckedTariff& tariff_;
  const YearPaint& paint_;
  std::vector<DayBegin> begins_;
  std::size_t next_ = 1;
};

}  // namespace

std::vector<Stretch> stretches(const CheckedTariff& tariff, const TariffClocks& clocks, const YearPaint& paint,
                               const std::vector<SchemeId>& schemes, Instant from, Instant to) {
  if (from >= to) return {};
  Stretcher stretcher(clocks.days, schemes, tariff, paint, from, to);
  for (const ClockPiece& piece : clocks.own.pieces(from, to)) {
    const LocalSeconds local_first = piece.first + piece.offset, local_last = piece.last + piece.offset;
    for (LocalSeconds midnight = local_first - ((local_first % 86400 + 86400) % 86400); midnight < local_last;
         midnight += 86400) {
      const Date date = date_of_number(static_cast<std::int32_t>(midnight / 86400));
      std::vector<int> edges{0, 1440};
      for (SchemeId s : schemes)
        if (tariff[s].kind == SchemeKind::period)
          for (const PeriodPiece& p : paint.pieces(s, date)) edges.push_back(p.minute);
      std::sort(edges.begin(), edges.end());
      edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
      for (std::size_t e = 0; e + 1 < edges.size(); ++e) {
        const LocalSeconds a = std::max(local_first, midnight + LocalSeconds{edges[e]} * 60);
        const LocalSeconds b = std::min(local_last, midnight + LocalSeconds{edges[e + 1]} * 60);
        if (a < b) stretcher.put(a - piece.offset, b - piece.offset, piece.offset, date, edges[e]);
      }
    }
  }
  return std::move(stretcher.result);
}

}  // namespace ratebook
