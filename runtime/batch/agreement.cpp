#include "runtime/batch/agreement.hpp"

#include <algorithm>

#include "language/base/decimal.hpp"

namespace ratebook {

namespace {

std::string outcome(const Rated& rated) {
  if (!rated) return std::string(code_word(rated.error().code));
  return "a bill of " + format_scaled(rated->total, rated->amount_scale, rated->amount_scale);
}

std::string words(const ShownNumber& n) { return format_scaled(n.mantissa, n.scale); }

std::string says(const std::string& what, const std::string& oracle, const std::string& native) {
  return fmt::format("{} {} (interpreter), {} (native)", what, oracle, native);
}

std::optional<std::string> row_difference(const TariffEditions& editions, int scale, const BillRow& a, const BillRow& b) {
  const auto address = [&](const BillRow& row) { return row_address(editions.editions[row.edition], row, true); };
  const std::string name = address(a);
  if (a.edition != b.edition || name != address(b)) return says("row", name, address(b));
  if (a.amount != b.amount)
    return says(name + ": amount", format_scaled(a.amount, scale, scale), format_scaled(b.amount, scale, scale));
  if (a.unrounded != b.unrounded) return says(name + ": unrounded", words(a.unrounded), words(b.unrounded));
  if (a.quantity != b.quantity || a.quantity_unit != b.quantity_unit) {
    return says(name + ": quantity", words(a.quantity) + " " + a.quantity_unit, words(b.quantity) + " " + b.quantity_unit);
  }
  if (a.price != b.price || a.price_unit != b.price_unit)
    return says(name + ": price", words(a.price) + " " + a.price_unit, words(b.price) + " " + b.price_unit);
  if (a.part_from != b.part_from || a.part_through != b.part_through) {
    return says(name + ": part", format_date(a.part_from) + " through " + format_date(a.part_through),
                format_date(b.part_from) + " through " + format_date(b.part_through));
  }
  if (a.included != b.included) return says(name + ": included", a.included ? "yes" : "no", b.included ? "yes" : "no");
  return std::nullopt;
}

}  // namespace

std::optional<std::string> disagreement(const TariffEditions& editions, const Rated& oracle, const Rated& native) {
  if (!oracle || !native) {
    const bool same = !oracle && !native && oracle.error().code == native.error().code;
    return same ? std::nullopt : std::optional(says("result", outcome(oracle), outcome(native)));
  }
  const std::size_t rows = std::min(oracle->rows.size(), native->rows.size());
  for (std::size_t i = 0; i < rows; ++i) {
    if (auto difference = row_difference(editions, oracle->amount_scale, oracle->rows[i], native->rows[i])) return difference;
  }
  if (oracle->rows.size() != native->rows.size())
    return says("rows", std::to_string(oracle->rows.size()), std::to_string(native->rows.size()));
  if (oracle->total != native->total || oracle->amount_scale != native->amount_scale)
    return says("total", outcome(oracle), outcome(native));
  if (oracle->recorded.size() != native->recorded.size()) {
    return says("measures", std::to_string(oracle->recorded.size()), std::to_string(native->recorded.size()));
  }
  for (std::size_t i = 0; i < oracle->recorded.size(); ++i) {
    const RecordedValue &a = oracle->recorded[i], &b = native->recorded[i];
    const std::string& name = editions.editions[a.edition][a.measure].name;
    if (a.edition != b.edition || a.measure != b.measure || a.members != b.members)
      return says("measure", name, editions.editions[b.edition][b.measure].name);
    if (a.value != b.value) return says("measure " + name, format_ratio(a.value), format_ratio(b.value));
  }
  return std::nullopt;
}

}  // namespace ratebook
