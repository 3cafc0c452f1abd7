#include "tests/differential/compare.hpp"

#include <fmt/format.h>

namespace ratebook::differential {
namespace {

std::string shown(const ShownNumber& n) {
  return fmt::format("{} ({}e-{}{})", format_shown(n), static_cast<long long>(n.mantissa), n.scale, n.exact ? "" : ", rounded");
}
std::string shown(std::int64_t n) { return std::to_string(n); }
std::string shown(const std::string& s) { return s; }
std::string shown(bool b) { return b ? "yes" : "no"; }
std::string shown(Ratio r) { return fmt::format("{}/{}", r.num, r.den); }
std::string shown(Date d) { return format_date(d); }
std::string shown(const std::optional<Date>& d) { return d ? format_date(*d) : "none"; }
std::string shown(const std::optional<unsigned>& m) { return m ? std::to_string(*m) : "none"; }
std::string shown(const std::vector<MemberRef>& members) {
  std::string text;
  for (const MemberRef& m : members) text += fmt::format("{}.{} ", m.scheme.index, m.member);
  return text;
}

std::string address(const TariffEditions& editions, const BillRow& row) {
  return row_address(editions.editions[row.edition], row, true);
}

class Comparison {
 public:
  template <class T>
  bool same(const std::string& kind, const std::string& of, const T& oracle, const T& native) {
    if (difference || oracle == native) return true;
    difference = Difference{of.empty() ? kind : of + ": " + kind, shown(oracle), shown(native), kind};
    return false;
  }
  std::optional<Difference> difference;
};

void compare_rows(Comparison& c, const TariffEditions& editions, const Bill& a, const Bill& b) {
  for (std::size_t k = 0; k < std::min(a.rows.size(), b.rows.size()); ++k) {
    const BillRow &x = a.rows[k], &y = b.rows[k];
    c.same("address", fmt::format("row {}", k + 1), address(editions, x), address(editions, y));
    const std::string of = fmt::format("row {} {}", k + 1, address(editions, x));
    c.same("edition", of, std::int64_t{x.edition}, std::int64_t{y.edition});
    c.same("members", of, x.members, y.members);
    c.same("month", of, x.month, y.month);
    c.same("version_from", of, x.version_from, y.version_from);
    c.same("part_from", of, x.part_from, y.part_from);
    c.same("part_through", of, x.part_through, y.part_through);
    c.same("amount", of, x.amount, y.amount);
    c.same("unrounded", of, x.unrounded, y.unrounded);
    c.same("quantity", of, x.quantity, y.quantity);
    c.same("quantity_unit", of, x.quantity_unit, y.quantity_unit);
    c.same("price", of, x.price, y.price);
    c.same("price_unit", of, x.price_unit, y.price_unit);
    c.same("included", of, x.included, y.included);
  }
  c.same("number of rows", "", static_cast<std::int64_t>(a.rows.size()), static_cast<std::int64_t>(b.rows.size()));
}

void compare_recorded(Comparison& c, const TariffEditions& editions, const Bill& a, const Bill& b) {
  for (std::size_t k = 0; k < std::min(a.recorded.size(), b.recorded.size()); ++k) {
    const RecordedValue &x = a.recorded[k], &y = b.recorded[k];
    const std::string of = fmt::format("measure {}", editions.editions[x.edition][x.measure].name);
    c.same("recorded edition", of, std::int64_t{x.edition}, std::int64_t{y.edition});
    c.same("recorded name", of, editions.editions[x.edition][x.measure].name, editions.editions[y.edition][y.measure].name);
    c.same("recorded members", of, x.members, y.members);
    c.same("recorded value", of, x.value, y.value);
  }
  c.same("number of recorded measures", "", static_cast<std::int64_t>(a.recorded.size()),
         static_cast<std::int64_t>(b.recorded.size()));
  for (std::size_t k = 0; k < std::min(a.quantities.size(), b.quantities.size()); ++k) {
    const RecordedQuantity &x = a.quantities[k], &y = b.quantities[k];
    const std::string of = fmt::format("channel {}", editions.editions[x.edition][x.channel].name);
    c.same("channel's edition", of, std::int64_t{x.edition}, std::int64_t{y.edition});
    c.same("channel", of, std::int64_t{x.channel.index}, std::int64_t{y.channel.index});
    c.same("channel's quantity", of, x.value, y.value);
  }
  c.same("number of recorded channels", "", static_cast<std::int64_t>(a.quantities.size()),
         static_cast<std::int64_t>(b.quantities.size()));
}

}  // namespace

std::optional<Difference> first_difference(const TariffEditions& editions, const Rated& oracle, const Rated& native) {
  Comparison c;
  auto outcome = [](const Rated& r) { return r ? std::string("a bill") : std::string(code_word(r.error().code)); };
  if (!oracle || !native) {
    c.same(fmt::format("outcome {} / {}", outcome(oracle), outcome(native)), "", outcome(oracle), outcome(native));
    return c.difference;
  }
  compare_rows(c, editions, *oracle, *native);
  c.same("amount_scale", "", std::int64_t{oracle->amount_scale}, std::int64_t{native->amount_scale});
  c.same("total", "", oracle->total, native->total);
  compare_recorded(c, editions, *oracle, *native);
  return c.difference;
}

std::string describe(const TariffEditions& editions, const Rated& rated) {
  if (!rated) return fmt::format("error {}: {}\n", code_word(rated.error().code), rated.error().message);
  std::string text;
  for (const BillRow& r : rated->rows) {
    text += fmt::format("{:40} {:>16} {:10} {:>16} {:12} = {:>18} -> {}\n", address(editions, r), format_shown(r.quantity),
                        r.quantity_unit, format_shown(r.price), r.price_unit, format_shown(r.unrounded),
                        format_scaled(r.amount, rated->amount_scale, 2));
  }
  for (const RecordedValue& v : rated->recorded)
    text += fmt::format("{:40} {}\n", editions.editions[v.edition][v.measure].name, format_ratio(v.value));
  return text + fmt::format("total {}\n", format_scaled(rated->total, rated->amount_scale, 2));
}

}  // namespace ratebook::differential
