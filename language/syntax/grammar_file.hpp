// The head of a file, its rules, and the list of statements (language reference, section 3 and section 25).
#pragma once
#include "language/syntax/grammar_words.hpp"

namespace ratebook::syntax::grammar {

// Statements that stand in other translation units.
bool match_time_statement(TokenInput& in, Parser& parser);
bool match_price_statement(TokenInput& in, Parser& parser);
bool match_line_statement(TokenInput& in, Parser& parser);
bool match_example_statement(TokenInput& in, Parser& parser);
// `tariff GS-3 "…" {`
bool match_head(TokenInput& in, Parser& parser);
// Statements up to a `}` or the end of the file.
bool match_statements(TokenInput& in, Parser& parser);

}  // namespace ratebook::syntax::grammar
