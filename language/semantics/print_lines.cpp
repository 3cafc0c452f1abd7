// Computations of a checked tariff, in text order: measures and lines with their levels, cuts, rows and types.
#include <fmt/format.h>

#include <iterator>

#include "language/semantics/levels.hpp"
#include "language/semantics/print_checked.hpp"
#include "language/semantics/print_expression.hpp"

namespace ratebook {
namespace {

class LinePrinter {
 public:
  LinePrinter(const CheckedTariff& tariff, std::string& out) : t_(tariff), out_(out) {}

  void run() {
    for (const auto& e : t_.eligible) put("eligible when {}\n", text(e.condition));
    for (const Step& s : t_.steps) s.kind == Step::Kind::measure ? measure(t_[s.measure]) : line(t_[s.line]);
  }

 private:
  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }
  std::string text(ExprId id) const { return print_expression(t_, id); }
  std::string_view level(ExprId id) const { return level_word(t_[id].level); }

  std::string dimensions(const std::vector<SplitDimension>& all) const {
    std::string words;
    for (const SplitDimension& d : all) {
      if (!words.empty()) words += ", ";
      words += d.kind == SplitDimension::Kind::scheme  ? t_[d.scheme].name
               : d.kind == SplitDimension::Kind::month ? "month"
                                                       : "version";
    }
    return words;
  }
  void cuts(const CutSet& c) {
    if (c.empty()) return;
    std::vector<std::string> words;
    for (const ValueId v : c.values) words.push_back(t_[v].name);
    for (const TableId v : c.tables) words.push_back(t_[v].name);
    for (const SchemeId v : c.seasons) words.push_back(t_[v].name);
    for (const InputId v : c.dated) words.push_back(t_[v].path);
    if (c.month) words.emplace_back("month");
    put("  cut by {}\n", fmt::join(words, ", "));
  }

  void measure(const Measure& m) {
    put("measure {}: {} = {}\n", m.name, m.unit.is_ratio() ? "1" : format_unit(m.unit), text(m.value));
    put("  level {}\n", level(m.value));
    if (!m.split.empty()) put("  split by {}\n", dimensions(m.split));
    if (m.rounding) put("  round {}\n", rounding_words(*m.rounding));
    cuts(m.cuts);
    if (m.recorded) put("  recorded\n");
  }

  std::string lines(const std::vector<LineId>& all) const {
    std::vector<std::string> words;
    for (const LineId id : all) words.push_back(t_[id].name);
    return fmt::format("{}", fmt::join(words, ", "));
  }
  static std::string_view each_words(EachLevel each) {
    constexpr std::string_view words[] = {"", " each interval", " each hour", " each day", " each part"};
    return words[static_cast<std::size_t>(each)];
  }

  void form(const PlainAmount& f) {
    put("{}\n  level {}\n  shows {}", text(f.amount), level(f.amount), text(f.printed_quantity));
    if (f.printed_price.valid()) put(" at {}", text(f.printed_price));
    out_ += '\n';
  }
  void form(const PricedQuantity& f) {
    put("{}{} at {}\n  level {}\n", text(f.quantity), each_words(f.each), text(f.price), level(f.quantity));
  }
  void form(const TieredQuantity& f) {
    constexpr std::string_view parts[] = {"", " per part", " over cycle"};
    constexpr std::string_view periods[] = {"", " per period", " over all periods pro rata", " over all periods in time order"};
    constexpr std::string_view steps[] = {"", " per day", " per month"};
    put("{}{} in tiers{}{}{}\n  level {}\n", text(f.quantity), each_words(f.each),
        parts[static_cast<std::size_t>(f.block.parts)], periods[static_cast<std::size_t>(f.block.periods)],
        steps[static_cast<std::size_t>(f.block.steps)], level(f.quantity));
    tiers(f.block.tiers, 2);
  }
  void tiers(const std::vector<Tier>& all, int depth) {
    constexpr std::string_view widths[] = {"first", "next", "up to", "above"};
    for (const Tier& t : all) {
      put("{:{}}{} {}", "", depth, t.name, widths[static_cast<std::size_t>(t.width)]);
      if (t.limit.valid()) put(" {}", text(t.limit));
      if (t.price.valid()) put(" at {}", text(t.price));
      out_ += '\n';
      tiers(t.inner, depth + 2);
    }
  }
  void form(const ShareOfLines& f) { put("{} {} {}\n", text(f.share), f.included ? "included in" : "of", lines(f.base)); }
  void form(const LimitOverLines& f) { put("{} over {}\n", text(f.bound), lines(f.base)); }

  void window(const Window& w) {
    constexpr std::string_view units[] = {"cycles", "months", "days"};
    if (w.kind == Window::Kind::dates) {
      put("  window{}{}", w.from ? " from " + format_date(*w.from) : "",
          w.through ? " through " + format_date(*w.through) : "");
    } else {
      put("  window first {} {} of {}", w.count, units[static_cast<std::size_t>(w.kind)],
          w.since.valid() ? t_[w.since].path : "account.since");
    }
    if (w.by) put(" by {}", cut_words(*w.by));
    out_ += '\n';
  }

  void line(const Line& l) {
    put("{} {} \"{}\" {} = ", line_kind_word(l.kind), l.name, l.label, line_type_code(l.type));
    std::visit([&](const auto& f) { form(f); }, l.form);
    if (!l.split.empty()) put("  split by {}\n", dimensions(l.split));
    for (const ExprId id : l.when) put("  when {}\n", text(id));
    for (const ExprId id : l.unless) put("  unless {}\n", text(id));
    for (const Window& w : l.windows) window(w);
    if (l.overrides.valid()) put("  overrides {}\n", t_[l.overrides].name);
    const bool rounds = t_.rules.round_line || l.rounding.span.valid();
    put("  season by {}, version by {}, {}\n", cut_words(l.season_rule), cut_words(l.version_rule),
        rounds ? "round " + rounding_words(l.rounding) : "exact");
    cuts(l.cuts);
    if (!l.dimensions.empty()) put("  rows by {}\n", dimensions(l.dimensions));
  }

  const CheckedTariff& t_;
  std::string& out_;
};

}  // namespace

void print_lines(const CheckedTariff& tariff, std::string& out) { LinePrinter(tariff, out).run(); }

}  // namespace ratebook
