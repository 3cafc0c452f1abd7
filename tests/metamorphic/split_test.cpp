// A cycle divided in two at any day: lines that are sums over time (energy at its prices, amounts per day and hour, tiers of each day) come
// to the same quantities and unrounded amounts, row by row, as in one cycle.
#include "tests/metamorphic/both.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

namespace ratebook::metamorphic {
namespace {

bool is_sum_over_time(const Piece& statement) {
  static const std::set<std::string> sums = {"energy * price", "at",           "net of two channels",
                                             "each interval",  "each day",     "per day * days",
                                             "per h * hours",  "tiers per day"};
  // What a condition, a window or a rule of the whole cycle decides may differ between the halves.
  static const std::set<std::string> whole = {"when", "unless", "overrides", "own version rule", "own season rule"};
  bool sum = false, other = false;
  each_piece(statement, [&](const Piece& p) {
    sum |= sums.contains(p.construct);
    other |= whole.contains(p.construct) || p.construct.starts_with("window");
  });
  const std::string text = print(statement);
  return sum && !other && text.find("cycle.") == std::string::npos && text.find("(") == std::string::npos;
}

// Tables that nothing reads any more may have lost their columns with their readers.
void leave_out_unread_tables(Piece& root) {
  std::set<std::string> read;
  each_piece(root, [&](const Piece& p) { read.insert(p.needs.begin(), p.needs.end()); });
  std::vector<std::size_t> unread;
  for (std::size_t k = 0; k < root.parts.size(); ++k)
    if (root.parts[k].construct.starts_with("table:") && !read.contains(root.parts[k].name)) unread.push_back(k);
  leave_out_parts(root, unread);
}

// The scripts with these lines alone; nothing when none is left or seasons and versions go by the cycle.
std::optional<std::vector<Script>> sums_alone(std::vector<Script> scripts) {
  static const std::set<std::string> lines = {"charge", "rider",   "discount", "waiver",  "credit",
                                              "tax",    "minimum", "maximum",  "eligible"};
  for (Script& s : scripts) {
    std::vector<std::size_t> leave;
    bool any = false;
    for (std::size_t k = 0; k < s.piece.parts.size(); ++k) {
      const Piece& p = s.piece.parts[k];
      const bool stays =
          !(lines.contains(p.construct) || p.construct.starts_with("measure") || p.construct.starts_with("define")) ||
          is_sum_over_time(p);
      any |= stays && lines.contains(p.construct);
      if (!stays) leave.push_back(k);
    }
    leave_out_parts(s.piece, leave);
    leave_out_unread_tables(s.piece);
    const std::string text = print(s.piece);
    if (!any || text.find("season by usage day") == std::string::npos || text.find("version by usage day") == std::string::npos)
      return std::nullopt;
  }
  return scripts;
}

struct Sums {
  Int128 quantity = 0, unrounded = 0;  // × 10^-9
  bool exact = true;
};
Int128 nano(const ShownNumber& n) {
  Int128 x = n.mantissa;
  for (int k = n.scale; k < 9; ++k) x *= 10;
  return x;
}
void add(std::map<std::string, Sums>& sums, const TariffEditions& editions, const Bill& bill) {
  for (const BillRow& r : bill.rows) {
    Sums& s = sums[row_address(editions.editions[r.edition], r, true)];
    s.quantity += nano(r.quantity);
    s.unrounded += nano(r.unrounded);
    s.exact &= r.quantity.exact && r.unrounded.exact;
  }
}

TEST(Split, TwoHalvesAreTheWhole) {
  std::size_t divided = 0, rows = 0;
  for (std::uint64_t k = 0; k < 500; ++k) {
    const Scenario s = generate(scenario_seed(kSeed + 3, k), {.size = 2 + static_cast<int>(k % 6), .accounts = 6});
    const auto scripts = sums_alone(s.scripts);
    if (!scripts) continue;
    Both both(*scripts);
    ASSERT_TRUE(both.checked()) << both.tariff().complaints();
    if (both.refused(s.accounts)) continue;
    for (const Account& whole : s.accounts) {
      if (whole.days() < 2 || !whole.reads.empty()) continue;
      const ClockWords clock = clock_of(scripts->back());
      const Date middle = whole.from + Days{Dice(k).below(static_cast<std::uint64_t>(whole.days() - 1))};
      Account first = whole, second = whole;
      cut_cycle(first, clock, whole.from, middle);
      cut_cycle(second, clock, middle + Days{1}, whole.through);
      const Rated all = both.rate(whole), a = both.rate(first), b = both.rate(second);
      if (!all || !a || !b) continue;
      ++divided;
      std::map<std::string, Sums> one, two;
      add(one, both.editions(), *all);
      add(two, both.editions(), *a);
      add(two, both.editions(), *b);
      for (const auto& [address, sums] : one) {
        if (!sums.exact || !two[address].exact) continue;
        ++rows;
        EXPECT_TRUE(sums.quantity == two[address].quantity && sums.unrounded == two[address].unrounded)
            << "scenario " << k << ", " << address << "\nwhole:\n"
            << describe(both.editions(), all) << "halves, cut after " << format_date(middle) << ":\n"
            << describe(both.editions(), a) << describe(both.editions(), b);
      }
      for (const auto& [address, sums] : two)
        EXPECT_TRUE(one.contains(address) || sums.quantity == 0) << "scenario " << k << ", " << address;
    }
  }
  fmt::print("seed {}: {} cycles divided, {} rows compared\n", kSeed + 3, divided, rows);
  EXPECT_GT(divided, 100U);
  EXPECT_GT(rows, 200U);
}

}  // namespace
}  // namespace ratebook::metamorphic
