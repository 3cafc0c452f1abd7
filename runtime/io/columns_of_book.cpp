#include "runtime/io/columns_of_book.hpp"

#include <algorithm>

namespace ratebook {

namespace {

// "summer", or "water_season" before one of its members; the scheme without a name of its own comes first.
const Scheme* scheme_named(const CheckedTariff& tariff, std::string_view name) {
  const auto at = std::find_if(tariff.schemes.begin(), tariff.schemes.end(), [&](const Scheme& s) { return s.name == name; });
  return at == tariff.schemes.end() ? nullptr : &*at;
}

std::optional<MemberRef> member_of(const CheckedTariff& tariff, const Scheme& scheme, std::string_view name) {
  for (std::size_t i = 0; i < scheme.members.size(); ++i) {
    if (scheme.members[i].name == name) {
      return MemberRef{SchemeId{static_cast<std::size_t>(&scheme - tariff.schemes.data())}, static_cast<MemberIndex>(i)};
    }
  }
  return std::nullopt;
}

std::optional<MemberRef> member_named(const CheckedTariff& tariff, std::string_view name) {
  for (const std::string_view unnamed : {"period", "season", "day"}) {
    const Scheme* scheme = scheme_named(tariff, unnamed);
    if (scheme == nullptr) continue;
    if (const auto member = member_of(tariff, *scheme, name)) return member;
  }
  std::optional<MemberRef> found;
  for (const Scheme& scheme : tariff.schemes) {
    const auto member = member_of(tariff, scheme, name);
    if (!member) continue;
    if (found) return std::nullopt;  // two schemes have it: the column must name the scheme
    found = member;
  }
  return found;
}

std::optional<Bucket> bucket_in(const CheckedTariff& tariff, std::string_view channel_column,
                                const std::vector<std::string>& path) {
  const auto channel = std::find_if(tariff.channels.begin(), tariff.channels.end(),
                                    [&](const Channel& c) { return c.column == channel_column && c.role.empty(); });
  if (channel == tariff.channels.end()) return std::nullopt;
  Bucket bucket{ChannelId{static_cast<std::size_t>(channel - tariff.channels.begin())}, {}};
  for (std::size_t i = 0; i < path.size(); ++i) {
    const Scheme* scheme = i + 1 < path.size() ? scheme_named(tariff, path[i]) : nullptr;
    const auto member = scheme != nullptr ? member_of(tariff, *scheme, path[++i]) : member_named(tariff, path[i]);
    if (!member) return std::nullopt;
    bucket.members.push_back(*member);
  }
  return bucket;
}

// A number in the channel's own unit × 10^shift is in micro-units of the canonical one; nothing when that is no power of ten.
std::optional<int> shift_of(Ratio factor) {
  int shift = 6;
  for (; factor.num > 1 && factor.num % 10 == 0; factor.num /= 10) ++shift;
  for (; factor.den > 1 && factor.den % 10 == 0; factor.den /= 10) --shift;
  if (factor.num != 1 || factor.den != 1) return std::nullopt;
  return shift;
}

}  // namespace

MeteredNames::MeteredNames(const Book& book) : book_(book) {
  for (const TariffEditions& tariff : book.tariffs) {
    for (const CheckedTariff& edition : tariff.editions) {
      for (const Channel& channel : edition.channels) {
        const std::string& column = channel.column;
        const auto own_shift = shift_of(channel.shown_unit.factor);
        if (!own_shift || !channel.role.empty()) continue;
        stems_.emplace(column, Stem{column, Metering::energy, *own_shift});
        if (*own_shift != 6) continue;
        for (const std::string_view unit : {"wh", "varh", "vah"}) {
          const std::string in_thousands = "k" + std::string(unit);
          if (!column.ends_with(in_thousands)) continue;
          const std::string before = column.substr(0, column.size() - in_thousands.size());
          const std::string power(unit.substr(0, unit.size() - 1));
          stems_.emplace(before + std::string(unit), Stem{column, Metering::energy, 3});
          stems_.emplace(before + "m" + std::string(unit), Stem{column, Metering::energy, 9});
          stems_.emplace(before + "k" + power, Stem{column, Metering::demand, 6});
          stems_.emplace(before + power, Stem{column, Metering::demand, 3});
          stems_.emplace(before + "m" + power, Stem{column, Metering::demand, 9});
        }
      }
    }
  }
}

std::optional<MeteredNames::Found> MeteredNames::find(std::string_view name) {
  auto stem = stems_.find(name);
  std::vector<std::string> path;
  if (stem == stems_.end()) {
    std::size_t dot = name.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    stem = stems_.find(name.substr(0, dot));
    if (stem == stems_.end()) return std::nullopt;
    while (dot != std::string_view::npos) {
      const std::size_t next = name.find('.', dot + 1);
      path.emplace_back(name.substr(dot + 1, next - dot - 1));
      dot = next;
    }
  }
  return Found{enter(stem->second, path), stem->second.shift, stem->second.metering, path.empty()};
}

MeteredIndex MeteredNames::enter(const Stem& stem, const std::vector<std::string>& path) {
  std::string name = stem.channel_column;
  if (stem.metering == Metering::demand && name.ends_with('h')) name.pop_back();
  for (const std::string& member : path) name += "." + member;
  const auto [at, is_new] = entered_.emplace(name, static_cast<MeteredIndex>(columns_.columns.size()));
  if (!is_new) return at->second;
  columns_.columns.push_back({name, stem.metering});
  auto& by_tariff = columns_.buckets.emplace_back();
  for (const TariffEditions& tariff : book_.tariffs) {
    auto& by_edition = by_tariff.emplace_back();
    for (const CheckedTariff& edition : tariff.editions) by_edition.push_back(bucket_in(edition, stem.channel_column, path));
  }
  return at->second;
}

std::vector<std::string> MeteredNames::known() const {
  std::vector<std::string> names;
  for (const auto& [name, stem] : stems_) names.push_back(name);
  return names;
}

FactColumns fact_columns(const TariffEditions& tariff) {
  FactColumns columns;
  for (const CheckedTariff& edition : tariff.editions) {
    columns.first_of_edition.push_back(columns.count);
    columns.count += static_cast<std::uint32_t>(edition.inputs.size());
  }
  return columns;
}

std::size_t edition_on(const TariffEditions& tariff, Date day) {
  std::size_t found = 0;
  for (std::size_t i = 1; i < tariff.editions.size(); ++i) {
    if (tariff.editions[i].edition <= day) found = i;
  }
  return found;
}

}  // namespace ratebook
