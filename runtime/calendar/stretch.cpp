#include "runtime/calendar/stretch.hpp"

#include <algorithm>

namespace ratebook {

std::vector<Stretch> stretches(const CheckedTariff& tariff, const TariffClock& clock, const YearPaint& paint, const std::vector<SchemeId>& schemes,
                               Instant from, Instant to) {
  std::vector<Stretch> result;
  for (const ClockPiece& piece : clock.pieces(from, to)) {
    const LocalSeconds local_first = piece.first + piece.offset, local_last = piece.last + piece.offset;
    for (LocalSeconds midnight = local_first - ((local_first % 86400 + 86400) % 86400); midnight < local_last; midnight += 86400) {
      const Date day = date_of_number(static_cast<std::int32_t>(midnight / 86400));
      std::vector<int> edges{0, 1440};
      for (SchemeId s : schemes)
        if (tariff[s].kind == SchemeKind::period)
          for (const PeriodPiece& p : paint.pieces(s, day)) edges.push_back(p.minute);
      std::sort(edges.begin(), edges.end());
      edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
      for (std::size_t e = 0; e + 1 < edges.size(); ++e) {
        const LocalSeconds a = std::max(local_first, midnight + LocalSeconds{edges[e]} * 60);
        const LocalSeconds b = std::min(local_last, midnight + LocalSeconds{edges[e + 1]} * 60);
        if (a >= b) continue;
        Stretch s{a - piece.offset, b - piece.offset, day, piece.offset, {}};
        for (SchemeId scheme : schemes) {
          if (tariff[scheme].kind != SchemeKind::period) {
            s.members.push_back(paint.day_member(scheme, day));
            continue;
          }
          const auto& pieces = paint.pieces(scheme, day);
          const auto next = std::upper_bound(pieces.begin(), pieces.end(), edges[e], [](int m, const PeriodPiece& p) { return m < p.minute; });
          s.members.push_back(std::prev(next)->member);
        }
        if (!result.empty() && result.back().day == s.day && result.back().offset == s.offset && result.back().members == s.members)
          result.back().last = s.last;
        else
          result.push_back(std::move(s));
      }
    }
  }
  return result;
}

}  // namespace ratebook
