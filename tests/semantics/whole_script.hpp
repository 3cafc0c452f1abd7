// A whole script with nothing but what a test puts in.
#pragma once
#include <string>

#include "tests/semantics/script.hpp"

namespace ratebook::test {

// Parses and checks the text as "test.tariff".
Checked check_text(std::string text, const CheckOptions& options = {});

// A tariff in Denver's zone whose first price is of 2025: `body` beside utility, zone, currency, a source `s`, the rules that the body may need
// and a fixed charge. `rules` goes into the rules.
Checked check_body(std::string_view body, std::string_view rules = "");

// The notes of the first diagnostic with the code; empty when there is none.
std::vector<std::string> notes_of(const Checked& checked, Code code);
std::size_t count_of(const Checked& checked, Code code);

}  // namespace ratebook::test
