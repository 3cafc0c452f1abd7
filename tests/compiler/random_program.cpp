#include "tests/compiler/random_program.hpp"

#include <algorithm>

#include "compiler/ir/limits.hpp"

namespace ratebook {

using ir::BigInt;
using ir::Op;

void record_in_pieces(ir::Builder& build, ir::ValueId value, ir::PartitionIndex partition) {
  const BigInt piece = BigInt(1) << 100;
  ir::ValueId rest = value;
  const bool narrow = ir::width_of(build.range(value)) == 64;
  for (int n = 0; n < (narrow ? 1 : 3); ++n) {
    const ir::ValueId above = build.emit(Op::divide_down, {rest, build.constant(piece)});
    const ir::ValueId low = build.subtract(rest, build.multiply(above, build.constant(piece)));
    const auto slot = static_cast<std::uint32_t>(build.program().records.size());
    build.program().records.push_back({MeasureId{0}, partition, {}});
    build.emit(Op::record, {build.flag(true), narrow ? value : low, build.constant(1)}, slot);
    rest = above;
  }
}

namespace {

class Generator {
 public:
  Generator(const ProgramShape& shape, std::mt19937_64& random) : shape_(shape), random_(random), build_(program_) {}

  ir::Program run() {
    program_.source = shape_.source;
    program_.tariff_id = "random";
    program_.edition = "2025-01-01";
    program_.scheme_sizes = {2, 3};
    declare();
    for (std::size_t b = 0; b < shape_.blocks; ++b) block();
    build_.begin_cycle("sums");
    pool_ = cycle_pool_;
    for (std::uint32_t a = 0; a < program_.accumulators.size(); ++a)
      record_in_pieces(build_, build_.emit(Op::accumulated, {}, a), 0);
    return std::move(program_);
  }

 private:
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
  bool chance(std::size_t n) { return below(n) == 0; }

  ir::Range some_range() {
    const unsigned bits = 1 + static_cast<unsigned>(below(62));
    const BigInt bound = BigInt(1) << bits;
    switch (below(4)) {
      case 0:
        return {0, 1};
      case 1:
        return {0, bound - 1};
      case 2:
        return {1, bound};
      default:
        return {-bound, bound - 1};
    }
  }
  ScopeRef some_scope() {
    ScopeRef scope;
    if (chance(2)) scope.members.push_back({SchemeId{0}, static_cast<MemberIndex>(below(2))});
    if (chance(2)) scope.members.push_back({SchemeId{1}, static_cast<MemberIndex>(below(3))});
    return scope;
  }

  void declare() {
    program_.partitions.emplace_back();
    ir::Partition months, seasons;
    months.cuts.month = true;
    seasons.cuts.seasons = {SchemeId{0}};
    program_.partitions.push_back(months);
    program_.partitions.push_back(seasons);
    for (int i = 0; i < 5; ++i) {
      ir::Attribute a;
      a.input = InputId{static_cast<std::size_t>(i)};
      a.range = some_range();
      program_.attributes.push_back(a);
    }
    for (int i = 0; i < 3; ++i) {
      ir::WindowField f;
      f.range = some_range();
      program_.window_fields.push_back(f);
    }
    for (ir::PartitionIndex p = 0; p < 3; ++p) {
      for (int i = 0; i < 2; ++i) {
        ir::PartField f;
        f.partition = p;
        f.range = some_range();
        program_.part_fields.push_back(f);
      }
      for (ir::PartitionIndex other = 0; other < 3; ++other) {
        ir::PartField f;
        f.partition = p;
        f.kind = ir::PartField::Kind::part_of;
        f.other = other;
        f.range = ir::between(0, program_.partitions[other].whole() ? 0 : 399);
        program_.part_fields.push_back(f);
      }
    }
    for (int i = 0; i < 3; ++i) program_.quantities.push_back({ChannelId{below(2)}, some_scope(), std::nullopt});
    program_.walks.push_back({ir::StepWalk::Kind::interval, {ChannelId{0}, ChannelId{1}}});
    program_.walks.push_back({ir::StepWalk::Kind::hour, {ChannelId{0}, ChannelId{1}}});
    const ir::PartitionIndex demand_parts = static_cast<ir::PartitionIndex>(below(3));
    const DemandRef::Kind kind = chance(2) ? DemandRef::Kind::maximum : DemandRef::Kind::minimum;
    program_.demands.push_back({kind, ChannelId{below(2)}, some_scope(), 15, 15, 0, false});
    program_.demands.push_back({DemandRef::Kind::maximum, ChannelId{below(2)}, some_scope(), 15, 15, demand_parts, false});
    program_.demands.push_back({DemandRef::Kind::maximum, kApparent, {}, 15, 15, 0, true});
    for (int i = 0; i < 3; ++i) {
      ir::PriceArray prices;
      prices.name = "prices";
      const ir::Range range = some_range();
      for (std::size_t n = 1 + below(6); n > 0; --n) prices.cells.push_back(number_in(range));
      if (chance(3)) prices.cells.push_back((BigInt(1) << 90) + below(1000));
      program_.prices.push_back(std::move(prices));
    }
    if (shape_.source == ir::Source::general) {
      program_.states.push_back({ir::StateSlot::Kind::data_checks, 0, 0});
      program_.states.push_back({ir::StateSlot::Kind::quantity, 0, 1});
    }
  }

