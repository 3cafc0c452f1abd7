#include "compiler/ir/classes.hpp"

#include <algorithm>
#include <set>

namespace ratebook::ir {

std::uint32_t ClassSpace::count() const {
  std::uint32_t product = 1;
  for (std::uint32_t size : sizes) product *= size;
  return product;
}

std::uint32_t ClassSpace::class_of(const std::vector<MemberIndex>& members) const {
  std::uint32_t index = 0;
  for (std::size_t i = 0; i < schemes.size(); ++i) index = index * sizes[i] + members[i];
  return index;
}

MemberIndex ClassSpace::member(std::uint32_t class_index, SchemeId scheme) const {
  for (std::size_t i = schemes.size(); i-- > 0;) {
    if (schemes[i] == scheme) return static_cast<MemberIndex>(class_index % sizes[i]);
    class_index /= sizes[i];
  }
  return 0;
}

bool ClassSpace::contains(std::uint32_t class_index, const ScopeRef& scope) const {
  return std::all_of(scope.members.begin(), scope.members.end(),
                     [&](const MemberRef& m) { return member(class_index, m.scheme) == m.member; });
}

ClassSpace class_space(const Program& program) {
  std::set<SchemeId> mentioned;
  auto enter = [&](const ScopeRef& scope) {
    for (const MemberRef& m : scope.members) mentioned.insert(m.scheme);
  };
  for (const QuantitySlot& q : program.quantities) enter(q.scope);
  for (const DemandSlot& d : program.demands) enter(d.scope);
  for (const PartField& f : program.part_fields) enter(f.scope);
  for (const TierPass& p : program.tier_passes) {
    enter(p.scope);
    if (p.periods.valid()) mentioned.insert(p.periods);
  }
  ClassSpace space;
  for (SchemeId s : mentioned) {
    space.schemes.push_back(s);
    space.sizes.push_back(program.scheme_sizes[s.index]);
  }
  return space;
}

}  // namespace ratebook::ir
