// Choices and channels (language reference, sections 4 and 5).
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "language/semantics/checker.hpp"

namespace ratebook {
namespace {

std::string lower(std::string_view text) {
  std::string s(text);
  std::transform(s.begin(), s.end(), s.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return s;
}

}  // namespace

void check_choices(Checker& checker) {
  checker.each<syntax::Choice>([&](const syntax::Choice& c) {
    Choice choice;
    choice.name = c.name.text;
    choice.span = c.name.span;
    choice.cites = checker.resolve(c.cites);
    bool sound = true;
    for (const syntax::Name& m : c.members) {
      const auto first =
          std::find_if(c.members.begin(), c.members.end(), [&](const auto& other) { return other.text == m.text; });
      if (&*first != &m) {
        auto& d = checker.sink.report<Code::stated_twice>(m.span, fmt::format("`{}`", m.text));
        d.labels.push_back({first->span, "first stated here"});
        sound = false;
      }
      choice.members.push_back(m.text);
    }
    if (!sound) return checker.names.poison(c.name.text);
    checker.names.settle(c.name.text, ChoiceId{checker.tariff.choices.size()});
    checker.tariff.choices.push_back(std::move(choice));
  });
}

void check_channels(Checker& checker) {
  auto& channels = checker.tariff.channels;
  const Unit energy = energy_unit();
  const auto times_h = [](Dimension d) { return *multiply(unit_of(d), unit_of(Dimension::clock)); };
  const auto predeclare = [&](std::string_view name, const Unit& unit, std::string_view column) {
    Channel& c = channels.emplace_back();
    c.name = name;
    c.unit = unit;
    c.shown_unit = {unit, {1, 1}, format_unit(unit)};
    c.column = column;
  };
  predeclare("usage", energy, "kwh");
  predeclare("export", energy, "export_kwh");
  predeclare("reactive", times_h(Dimension::reactive), "kvarh");
  predeclare("apparent", times_h(Dimension::apparent), "kvah");

  checker.each<syntax::Channel>([&](const syntax::Channel& c) {
    Channel channel;
    channel.name = c.name.text;
    channel.span = c.name.span;
    channel.cites = checker.resolve(c.cites);
    auto unit = checker.resolve(c.unit);
    if (unit && !is_commodity(unit->unit)) {
      checker.sink.report<Code::unit_mismatch>(c.unit.span, "a unit of something metered", unit_words(unit->unit));
      unit.reset();
    }
    if (!unit) return checker.names.poison(c.name.text);
    channel.unit = unit->unit;
    channel.shown_unit = std::move(*unit);
    if (c.role) channel.role = c.role->text;
    channel.column = c.column ? c.column->text : fmt::format("{}_{}", channel.name, lower(channel.shown_unit.text));
    for (const Channel& other : channels) {
      if (other.column != channel.column || channel.role != other.role) continue;
      checker.sink.report<Code::name_taken>(c.column ? c.column->span : c.name.span, channel.column,
                                            fmt::format("the column of the channel `{}`", other.name));
      return checker.names.poison(c.name.text);
    }
    checker.names.settle(c.name.text, ChannelId{channels.size()});
    channels.push_back(std::move(channel));
  });
}

}  // namespace ratebook
