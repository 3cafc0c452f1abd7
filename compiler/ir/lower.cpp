#include "compiler/ir/lower.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/ir/limits.hpp"
#include "compiler/ir/lowering.hpp"
#include "compiler/ir/part_counts.hpp"
#include "compiler/ir/verify.hpp"

namespace ratebook::ir {

CutRule rule(const std::optional<Ruled<CutRule>>& stated) { return stated ? stated->rule : CutRule::usage_day; }

namespace {

// Decimals that write the step exactly, and at least so many.
int decimals_of(Ratio step, int least) {
  int scale = least;
  while (scale < 9 && step.num * power_of_ten(scale) % step.den != 0) ++scale;
  return scale;
}

int amount_scale(const CheckedTariff& tariff) {
  int scale = 0;
  for (const auto& rounding : {tariff.rules.round_line, tariff.rules.round_total})
    if (rounding) scale = decimals_of(rounding->rule.step, scale);
  for (const Line& line : tariff.lines)
    if (line.rounding.span.valid()) scale = decimals_of(line.rounding.step, scale);
  return scale;
}

}  // namespace

Lowering::Lowering(const CheckedTariff& tariff, const LowerOptions& options, DiagnosticSink& sink)
    : tariff_(tariff), options_(options), sink_(sink), build_(program_), math_(build_), measures_(tariff.measures.size()) {
  program_.source = options.source;
  program_.tariff_id = tariff.id;
  program_.edition = format_date(tariff.edition);
  program_.amount_scale = amount_scale(tariff);
  for (const Scheme& s : tariff.schemes) program_.scheme_sizes.push_back(static_cast<std::uint32_t>(s.members.size()));
  program_.partitions.emplace_back();
}

PartitionIndex Lowering::partition(const CutSet& cuts, CutRule season_rule, CutRule version_rule) {
  Partition wanted;
  wanted.cuts = cuts;
  wanted.season_rule = season_rule;
  wanted.version_rule = version_rule;
  return partition(wanted);
}

PartitionIndex Lowering::partition(const Partition& wanted) {
  for (std::size_t i = 0; i < program_.partitions.size(); ++i) {
    const Partition& p = program_.partitions[i];
    if (p.cuts == wanted.cuts && p.season_rule == wanted.season_rule && p.version_rule == wanted.version_rule &&
        p.each_day == wanted.each_day && p.each_month == wanted.each_month)
      return static_cast<PartitionIndex>(i);
  }
  program_.partitions.push_back(wanted);
  program_.partitions.back().most = most_parts_of(tariff_, wanted);
  return static_cast<PartitionIndex>(program_.partitions.size() - 1);
}

std::uint32_t Lowering::cell(PartitionIndex partition, std::string name) {
  program_.cells.push_back({partition, std::move(name)});
  return static_cast<std::uint32_t>(program_.cells.size() - 1);
}

std::uint32_t Lowering::accumulator(std::string name) {
  program_.accumulators.push_back({std::move(name)});
  return static_cast<std::uint32_t>(program_.accumulators.size() - 1);
}

void Lowering::begin(const std::string& name, PartitionIndex partition) {
  if (program_.partitions[partition].whole())
    build_.begin_cycle(name);
  else
    build_.begin_part(name, partition);
}

void Lowering::eligibility() {
  if (tariff_.eligible.empty()) return;
  // A dated fact is asked for the last day where versions go by days.
  const CutRule version = rule(tariff_.rules.version);
  const PartitionIndex over =
      partition({}, rule(tariff_.rules.season), version == CutRule::usage_day ? CutRule::cycle_end : version);
  const Place place{over, {}, {}};
  begin("eligible", over);
  for (const CheckedTariff::Eligibility& e : tariff_.eligible) {
    const ValueId holds = flag(e.condition, place.when(build_.flag(true)));
    build_.at(e.span);
    build_.fail_if(build_.negate(holds), Code::not_eligible);
  }
}

// What the readers found wrong with the account's readings as such (StateSlot).
void Lowering::data_checks() {
  if (program_.source != Source::general) return;
  build_.begin_cycle("data checks");
  ask(StateSlot::Kind::data_checks, 0, {0, {}, build_.flag(true)});
}

// The first value that no native integer holds is where the tariff must round; its place is the nearest one to what asks for it.
bool Lowering::report_too_wide() {
  for (const Block& block : program_.blocks)
    for (ValueId v : block.code) {
      const Instruction& i = program_.values[v.index];
      std::vector<Range> numbers{*i.range};
      // Rows show their numbers at scale 9.
      if (i.op == Op::emit_row)
        for (std::size_t n : {1, 3, 5}) {
          const Range& shown = build_.range(i.operands[n]);
          numbers.push_back({shown.low * 1'000'000'000, shown.high * 1'000'000'000});
        }
      const auto wide = std::find_if(numbers.begin(), numbers.end(), [](const Range& r) { return width_of(r) == 0; });
      if (wide == numbers.end()) continue;
      sink_.report<Code::too_wide>(i.span, msb(std::max(BigInt(abs(wide->low)), wide->high)) + 2);
      return true;
    }
  return false;
}

std::optional<Program> Lowering::run() {
  prepare_sums();
  prepare_overrides();
  eligibility();
  data_checks();
  for (const Step& step : tariff_.steps) {
    if (step.kind == Step::Kind::measure)
      measure_statement(step.measure);
    else
      line_statement(step.line);
    if (failed_) return std::nullopt;
  }
  exact_total();
  if (failed_ || report_too_wide()) return std::nullopt;
  return std::move(program_);
}

std::optional<Program> lower(const CheckedTariff& tariff, const LowerOptions& options, DiagnosticSink& sink) {
  return Lowering(tariff, options, sink).run();
}

}  // namespace ratebook::ir
