#include "language/semantics/prices.hpp"

namespace ratebook {

std::size_t Table::cell_index(const std::vector<MemberIndex>& indices) const {
  std::size_t at = 0;
  for (std::size_t k = 0; k < keys.size(); ++k) at = at * keys[k].members.size() + indices[k];
  return at * columns.members.size() + indices[keys.size()];
}

std::size_t Table::cell_count() const {
  std::size_t n = columns.members.size();
  for (const TableDimension& k : keys) n *= k.members.size();
  return n;
}

}  // namespace ratebook
