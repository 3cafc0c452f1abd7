#include "compiler/ir/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compiler/ir/print.hpp"
#include "compiler/ir/ranges.hpp"

namespace ratebook::ir {

namespace {

class Verifier {
 public:
  explicit Verifier(const Program& program)
      : program_(program),
        defined_(program.values.size(), kNowhere),
        stored_(program.cells.size()),
        accumulated_(program.accumulators.size()),
        filled_(program.tier_passes.size()),
        emitted_(program.rows.size()),
        storage_(program) {}

  std::vector<std::string> run() {
    lists();
    for (block_ = 0; block_ < program_.blocks.size(); ++block_) {
      const Block& block = program_.blocks[block_];
      if (!heading(block)) return breaches_;
      for (ValueId v : block.code) {
        if (v.index >= program_.values.size()) {
          breaches_.push_back(fmt::format("block {}: no value %{}", block.name, v.index));
          return breaches_;
        }
        at_ = v;
        // Later checks read what earlier ones establish.
        if (shape() && indices() && dominance()) {
          meaning();
          range();
        }
        if (defined_[v.index] != kNowhere) breach("defined twice");
        defined_[v.index] = block_;
      }
    }
    return breaches_;
  }

 private:
  static constexpr std::size_t kNowhere = SIZE_MAX;

  const Instruction& now() const { return program_.values[at_.index]; }
  const Block& block() const { return program_.blocks[block_]; }
  void breach(std::string_view what) {
    breaches_.push_back(fmt::format("block {}: {}: {}", block().name, print(program_, at_), what));
  }
  bool need(bool holds, std::string_view what) {
    if (!holds) breach(what);
    return holds;
  }
  const std::optional<Range>& range_of(ValueId v) const { return program_.values[v.index].range; }

  bool heading(const Block& block) {
    auto refuse = [&](std::string_view what) {
      breaches_.push_back(fmt::format("block {}: {}", block.name, what));
      return false;
    };
    if (block.kind == Block::Kind::cycle) return !block.joined || refuse("a cycle block joins no other");
    if (block.partition >= program_.partitions.size()) return refuse(fmt::format("no partition {}", block.partition));
    if (block.kind == Block::Kind::step && block.walk >= program_.walks.size())
      return refuse(fmt::format("no walk {}", block.walk));
    if (!block.joined) return true;
    const Block* before = block_ > 0 ? &program_.blocks[block_ - 1] : nullptr;
    return (before != nullptr && before->kind != Block::Kind::cycle && before->partition == block.partition) ||
           refuse("joined to a block over another partition");
  }

  void lists() {
    auto need_partition = [&](PartitionIndex p, std::string_view what) {
      if (p >= program_.partitions.size()) breaches_.push_back(fmt::format("{}: no partition {}", what, p));
    };
    if (program_.partitions.empty() || !program_.partitions[0].whole())
      breaches_.push_back("partition 0 must be the whole cycle");
    for (const PartField& f : program_.part_fields) need_partition(f.partition, "part field");
    for (const Cell& c : program_.cells) need_partition(c.partition, "cell");
    for (const RowSlot& r : program_.rows) need_partition(r.partition, "row");
    for (const RecordSlot& r : program_.records) need_partition(r.partition, "record");
    for (const DemandSlot& d : program_.demands) need_partition(d.partition, "demand");
    for (const StateSlot& s : program_.states) need_partition(s.partition, "state");
    for (const PriceArray& p : program_.prices)
      if (p.cells.empty() || p.denominator < 1)
        breaches_.push_back(fmt::format("prices {}: no cells, or denominator below 1", p.name));
    for (const TierPass& p : program_.tier_passes)
      if (p.first_slot + p.tiers * p.members > program_.quantities.size())
        breaches_.push_back("tier pass: slots beyond the list");
  }

  bool shape() {
    const int wanted = operand_count(now().op);
    bool good = need(wanted < 0 || now().operands.size() == static_cast<std::size_t>(wanted), "wrong number of operands");
    for (ValueId v : now().operands) {
      good = need(v.index < program_.values.size(), "operand does not exist") && good;
      if (good) good = need(effect_of(program_.values[v.index].op) != Effect::effect, "an effect has no result") && good;
    }
    return good;
  }

