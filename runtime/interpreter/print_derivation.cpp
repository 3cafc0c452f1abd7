#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "runtime/interpreter/derivation.hpp"

namespace ratebook {
namespace {

// Characters, not bytes.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}
std::string padded(const std::string& text, std::size_t to, bool right = false) {
  const std::string blanks(to > width(text) ? to - width(text) : 0, ' ');
  return right ? blanks + text : text + blanks;
}

struct Printed {
  std::string name, value, text, place, cites;
};

class Printer {
 public:
  Printer(const Sources& sources, const TariffEditions& editions, const Derived& derived, const DerivationView& view)
      : sources_(sources), editions_(editions), derived_(derived), view_(view) {}

  void line(const LineDerivation& l) {
    const CheckedTariff& tariff = editions_.editions[l.edition];
    const Line& line = tariff[l.line];
    heads_.push_back(
        {{l.id, l.amount.empty() ? "no row" : l.amount, l.label, place(line.statement, true), cites(l.edition, l.cites)}, {}});
    std::vector<std::string>& below = heads_.back().below;
    std::vector<DerivationNode> rows;
    for (const RowDerivation& made : l.rows)
      if (view_.shows(tariff, made)) rows.push_back(made.how);
    if (l.rows.size() == 1 && rows.size() == 1 && view_.depth > 0) {
      DerivationNode row = rows.front();
      if (row.name == l.id || row.name.starts_with(l.id + "@")) row.name.clear();
      row.value.clear();
      if (row.span == line.statement) row.span = {}, row.cites.clear();
      nodes({row}, "", 1, below);
    } else if (view_.depth > 0) {
      nodes(rows, "", 1, below);
    }
    std::string conditions;
    for (const DerivationCondition& c : l.conditions) {
      const std::string words = c.text == "for" ? c.outcome : fmt::format("{} {}: {}", c.text, excerpt(c.span), c.outcome);
      conditions += (conditions.empty() ? "  " : "     ") + words;
    }
    if (!conditions.empty()) below.push_back(std::move(conditions));
  }

  std::string text() const {
    std::size_t id = 0, label = 0, amount = 0, at = 0;
    for (const Head& h : heads_) {
      id = std::max(id, width(h.line.name));
      label = std::max(label, width(h.line.text));
      amount = std::max(amount, width(h.line.value));
      at = std::max(at, width(h.line.place));
    }
    std::string all;
    for (const Head& h : heads_) {
      std::string head = padded(h.line.name, id) + "   " + padded(h.line.text, label) + "   " +
                         padded(h.line.value, amount, true) + "   " + padded(h.line.place, at) + "   " + h.line.cites;
      while (head.ends_with(' ')) head.pop_back();
      all += head + "\n";
      for (const std::string& b : h.below) all += b + "\n";
    }
    return all;
  }

  // The documents behind the short names of cites.
  std::string sheets() const {
    std::size_t longest = 0;
    for (const auto& [edition, source] : cited_)
      longest = std::max(longest, width(editions_.editions[edition].sources[source].name));
    std::string all;
    for (const auto& [edition, source] : cited_) {
      const SourceDoc& s = editions_.editions[edition].sources[source];
      std::string row = padded(s.name, longest) + "  " + s.title;
      if (!s.docket.empty()) row += ", docket " + s.docket;
      if (s.effective) row += ", effective " + format_date(*s.effective);
      if (all.find("  " + row + "\n") == std::string::npos) all += "  " + row + "\n";
    }
    return all.empty() ? "" : "cited\n" + all;
  }

 private:
  struct Head {
    Printed line;
    std::vector<std::string> below;
  };

