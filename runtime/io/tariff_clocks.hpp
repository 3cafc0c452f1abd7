// The clocks of a book's tariffs, for the readers: where cycles begin and end, and what local times in files mean.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "language/semantics/check.hpp"
#include "runtime/calendar/clock.hpp"
#include "runtime/io/failure.hpp"

namespace ratebook {

class TariffClocks {
 public:
  // Failure (usage): a zone that cannot be read. A tariff without a `clock` rule has cycles of local days.
  static Outcome<std::unique_ptr<TariffClocks>> make(const Book& book);

  const Zone& zone(std::uint32_t tariff, std::size_t edition) const { return *by_tariff_[tariff][edition].zone; }
  // First instant of the local day, on the clock of the edition.
  Instant day_begin(std::uint32_t tariff, std::size_t edition, Date day);
  // Zone names with the digests of their files, for run.json.
  std::map<std::string, std::string> digests() const;

 private:
  struct EditionClock {
    const Zone* zone;
    TariffClock clock;
    std::unordered_map<std::int32_t, Instant> days;
  };
  TariffClocks() = default;
  std::map<std::string, std::unique_ptr<Zone>> zones_;
  std::vector<std::vector<EditionClock>> by_tariff_;
};

}  // namespace ratebook
