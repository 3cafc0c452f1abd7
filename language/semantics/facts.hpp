// What is known of an account besides its metered quantities (language reference, sections 4 and 5).
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "language/semantics/expression.hpp"

namespace ratebook {

struct Choice {
  std::string name;
  Span span;
  std::vector<std::string> members;
  std::vector<Cite> cites;
};

// A fact's value. Numbers are exact ratios in canonical units; text and choice members are their words.
using FactValue = std::variant<Ratio, bool, Date, std::string>;

enum class FactScope : std::uint8_t { account, premise, meter, invoice };

struct Input {
  FactScope scope{};
  std::string path;  // "account.contract_kw": the column of the accounts file
  Span span;
  Type type;
  bool count = false;                // a whole number
  UnitText unit;                     // of a number, as written
  std::optional<Ratio> low, high;    // canonical, inclusive
  std::optional<FactValue> initial;  // `= DEFAULT`; without one the fact is required
  bool dated = false;
  std::vector<std::string> words;  // text: the values that the script names; others are counted as unknown
  std::vector<Cite> cites;
};

struct Channel {
  std::string name;  // usage, export, reactive, apparent, or declared
  Span span;         // invalid for the predeclared
  Unit unit;         // canonical: kWh, kVARh, kVAh, therm …
  UnitText shown_unit;
  std::string role;    // `of meter ROLE`, or ""
  std::string column;  // of usage files, without unit conversion: "kwh", "kvarh", `from "column"`
  std::vector<Cite> cites;
};

}  // namespace ratebook
