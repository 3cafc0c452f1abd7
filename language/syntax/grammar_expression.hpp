// Expressions: or, and, not, comparison, + -, * /, of, in, primary (language reference, sections 8 to 11).
#pragma once
#include "language/syntax/grammar_words.hpp"

namespace ratebook::syntax::grammar {

// The whole of them is compiled once, in grammar_expression.cpp.
bool match_expression(TokenInput& in, Parser& parser);
bool match_comparison(TokenInput& in, Parser& parser);
bool match_postfix(TokenInput& in, Parser& parser);
bool match_sum(TokenInput& in, Parser& parser);

struct expression : elsewhere<match_expression> {};
struct condition_expression : expression {};
struct compared : elsewhere<match_comparison> {};  // a condition without `and` and `or`
struct postfix : elsewhere<match_postfix> {};      // a factor without `of`
struct plain_sum : elsewhere<match_sum> {};        // an expression without a comparison

// expr | expr when COND … expr otherwise
struct arm_end : otherwise {};
struct arm_with_condition : node<K::arm, expression, if_must<word<W::w_when>, condition_expression>> {};
struct last_arm : node<K::arm, expression, must<arm_end>> {};
struct arms : node<K::arms, sor<seq<plus<arm_with_condition>, must<last_arm>>, node<K::arm, expression>>> {};

EXPECTED(expression, "an amount or a name");
EXPECTED(condition_expression, "a condition");
EXPECTED(compared, "a condition");
EXPECTED(arm_end, "`when` and a condition, or `otherwise`");
EXPECTED(last_arm, "another case; the last ends with `otherwise`");
EXPECTED(arms, "an amount or a name");
EXPECTED(plain_sum, "an amount or a name");

}  // namespace ratebook::syntax::grammar