  BigInt number_in(const ir::Range& range) {
    if (chance(3)) return chance(2) ? range.low : range.high;
    return range.low + BigInt(random_()) % (range.high - range.low + 1);
  }

  // -- code --
  void block() {
    const auto partition = static_cast<ir::PartitionIndex>(below(3));
    const bool wants_steps = shape_.favourite == Op::step_energy;
    if (shape_.source == ir::Source::intervals && (wants_steps ? chance(2) : chance(4))) steps(partition);
    const bool whole = program_.partitions[partition].whole();
    if (whole)
      build_.begin_cycle("cycle");
    else
      build_.begin_part("part", partition);
    partition_ = partition;
    pool_ = cycle_pool_;
    leaves();
    for (std::size_t i = 0; i < shape_.operations; ++i) {
      operation(shape_.favourite && chance(3) ? *shape_.favourite : static_cast<Op>(below(ir::kOperations)));
    }
    // What the block made is seen from outside.
    for (int i = 0; i < 4; ++i)
      record_in_pieces(build_, pool_[pool_.size() - 1 - below(std::min<std::size_t>(pool_.size(), shape_.operations))],
                       partition);
    store_some();
    if (whole) cycle_pool_ = pool_;
  }

  // A walk over the part's steps: what each of them comes to is added up, and read in later blocks.
  void steps(ir::PartitionIndex partition) {
    build_.begin_steps("steps", partition, static_cast<std::uint32_t>(below(program_.walks.size())));
    partition_ = partition;
    pool_ = cycle_pool_;
    if (pool_.empty()) leaves();
    for (std::uint32_t slot = 0; slot < 3; ++slot)
      if (slot == 0 || chance(2)) keep(build_.emit(Op::step_energy, {}, slot));
    constexpr Op kOfSteps[] = {Op::add,       Op::subtract,    Op::multiply,       Op::minimum,   Op::maximum, Op::equal,
                               Op::not_equal, Op::less,        Op::select,         Op::both,      Op::negate,  Op::less_equal,
                               Op::price,     Op::divide_down, Op::divide_half_up, Op::part_field};
    for (std::size_t i = 0; i < shape_.operations / 3; ++i) operation(kOfSteps[below(std::size(kOfSteps))]);
    for (int i = 0; i < 3; ++i) gather();
    operation(Op::accumulate);
  }

  // Into a cell of this or another partition, at the part that holds this part's first day.
  void gather() {
    const auto of = static_cast<ir::PartitionIndex>(below(3));
    const ir::ValueId value = some();
    const std::optional<ir::ValueId> at = ordinal_of(of);
    if (!at || ir::width_of(build_.range(value)) > 64) return;
    program_.cells.push_back({of, "gathered", true});
    build_.emit(Op::gather, {*at, value}, static_cast<std::uint32_t>(program_.cells.size() - 1));
  }

  ir::ValueId some() {
    return pool_[chance(2) ? below(pool_.size()) : pool_.size() - 1 - below(std::min<std::size_t>(pool_.size(), 12))];
  }
  ir::ValueId some_condition() {
    return chance(2) ? build_.emit(Op::less, {some(), some()}) : build_.emit(Op::not_equal, {some(), build_.constant(0)});
  }
  void keep(ir::ValueId v) { pool_.push_back(v); }

