// The tree as text for `--emit tree` and for comparing trees: one line a node, two blanks a level, everything that the tree holds
// except places and comments. Two texts have the same tree exactly when they print the same.
//
//   measure billing_kw
//     arm
//       largest
//         reference adjusted_kw
//         amount 50 kW
#pragma once
#include <string>

#include "language/syntax/tree.hpp"

namespace ratebook {

std::string print_tree(const TariffTree& tree);

}  // namespace ratebook