  bool indices() {
    const std::size_t i = now().index;
    switch (now().op) {
      case Op::attribute:
        return need(i < program_.attributes.size(), "no such attribute");
      case Op::window_field:
        return need(i < program_.window_fields.size(), "no such window field");
      case Op::part_field:
        return need(i < program_.part_fields.size(), "no such part field") &&
               here(program_.part_fields[i].partition, "part field");
      case Op::price:
        return need(i < program_.prices.size(), "no such price array");
      case Op::quantity:
        return need(i < program_.quantities.size(), "no such quantity slot");
      case Op::step_energy: {
        if (!need(i < program_.quantities.size(), "no such quantity slot") ||
            !need(block().kind == Block::Kind::step, "stands in no step block"))
          return false;
        const auto& channels = program_.walks[block().walk].channels;
        return need(std::binary_search(channels.begin(), channels.end(), program_.quantities[i].channel),
                    "the walk does not read this channel");
      }
      case Op::demand:
        return need(i < program_.demands.size(), "no such demand slot") && here(program_.demands[i].partition, "demand slot");
      case Op::state:
        return need(i < program_.states.size(), "no such state slot") && here(program_.states[i].partition, "state slot");
      case Op::stored:
      case Op::store:
      case Op::gather:
        return need(i < program_.cells.size(), "no such cell");
      case Op::accumulated:
      case Op::accumulate:
        return need(i < program_.accumulators.size(), "no such accumulator");
      case Op::emit_row:
      case Op::withdraw_row:
        return need(i < program_.rows.size(), "no such row slot");
      case Op::record:
        return need(i < program_.records.size(), "no such record slot");
      case Op::fill_tiers:
        return need(i < program_.tier_passes.size(), "no such tier pass");
      default:
        return true;
    }
  }

  // A number of a partition's parts can be read in that partition's blocks; of a partition without cuts, everywhere.
  bool here(PartitionIndex partition, std::string_view what) {
    return need(
        program_.partitions[partition].whole() || (block().kind != Block::Kind::cycle && block().partition == partition),
        fmt::format("{} of another partition", what));
  }
  // What is written for each part of a partition is written in its blocks.
  bool written_here(PartitionIndex partition, std::string_view what) {
    return need(block().kind == Block::Kind::part ? block().partition == partition : program_.partitions[partition].whole(),
                fmt::format("{} of another partition", what));
  }

  bool dominance() {
    bool good = true;
    for (ValueId v : now().operands) {
      const std::size_t where = defined_[v.index];
      good = need(where != kNowhere && (where == block_ || program_.blocks[where].kind == Block::Kind::cycle),
                  fmt::format("%{} is not known here", v.index)) &&
             good;
      good = good && need(range_of(v).has_value(), fmt::format("%{} has no range", v.index));
    }
    return good;
  }

  void predicate(ValueId v) {
    need(range_of(v)->low >= 0 && range_of(v)->high <= 1, fmt::format("%{} is not a condition", v.index));
  }

