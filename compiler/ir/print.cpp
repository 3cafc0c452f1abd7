#include "compiler/ir/print.hpp"

#include <fmt/format.h>

#include "compiler/ir/classes.hpp"
#include "compiler/ir/operation.hpp"
#include "language/base/digest.hpp"

namespace ratebook::ir {

namespace {

constexpr std::string_view kCutRules[] = {"usage_day", "cycle_end", "cycle_start", "bill_month"};
constexpr std::string_view kPartFields[] = {"days",   "seconds",       "months_numerator", "years_numerator", "season",
                                            "month",  "value_version", "table_version",    "dated_input",     "scope_seconds",
                                            "occurs", "part_of",       "days_in",          "divided"};
constexpr std::string_view kWindowFields[] = {"months_denominator", "years_denominator", "cycle_days",       "whole_cycle_days",
                                              "cycle_from",         "cycle_through",     "bill_month_first", "bill_month",
                                              "bill_year",          "scheduled_days",    "cycle_first",      "cycle_last",
                                              "rated_from",         "rated_through",     "last_edition",     "parts",
                                              "reading_seconds"};
constexpr std::string_view kAttributes[] = {
    "input", "cycle_number", "since", "history_numerator", "history_denominator", "history_state", "given_measure"};
constexpr std::string_view kDemands[] = {"maximum", "minimum", "average"};
constexpr std::string_view kOrders[] = {"time_order", "per_day", "per_month"};

template <class Names, class Enum>
std::string_view word(const Names& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

std::string text(const BigInt& n) { return n.str(); }
std::string text(const Range& r) { return fmt::format("[{}, {}]", text(r.low), text(r.high)); }
std::string text(const MemberRef& m) { return fmt::format("{}.{}", m.scheme.index, m.member); }
std::string text(const std::string& s) { return fmt::format("\"{}\"", s); }

template <class Elements>
std::string ids(std::string_view label, const Elements& elements) {
  std::string out;
  for (const auto& e : elements) {
    out += out.empty() ? fmt::format(" {} ", label) : ",";
    if constexpr (requires { e.index; })
      out += fmt::format("{}", e.index);
    else
      out += text(e);
  }
  return out;
}
template <class IdType>
std::string id(std::string_view label, IdType i) {
  return i.valid() ? fmt::format(" {} {}", label, i.index) : std::string{};
}
std::string scope(const ScopeRef& s) { return ids("in", s.members); }

std::string declaration(const Partition& p) {
  return fmt::format("season {} version {}{}{}{}{}{}{}", word(kCutRules, p.season_rule), word(kCutRules, p.version_rule),
                     ids("values", p.cuts.values), ids("tables", p.cuts.tables), ids("seasons", p.cuts.seasons),
                     ids("dated", p.cuts.dated), p.cuts.month ? " month" : "",
                     p.each_day     ? " each day"
                     : p.each_month ? " each month"
                                    : "") +
         (p.whole() ? "" : fmt::format(" most {}", p.most));
}
std::string declaration(const PartField& f) {
  return fmt::format("{} of partition {}{}{}{}{}{}{} {}", word(kPartFields, f.kind), f.partition, scope(f.scope),
                     id("scheme", f.scheme), id("value", f.value), id("table", f.table), id("input", f.input),
                     f.kind == PartField::Kind::part_of || f.kind == PartField::Kind::divided ? fmt::format(" in {}", f.other)
                     : f.kind == PartField::Kind::days_in ? fmt::format(" in {} part {}", f.other, f.ordinal)
                                                          : "",
                     text(f.range));
}
std::string declaration(const WindowField& f) {
  return fmt::format("{}{} {}", word(kWindowFields, f.kind),
                     f.kind == WindowField::Kind::parts             ? fmt::format(" of partition {}", f.partition)
                     : f.kind == WindowField::Kind::reading_seconds ? fmt::format(" of walk {}", f.walk)
                                                                    : "",
                     text(f.range));
}
std::string declaration(const Attribute& a) {
  return fmt::format("{}{}{}{} {}", word(kAttributes, a.kind), id("input", a.input), id("history", a.history),
                     id("measure", a.measure), text(a.range));
}
std::string declaration(const QuantitySlot& q) {
  return fmt::format("channel {}{}{}", q.channel.index, scope(q.scope), q.pass ? fmt::format(" of pass {}", *q.pass) : "");
}
std::string declaration(const DemandSlot& d) {
  return fmt::format("{} of channel {}{} over {} min every {} min, partition {}{}", word(kDemands, d.kind), d.channel.index,
                     scope(d.scope), d.window_minutes, d.slide_minutes, d.partition, d.squared ? " squared" : "");
}
constexpr std::string_view kStates[] = {"data_checks", "quantity", "demand", "tier_pass", "walk"};
std::string declaration(const StepWalk& w) {
  return fmt::format("each {} of channels{}", w.kind == StepWalk::Kind::interval ? "interval" : "hour", ids("", w.channels));
}
std::string declaration(const StateSlot& s) {
  return fmt::format("{} {} partition {}", word(kStates, s.kind), s.index, s.partition);
}
std::string declaration(const TierPass& p) {
  return fmt::format("{} channel {}{}{} members {} tiers {} slots from {}", word(kOrders, p.order), p.channel.index,
                     scope(p.scope), id("periods", p.periods), p.members, p.tiers, p.first_slot);
}
std::string declaration(const PriceArray& p) {
  return fmt::format("{} / {}:{}", text(p.name), text(p.denominator), ids("", p.cells));
}
std::string declaration(const RowSlot& r) {
  return fmt::format("line {} partition {}{}{}{}{}{}{} quantity {} price {}", r.line.index, r.partition,
                     r.marker      ? " marks parts"
                     : r.marked_by ? fmt::format(" marked by {}", *r.marked_by)
                                   : std::string(),
                     ids("members", r.members), ids("tiers", r.tiers), ids("values", r.version_values),
                     ids("tables", r.version_tables), ids("inputs", r.version_inputs), text(r.quantity_unit),
                     text(r.price_unit));
}
std::string declaration(const RecordSlot& r) {
  if (!r.measure.valid()) return "digit of the total";
  return fmt::format("measure {} partition {}{}", r.measure.index, r.partition, ids("members", r.members));
}
std::string declaration(const Cell& c) {
  return fmt::format("{} partition {}{}", text(c.name), c.partition, c.gathered ? " gathered" : "");
}
std::string declaration(const Accumulator& a) { return text(a.name); }

template <class Declarations>
void list(std::string& out, std::string_view kind, const Declarations& declarations) {
  for (std::size_t i = 0; i < declarations.size(); ++i)
    out += fmt::format("{} {}: {}\n", kind, i, declaration(declarations[i]));
}

bool has_index(Op op) {
  switch (op) {
    case Op::attribute:
    case Op::window_field:
    case Op::part_field:
    case Op::price:
    case Op::quantity:
    case Op::demand:
    case Op::state:
    case Op::stored:
    case Op::accumulated:
    case Op::step_energy:
    case Op::accumulate:
    case Op::store:
    case Op::gather:
    case Op::emit_row:
    case Op::withdraw_row:
    case Op::record:
    case Op::fill_tiers:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string print(const Program& program, ValueId value) {
  const Instruction& i = program.values[value.index];
  std::string out = effect_of(i.op) == Effect::effect ? std::string{} : fmt::format("%{} = ", value.index);
  out += operation_word(i.op);
  if (i.op == Op::constant) out += fmt::format(" {}", text(i.constant));
  if (has_index(i.op)) out += fmt::format(" {}", i.index);
  for (ValueId operand : i.operands) out += fmt::format(" %{}", operand.index);
  if (i.op == Op::fail_if) out += fmt::format(" {}", code_word(i.code));
  return out;
}

namespace {
std::string heading(const Block& block) {
  switch (block.kind) {
    case Block::Kind::cycle:
      return fmt::format("cycle block {}\n", block.name);
    case Block::Kind::part:
      return fmt::format("part block {} over partition {}{}\n", block.name, block.partition, block.joined ? ", joined" : "");
    case Block::Kind::step:
      return fmt::format("step block {} over partition {} walk {}{}\n", block.name, block.partition, block.walk,
                         block.joined ? ", joined" : "");
  }
  return {};
}
}  // namespace

std::string print(const Program& program) {
  std::string out =
      fmt::format("program {} edition {} schema {} source {} amount scale {}\n", text(program.tariff_id), text(program.edition),
                  kSchemaVersion, program.source == Source::intervals ? "intervals" : "general", program.amount_scale);
  const ClassSpace classes = class_space(program);
  for (std::size_t i = 0; i < classes.schemes.size(); ++i)
    out += fmt::format("class of scheme {}: {} members\n", classes.schemes[i].index, classes.sizes[i]);
  list(out, "partition", program.partitions);
  list(out, "part field", program.part_fields);
  list(out, "window field", program.window_fields);
  list(out, "attribute", program.attributes);
  list(out, "quantity", program.quantities);
  list(out, "demand", program.demands);
  list(out, "tier pass", program.tier_passes);
  list(out, "walk", program.walks);
  list(out, "state", program.states);
  list(out, "prices", program.prices);
  list(out, "row", program.rows);
  list(out, "record", program.records);
  list(out, "cell", program.cells);
  list(out, "accumulator", program.accumulators);
  for (const Block& block : program.blocks) {
    out += heading(block);
    for (ValueId v : block.code) {
      const Instruction& i = program.values[v.index];
      const std::string line = print(program, v);
      if (i.range && effect_of(i.op) != Effect::effect && i.op != Op::constant)
        out += fmt::format("  {:<56} {}\n", line, text(*i.range));
      else
        out += fmt::format("  {}\n", line);
    }
  }
  return out;
}

std::string digest(const Program& program) { return sha256_digest(print(program)); }

}  // namespace ratebook::ir