  void leaves() {
    for (std::uint32_t i = 0; i < program_.attributes.size(); ++i) keep(build_.account_leaf(Op::attribute, i));
    for (std::uint32_t i = 0; i < program_.part_fields.size(); ++i)
      if (program_.part_fields[i].partition == partition_ && program_.part_fields[i].kind != ir::PartField::Kind::part_of &&
          chance(2))
        keep(build_.emit(Op::part_field, {}, i));
    keep(build_.constant(number_in(some_range())));
  }

  bool fits(Op op, const std::vector<ir::ValueId>& operands) {
    ir::Instruction i;
    i.op = op;
    i.operands = operands;
    ir::StorageRanges storage = build_.storage();
    return ir::width_of(ir::result_range(program_, i, build_.block(), storage)) != 0;
  }
  void binary(Op op, ir::ValueId a, ir::ValueId b) {
    if (fits(op, {a, b})) keep(build_.emit(op, {a, b}));
  }

  void operation(Op op) {
    switch (op) {
      case Op::constant:
        return keep(build_.constant(number_in(some_range())));
      case Op::attribute:
        return keep(build_.account_leaf(op, static_cast<std::uint32_t>(below(program_.attributes.size()))));
      case Op::window_field:
        return keep(build_.account_leaf(op, static_cast<std::uint32_t>(below(program_.window_fields.size()))));
      case Op::quantity_den:
        return keep(build_.account_leaf(op));
      case Op::part_field:
        return leaves();
      case Op::days_within: {
        const ir::ValueId from = build_.clamp(some(), 19000, 21000);
        return keep(build_.emit(op, {from, build_.clamp(some(), 19500, 21500)}));
      }
      case Op::price: {
        const auto at = static_cast<std::uint32_t>(below(program_.prices.size()));
        return keep(build_.emit(op, {build_.clamp(some(), 0, BigInt(program_.prices[at].cells.size()) - 1)}, at));
      }
      case Op::quantity:
        return keep(build_.emit(op, {}, static_cast<std::uint32_t>(below(3))));
      case Op::demand:
        for (std::uint32_t d = 0; d < program_.demands.size(); ++d)
          if (program_.partitions[program_.demands[d].partition].whole() || program_.demands[d].partition == partition_)
            if (chance(2)) keep(build_.emit(op, {}, d));
        return;
      case Op::state:
      case Op::fail_with:
        if (shape_.source == ir::Source::general) {
          const std::uint32_t slot = partition_ == 1 ? 1 : 0;
          build_.emit(Op::fail_with, {build_.select(some_condition(), build_.emit(Op::state, {}, slot), build_.constant(0))});
        }
        return;
      case Op::step_energy:
        return;  // steps
      case Op::gather:
        return gather();
      case Op::stored:
        return load_some();
      case Op::accumulated:
        return;
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::minimum:
      case Op::maximum:
      case Op::equal:
      case Op::not_equal:
      case Op::less:
      case Op::less_equal:
        return binary(op, some(), some());
      case Op::divide_half_up:
      case Op::divide_half_even:
      case Op::divide_up:
      case Op::divide_down:
        return keep(build_.emit(
            op, {some(), build_.maximum(chance(2) ? some() : build_.constant(1 + below(1000)), build_.constant(1))}));
      case Op::root:
        return keep(build_.emit(op, {build_.maximum(some(), build_.constant(0))}));
      case Op::select:
        return keep(build_.select(some_condition(), some(), some()));
      case Op::both:
      case Op::either:
        return keep(build_.emit(op, {some_condition(), some_condition()}));
      case Op::negate:
        return keep(build_.emit(op, {some_condition()}));
      case Op::fail_if:
        // Most accounts should get through.
        if (chance(4))
          build_.fail_if(build_.both(some_condition(), build_.both(some_condition(), some_condition())), Code::price_missing);
        return;
      case Op::accumulate: {
        const ir::ValueId v = some();
        if (ir::width_of(build_.range(v)) > 128) return;
        program_.accumulators.push_back({"sum"});
        build_.emit(op, {v}, static_cast<std::uint32_t>(program_.accumulators.size() - 1));
        return;
      }
      case Op::store:
        return;  // store_some
      case Op::emit_row:
        return row();
      case Op::withdraw_row:
        for (std::uint32_t r = 0; r < program_.rows.size(); ++r)
          if (program_.rows[r].partition == partition_ && chance(3)) build_.emit(op, {some_condition()}, r);
        return;
      case Op::record:
        return record_in_pieces(build_, some(), partition_);
      case Op::fill_tiers:
        return fill();
    }
  }