  void meaning() {
    const Instruction& i = now();
    switch (i.op) {
      case Op::price: {
        const BigInt last = BigInt(program_.prices[i.index].cells.size()) - 1;
        need(range_of(i.operands[0])->low >= 0 && range_of(i.operands[0])->high <= last, "index may lie outside the array");
        break;
      }
      case Op::divide_half_up:
      case Op::divide_half_even:
      case Op::divide_up:
      case Op::divide_down:
        need(range_of(i.operands[1])->low >= 1, "divisor may be below 1");
        break;
      case Op::root:
        need(range_of(i.operands[0])->low >= 0, "root of what may be negative");
        break;
      case Op::select:
      case Op::fail_if:
      case Op::negate:
        predicate(i.operands[0]);
        break;
      case Op::both:
      case Op::either:
        predicate(i.operands[0]);
        predicate(i.operands[1]);
        break;
      case Op::quantity:
        if (const auto pass = program_.quantities[i.index].pass)
          need(filled_[*pass], "the pass of this slot is not filled yet");
        break;
      case Op::store:
        written_here(program_.cells[i.index].partition, "cell");
        need(!program_.cells[i.index].gathered, "a gathered cell is not stored");
        stored_[i.index] = stored_[i.index].value_or(block_);
        break;
      case Op::gather:
        need(program_.cells[i.index].gathered, "the cell is not one that is gathered");
        ordinal(i);
        stored_[i.index] = stored_[i.index].value_or(block_);
        break;
      case Op::stored:
        stored(i);
        break;
      case Op::accumulate:
        need(!read_.contains(i.index), "the accumulator has been read already");
        accumulated_[i.index] = block_;
        break;
      case Op::accumulated:
        need(!accumulated_[i.index] || *accumulated_[i.index] != block_ || block().kind == Block::Kind::cycle,
             "read in the block that fills it");
        read_.insert(i.index);
        break;
      case Op::emit_row:
        row(i);
        break;
      case Op::withdraw_row:
        written_here(program_.rows[i.index].partition, "row");
        need(emitted_[i.index], "the row is not emitted yet");
        predicate(i.operands[0]);
        break;
      case Op::record:
        written_here(program_.records[i.index].partition, "record");
        predicate(i.operands[0]);
        need(range_of(i.operands[2])->low >= 1, "denominator may be below 1");
        break;
      case Op::fill_tiers: {
        const TierPass& pass = program_.tier_passes[i.index];
        need(i.operands.size() == pass.tiers, "a pass has tiers - 1 limits and a denominator");
        need(!i.operands.empty() && range_of(i.operands.back())->low >= 1, "denominator may be below 1");
        filled_[i.index] = true;
        break;
      }
      default:
        break;
    }
  }

  void stored(const Instruction& i) {
    need(stored_[i.index].has_value() || program_.cells[i.index].gathered, "the cell is not stored yet");
    if (!stored_[i.index]) return ordinal(i);
    const PartitionIndex partition = program_.cells[i.index].partition;
    // A walk may read what it has gathered so far.
    const bool own = block().partition == partition &&
                     block().kind == (program_.cells[i.index].gathered ? Block::Kind::step : Block::Kind::part);
    need(*stored_[i.index] != block_ || own || program_.partitions[partition].whole(), "the cell is filled in this very block");
    ordinal(i);
  }
  void ordinal(const Instruction& i) {
    const BigInt most = most_parts(program_.partitions[program_.cells[i.index].partition]) - 1;
    need(range_of(i.operands[0])->low >= 0 && range_of(i.operands[0])->high <= most,
         "part ordinal may lie outside the partition");
  }

  void row(const Instruction& i) {
    written_here(program_.rows[i.index].partition, "row");
    need(!emitted_[i.index], "the row slot is emitted twice");
    emitted_[i.index] = true;
    predicate(i.operands[0]);
    for (std::size_t denominator : {2, 4, 6}) need(range_of(i.operands[denominator])->low >= 1, "denominator may be below 1");
    need(width_of(*range_of(i.operands[7])) == 64, "the amount does not fit in 64 bits");
  }

  void range() {
    const Instruction& i = now();
    if (i.op == Op::stored && !storage_.cells[i.index] && !program_.cells[i.index].gathered) return;
    if (i.op == Op::quantity && program_.quantities[i.index].pass &&
        !storage_.pass_denominators[*program_.quantities[i.index].pass])
      return;
    if (!need(i.range.has_value(), "has no range")) return;
    const Range computed = result_range(program_, i, block(), storage_);
    if (effect_of(i.op) == Effect::effect) return;
    need(i.range->low == computed.low && i.range->high == computed.high,
         fmt::format("range [{}, {}] is not what its operands allow: [{}, {}]", i.range->low.str(), i.range->high.str(),
                     computed.low.str(), computed.high.str()));
    need(width_of(*i.range) != 0, "does not fit the widest integer");
  }

  const Program& program_;
  std::vector<std::size_t> defined_;  // block of each value
  std::vector<std::optional<std::size_t>> stored_, accumulated_;
  std::vector<bool> filled_, emitted_;
  std::set<std::uint32_t> read_;  // accumulators
  StorageRanges storage_;
  std::size_t block_ = 0;
  ValueId at_;
  std::vector<std::string> breaches_;
};

}  // namespace

std::vector<std::string> verify(const Program& program) { return Verifier(program).run(); }

}  // namespace ratebook::ir
