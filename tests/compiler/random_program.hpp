// Programs made at random that keep every promise of verify.hpp: all operations, all widths, cycle and part blocks, cells, tier passes.
#pragma once
#include <random>

#include "compiler/ir/builder.hpp"

namespace ratebook {

struct ProgramShape {
  ir::Source source = ir::Source::intervals;
  std::size_t blocks = 5, operations = 30;  // operations of each block
  std::optional<ir::Op> favourite;          // stands in the program often
};

ir::Program random_program(const ProgramShape& shape, std::mt19937_64& random);

// Records a value of up to 256 bits as three records of 100 bits each.
void record_in_pieces(ir::Builder& build, ir::ValueId value, ir::PartitionIndex partition);

}  // namespace ratebook
