#include "language/base/unit.hpp"

#include <vector>

namespace ratebook {
namespace {

struct CurrencyEntry {
  std::string_view code, subunit;
};
constexpr CurrencyEntry kCurrencies[] = {
#define CURRENCY(code, subunit) {#code, subunit},
#include "language/base/currency.def"
};

struct UnitEntry {
  std::string_view word, plural;
  Dimension first;
  std::optional<Dimension> second;
  std::int64_t num, den;
};
constexpr UnitEntry kUnits[] = {
#define UNIT(word, dimension, num, den, plural) {#word, plural, Dimension::dimension, std::nullopt, num, den},
#define UNIT_PRODUCT(word, first, second, num, den) {#word, "", Dimension::first, Dimension::second, num, den},
#include "language/base/unit.def"
};

bool is_subunit(std::string_view word) {
  for (const auto& c : kCurrencies)
    if (!c.subunit.empty() && c.subunit == word) return true;
  return false;
}

std::optional<UnitText> parse_word(std::string_view word, Currency own) {
  if (word == "%") return UnitText{{}, {1, 100}, "%"};
  if (word == "1") return UnitText{{}, {1, 1}, ""};
  for (const auto& u : kUnits) {
    if (u.word != word && (u.plural.empty() || u.plural != word)) continue;
    UnitText t{unit_of(u.first), {u.num, u.den}, std::string(word)};
    if (u.second) t.unit.exponents[static_cast<std::size_t>(*u.second)] += 1;
    return t;
  }
  if (auto c = currency_of(word)) return UnitText{money_unit(*c), {1, 1}, std::string(word)};
  if (!own.none() && currency_subunit(own) == word && !word.empty())
    return UnitText{money_unit(own), {1, 100}, std::string(word)};
  return std::nullopt;
}

}  // namespace

std::optional<Currency> currency_of(std::string_view code) {
  for (std::size_t i = 0; i < std::size(kCurrencies); ++i)
    if (kCurrencies[i].code == code) return Currency{static_cast<std::uint8_t>(i)};
  return std::nullopt;
}
std::string_view currency_code(Currency c) { return c.none() ? std::string_view{} : kCurrencies[c.index].code; }
std::string_view currency_subunit(Currency c) { return c.none() ? std::string_view{} : kCurrencies[c.index].subunit; }

Unit unit_of(Dimension d) {
  Unit u;
  u.exponents[static_cast<std::size_t>(d)] = 1;
  return u;
}
Unit money_unit(Currency c) {
  Unit u = unit_of(Dimension::money);
  u.currency = c;
  return u;
}
bool is_commodity(const Unit& unit) {
  if (unit.is_energy()) return true;
  for (const Dimension d : {Dimension::reactive, Dimension::apparent})
    if (unit == *multiply(unit_of(d), unit_of(Dimension::clock))) return true;
  for (const Dimension d : {Dimension::therm, Dimension::joule, Dimension::volume, Dimension::gallon, Dimension::ccf})
    if (unit == unit_of(d)) return true;
  return false;
}

Unit energy_unit() {
  Unit u = unit_of(Dimension::power);
  u.exponents[static_cast<std::size_t>(Dimension::clock)] = 1;
  return u;
}
bool Unit::is_money() const {
  Unit m = money_unit(currency);
  return !currency.none() && *this == m;
}
bool Unit::is_energy() const { return *this == energy_unit(); }
bool Unit::is_power() const { return *this == unit_of(Dimension::power); }

namespace {
// Currencies: at most one on each side of the bar. USD × (1/EUR) keeps both; equal ones cancel.
std::optional<Unit> combine(const Unit& a, const Unit& b, int sign) {
  const auto money_index = static_cast<std::size_t>(Dimension::money);
  std::vector<std::uint8_t> up, down;
  auto put = [&](const Unit& u, int s) {
    const int m = u.exponents[money_index];
    if (!u.per.none()) {
      (s > 0 ? up : down).push_back(u.currency.index);
      (s > 0 ? down : up).push_back(u.per.index);
    } else {
      for (int i = 0; i < (m < 0 ? -m : m); ++i) ((m * s > 0) ? up : down).push_back(u.currency.index);
    }
  };
  put(a, 1);
  put(b, sign);
  for (std::size_t i = 0; i < up.size();) {
    bool gone = false;
    for (std::size_t j = 0; j < down.size(); ++j)
      if (up[i] == down[j]) {
        up.erase(up.begin() + static_cast<std::ptrdiff_t>(i));
        down.erase(down.begin() + static_cast<std::ptrdiff_t>(j));
        gone = true;
        break;
      }
    if (!gone) ++i;
  }
  Unit u;
  for (std::size_t i = 0; i < kDimensions; ++i) {
    if (i == money_index) continue;
    const int e = a.exponents[i] + sign * b.exponents[i];
    if (e < -9 || e > 9) return std::nullopt;
    u.exponents[i] = static_cast<std::int8_t>(e);
  }
  auto same = [](const std::vector<std::uint8_t>& v) {
    for (auto c : v)
      if (c != v.front()) return false;
    return true;
  };
  if (!same(up) || !same(down)) return std::nullopt;
  if (!up.empty() && !down.empty()) {
    if (up.size() != 1 || down.size() != 1) return std::nullopt;
    u.currency = Currency{up.front()};
    u.per = Currency{down.front()};
  } else if (!up.empty() || !down.empty()) {
    u.currency = Currency{up.empty() ? down.front() : up.front()};
    u.exponents[money_index] = static_cast<std::int8_t>(static_cast<int>(up.size()) - static_cast<int>(down.size()));
  }
  return u;
}
}  // namespace

std::optional<Unit> multiply(const Unit& a, const Unit& b) { return combine(a, b, 1); }
std::optional<Unit> divide(const Unit& a, const Unit& b) { return combine(a, b, -1); }

std::string format_unit(const Unit& u) {
  auto e = u.exponents;
  std::string up, down;
  auto append = [&](std::string_view word, int n) {
    std::string& side = n > 0 ? up : down;
    for (int i = 0; i < (n < 0 ? -n : n); ++i) {
      if (n > 0) {
        if (!side.empty()) side += '*';
      } else {
        side += '/';
      }
      side += word;
    }
  };
  auto at = [&](Dimension d) -> std::int8_t& { return e[static_cast<std::size_t>(d)]; };
  append(currency_code(u.currency), u.per.none() ? at(Dimension::money) : 1);
  if (!u.per.none()) append(currency_code(u.per), -1);
  auto hours = [&](Dimension d, std::string_view joined, std::string_view alone) {
    int n = at(d);
    int h = at(Dimension::clock);
    int both = n > 0 && h > 0 ? std::min(n, h) : n < 0 && h < 0 ? std::max(n, h) : 0;
    append(joined, both);
    append(alone, n - both);
    at(Dimension::clock) = static_cast<std::int8_t>(h - both);
  };
  hours(Dimension::power, "kWh", "kW");
  hours(Dimension::reactive, "kVARh", "kVAR");
  hours(Dimension::apparent, "kVAh", "kVA");
  constexpr std::pair<Dimension, std::string_view> rest[] = {
      {Dimension::clock, "h"},     {Dimension::day, "day"},     {Dimension::month, "month"}, {Dimension::year, "year"},
      {Dimension::cycle, "cycle"}, {Dimension::meter, "meter"}, {Dimension::therm, "therm"}, {Dimension::joule, "GJ"},
      {Dimension::volume, "m3"},   {Dimension::gallon, "gal"},  {Dimension::ccf, "CCF"}};
  for (auto [d, word] : rest) append(word, at(d));
  if (up.empty() && !down.empty()) return "1" + down;
  return up + down;
}

bool is_unit_word(std::string_view word) {
  if (word == "%" || currency_of(word) || is_subunit(word)) return true;
  for (const auto& u : kUnits)
    if (u.word == word || (!u.plural.empty() && u.plural == word)) return true;
  return false;
}

UnitParse parse_unit(std::string_view text, Currency own) {
  UnitText whole;
  std::size_t start = 0;
  int sign = 1;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != '/' && text[i] != '*') continue;
    const std::string_view word = text.substr(start, i - start);
    const auto part = parse_word(word, own);
    if (!part) return {std::nullopt, {std::string(word), start}};
    const auto unit = sign > 0 ? multiply(whole.unit, part->unit) : divide(whole.unit, part->unit);
    const auto factor = multiply(whole.factor, sign > 0 ? part->factor : Ratio{part->factor.den, part->factor.num});
    if (!unit || !factor) return {std::nullopt, {std::string(word), start}};
    whole.unit = *unit;
    whole.factor = *factor;
    if (i < text.size()) sign = text[i] == '/' ? -1 : 1;
    start = i + 1;
  }
  whole.text = std::string(text);
  return {whole, {}};
}

}  // namespace ratebook
