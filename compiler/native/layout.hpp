// Where a kernel keeps its numbers: widths of values, and one account's scratch memory. Known before any code is generated.
//
//   frame        values that pass from one function to another, accumulators, the bases below      fixed size
//   parts        one record for each part of each partition: its cells and demands                 parts × record
//   buckets      [channel][segment][class] sums of readings, 64 bits                               intervals source
//   pass slots   [segment] records of the slots that tier passes fill
#pragma once
#include <cstdint>
#include <vector>

#include "compiler/ir/classes.hpp"
#include "compiler/ir/program.hpp"

namespace ratebook::native {

struct Place {
  std::uint32_t offset = 0;
  int width = 64;  // bits; offsets of wide ones are multiples of 16
};

struct Layout {
  int least_width = 64;
  std::vector<int> widths;          // of values, by id; 64, 128 or 256
  std::vector<ChannelId> channels;  // whose readings are needed, ascending
  ir::ClassSpace classes;
  std::vector<std::vector<std::uint32_t>> slot_classes;  // of each quantity slot: which classes it sums

  std::vector<Place> frame;  // by value; meaningful where `in_frame`
  std::vector<bool> in_frame;
  std::vector<Place> accumulators;
  std::vector<Place> step_energies;                 // by quantity slot; meaningful where some step block reads it
  std::uint32_t parts_base = 0;                     // [partition] pointers in the frame
  std::uint32_t buckets_base = 0, passes_base = 0;  // pointers in the frame
  std::uint32_t frame_bytes = 0;

  std::vector<std::uint32_t> part_bytes;  // record of one part, by partition
  std::vector<Place> cells, demands;      // within the part's record
  std::vector<Place> pass_slots;          // by quantity slot, within a segment's record
  std::uint32_t pass_bytes = 0;

  std::uint32_t channel_slot(ChannelId channel) const;
  std::size_t scratch_bytes(std::size_t segments, std::size_t parts) const;
};

// What becomes one function: a bounded number of operations, because straight-line code costs LLVM more than linear time, and of as many blocks as
// that allows, because each function costs it time as well. All of them run once, or part by part together (Block::joined); a step block's
// stand alone.
struct Chunk {
  struct Piece {  // of a block
    std::uint32_t block = 0;
    std::vector<ir::ValueId> code;
  };
  std::vector<Piece> pieces;
};
// The quantity slots whose energy the steps of a block need.
std::vector<std::uint32_t> step_slots(const ir::Program& program, const ir::Block& block);
std::vector<Chunk> chunks_of(const ir::Program& program);
// `block` runs part by part with the earlier block `before`, the last one that has code.
bool runs_with(const ir::Program& program, std::uint32_t block, std::uint32_t before);

// `chunks` decide which values pass through the frame. `least_width`: 128 makes every value wide (tests).
Layout lay_out(const ir::Program& program, const ir::ClassSpace& classes, const std::vector<Chunk>& chunks, int least_width);

// Leaves that every function loads anew instead of passing them through the frame.
bool is_reloaded(ir::Op op);

}  // namespace ratebook::native