  void row() {
    auto bounded = [&](unsigned bits) { return build_.clamp(some(), -(BigInt(1) << bits), BigInt(1) << bits); };
    auto divisor = [&] {
      return chance(2) ? build_.constant(ir::BigInt(power_of_ten(static_cast<int>(below(12)))))
                       : build_.clamp(some(), 1, BigInt(1) << 80);
    };
    ir::RowSlot slot;
    slot.partition = partition_;
    const auto index = static_cast<std::uint32_t>(program_.rows.size());
    program_.rows.push_back(slot);
    build_.emit(Op::emit_row,
                {some_condition(), bounded(90), divisor(), bounded(60), divisor(), bounded(90), divisor(), bounded(62)}, index);
  }

  void fill() {
    if (program_.tier_passes.size() == 2) return;
    ir::TierPass pass;
    pass.order = chance(2) ? ir::TierPass::Order::per_day : ir::TierPass::Order::time_order;
    pass.channel = ChannelId{below(2)};
    if (chance(2)) {
      pass.periods = SchemeId{1};
      pass.members = 3;
      if (chance(2)) pass.scope.members.push_back({SchemeId{0}, 1});
    }
    pass.tiers = 1 + static_cast<std::uint32_t>(below(3));
    pass.first_slot = static_cast<std::uint32_t>(program_.quantities.size());
    const auto index = static_cast<std::uint32_t>(program_.tier_passes.size());
    for (std::uint32_t i = 0; i < pass.tiers * pass.members; ++i)
      program_.quantities.push_back({pass.channel, pass.scope, index});
    program_.tier_passes.push_back(pass);
    std::vector<ir::ValueId> operands;
    ir::ValueId limit = build_.constant(0);
    for (std::uint32_t t = 0; t + 1 < pass.tiers; ++t) {
      limit = build_.add(limit, build_.clamp(some(), 0, BigInt(1) << (20 + below(40))));
      operands.push_back(limit);
    }
    operands.push_back(build_.clamp(some(), 1, chance(2) ? BigInt(1) : BigInt(1) << below(40)));
    build_.emit(Op::fill_tiers, operands, index);
    for (std::uint32_t i = 0; i < pass.tiers * pass.members; ++i)
      record_in_pieces(build_, build_.emit(Op::quantity, {}, pass.first_slot + i), partition_);
  }

  // Cells are filled at the end of their block and read in later ones.
  void store_some() {
    for (int n = 0; n < 2; ++n) {
      program_.cells.push_back({partition_, "cell"});
      build_.emit(Op::store, {some()}, static_cast<std::uint32_t>(program_.cells.size() - 1));
    }
  }
  void load_some() {
    if (program_.cells.empty()) return;
    const auto at = static_cast<std::uint32_t>(below(program_.cells.size()));
    if (gathered_here(at)) return;
    if (const auto ordinal = ordinal_of(program_.cells[at].partition)) keep(build_.emit(Op::stored, {*ordinal}, at));
  }
  // A gathered cell is read in later blocks only.
  bool gathered_here(std::uint32_t cell) const {
    const auto& code = build_.block().code;
    return program_.cells[cell].gathered && std::any_of(code.begin(), code.end(), [&](ir::ValueId v) {
             return program_.values[v.index].op == Op::gather && program_.values[v.index].index == cell;
           });
  }
  std::optional<ir::ValueId> ordinal_of(ir::PartitionIndex of) {
    if (program_.partitions[of].whole()) return build_.constant(0);
    for (std::uint32_t f = 0; f < program_.part_fields.size(); ++f) {
      const ir::PartField& field = program_.part_fields[f];
      if (field.partition == partition_ && field.kind == ir::PartField::Kind::part_of && field.other == of)
        return build_.emit(Op::part_field, {}, f);
    }
    return std::nullopt;
  }

  const ProgramShape& shape_;
  std::mt19937_64& random_;
  ir::Program program_;
  ir::Builder build_;
  ir::PartitionIndex partition_ = 0;
  std::vector<ir::ValueId> pool_, cycle_pool_;
};

}  // namespace

ir::Program random_program(const ProgramShape& shape, std::mt19937_64& random) { return Generator(shape, random).run(); }

}  // namespace ratebook
