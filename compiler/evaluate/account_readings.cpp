// Sums, demands and tier passes over an account's readings (evaluate.hpp), one reading after another.
#include <algorithm>
#include <optional>

#include "compiler/evaluate/account_run.hpp"

namespace ratebook {

using ir::BigInt;

const native::ReadingColumn& AccountRun::readings(ChannelId channel) const {
  const auto slot = std::lower_bound(channels_.begin(), channels_.end(), channel) - channels_.begin();
  return batch_.readings[slot][account_];
}

BigInt AccountRun::reading(const native::ReadingColumn& column, std::uint64_t at) const {
  if (column.bytes == 2) return BigInt(static_cast<const std::uint16_t*>(column.data)[at]) * column.unit;
  if (column.bytes == 4) return BigInt(static_cast<const std::int32_t*>(column.data)[at]) * column.unit;
  return BigInt(static_cast<const std::int64_t*>(column.data)[at]) * column.unit;
}

BigInt AccountRun::sum(const native::ReadingColumn& column, std::uint64_t first, std::uint64_t last) const {
  BigInt total = 0;
  for (std::uint64_t i = first; i < last; ++i) total += reading(column, i);
  return total;
}

BigInt AccountRun::quantity(std::uint32_t index) const {
  const ir::QuantitySlot& slot = program_.quantities[index];
  BigInt total = 0;
  if (slot.pass) {
    for (std::uint32_t s : segments())
      if (const auto at = pass_sums_.find({index, s}); at != pass_sums_.end()) total += at->second;
    return total;
  }
  const std::vector<std::uint32_t> wanted = segments();
  if (program_.source == ir::Source::general) {
    for (std::uint32_t s : wanted) {
      const native::Int128 n = batch_.quantities[account_][index * window_.segments + s];
      total += BigInt(static_cast<std::int64_t>(n >> 64)) * (BigInt(1) << 64) + static_cast<std::uint64_t>(n);
    }
    return total;
  }
  for (std::uint64_t r = 0; r < window_.run_count; ++r) {
    const native::Run& run = window_.runs[r];
    const std::uint32_t segment = run.bucket / classes_.count();
    if (std::find(wanted.begin(), wanted.end(), segment) == wanted.end()) continue;
    if (classes_.contains(run.bucket % classes_.count(), slot.scope)) total += sum(readings(slot.channel), run.first, run.last);
  }
  return total;
}

BigInt AccountRun::demand(std::uint32_t index) const {
  const ir::DemandSlot& slot = program_.demands[index];
  const std::uint64_t part = part_of(slot.partition);
  if (program_.source == ir::Source::general) {
    const std::uint64_t at = batch_.demand_base[batch_.window[account_]][index] + part;
    if (!slot.squared) return batch_.demands[account_][at];
    const native::Int128 n = batch_.squares[account_][at];
    return BigInt(static_cast<std::int64_t>(n >> 64)) * (BigInt(1) << 64) + static_cast<std::uint64_t>(n);
  }
  const native::DemandTable& table = window_.demands[index];
  const native::ReadingColumn& own = readings(slot.channel);
  std::optional<BigInt> best;
  for (std::uint64_t r = 0; r < table.count; ++r) {
    const native::DemandRun& run = table.runs[r];
    if (run.part != part) continue;
    for (std::uint64_t w = 0; w < run.windows; ++w) {
      const std::uint64_t first = run.first + w * table.slide, last = first + table.width;
      BigInt value;
      if (!slot.squared) {
        value = sum(own, first, last);
      } else if (own.data != nullptr) {
        value = sum(own, first, last) * sum(own, first, last);
      } else {
        const BigInt real = sum(readings(kUsage), first, last), reactive = sum(readings(kReactive), first, last);
        value = real * real + reactive * reactive;
      }
      const bool better = !best || (slot.kind == DemandRef::Kind::minimum ? value < *best : value > *best);
      if (better) best = value;
    }
  }
  return best.value_or(0);
}

void AccountRun::fill_tiers(const ir::Instruction& i) {
  const ir::TierPass& pass = program_.tier_passes[i.index];
  const native::ReadingColumn& energy = readings(pass.channel);
  if (energy.data == nullptr) return;
  const std::vector<std::uint32_t> wanted = segments();
  const BigInt& denominator = operand(i, i.operands.size() - 1);
  const native::StepTable& table = window_.steps[i.index];
  std::optional<std::uint32_t> step;
  BigInt filled = 0;
  for (std::uint64_t r = 0; r < table.count; ++r) {
    const native::StepRun& run = table.runs[r];
    const std::uint32_t segment = run.bucket / classes_.count(), cls = run.bucket % classes_.count();
    if (std::find(wanted.begin(), wanted.end(), segment) == wanted.end() || !classes_.contains(cls, pass.scope)) continue;
    const std::uint32_t member = pass.periods.valid() ? classes_.member(cls, pass.periods) : 0;
    if (step != run.step) filled = 0;
    step = run.step;
    for (std::uint32_t at = run.first; at < run.last; ++at) {
      BigInt begin = filled;
      filled += reading(energy, at) * denominator;
      BigInt low = 0;
      for (std::uint32_t tier = 0; tier < pass.tiers; ++tier) {
        const bool last = tier + 1 == pass.tiers;
        const BigInt high = last ? filled : std::max(low, operand(i, tier));
        const BigInt from = std::max(begin, low), to = std::min(filled, high);
        if (from < to) pass_sums_[{pass.first_slot + tier * pass.members + member, segment}] += to - from;
        low = high;
      }
    }
  }
}

// The block's code for each step of the part, with the energies that its slots have there.
void AccountRun::walk(const ir::Block& block, std::uint64_t part) {
  block_ = &block;
  part_ = part;
  const ir::StepWalk& walk = program_.walks[block.walk];
  std::vector<std::uint32_t> slots;
  for (ir::ValueId v : block.code)
    if (program_.values[v.index].op == ir::Op::step_energy) slots.push_back(program_.values[v.index].index);
  for (std::uint32_t slot : slots)
    if (readings(program_.quantities[slot].channel).data == nullptr) return;
  const std::vector<std::uint32_t> wanted = segments();
  const native::StepTable& table = window_.walks[block.walk];
  std::optional<std::uint32_t> step;
  auto clear = [&] {
    for (std::uint32_t slot : slots) step_energies_[slot] = 0;
  };
  for (std::uint64_t r = 0; r < table.count; ++r) {
    const native::StepRun& run = table.runs[r];
    if (std::find(wanted.begin(), wanted.end(), run.bucket / classes_.count()) == wanted.end()) continue;
    for (std::uint32_t at = run.first; at < run.last; ++at) {
      const bool anew = walk.kind == ir::StepWalk::Kind::interval || step != run.step;
      if (anew && step) run_block(block, part);
      if (anew) clear();
      step = run.step;
      for (std::size_t n = 0; n < slots.size(); ++n) {
        const ir::QuantitySlot& slot = program_.quantities[slots[n]];
        const bool repeated = std::find(slots.begin(), slots.begin() + static_cast<std::ptrdiff_t>(n), slots[n]) !=
                              slots.begin() + static_cast<std::ptrdiff_t>(n);
        if (!repeated && classes_.contains(run.bucket % classes_.count(), slot.scope))
          step_energies_[slots[n]] += reading(readings(slot.channel), at);
      }
    }
  }
  if (step) run_block(block, part);
}

BigInt AccountRun::days_within(const BigInt& from, const BigInt& through) const {
  const native::PartTable& t = table(block_->kind == ir::Block::Kind::cycle ? 0 : block_->partition);
  BigInt days = 0;
  for (std::uint32_t s = t.span_begin[part_]; s < t.span_begin[part_ + 1]; ++s) {
    const BigInt first = std::max(from, BigInt(t.spans[s].first)), last = std::min(through, BigInt(t.spans[s].last));
    if (first <= last) days += last - first + 1;
  }
  return days;
}

}  // namespace ratebook
