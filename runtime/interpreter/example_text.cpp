#include "runtime/interpreter/example_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "runtime/interpreter/texts.hpp"

namespace ratebook::oracle {
namespace {

class Writer {
 public:
  explicit Writer(const CheckedTariff& tariff) : tariff_(tariff) {}

  void cycle(const ExampleCycle& c) {
    put("given", fmt::format("cycle {} through {} ({} days)", format_date(c.from), format_date(c.through),
                             (c.through - c.from).count() + 1));
    for (const GivenRead& r : c.reads) {
      std::string bucket;
      for (const MemberRef m : r.members) bucket += (bucket.empty() ? "" : ".") + member(m);
      const Channel& channel = tariff_[r.channel];
      put("given", channel.name + (bucket.empty() ? "" : " " + bucket) + " " + amount(r.amount, channel.shown_unit));
    }
    for (const GivenLoad& l : c.loads) load(l);
    for (const GivenFact& f : c.facts) fact(f);
    for (const GivenMeasure& m : c.measures)
      put("given", "measure " + tariff_[m.measure].name + " " + amount(m.value, tariff_[m.measure].shown_unit));
    for (const GivenHistory& h : c.histories) history(h);
    if (c.as_known) put("given", "as_known = " + format_date(*c.as_known));
    for (const Expect& e : c.expects) {
      if (const auto* total = std::get_if<ExpectTotal>(&e))
        put("expect", "total " + money_text(number(total->amount), tariff_.currency));
      if (const auto* error = std::get_if<ExpectError>(&e)) put("expect", "error " + std::string(code_word(error->code)));
    }
  }

  std::string text;

 private:
  void put(const char* word, const std::string& what) { text += fmt::format("    {} {}\n", word, what); }
  std::string member(MemberRef m) const { return tariff_[m.scheme].members[m.member].name; }
  static std::string amount(Ratio value, const UnitText& unit) { return amount_text(number(value), unit); }

  void load(const GivenLoad& l) {
    const Channel& channel = tariff_[l.channel];
    std::string line = "load" + (l.channel == kUsage ? std::string() : " of " + channel.name);
    const auto hours_unit = divide(channel.unit, unit_of(Dimension::clock));
    const UnitText power{*hours_unit, {1, 1}, format_unit(*hours_unit)};
    if (!l.file.empty()) line += " from \"" + l.file + "\"";
    for (std::size_t i = 0; i < l.pieces.size(); ++i) {
      const LoadPiece& p = l.pieces[i];
      line += i == 0 ? " " : ", ";
      line += p.level ? amount(*p.level, power) : "missing";
      if (p.otherwise) {
        line += l.pieces.size() == 1 ? " constant" : " otherwise";
        continue;
      }
      line += " on";
      if (p.season) line += " in " + member(*p.season);
      line += " " + (p.date ? format_date(*p.date) : p.day ? member(*p.day) : std::string("every day"));
      line += p.from_minute == 0 && p.to_minute == 1440
                  ? std::string(" all day")
                  : " " + format_clock(p.from_minute) + " to " + format_clock(p.to_minute);
    }
    put("given", line);
  }

  static std::string word(const std::string& text) {
    const bool plain = !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) &&
                       std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) || c == '_'; });
    return plain ? text : "\"" + text + "\"";
  }
  void fact(const GivenFact& f) {
    std::string path, value;
    UnitText unit;
    if (const auto* input = std::get_if<InputId>(&f.fact)) {
      path = tariff_[*input].path;
      unit = tariff_[*input].unit;
    } else {
      switch (std::get<Fact>(f.fact)) {
        case Fact::cycle_first:
          path = "cycle.first";
          break;
        case Fact::cycle_last:
          path = "cycle.last";
          break;
        case Fact::cycle_month:
          path = "cycle.month";
          break;
        case Fact::cycle_scheduled_days:
          path = "cycle.scheduled_days";
          break;
        case Fact::account_cycle_number:
          path = "account.cycle_number";
          break;
        case Fact::account_since:
          path = "account.since";
          break;
        default:
          return;
      }
    }
    if (path == "cycle.month")
      value = kMonthWords[static_cast<std::size_t>(std::get<Ratio>(f.value).num - 1)];
    else if (const auto* n = std::get_if<Ratio>(&f.value))
      value = amount(*n, unit);
    else if (const auto* b = std::get_if<bool>(&f.value))
      value = *b ? "true" : "false";
    else if (const auto* d = std::get_if<Date>(&f.value))
      value = format_date(*d);
    else
      value = word(std::get<std::string>(f.value));
    put("given", (f.from ? "on " + format_date(*f.from) + " " : "") + path + " = " + value);
  }

  void history(const GivenHistory& h) {
    if (h.none) return put("given", "history none");
    UnitText unit;
    for (const Measure& m : tariff_.measures)
      if (m.name == h.name) unit = m.shown_unit;
    for (const Channel& c : tariff_.channels)
      if (c.name == h.name) unit = c.shown_unit;
    if (h.highest)
      return put("given", fmt::format("history {} highest {} over {} cycles", h.name, amount(*h.highest, unit), h.cycles));
    std::string values;
    for (const Ratio v : h.values) values += (values.empty() ? " " : ", ") + amount(v, unit);
    put("given", "history " + h.name + values);
  }

  const CheckedTariff& tariff_;
};

}  // namespace

std::string example_text(const CheckedTariff& tariff, const std::string& name, const std::vector<ExampleCycle>& cycles) {
  Writer writer(tariff);
  for (std::size_t i = 0; i < cycles.size(); ++i) {
    if (i > 0) writer.text += "    then\n";
    writer.cycle(cycles[i]);
  }
  return "  example \"" + name + "\" {\n" + writer.text + "  }\n";
}

}  // namespace ratebook::oracle
