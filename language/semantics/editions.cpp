#include "language/semantics/editions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/check_expects.hpp"

namespace ratebook {
namespace {

class Comparison {
 public:
  Comparison(const std::vector<Script*>& scripts, DiagnosticSink& sink) : scripts_(scripts), sink_(sink) {}

  void compare() {
    for (std::size_t i = 0; i < scripts_.size(); ++i) {
      const Script& script = *scripts_[i];
      const Script* before = i > 0 ? scripts_[i - 1] : nullptr;
      if (before != nullptr && before->tariff->edition == script.tariff->edition) {
        const Date day = script.tariff->edition;
        auto& d = sink_.report<Code::edition_overlap>(place(script), script.tariff->id,
                                                      day == Date::min() ? "the beginning" : format_date(day));
        d.labels.push_back({place(*before), "this one"});
        continue;
      }
      check_order(before, script);
      if (before != nullptr) check_sameness(*before->tariff, *script.tariff);
    }
    for (std::size_t i = 0; i < scripts_.size(); ++i) {
      check_history(i);
      check_expectations(i);
    }
  }

 private:
  // The date of the script's edition where it states one.
  static Span place(const Script& script) {
    for (const syntax::Statement& s : script.tree->statements)
      if (const auto* edition = std::get_if<syntax::Edition>(&s.node)) return edition->from.span;
    return script.tariff->header;
  }

  // Each edition supersedes the one before it. `before`: none for the first.
  void check_order(const Script* before, const Script& script) {
    if (script.spoilt || script.supersedes == before) return;
    if (script.supersedes == nullptr) {
      auto& d = sink_.report<Code::supersedes_missing>(place(script));
      d.labels.push_back({place(*before), fmt::format("the edition before is from {}", format_date(before->tariff->edition))});
      return;
    }
    // A script of the same tariff, so one of those compared: it is later, or passes over the edition between.
    const Date other = script.supersedes->tariff->edition;
    auto& d =
        sink_.report<Code::edition_order>(script.supersedes_span, format_date(script.tariff->edition), format_date(other));
    if (before != nullptr)
      d.labels.push_back({place(*before), fmt::format("the edition before is from {}", format_date(before->tariff->edition))});
  }

  void check_sameness(const CheckedTariff& before, const CheckedTariff& now) {
    const auto compare_words = [&](std::string_view what, std::string_view was, std::string_view is) {
      if (was == is) return;
      sink_.report<Code::edition_mismatch>(now.header, what, is, was).labels.push_back({before.header, ""});
    };
    compare_words("currency", currency_code(before.currency), currency_code(now.currency));
    compare_words("time zone", before.timezone, now.timezone);
  }

  // What an earlier edition recorded under a name is read in this edition's unit.
  void check_history(std::size_t at) {
    const CheckedTariff& now = *scripts_[at]->tariff;
    for (const History& h : now.histories)
      for (const std::string& name : h.reads)
        for (std::size_t i = 0; i < at; ++i) {
          const CheckedTariff& before = *scripts_[i]->tariff;
          const auto unit = unit_recorded(now, name), old = unit_recorded(before, name);
          if (!unit || !old || *unit == *old) continue;
          sink_.report<Code::history_unit>(h.span, name, format_unit(*unit), format_unit(*old), format_date(before.edition));
          break;
        }
  }
  static std::optional<Unit> unit_recorded(const CheckedTariff& t, const std::string& name) {
    for (const Measure& m : t.measures)
      if (m.name == name) return m.unit;
    for (const Channel& c : t.channels)
      if (c.name == name) return c.unit;
    return std::nullopt;
  }

  void check_expectations(std::size_t at) {
    for (const Example& example : scripts_[at]->tariff->examples)
      for (const ExampleCycle& cycle : example.cycles)
        for (const Expect& e : cycle.expects) {
          const auto* row = std::get_if<ExpectRow>(&e);
          if (row == nullptr || row->line || known_before(at, *row)) continue;
          sink_.report<Code::unknown_line>(row->address, row->text)
              .notes.push_back("neither this edition nor an earlier one has such rows");
        }
  }
  bool known_before(std::size_t at, const ExpectRow& row) const {
    for (std::size_t i = 0; i < at; ++i) {
      const CheckedTariff& t = *scripts_[i]->tariff;
      for (const Line& line : t.lines) {
        ExpectRow found = row;
        if (line.name == row.id && read_row(t, line, found)) return true;
      }
    }
    return false;
  }

  const std::vector<Script*>& scripts_;
  DiagnosticSink& sink_;
};

}  // namespace

TariffEditions order_editions(const std::vector<Script*>& scripts, DiagnosticSink& sink) {
  std::vector<Script*> sound;
  for (Script* s : scripts)
    if (s->tariff) sound.push_back(s);
  std::stable_sort(sound.begin(), sound.end(),
                   [](const Script* a, const Script* b) { return a->tariff->edition < b->tariff->edition; });
  if (sound.size() == scripts.size()) Comparison(sound, sink).compare();
  TariffEditions editions;
  for (Script* s : sound) {
    editions.id = s->tariff->id;
    editions.editions.push_back(std::move(*s->tariff));
  }
  return editions;
}

}  // namespace ratebook
