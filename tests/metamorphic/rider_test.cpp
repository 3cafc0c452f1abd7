// A rider that is put among the lines changes only those that list it, and those that read what it changed.
#include "tests/metamorphic/both.hpp"

#include <fmt/format.h>

#include <set>

namespace ratebook::metamorphic {
namespace {

const std::string kRider = "added_rider";

bool is_line(const Piece& p) {
  static const std::set<std::string> kinds = {"charge", "rider", "discount", "waiver", "credit", "tax", "minimum", "maximum"};
  return kinds.contains(p.construct);
}
bool is_included(const Piece& p) {
  bool found = false;
  each_piece(p, [&](const Piece& part) { found |= part.construct == "included in"; });
  return found;
}

// Every later base must account for the new line: excluded where lines are listed one by one.
void exclude(Piece& p) {
  if (p.construct == "base: excluding") p.add(Piece(kRider));
  for (Piece& part : p.parts) exclude(part);
}

// Puts the rider behind the n-th line; nothing when that is no place for one.
std::optional<std::vector<Script>> with_rider(std::vector<Script> scripts, std::size_t n) {
  auto& parts = scripts.back().piece.parts;
  std::vector<std::string> above;
  std::size_t at = 0;
  for (; at < parts.size(); ++at) {
    if (!is_line(parts[at])) continue;
    if (!is_included(parts[at])) above.push_back(parts[at].name);
    if (n-- == 0) break;
  }
  if (at == parts.size() || above.empty()) return std::nullopt;
  Piece excluding = list(" excluding ", ", ", "", {});
  for (std::size_t k = 0; k + 1 < above.size(); ++k) excluding.add(Piece(above[k]));
  for (std::size_t k = at + 1; k < parts.size(); ++k) exclude(parts[k]);
  parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(at) + 1,
               piece("  rider " + kRider + " \"Added\" = 12.5% of " + above.back(), std::move(excluding), "\n"));
  return scripts;
}

void read_lines(const CheckedTariff& t, ExprId id, std::set<LineId>& lines) {
  if (!id.valid()) return;
  const Expr& e = t[id];
  if (const auto* ref = std::get_if<LineRef>(&e.payload)) lines.insert(ref->line);
  for (const ExprId operand : e.operands) read_lines(t, operand, lines);
}
void read_tiers(const CheckedTariff& t, const std::vector<Tier>& tiers, std::set<LineId>& lines) {
  for (const Tier& tier : tiers) {
    read_lines(t, tier.limit, lines);
    read_lines(t, tier.price, lines);
    read_tiers(t, tier.inner, lines);
  }
}

std::set<LineId> lines_read(const CheckedTariff& t, const Line& line) {
  std::set<LineId> read;
  if (const auto* plain = std::get_if<PlainAmount>(&line.form)) read_lines(t, plain->amount, read);
  if (const auto* at = std::get_if<PricedQuantity>(&line.form))
    read_lines(t, at->quantity, read), read_lines(t, at->price, read);
  if (const auto* tiered = std::get_if<TieredQuantity>(&line.form))
    read_lines(t, tiered->quantity, read), read_tiers(t, tiered->block.tiers, read);
  if (const auto* share = std::get_if<ShareOfLines>(&line.form))
    read_lines(t, share->share, read), read.insert(share->base.begin(), share->base.end());
  if (const auto* limit = std::get_if<LimitOverLines>(&line.form))
    read_lines(t, limit->bound, read), read.insert(limit->base.begin(), limit->base.end());
  for (const ExprId c : line.when) read_lines(t, c, read);
  for (const ExprId c : line.unless) read_lines(t, c, read);
  return read;
}

// Names of the lines that may change: the rider, what reads it, what reads that … Text order makes one walk enough; a line that another
// overrides goes when the conditions of that other change.
std::set<std::string> may_change(const CheckedTariff& t) {
  std::set<LineId> ids;
  for (std::size_t k = 0; k < t.lines.size(); ++k) {
    const std::set<LineId> read = lines_read(t, t.lines[k]);
    bool changes = t.lines[k].name == kRider;
    for (const LineId l : read) changes |= ids.contains(l);
    if (!changes) continue;
    ids.insert(LineId{k});
    if (t.lines[k].overrides.valid()) ids.insert(t.lines[k].overrides);
  }
  std::set<std::string> names;
  for (const LineId l : ids) names.insert(t[l].name);
  return names;
}

// The rows of the last edition's other lines, and all of the earlier editions', in words.
std::string rows_of_others(const TariffEditions& editions, const Bill& bill, const std::set<std::string>& leave) {
  std::string text;
  for (const BillRow& r : bill.rows) {
    const CheckedTariff& t = editions.editions[r.edition];
    if (r.edition + 1 == editions.editions.size() && leave.contains(t[r.line].name)) continue;
    text += fmt::format("{} {} {} {} {}\n", row_address(t, r, true), format_shown(r.quantity), format_shown(r.price),
                        format_shown(r.unrounded), r.amount);
  }
  return text;
}

TEST(Rider, ChangesOnlyWhatListsIt) {
  std::size_t riders = 0, kept = 0, changed = 0;
  for (std::uint64_t k = 0; k < 200; ++k) {
    const Scenario s = generate(scenario_seed(kSeed + 2, k), {.size = 2 + static_cast<int>(k % 6), .accounts = 4});
    Both before(s.scripts);
    ASSERT_TRUE(before.checked()) << before.tariff().complaints();
    const auto scripts = with_rider(s.scripts, Dice(k).below(4));
    if (!scripts) continue;
    Both after(*scripts);
    // A rider may not come between a line and the one that overrides it.
    if (!after.checked() && after.tariff().refused_only_for({Code::overrides_read})) continue;
    ASSERT_TRUE(after.checked()) << after.tariff().complaints();
    if (before.refused(s.accounts)) continue;
    ++riders;
    const std::set<std::string> leave = may_change(after.editions().editions.back());
    for (const Account& account : s.accounts) {
      const Rated a = before.rate(account), b = after.rate(account);
      ASSERT_EQ(a.has_value(), b.has_value()) << "scenario " << k;
      if (!a) continue;
      EXPECT_EQ(rows_of_others(before.editions(), *a, leave), rows_of_others(after.editions(), *b, leave)) << "scenario " << k;
      kept += a->rows.size();
      changed += a->total != b->total;
    }
  }
  fmt::print("seed {}: {} riders, {} rows compared, {} totals changed\n", kSeed + 2, riders, kept, changed);
  EXPECT_GT(riders, 100U);
  EXPECT_GT(changed, 100U);
}

}  // namespace
}  // namespace ratebook::metamorphic
