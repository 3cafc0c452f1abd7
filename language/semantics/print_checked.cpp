#include "language/semantics/print_checked.hpp"

#include <fmt/format.h>

#include <iterator>

namespace ratebook {
namespace {

std::string_view type_word(const CheckedTariff& t, const Input& i) {
  switch (i.type.kind) {
    case Type::Kind::flag:
      return "flag";
    case Type::Kind::date:
      return "date";
    case Type::Kind::text:
      return "text";
    case Type::Kind::word:
      return i.type.choice ? std::string_view(t[i.type.choice].name) : "month";
    case Type::Kind::number:
      return i.count ? std::string_view("count") : i.unit.text;
  }
  return {};
}

void print_facts(const CheckedTariff& t, std::string& out) {
  auto put = std::back_inserter(out);
  for (const Choice& c : t.choices) {
    fmt::format_to(put, "choice {}:", c.name);
    for (const std::string& m : c.members) fmt::format_to(put, " {}", m);
    out += '\n';
  }
  for (const Channel& c : t.channels) {
    if (!c.span.valid()) continue;
    fmt::format_to(put, "channel {}: {} from {}", c.name, format_unit(c.unit), c.column);
    if (!c.role.empty()) fmt::format_to(put, " of {}", c.role);
    out += '\n';
  }
  for (const Input& i : t.inputs) {
    fmt::format_to(put, "input {}: {}", i.path, type_word(t, i));
    if (i.low) fmt::format_to(put, " from {} to {}", amount_words(*i.low, i.type.unit), amount_words(*i.high, i.type.unit));
    if (i.initial) fmt::format_to(put, " = {}", value_words(*i.initial));
    if (i.dated) out += " dated";
    out += '\n';
  }
}

}  // namespace

std::string_view cut_words(CutRule rule) {
  switch (rule) {
    case CutRule::usage_day:
      return "usage day";
    case CutRule::cycle_end:
      return "cycle end";
    case CutRule::cycle_start:
      return "cycle start";
    case CutRule::bill_month:
      return "bill month";
  }
  return {};
}

std::string rounding_words(const Rounding& r) {
  constexpr std::string_view modes[] = {"half up", "half even", "up", "down"};
  return fmt::format("{} to {}", modes[static_cast<std::size_t>(r.mode)], amount_words(r.step, r.unit.unit));
}

std::string amount_words(Ratio value, const Unit& unit) {
  const std::string word = format_unit(unit);
  return fmt::format("{}{}{}", format_ratio(value), word.empty() ? "" : " ", word);
}

std::string value_words(const FactValue& value) {
  if (const auto* r = std::get_if<Ratio>(&value)) return format_ratio(*r);
  if (const auto* b = std::get_if<bool>(&value)) return *b ? "true" : "false";
  if (const auto* d = std::get_if<Date>(&value)) return format_date(*d);
  return std::get<std::string>(value);
}

std::string print_checked(const CheckedTariff& t) {
  std::string out;
  auto put = std::back_inserter(out);
  fmt::format_to(put, "tariff {} \"{}\"\nutility \"{}\"\ntimezone {}\ncurrency {}\n", t.id, t.name, t.utility, t.timezone,
                 currency_code(t.currency));
  if (t.edition != Date::min())
    fmt::format_to(put, "edition {}{}\n", format_date(t.edition),
                   t.edition_stated                       ? ""
                   : t.values.empty() && t.tables.empty() ? ", the latest document's"
                                                          : ", the first price's");
  if (!t.supersedes.empty()) fmt::format_to(put, "supersedes \"{}\"\n", t.supersedes);
  for (const SourceDoc& s : t.sources) fmt::format_to(put, "source {} \"{}\"\n", s.name, s.title);
  print_rules(t, out);
  print_time(t, out);
  print_facts(t, out);
  print_prices(t, out);
  print_lines(t, out);
  print_examples(t, out);
  return out;
}

}  // namespace ratebook
