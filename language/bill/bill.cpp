#include "language/bill/bill.hpp"

#include <algorithm>
#include <map>

namespace ratebook {
namespace {

// Position of the leaf tier in text order of the block, depth first; 0 for a row without tiers.
std::size_t leaf_position(const std::vector<Tier>& tiers, const std::vector<std::string>& path, std::size_t depth) {
  std::size_t before = 0;
  const auto leaves = [](const auto& self, const std::vector<Tier>& block) -> std::size_t {
    std::size_t n = 0;
    for (const Tier& t : block) n += t.inner.empty() ? 1 : self(self, t.inner);
    return n;
  };
  for (const Tier& t : tiers) {
    if (depth < path.size() && t.name == path[depth])
      return before + (t.inner.empty() ? 0 : leaf_position(t.inner, path, depth + 1));
    before += t.inner.empty() ? 1 : leaves(leaves, t.inner);
  }
  return before;
}

int group_of(LineType type) {
  switch (type) {
    case LineType::energy:
      return 0;
    case LineType::demand:
      return 1;
    case LineType::fixed:
      return 2;
    case LineType::adjustment:
    case LineType::credit:
      return 3;
    case LineType::late_fee:
      return 4;
    case LineType::tax:
      return 5;
  }
  return 6;
}

std::optional<MemberRef> season_of(const CheckedTariff& tariff, const BillRow& row) {
  for (const MemberRef m : row.members)
    if (tariff[m.scheme].kind == SchemeKind::season) return m;
  return std::nullopt;
}

// What orders the rows of one line: season by its first day on this bill, then the other members and the month, tier, version.
struct RowKey {
  Date season_begins;
  std::vector<MemberRef> members;
  std::optional<unsigned> month;
  std::size_t tier = 0;
  Date version, part_from;
  friend auto operator<=>(const RowKey&, const RowKey&) = default;
};

}  // namespace

std::string format_shown(const ShownNumber& number) { return format_scaled(number.mantissa, number.scale); }

std::string row_address(const CheckedTariff& tariff, const BillRow& row, bool with_version) {
  const Line& line = tariff[row.line];
  std::string address = line.name;
  for (const SplitDimension& d : line.dimensions) {
    if (d.kind == SplitDimension::Kind::month) {
      if (row.month) address.append(".").append(kMonthWords[*row.month - 1]);
      continue;
    }
    for (const MemberRef m : row.members)
      if (m.scheme == d.scheme) address.append(".").append(tariff[m.scheme].members[m.member].name);
  }
  for (const std::string& tier : row.tiers) address.append(".").append(tier);
  if (with_version && row.version_from) address.append("@").append(format_date(*row.version_from));
  return address;
}

void sort_rows(const TariffEditions& editions, std::vector<BillRow>& rows) {
  const auto tariff_of = [&](const BillRow& r) -> const CheckedTariff& { return editions.editions[r.edition]; };
  const auto line_of = [&](const BillRow& r) -> const Line& { return tariff_of(r)[r.line]; };

  std::map<std::pair<std::pair<std::uint32_t, LineId>, MemberRef>, Date> season_begins;
  for (const BillRow& r : rows)
    if (const auto season = season_of(tariff_of(r), r)) {
      const auto [at, fresh] = season_begins.try_emplace({{r.edition, r.line}, *season}, r.part_from);
      if (!fresh) at->second = std::min(at->second, r.part_from);
    }
  const auto key_of = [&](const BillRow& r) {
    RowKey key;
    const auto season = season_of(tariff_of(r), r);
    key.season_begins = season ? season_begins.at({{r.edition, r.line}, *season}) : Date::min();
    key.members = r.members;
    key.month = r.month;
    if (const auto* tiers = std::get_if<TieredQuantity>(&line_of(r).form))
      key.tier = leaf_position(tiers->block.tiers, r.tiers, 0);
    key.version = r.version_from.value_or(Date::min());
    key.part_from = r.part_from;
    return key;
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const BillRow& a, const BillRow& b) {
    const int group_a = group_of(line_of(a).type), group_b = group_of(line_of(b).type);
    if (group_a != group_b) return group_a < group_b;
    if (line_of(a).type == LineType::fixed && a.amount != b.amount) return a.amount > b.amount;
    if (a.edition != b.edition) return a.edition < b.edition;
    if (a.line != b.line) return a.line < b.line;
    return key_of(a) < key_of(b);
  });
}

}  // namespace ratebook
