// The checked tariff as stable text (`ratebook check --emit checked`): what was declared, resolved to its meaning, in canonical units, so that
// two scripts with one meaning print the same and a test can compare meanings line by line. Spans and cites are left out.
#pragma once
#include <string>

#include "language/semantics/tariff.hpp"

namespace ratebook {

std::string print_checked(const CheckedTariff& tariff);

// Its parts, each a block of lines: time; prices; facts and rules; measures and lines (print_lines.cpp); examples and properties.
void print_rules(const CheckedTariff& tariff, std::string& out);
void print_time(const CheckedTariff& tariff, std::string& out);
void print_prices(const CheckedTariff& tariff, std::string& out);
void print_lines(const CheckedTariff& tariff, std::string& out);
void print_examples(const CheckedTariff& tariff, std::string& out);

// -- words that several parts use ------------------------------------------------------------------------------------------------------
// "summer", "demand_hours.peak"
std::string member_words(const CheckedTariff& tariff, MemberRef member);
std::string date_words(const DayRule& rule);
std::string_view cut_words(CutRule rule);              // "usage day"
std::string rounding_words(const Rounding& rounding);  // "half up to 0.01 USD"
std::string value_words(const FactValue& value);
std::string amount_words(Ratio value, const Unit& unit);  // "1/3 kW", "0.35"

}  // namespace ratebook
