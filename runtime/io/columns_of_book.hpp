// What the columns of input files mean to each tariff of a book: facts, channels and buckets by name, resolved once before reading.
// Names are the contract between files and editions; ids differ from edition to edition, so everything here is kept by edition.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "language/semantics/check.hpp"

namespace ratebook {

// How a metered column is measured: an amount of the channel (kWh), or the highest demand on the meter's own register (kW).
enum class Metering : std::uint8_t { energy, demand };

// The channel and bucket that a column such as `kwh`, `kw.on_peak` or `kwh.summer.on_peak` has in one edition.
struct Bucket {
  ChannelId channel;
  std::vector<MemberRef> members;  // empty: the whole cycle
};

// A column of usage files, the same for every file that has it: its unit's factor stands in the reader, not here.
struct MeteredColumn {
  std::string name;  // in the channel's canonical unit: "kwh.on_peak", whatever unit the file used
  Metering metering = Metering::energy;
};
using MeteredIndex = std::uint32_t;  // into MeteredColumns::columns

struct MeteredColumns {
  std::vector<MeteredColumn> columns;
  // bucket[column][tariff][edition]; nothing: that edition has no such channel or bucket.
  std::vector<std::vector<std::vector<std::optional<Bucket>>>> buckets;
  const std::optional<Bucket>& bucket(MeteredIndex column, std::uint32_t tariff, std::size_t edition) const {
    return buckets[column][tariff][edition];
  }
};

// Finds out what the columns of usage files are called. Columns are entered as they are found in headers.
class MeteredNames {
 public:
  explicit MeteredNames(const Book& book);

  struct Found {
    MeteredIndex column = 0;
    int shift = 6;  // a number in the file × 10^shift is in micro-units of the canonical unit: kwh 6, wh 3, mwh 9
    Metering metering = Metering::energy;
    bool whole = true;  // of the whole cycle, no bucket
  };
  // A channel's column in one of its units (kwh, wh, mwh; kw, w, mw for demand), perhaps with a bucket: "kwh.on_peak", "wh.summer.on_peak",
  // "kw.demand_hours.peak". Nothing: no tariff of the book has a channel with this column.
  std::optional<Found> find(std::string_view name);
  // Every whole column that find() knows, for messages.
  std::vector<std::string> known() const;
  MeteredColumns take() { return std::move(columns_); }

 private:
  struct Stem {
    std::string channel_column;
    Metering metering = Metering::energy;
    int shift = 6;
  };
  MeteredIndex enter(const Stem& stem, const std::vector<std::string>& path);

  const Book& book_;
  std::map<std::string, Stem, std::less<>> stems_;
  std::map<std::string, MeteredIndex> entered_;
  MeteredColumns columns_;
};

// Facts of one tariff as columns: those of edition 0 by InputId, then those of edition 1 …
struct FactColumns {
  std::vector<std::uint32_t> first_of_edition;
  std::uint32_t count = 0;
  std::uint32_t column(std::size_t edition, InputId input) const { return first_of_edition[edition] + input.index; }
};
FactColumns fact_columns(const TariffEditions& tariff);

// Position of the edition that is in force on `day`: the last one that has begun, or the first.
std::size_t edition_on(const TariffEditions& tariff, Date day);

}  // namespace ratebook
