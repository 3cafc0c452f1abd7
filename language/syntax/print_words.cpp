#include "language/syntax/print_words.hpp"

namespace ratebook::syntax {

std::string words(const Text& t) { return fmt::format("\"{}\"", t.text); }
std::string words(const DateWord& d) { return format_date(d.date); }

std::string words(const Quantity& q) {
  std::string out = format_decimal(q.number);
  if (q.unit) out += (q.unit->text.starts_with('%') ? "" : " ") + q.unit->text;
  return out;
}

std::string words(const QuantityRange& r) { return fmt::format("{}..{}", format_decimal(r.low.number), words(r.high)); }
std::string words(const Path& p) { return p.text; }

std::string words(const std::vector<Path>& list) {
  std::string out;
  for (const Path& p : list) {
    if (!out.empty()) out += ", ";
    out += p.text;
  }
  return out;
}

std::string words(const Cite& c) {
  std::string out;
  for (const CiteItem& item : c.items) {
    out += out.empty() ? "cite " : ", ";
    out += item.source.text;
    if (item.place) out += fmt::format(" {}", words(*item.place));
  }
  return out;
}

std::string words(const Literal& l) {
  switch (l.kind) {
    case LiteralKind::flag:
      return l.flag ? "true" : "false";
    case LiteralKind::quantity:
      return words(l.quantity);
    case LiteralKind::date:
      return format_date(l.date);
    case LiteralKind::text:
      return fmt::format("\"{}\"", l.text);
    case LiteralKind::word:
      break;
  }
  return l.text;
}

std::string words(const Address& a) { return a.version ? fmt::format("{}@{}", a.path.text, words(*a.version)) : a.path.text; }

std::string words(const Rounding& r) {
  static constexpr std::string_view modes[] = {"half up", "half even", "up", "down"};
  return fmt::format("round {} to {}", modes[static_cast<std::size_t>(r.mode)], words(r.step));
}

std::string words(CutRule r) {
  static constexpr std::string_view rules[] = {"by usage day", "by cycle end", "by cycle start", "by bill month"};
  return std::string(rules[static_cast<std::size_t>(r)]);
}

std::string words(const DayRule& d) {
  std::string out;
  if (const auto* day = std::get_if<MonthDay>(&d.day)) out = fmt::format("{} {}", kMonthWords[day->month - 1], day->day);
  if (const auto* last = std::get_if<LastDayOf>(&d.day)) out = fmt::format("last day of {}", kMonthWords[last->month - 1]);
  if (const auto* nth = std::get_if<NthWeekday>(&d.day))
    out = fmt::format("{} {} of {}", nth->nth, kWeekdayWords[nth->weekday], kMonthWords[nth->month - 1]);
  if (std::holds_alternative<EasterDay>(d.day)) out = "Easter";
  return d.shift == 0 ? out : fmt::format("{} {:+}", out, d.shift);
}

std::string words(const DaysWords& d) { return d.day_type ? d.day_type->text : "every day"; }

std::string words(const HoursWords& h) {
  return h.all_day ? "all day" : fmt::format("{} to {}", format_clock(h.from.minutes), format_clock(h.to.minutes));
}

std::string words(const VersionWords& v) {
  std::string out = "from " + words(v.from);
  if (v.through) out += " through " + words(*v.through);
  if (v.known) out += " known " + words(*v.known);
  return out;
}

std::string words(const Base& b) {
  if (b.kind == BaseKind::all_lines) return "all lines";
  return b.kind == BaseKind::base ? "base" : words(b.lines);
}

std::string words(const Window& w) {
  std::string out;
  if (const auto* f = std::get_if<FirstWindow>(&w.window)) {
    static constexpr std::string_view units[] = {"cycles", "months", "days"};
    out = fmt::format("for first {} {} of {}", f->count.value, units[static_cast<std::size_t>(f->unit)], f->of.text);
  }
  if (const auto* d = std::get_if<DateWindow>(&w.window)) {
    if (d->from) out = fmt::format("from {}", words(*d->from));
    if (d->through) out += fmt::format("{}through {}", out.empty() ? "" : " ", words(*d->through));
  }
  if (w.by) out += fmt::format(" {}", words(w.by->rule));
  return out;
}

}  // namespace ratebook::syntax
