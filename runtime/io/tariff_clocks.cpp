#include "runtime/io/tariff_clocks.hpp"

#include "language/base/digest.hpp"

namespace ratebook {

Outcome<std::unique_ptr<TariffClocks>> TariffClocks::make(const Book& book) {
  std::unique_ptr<TariffClocks> clocks(new TariffClocks);
  for (const TariffEditions& tariff : book.tariffs) {
    auto& editions = clocks->by_tariff_.emplace_back();
    for (const CheckedTariff& edition : tariff.editions) {
      auto& zone = clocks->zones_[edition.timezone];
      if (!zone) {
        auto loaded = Zone::load(edition.timezone);
        if (!loaded) return usage_failure(loaded.error());
        zone = std::make_unique<Zone>(std::move(*loaded));
      }
      const ClockRule rule = edition.rules.clock ? edition.rules.clock->rule : ClockRule::local_daylight;
      editions.push_back({zone.get(), TariffClock(*zone, rule), {}});
    }
  }
  return clocks;
}

Instant TariffClocks::day_begin(std::uint32_t tariff, std::size_t edition, Date day) {
  EditionClock& clock = by_tariff_[tariff][edition];
  const auto [at, is_new] = clock.days.try_emplace(day_number(day), 0);
  if (is_new) at->second = clock.clock.day_begin(day);
  return at->second;
}

std::map<std::string, std::string> TariffClocks::digests() const {
  std::map<std::string, std::string> digests;
  for (const auto& [name, zone] : zones_) digests[name] = sha256_digest(zone->bytes());
  return digests;
}

}  // namespace ratebook
