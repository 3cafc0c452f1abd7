#include <fmt/format.h>

#include <iterator>

#include "language/semantics/names.hpp"
#include "language/semantics/print_checked.hpp"

namespace ratebook {
namespace {

class Printer {
 public:
  Printer(const CheckedTariff& tariff, std::string& out) : t_(tariff), out_(out) {}

  void print(const Example& e) {
    line("example \"{}\"", e.name);
    for (std::size_t i = 0; i < e.cycles.size(); ++i) {
      if (i > 0) line("  then");
      print(e.cycles[i]);
    }
  }

  void print(const Property& p) {
    line("property \"{}\"", p.name);
    for (const Quantified& q : p.quantified) {
      if (q.low)
        line("  for all {} from {} to {}", q.text, format_ratio(*q.low), format_ratio(*q.high));
      else
        line("  for all {} values", q.text);
    }
    print(p.given);
    for (const Claim& c : p.claims) {
      if (c.kind == Claim::Kind::always)
        line("  always");
      else
        line("  never {} in {}", c.kind == Claim::Kind::never_decreases ? "decreases" : "increases",
             p.quantified[c.quantified].text);
    }
  }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_ += '\n';
  }

  void print(const ExampleCycle& c) {
    if (c.from != Date{}) line("  given cycle {} through {}", format_date(c.from), format_date(c.through));
    if (c.as_known) line("  given as_known = {}", format_date(*c.as_known));
    for (const GivenRead& r : c.reads)
      line("  given {}{} {}", t_[r.channel].name, members(r.members), amount_words(r.amount, t_[r.channel].unit));
    for (const GivenLoad& l : c.loads) {
      line("  given load of {}{}{}", t_[l.channel].name, l.file.empty() ? "" : " from ", l.file);
      for (const LoadPiece& p : l.pieces) print(p);
    }
    for (const GivenMeasure& m : c.measures)
      line("  given measure {} {}", t_[m.measure].name, amount_words(m.value, t_[m.measure].unit));
    for (const GivenHistory& h : c.histories) print(h);
    for (const GivenFact& f : c.facts) {
      const auto* input = std::get_if<InputId>(&f.fact);
      const std::string_view path = input != nullptr ? std::string_view(t_[*input].path) : fact_path(std::get<Fact>(f.fact));
      line("  given {}{} = {}", f.from ? fmt::format("on {} ", format_date(*f.from)) : "", path, value_words(f.value));
    }
    for (const Expect& e : c.expects) std::visit([&](const auto& x) { print(x); }, e);
  }

  void print(const LoadPiece& p) {
    const std::string level = p.level ? format_ratio(*p.level) : "missing";
    if (p.otherwise) return line("    {} otherwise", level);
    const std::string season = p.season ? fmt::format("in {} ", member_words(t_, *p.season)) : "";
    const std::string day = p.date ? format_date(*p.date) : p.day ? member_words(t_, *p.day) : "every day";
    line("    {} on {}{} {} to {}", level, season, day, format_clock(p.from_minute), format_clock(p.to_minute));
  }
  void print(const GivenHistory& h) {
    if (h.none) return line("  given history none");
    if (h.highest) return line("  given history {} highest {} over {} cycles", h.name, format_ratio(*h.highest), h.cycles);
    std::string values;
    for (const Ratio& v : h.values) values += fmt::format(" {}", format_ratio(v));
    line("  given history {}{}", h.name, values);
  }

  void print(const ExpectRow& r) {
    const std::string_view earlier = r.line ? "" : " of an earlier edition";
    if (r.none) return line("  expect no {}{}", r.text, earlier);
    line("  expect {}{} {}", r.text, earlier, format_ratio(r.amount));
  }
  void print(const ExpectMeasure& m) { line("  expect {} {}", m.text, amount_words(m.value, t_[m.measure].unit)); }
  void print(const ExpectQuantity& q) { line("  expect {} {}", t_[q.channel].name, amount_words(q.value, t_[q.channel].unit)); }
  void print(const ExpectTotal& e) { line("  expect total {}", format_ratio(e.amount)); }
  void print(const ExpectError& e) { line("  expect error {}", code_word(e.code)); }

  std::string members(const std::vector<MemberRef>& refs) const {
    std::string words;
    for (const MemberRef& m : refs) words += fmt::format(" {}", member_words(t_, m));
    return words;
  }

  const CheckedTariff& t_;
  std::string& out_;
};

}  // namespace

void print_examples(const CheckedTariff& tariff, std::string& out) {
  Printer printer(tariff, out);
  for (const Example& e : tariff.examples) printer.print(e);
  for (const Property& p : tariff.properties) printer.print(p);
}

}  // namespace ratebook
