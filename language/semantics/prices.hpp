// Dated values and tables (language reference, section 7). Amounts are exact ratios in canonical units; `written` keeps the sheet's text.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "language/base/civil.hpp"
#include "language/base/unit.hpp"
#include "language/semantics/cite.hpp"
#include "language/semantics/ids.hpp"

namespace ratebook {

struct Amount {
  Ratio canonical;  // in the canonical unit of `unit.unit`
  Decimal written;  // as the sheet has it, in `unit`
  Span span;
};

// In force from `from` until the next version's `from`, or through `through` (both included). A version counts from the day on which it may
// be used: its own `known`, else the latest day of the sources that it cites, else always. Of versions with equal `from` that may be used on
// the as-known date, the one with the latest `known` counts.
struct VersionDates {
  Date from;
  std::optional<Date> through, known;
  std::optional<Date> usable;  // the day from which it may be used
  Span span;                   // from the word `from` to its last date
};

struct ValueVersion {
  VersionDates dates;
  Amount amount;
  std::vector<Cite> cites;
};
struct Value {
  std::string name;
  Span span;
  UnitText unit;
  std::vector<ValueVersion> versions;  // ascending by (from, known)
};

// One dimension of a table: the rows' keys, or its columns.
struct TableDimension {
  enum class Kind : std::uint8_t { words, scheme, month, choice };
  Kind kind = Kind::words;
  SchemeId scheme;
  ChoiceId choice;
  std::string header;  // as written: "season", "rider", …
  std::vector<std::string>
      members;  // every member's word, in the dimension's own order (scheme or choice order; text order for words)
};
struct TableCell {
  std::optional<Amount> amount;  // none: `-`, not offered, or no such row
  Span span;
};
struct TableVersion {
  VersionDates dates;
  std::vector<Cite> cites;
  std::vector<TableCell> cells;  // dense, row-major over `keys`, then `columns`
};
struct Table {
  std::string name;
  Span span;
  UnitText unit;
  std::vector<TableDimension> keys;  // at least one
  TableDimension columns;
  std::vector<TableVersion> versions;  // ascending by (from, known); all with the same dimensions
  // Position of a cell: one index for each key, then the column.
  std::size_t cell_index(const std::vector<MemberIndex>& indices) const;
  std::size_t cell_count() const;
};

// The version in force on `day` as known on `as_known`: the greatest `from` ≤ day of those that may be used; nothing when its `through` has
// passed (a gap, even if an older version is open-ended) or when there is none. Returns the position in `versions`.
template <class Version>
std::optional<std::size_t> version_on(const std::vector<Version>& versions, Date day, Date as_known) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const VersionDates& v = versions[i].dates;
    if (v.from > day || (v.usable && *v.usable > as_known)) continue;
    if (!best) {
      best = i;
      continue;
    }
    const VersionDates& b = versions[*best].dates;
    const Date never = Date::min();
    if (v.from > b.from || (v.from == b.from && v.known.value_or(never) >= b.known.value_or(never))) best = i;
  }
  if (best && versions[*best].dates.through && *versions[*best].dates.through < day) return std::nullopt;
  return best;
}

}  // namespace ratebook
