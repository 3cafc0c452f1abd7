// Units of measure: products of powers of a closed set of dimensions (language reference, section 2).
// Values are computed in canonical units (kW, kWh = kW·h, day, month, the currency's main unit); a UnitText remembers what the
// sheet wrote so that people see c/kWh where the sheet says c/kWh.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "language/base/decimal.hpp"

namespace ratebook {

enum class Dimension : std::uint8_t {
  money,
  power,
  clock,
  reactive,
  apparent,
  day,
  month,
  year,
  cycle,
  meter,
  therm,
  joule,
  volume,
  gallon,
  ccf
};
inline constexpr std::size_t kDimensions = 15;

// Which currency; index into currency.def. 0xff: none. Subunit words take the tariff's own currency.
struct Currency {
  std::uint8_t index = 0xff;
  constexpr bool none() const { return index == 0xff; }
  friend constexpr bool operator==(Currency, Currency) = default;
};
std::optional<Currency> currency_of(std::string_view code);
std::string_view currency_code(Currency c);
std::string_view currency_subunit(Currency c);  // "" when it has none

// exponents[money] > 0 needs `currency`. Ratios, counts and percentages have no exponents at all.
struct Unit {
  std::array<std::int8_t, kDimensions> exponents{};
  Currency currency;  // numerator currency (or denominator's when only that is money)
  Currency per;       // for USD/EUR: the denominator's currency; then exponents[money] is 0
  friend bool operator==(const Unit&, const Unit&) = default;

  int operator[](Dimension d) const { return exponents[static_cast<std::size_t>(d)]; }
  bool is_ratio() const { return *this == Unit{}; }
  bool is_money() const;   // exactly one power of money and nothing else
  bool is_energy() const;  // kWh
  bool is_power() const;   // kW
};

// Units in which something is metered, amounts that add over time: kWh, kVARh, kVAh, therm, GJ, m3, gal, CCF.
bool is_commodity(const Unit& unit);
Unit unit_of(Dimension d);
Unit money_unit(Currency c);
Unit energy_unit();  // kWh
// Nothing when two currencies would multiply in a way that is not a rate of exchange.
std::optional<Unit> multiply(const Unit& a, const Unit& b);
std::optional<Unit> divide(const Unit& a, const Unit& b);
// Canonical spelling: "USD/kWh", "kW*day", "" for a ratio. kW·h is spelt kWh.
std::string format_unit(const Unit& u);

// A unit as written, with the factor that takes an amount in it to canonical units: "c/kWh" → USD/kWh, 1/100; "%" → ratio, 1/100.
struct UnitText {
  Unit unit;
  Ratio factor{1, 1};
  std::string text;  // "" for a bare number
};
// Parses "USD/kW/month", "kW*day", "%". `own` resolves subunits (c, p, ag). On failure: the word that is not a unit.
struct UnknownUnit {
  std::string word;
  std::size_t offset;
};
struct UnitParse {
  std::optional<UnitText> unit;
  UnknownUnit unknown;
};
UnitParse parse_unit(std::string_view text, Currency own);
bool is_unit_word(std::string_view word);  // one word of the vocabulary, plural and money included

}  // namespace ratebook
