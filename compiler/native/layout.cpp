#include "compiler/native/layout.hpp"

#include <algorithm>
#include <set>

#include "compiler/ir/limits.hpp"
#include "compiler/ir/ranges.hpp"

namespace ratebook::native {

namespace {

constexpr std::size_t kChunk = 50;

std::uint32_t bytes_of(int width) { return static_cast<std::uint32_t>(width / 8); }

class Cursor {
 public:
  Place take(int width) {
    if (width > 64) at_ = (at_ + 15) / 16 * 16;
    const Place place{at_, width};
    at_ += bytes_of(width);
    return place;
  }
  std::uint32_t take_pointers(std::size_t count) {
    const std::uint32_t at = at_;
    at_ += static_cast<std::uint32_t>(8 * count);
    return at;
  }
  std::uint32_t end() const { return (at_ + 15) / 16 * 16; }

 private:
  std::uint32_t at_ = 0;
};

int width_for(const ir::Range& range, int least) { return std::max(ir::width_of(range), least); }

}  // namespace

bool is_reloaded(ir::Op op) {
  switch (op) {
    case ir::Op::constant:
    case ir::Op::attribute:
    case ir::Op::window_field:
    case ir::Op::part_field:
    case ir::Op::quantity_den:
    case ir::Op::step_energy:
      return true;
    default:
      return false;
  }
}

std::uint32_t Layout::channel_slot(ChannelId channel) const {
  return static_cast<std::uint32_t>(std::lower_bound(channels.begin(), channels.end(), channel) - channels.begin());
}

std::size_t Layout::scratch_bytes(std::size_t segments, std::size_t parts) const {
  std::size_t bytes = frame_bytes;
  for (std::uint32_t record : part_bytes) bytes += parts * record;
  bytes += (channels.size() * segments * classes.count() * 8 + 15) / 16 * 16;
  bytes += segments * pass_bytes;
  return (bytes + 255) / 256 * 256;
}

std::vector<std::uint32_t> step_slots(const ir::Program& program, const ir::Block& block) {
  std::set<std::uint32_t> slots;
  for (ir::ValueId v : block.code)
    if (program.values[v.index].op == ir::Op::step_energy) slots.insert(program.values[v.index].index);
  return {slots.begin(), slots.end()};
}

bool runs_with(const ir::Program& program, std::uint32_t block, std::uint32_t before) {
  // The block that it was joined to may have had no code at all.
  const ir::Block &own = program.blocks[block], &earlier = program.blocks[before];
  return own.joined && before + 1 == block && earlier.kind != ir::Block::Kind::cycle && earlier.partition == own.partition;
}

std::vector<Chunk> chunks_of(const ir::Program& program) {
  std::vector<Chunk> chunks;
  std::size_t weight = 0;  // of the last chunk
  auto shares_function = [&](std::uint32_t block) {
    if (chunks.empty() || weight >= kChunk) return false;
    const std::uint32_t before = chunks.back().pieces.back().block;
    const ir::Block::Kind kind = program.blocks[block].kind;
    if (kind != program.blocks[before].kind || kind == ir::Block::Kind::step) return false;
    return kind == ir::Block::Kind::cycle || runs_with(program, block, before);
  };
  for (std::uint32_t b = 0; b < program.blocks.size(); ++b) {
    Chunk::Piece piece{b, {}};
    std::size_t added = 0;
    auto finish = [&] {
      if (!shares_function(b)) {
        chunks.emplace_back();
        weight = 0;
      }
      weight += added;
      chunks.back().pieces.push_back(std::move(piece));
      piece = {b, {}};
      added = 0;
    };
    for (ir::ValueId v : program.blocks[b].code) {
      piece.code.push_back(v);
      // Leaves are loaded where they are used.
      if (!is_reloaded(program.values[v.index].op)) ++added;
      if (added >= kChunk) finish();
    }
    if (added > 0) finish();
  }
  return chunks;
}

Layout lay_out(const ir::Program& program, const ir::ClassSpace& classes, const std::vector<Chunk>& chunks, int least_width) {
  Layout layout;
  layout.classes = classes;
  layout.least_width = least_width;
  ir::StorageRanges storage(program);
  for (const ir::Block& block : program.blocks)
    for (ir::ValueId v : block.code) ir::result_range(program, program.values[v.index], block, storage);

  std::set<ChannelId> channels;
  for (const ir::QuantitySlot& q : program.quantities) {
    channels.insert(q.channel);
    std::vector<std::uint32_t> in_scope;
    for (std::uint32_t c = 0; c < classes.count(); ++c)
      if (classes.contains(c, q.scope)) in_scope.push_back(c);
    layout.slot_classes.push_back(std::move(in_scope));
  }
  for (const ir::DemandSlot& d : program.demands) {
    channels.insert(d.channel);
    if (d.squared) channels.insert({kUsage, kReactive});
  }
  for (const ir::TierPass& p : program.tier_passes) channels.insert(p.channel);
  for (const ir::StepWalk& w : program.walks) channels.insert(w.channels.begin(), w.channels.end());
  layout.channels.assign(channels.begin(), channels.end());

  for (const ir::Instruction& i : program.values) layout.widths.push_back(i.range ? width_for(*i.range, least_width) : 64);

  Cursor frame;
  layout.parts_base = frame.take_pointers(program.partitions.size());
  layout.buckets_base = frame.take_pointers(1);
  layout.passes_base = frame.take_pointers(1);
  for (const auto& range : storage.accumulators)
    layout.accumulators.push_back(frame.take(range ? width_for(*range, least_width) : 64));

  for (std::size_t q = 0; q < program.quantities.size(); ++q)
    layout.step_energies.push_back(program.walks.empty() ? Place{} : frame.take(64));

  // A value passes through the frame when another function than the one that computes it reads it.
  std::vector<std::size_t> made_in(program.values.size(), chunks.size());
  layout.frame.resize(program.values.size());
  layout.in_frame.resize(program.values.size(), false);
  for (std::size_t c = 0; c < chunks.size(); ++c)
    for (const Chunk::Piece& piece : chunks[c].pieces)
      for (ir::ValueId v : piece.code) {
        made_in[v.index] = c;
        for (ir::ValueId operand : program.values[v.index].operands) {
          if (made_in[operand.index] == c || is_reloaded(program.values[operand.index].op) || layout.in_frame[operand.index])
            continue;
          layout.in_frame[operand.index] = true;
          layout.frame[operand.index] = frame.take(layout.widths[operand.index]);
        }
      }
  layout.frame_bytes = frame.end();

  std::vector<Cursor> records(program.partitions.size());
  for (std::size_t c = 0; c < program.cells.size(); ++c) {
    const auto& range = storage.cells[c];
    layout.cells.push_back(records[program.cells[c].partition].take(range ? width_for(*range, least_width) : 64));
  }
  for (const ir::DemandSlot& d : program.demands) layout.demands.push_back(records[d.partition].take(d.squared ? 128 : 64));
  for (const Cursor& r : records) layout.part_bytes.push_back(r.end());

  Cursor segment;
  for (const ir::QuantitySlot& q : program.quantities) {
    const auto denominator = q.pass ? storage.pass_denominators[*q.pass] : std::nullopt;
    layout.pass_slots.push_back(
        denominator ? segment.take(width_for({0, ir::BigInt(ir::kEnergyLimit) * denominator->high}, least_width)) : Place{});
  }
  layout.pass_bytes = segment.end();
  return layout;
}

}  // namespace ratebook::native
