#include "compiler/evaluate/account_run.hpp"

#include <fmt/format.h>

#include <cassert>

#include "compiler/ir/print.hpp"

namespace ratebook {

using ir::BigInt;
using ir::Op;

AccountRun::AccountRun(const ir::Program& program, const ir::ClassSpace& classes, const std::vector<ChannelId>& channels,
                       const native::Batch& batch, std::uint64_t account, std::vector<std::string>& breaches)
    : program_(program),
      classes_(classes),
      channels_(channels),
      batch_(batch),
      account_(account),
      window_(batch.windows[batch.window[account]]),
      breaches_(breaches),
      values_(program.values.size()),
      accumulators_(program.accumulators.size()) {}

void AccountRun::run() {
  batch_.status[account_] = 0;
  for (std::size_t first = 0; first < program_.blocks.size();) {
    std::size_t last = first + 1;
    while (last < program_.blocks.size() && program_.blocks[last].joined) ++last;
    const ir::Block& head = program_.blocks[first];
    const std::uint64_t parts = head.kind == ir::Block::Kind::cycle ? 1 : table(head.partition).parts;
    for (std::uint64_t part = 0; part < parts; ++part)
      for (std::size_t b = first; b < last; ++b) {
        const ir::Block& block = program_.blocks[b];
        if (block.kind == ir::Block::Kind::step)
          walk(block, part);
        else
          run_block(block, part);
      }
    first = last;
  }
}

void AccountRun::run_block(const ir::Block& block, std::uint64_t part) {
  block_ = &block;
  part_ = part;
  for (ir::ValueId v : block.code) {
    const ir::Instruction& i = program_.values[v.index];
    switch (ir::effect_of(i.op)) {
      case ir::Effect::effect:
        effect(i);
        continue;
      case ir::Effect::load:
        values_[v.index] = load(i);
        break;
      case ir::Effect::pure: {
        if (i.op == Op::constant) {
          values_[v.index] = i.constant;
          break;
        }
        std::vector<BigInt> operands;
        for (ir::ValueId operand : i.operands) operands.push_back(values_[operand.index]);
        values_[v.index] = ir::result_of(i.op, operands);
        break;
      }
    }
    if (i.range && !ir::contains(*i.range, values_[v.index]))
      breaches_.push_back(fmt::format("account {}: {} is {}", account_, ir::print(program_, v), values_[v.index].str()));
  }
}

std::vector<std::uint32_t> AccountRun::segments() const {
  std::vector<std::uint32_t> result;
  if (block_->kind == ir::Block::Kind::cycle) {
    for (std::uint32_t s = 0; s < window_.segments; ++s) result.push_back(s);
  } else {
    const native::PartTable& t = table(block_->partition);
    result.assign(t.segments + t.segment_begin[part_], t.segments + t.segment_begin[part_ + 1]);
  }
  return result;
}

BigInt AccountRun::load(const ir::Instruction& i) {
  switch (i.op) {
    case Op::attribute:
      return batch_.attributes[i.index][account_];
    case Op::window_field:
      return window_.fields[i.index];
    case Op::part_field: {
      const std::uint32_t partition = program_.part_fields[i.index].partition;
      return table(partition).fields[i.index][part_of(partition)];
    }
    case Op::days_within:
      return days_within(operand(i, 0), operand(i, 1));
    case Op::price:
      return program_.prices[i.index].cells.at(static_cast<std::size_t>(operand(i, 0)));
    case Op::quantity:
      return quantity(i.index);
    case Op::step_energy:
      return step_energies_.at(i.index);
    case Op::quantity_den:
      return program_.source == ir::Source::intervals ? 1 : batch_.quantity_den[account_];
    case Op::demand:
      return demand(i.index);
    case Op::state:
      return batch_
          .states[account_][batch_.state_base[batch_.window[account_]][i.index] + part_of(program_.states[i.index].partition)];
    case Op::stored: {
      const std::pair key{i.index, static_cast<std::uint64_t>(operand(i, 0))};
      return program_.cells[i.index].gathered ? cells_[key] : cells_.at(key);
    }
    case Op::accumulated:
      return accumulators_[i.index];
    default:
      assert(false && "not a load");
      return 0;
  }
}

void AccountRun::effect(const ir::Instruction& i) {
  switch (i.op) {
    case Op::fail_if:
      if (operand(i, 0) != 0) fail(1 + static_cast<std::uint32_t>(i.code));
      break;
    case Op::fail_with:
      fail(static_cast<std::uint32_t>(operand(i, 0)));
      break;
    case Op::accumulate:
      accumulators_[i.index] += operand(i, 0);
      break;
    case Op::store:
      cells_[{i.index, part_of(program_.cells[i.index].partition)}] = operand(i, 0);
      break;
    case Op::gather:
      cells_[{i.index, static_cast<std::uint64_t>(operand(i, 0))}] += operand(i, 1);
      break;
    case Op::emit_row:
      emit_row(i);
      break;
    case Op::withdraw_row:
      if (operand(i, 0) != 0) row(i.index).present = 0;
      break;
    case Op::record:
      record(i);
      break;
    case Op::fill_tiers:
      fill_tiers(i);
      break;
    default:
      assert(false && "not an effect");
  }
}

void AccountRun::fail(std::uint32_t status) {
  if (batch_.status[account_] == 0) batch_.status[account_] = status;
}

native::Row& AccountRun::row(std::uint32_t slot) const {
  return batch_.rows[account_ * batch_.row_stride + window_.row_base[slot] + part_of(program_.rows[slot].partition)];
}

namespace {

native::Int128 narrow(const BigInt& n) {
  native::Int128 result = 0;
  const BigInt magnitude = abs(n);
  for (int shift = 96; shift >= 0; shift -= 32)
    result = (result << 32) | static_cast<std::uint32_t>((magnitude >> shift) & 0xffffffffU);
  return n < 0 ? -result : result;
}

// At scale 9: exact, or half even at scale 6.
bool show(const BigInt& numerator, const BigInt& denominator, native::Int128& into) {
  const BigInt nine[] = {numerator * 1'000'000'000, denominator}, six[] = {numerator * 1'000'000, denominator};
  const bool exact = nine[0] % denominator == 0;
  into = narrow(exact ? BigInt(nine[0] / denominator) : BigInt(ir::result_of(Op::divide_half_even, six) * 1000));
  return exact;
}

}  // namespace

void AccountRun::emit_row(const ir::Instruction& i) {
  native::Row& r = row(i.index);
  r.present = operand(i, 0) != 0 ? 1 : 0;
  if (r.present == 0) return;
  r.amount = static_cast<std::int64_t>(operand(i, 7));
  r.inexact = 0;
  if (!show(operand(i, 1), operand(i, 2), r.quantity)) r.inexact |= 1U;
  if (!show(operand(i, 3), operand(i, 4), r.price)) r.inexact |= 2U;
  if (!show(operand(i, 5), operand(i, 6), r.unrounded)) r.inexact |= 4U;
}

void AccountRun::record(const ir::Instruction& i) {
  native::Record& r = batch_.records[account_ * batch_.record_stride + window_.record_base[i.index] +
                                     part_of(program_.records[i.index].partition)];
  BigInt numerator = operand(i, 1), denominator = operand(i, 2);
  // Numbers that need more than 128 bits are stored in lowest terms.
  const ir::Range& n = *program_.values[i.operands[1].index].range;
  const ir::Range& d = *program_.values[i.operands[2].index].range;
  if (ir::width_of(n) > 128 || ir::width_of(d) > 128) {
    const BigInt shared = gcd(numerator, denominator);
    numerator /= shared;
    denominator /= shared;
  }
  r.numerator = narrow(numerator);
  r.denominator = operand(i, 0) != 0 ? narrow(denominator) : 0;
}

}  // namespace ratebook
