// Windows: `for first 3 cycles of account`, `from DATE through DATE by cycle end` (language reference, section 13).
#include <fmt/format.h>

#include "language/semantics/line_checker.hpp"

namespace ratebook {
namespace {

constexpr std::int64_t kMostSteps = 100'000;

}  // namespace

void LineChecker::window() {
  if (!modifiers_.window) return;
  const syntax::Window& text = *modifiers_.window;
  Window w;
  w.span = text.span;
  if (text.by) {
    w.by = cut_rule(text.by->rule);
    if (*w.by == CutRule::bill_month) {
      auto& d = checker_.sink.report<Code::window_edge>(text.by->span);
      d.notes.push_back("a window goes by usage day, by cycle end or by cycle start");
      return fail();
    }
  }
  if (const auto* first = std::get_if<syntax::FirstWindow>(&text.window)) {
    switch (first->unit) {
      case syntax::WindowUnit::cycles:
        w.kind = Window::Kind::first_cycles;
        break;
      case syntax::WindowUnit::months:
        w.kind = Window::Kind::first_months;
        break;
      case syntax::WindowUnit::days:
        w.kind = Window::Kind::first_days;
        break;
    }
    if (first->count.value < 1 || first->count.value > kMostSteps) {
      checker_.sink.report<Code::rule_amount>(first->count.span, "the length of a window",
                                              fmt::format("be 1 to {}", kMostSteps));
      return fail();
    }
    w.count = static_cast<std::uint32_t>(first->count.value);
    // `of account` and `of account.since` are the first day of service; any other fact is a date of its own.
    if (first->of.text != "account" && first->of.text != "account.since") {
      const Declaration* d = checker_.names.read(first->of.text);
      if (d != nullptr && d->state == Declaration::State::poisoned) return fail();
      const auto* input = d == nullptr ? nullptr : std::get_if<InputId>(&d->what);
      if (input == nullptr || tariff()[*input].type.kind != Type::Kind::date) {
        if (input != nullptr) {
          checker_.sink.report<Code::unit_mismatch>(first->of.span, "a date", checker_.type_words(tariff()[*input]));
        } else {
          checker_.report_unknown("date of an account", first->of);
        }
        return fail();
      }
      if (w.kind == Window::Kind::first_cycles) {
        auto& r =
            checker_.sink.report<Code::unsupported>(first->of.span, fmt::format("cycles counted from `{}`", first->of.text));
        r.help = "count months or days from it, or cycles `of account`";
        return fail();
      }
      w.since = *input;
    }
  } else {
    const auto& dates = std::get<syntax::DateWindow>(text.window);
    w.kind = Window::Kind::dates;
    if (dates.from) w.from = dates.from->date;
    if (dates.through) w.through = dates.through->date;
  }
  if (w.kind != Window::Kind::first_cycles && !w.by) {
    auto& d = checker_.sink.report<Code::window_edge>(text.span);
    d.notes.push_back("`by usage day` bills the days inside, `by cycle end` and `by cycle start` the whole cycle or nothing");
    return fail();
  }
  line_.windows.push_back(std::move(w));
}

}  // namespace ratebook
