// Small pieces of a tree as one line of text.
#pragma once
#include <fmt/format.h>

#include <string>

#include "language/syntax/tree.hpp"

namespace ratebook::syntax {

std::string words(const Text& t);  // "…"
std::string words(const DateWord& d);
std::string words(const Quantity& q);       // 12.30 USD/kWh
std::string words(const QuantityRange& r);  // 25..35 days
std::string words(const Path& p);
std::string words(const std::vector<Path>& list);  // a, b
std::string words(const Cite& c);                  // cite s9 "Rule 9", s10
std::string words(const Literal& l);
std::string words(const Address& a);
std::string words(const Rounding& r);  // round half up to 0.01 USD
std::string words(CutRule r);          // by usage day
std::string words(const DayRule& d);   // Jun 1 +2
std::string words(const DaysWords& d);
std::string words(const HoursWords& h);
std::string words(const VersionWords& v);
std::string words(const Base& b);
std::string words(const Window& w);

}  // namespace ratebook::syntax
