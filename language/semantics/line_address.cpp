#include "language/semantics/line_address.hpp"

#include <algorithm>

namespace ratebook {
namespace {

const Tier* find_tier(const std::vector<Tier>& tiers, const std::string& word) {
  const auto at = std::find_if(tiers.begin(), tiers.end(), [&](const Tier& t) { return t.name == word; });
  return at == tiers.end() ? nullptr : &*at;
}

// The tiers that the words name from here inwards; outer tiers may be left out.
bool read_tiers(const std::vector<Tier>& tiers, const std::vector<std::string>& words, std::size_t next) {
  if (next == words.size()) return true;
  if (const Tier* t = find_tier(tiers, words[next])) return read_tiers(t->inner, words, next + 1);
  return std::any_of(tiers.begin(), tiers.end(),
                     [&](const Tier& t) { return !t.inner.empty() && read_tiers(t.inner, words, next); });
}

}  // namespace

bool read_address(const CheckedTariff& tariff, const Line& line, const std::vector<std::string>& words, LineRef& ref) {
  std::size_t next = 0;
  for (const SplitDimension& d : line.dimensions) {
    if (next == words.size()) break;
    if (d.kind != SplitDimension::Kind::scheme) continue;
    const auto& members = tariff[d.scheme].members;
    const auto at = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.name == words[next]; });
    if (at == members.end()) continue;
    ref.members.push_back({d.scheme, static_cast<MemberIndex>(at - members.begin())});
    ++next;
  }
  if (next == words.size()) return true;
  const auto* tiered = std::get_if<TieredQuantity>(&line.form);
  if (tiered == nullptr || !read_tiers(tiered->block.tiers, words, next)) return false;
  ref.tiers.assign(words.begin() + static_cast<std::ptrdiff_t>(next), words.end());
  return true;
}

}  // namespace ratebook