  std::string place(Span span, bool with_file) const {
    if (!span.valid()) return "";
    const std::string& path = sources_.file(span.file).path;
    const auto slash = path.rfind('/');
    const std::string file = with_file ? (slash == std::string::npos ? path : path.substr(slash + 1)) : "";
    return fmt::format("{}:{}", file, sources_.position(span).line);
  }
  std::string cites(std::uint32_t edition, const std::vector<Cite>& all) {
    std::string text;
    for (const Cite& c : all) {
      cited_.emplace(edition, c.source.index);
      text += (text.empty() ? "" : ", ") + editions_.editions[edition].sources[c.source.index].name +
              (c.place.empty() ? "" : " ") + c.place;
    }
    return text;
  }
  // The script's own words, on one line.
  std::string excerpt(Span span) const {
    if (!span.valid()) return "";
    std::string words;
    for (const char c : sources_.text(span)) {
      const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
      if (!blank)
        words += c;
      else if (!words.empty() && words.back() != ' ')
        words += ' ';
    }
    constexpr std::size_t longest = 60;
    if (words.size() <= longest) return words;
    const std::size_t blank = words.rfind(' ', longest);
    return words.substr(0, blank == std::string::npos ? words.find(' ') : blank) + " …";
  }

  void nodes(const std::vector<DerivationNode>& siblings, const std::string& indent, int depth, std::vector<std::string>& out) {
    // A number of the script's own stands in the words of the step above it.
    std::vector<const DerivationNode*> shown_nodes;
    for (const DerivationNode& n : siblings)
      if (n.operation != expression_word(ExprKind::constant)) {
        const DerivationNode* measure = measure_of(n);
        shown_nodes.push_back(measure != nullptr ? measure : &n);
      }
    std::vector<Printed> printed;
    for (const DerivationNode* shown : shown_nodes) {
      const DerivationNode& n = *shown;
      Printed p{n.name, n.value, n.text, place(n.span, false), cites(n.edition, n.cites)};
      if (p.name.empty() && p.text.empty()) p.name = excerpt(n.span);
      if (p.name.empty() && !p.text.empty()) std::swap(p.name, p.text), p.value.clear();
      printed.push_back(std::move(p));
    }
    std::size_t name = 0, value = 0, text = 0, at = 0;
    for (const Printed& p : printed) {
      name = std::max(name, width(p.name));
      value = std::max(value, width(p.value));
      text = std::max(text, width(p.text));
      at = std::max(at, width(p.place));
    }
    for (std::size_t i = 0; i < shown_nodes.size(); ++i) {
      const bool last = i + 1 == shown_nodes.size();
      const Printed& p = printed[i];
      std::string row = indent + (last ? "└ " : "├ ") + padded(p.name, name);
      if (value > 0) row += "  " + padded(p.value, value, true);
      if (text > 0) row += "   " + padded(p.text, text);
      row += "   " + padded(p.place, at) + "  " + p.cites;
      while (row.ends_with(' ')) row.pop_back();
      out.push_back(std::move(row));
      if (depth < view_.depth) nodes(shown_nodes[i]->children, indent + (last ? "  " : "│ "), depth + 1, out);
    }
  }

  // What a measure that is read was made from, where it is read for the first time.
  const DerivationNode* measure_of(const DerivationNode& read) {
    if (read.operation != expression_word(ExprKind::measure) || !read.text.empty()) return nullptr;
    const DerivationNode* found = nullptr;
    for (const DerivationNode& m : derived_.measures) {
      const bool is_it =
          m.edition == read.edition && (m.name == read.name || m.name.starts_with(read.name + ".")) && m.exact == read.exact;
      if (is_it && found == nullptr) found = &m;
    }
    return found != nullptr && explained_.insert(found).second ? found : nullptr;
  }

  const Sources& sources_;
  const TariffEditions& editions_;
  const Derived& derived_;
  const DerivationView& view_;
  std::vector<Head> heads_;
  std::set<const DerivationNode*> explained_;
  std::set<std::pair<std::uint32_t, std::size_t>> cited_;  // edition, source
};

}  // namespace

std::string print_derivation(const Sources& sources, const TariffEditions& editions, const Derived& derived,
                             const DerivationView& view) {
  Printer printer(sources, editions, derived, view);
  for (const LineDerivation& l : derived.lines)
    if (view.shows(l)) printer.line(l);
  std::string text = printer.text();
  if (derived.rated && !view.line && view.sheets) {
    const CheckedTariff& tariff = editions.editions.front();
    text += fmt::format("total   {} {}\n", format_scaled(derived.rated->total, derived.rated->amount_scale, 2),
                        currency_code(tariff.currency));
  }
  return view.sheets ? text + printer.sheets() : text;
}

}  // namespace ratebook
