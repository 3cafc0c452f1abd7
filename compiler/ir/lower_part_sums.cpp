// Sums over parts of numbers that later blocks read. Over denominators that the parts share, the numerators are added up as they come. Where a part has a
// denominator of its own, numerator and denominator are kept for each part and brought over one denominator when the sum is read: exact, but as wide as the
// product of all parts' denominators, so only for partitions of few parts (part_counts.hpp).
//
//   minimum m = floor * days / rate   with two versions of `rate`     =>     (n0·d1 + n1·d0) / (d0·d1)
#include <fmt/format.h>

#include <algorithm>

#include "compiler/ir/limits.hpp"
#include "compiler/ir/lowering.hpp"

namespace ratebook::ir {

namespace {
// What a product of this many bits leaves of 256 for numerators, prices, and the nine decimals in which rows are shown.
constexpr unsigned kMostDenominatorBits = 160;

unsigned bits_of(const BigInt& n) { return n < 1 ? 1 : static_cast<unsigned>(msb(n)) + 1; }
}  // namespace

ValueId Lowering::part_count(PartitionIndex partition) {
  WindowField field;
  field.kind = WindowField::Kind::parts;
  field.partition = partition;
  field.range = {1, most_parts(program_.partitions[partition])};
  return window_field(field);
}

// `value` where `counts` holds, else 0; of the current part, or of the cycle in a cycle block.
PartSum Lowering::keep_in_parts(const Fraction& value, ValueId counts, PartUse use, const std::string& name, Span span) {
  PartSum kept;
  kept.span = span;
  kept.form = value;
  if (!build_.in_part()) {
    kept.form = math_.select(counts, value, Fraction{});
    return kept;
  }
  kept.over = build_.block().partition;
  if (use == PartUse::each && value.is_constant() && build_.always(counts)) return kept;
  kept.form.divisors.clear();
  const ValueId numerator = build_.select(counts, math_.count(value), build_.constant(0));
  kept.form.num = numerator;
  std::vector<ValueId> own;
  for (ValueId divisor : value.divisors) (build_.is_cycle_value(divisor) ? kept.form.divisors : own).push_back(divisor);
  if (use != PartUse::sum || !own.empty()) {
    kept.numerator = cell(kept.over, name);
    build_.emit(Op::store, {numerator}, *kept.numerator);
  }
  if (!own.empty()) {
    kept.divisor = cell(kept.over, name + " divisor");
    build_.emit(Op::store, {math_.product(own)}, *kept.divisor);
  } else if (use != PartUse::each) {
    kept.sum = accumulator(name);
    build_.emit(Op::accumulate, {numerator}, *kept.sum);
  }
  return kept;
}

Fraction Lowering::kept_at(const PartSum& kept, ValueId ordinal) {
  Fraction value = kept.form;
  if (!kept.numerator) return value;
  value.num = build_.emit(Op::stored, {ordinal}, *kept.numerator);
  if (kept.divisor) {
    const ValueId divisor = build_.emit(Op::stored, {ordinal}, *kept.divisor);
    value.divisors.insert(std::upper_bound(value.divisors.begin(), value.divisors.end(), divisor), divisor);
  }
  return value;
}

// In a later block. `among`: only parts of which it says so, given their ordinal.
Fraction Lowering::sum_of_parts(const PartSum& kept, const std::function<ValueId(ValueId)>& among) {
  if (!kept.numerator && !kept.sum) return kept.form;
  if (kept.sum && !among) {
    Fraction sum = kept.form;
    sum.num = build_.emit(Op::accumulated, {}, *kept.sum);
    return sum;
  }
  const Partition& partition = program_.partitions[kept.over];
  const unsigned bits = kept.divisor ? bits_of(build_.storage().cells[*kept.divisor]->high) : 0;
  if (std::uint64_t{partition.most} * bits > kMostDenominatorBits) {
    auto& d = unsupported(kept.span, "an exact sum over parts that each have a divisor of their own");
    d.notes.push_back(
        fmt::format("a cycle can have {} parts here, and the divisors of all of them would be multiplied", partition.most));
    d.help = "round the quotient, such as `(… round half up to 0.000001 …)`, or state `version by cycle end` for it";
    return Fraction{};
  }
  const ValueId parts = part_count(kept.over);
  const ValueId last = build_.subtract(parts, build_.constant(1));
  Fraction sum;
  for (std::uint32_t k = 0; k < partition.most; ++k) {
    const ValueId at = build_.minimum(build_.constant(k), build_.maximum(last, build_.constant(0)));
    ValueId there = build_.less(build_.constant(k), parts);
    if (among) there = build_.both(there, among(at));
    Fraction one = kept_at(kept, at);
    one.num = build_.select(there, *one.num, build_.constant(0));
    sum = math_.add(sum, one);
  }
  return sum;
}

}  // namespace ratebook::ir
