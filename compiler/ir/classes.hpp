// Classes: the distinctions that a program's scopes make between instants of one day segment. A class is a combination of members of
// the period, day and (calendar-date) season schemes that the program's quantity slots and tier passes mention; scope-free programs have
// one class. The plan lays runs out by (segment, class); the kernel sums the classes of each slot.
#pragma once
#include <vector>

#include "compiler/ir/program.hpp"

namespace ratebook::ir {

struct ClassSpace {
  std::vector<SchemeId> schemes;     // mentioned by some scope or pass, ascending
  std::vector<std::uint32_t> sizes;  // members of each
  std::uint32_t count() const;       // product of sizes; 1 when there are none
  // members[i] is the member of schemes[i].
  std::uint32_t class_of(const std::vector<MemberIndex>& members) const;
  bool contains(std::uint32_t class_index, const ScopeRef& scope) const;  // scope's members all hold
  MemberIndex member(std::uint32_t class_index, SchemeId scheme) const;
};
ClassSpace class_space(const Program& program);
inline ClassSpace class_space(const CheckedTariff&, const Program& program) { return class_space(program); }

}  // namespace ratebook::ir
