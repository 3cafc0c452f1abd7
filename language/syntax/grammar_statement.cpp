// The statements of the other grammar files, compiled here so that each of them is compiled once.
#include "language/syntax/grammar_example.hpp"
#include "language/syntax/grammar_file.hpp"
#include "language/syntax/grammar_line.hpp"
#include "language/syntax/grammar_price.hpp"
#include "language/syntax/grammar_time.hpp"

namespace ratebook::syntax::grammar {

bool match_time_statement(TokenInput& in, Parser& parser) { return run<sor<season, calendar, day, period, event>>(in, parser); }
bool match_price_statement(TokenInput& in, Parser& parser) {
  return run<sor<choice, input, eligible, channel, value, table, series, measure, define, carry, update>>(in, parser);
}
bool match_line_statement(TokenInput& in, Parser& parser) {
  return run<sor<charge, adjustment, limit, fee, apply>>(in, parser);
}
bool match_example_statement(TokenInput& in, Parser& parser) { return run<sor<example, property>>(in, parser); }

}  // namespace ratebook::syntax::grammar
