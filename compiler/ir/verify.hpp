// What always holds for a program, whatever pass has been over it. A breach is our own mistake, never the script's.
//   - operands are as many as operation.def says, defined before their use: in the same block, or in an earlier cycle block
//   - indices lie within their lists; part fields belong to the block's partition (or one without cuts); rows, records and cells likewise
//   - divisors are >= 1, roots >= 0, price indices within the array, predicates 0 or 1 where a condition is meant
//   - ranges are present and what the operands' ranges allow; every value fits the widest native width
//   - step energies stand in step blocks and belong to the walk's channels; a joined block is over the same partition as the one before it
//   - a cell is stored in an earlier block than it is read, an accumulator is read only after its last `accumulate`, a pass is filled before
//     its slots are read; each row slot is emitted once
#pragma once
#include <string>
#include <vector>

#include "compiler/ir/program.hpp"

namespace ratebook::ir {

// One line for each breach, with the instruction; empty: the program is well formed.
std::vector<std::string> verify(const Program& program);

}  // namespace ratebook::ir
