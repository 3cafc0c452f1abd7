// What a wrong word was meant to be. Only sure guesses: other languages' words for ours, and slips of one or two letters.
#pragma once
#include <string_view>
#include <vector>

#include "language/syntax/token.hpp"

namespace ratebook::syntax {

// Letters to insert, delete, replace or swap with their neighbour to make b of a (optimal string alignment), at most `limit` + 1.
// Source: Damerau, "A technique for computer detection and correction of spelling errors", CACM 7(3), 1964.
int edit_distance(std::string_view a, std::string_view b, int limit);

// The one of `candidates` that `wrong` (a word or a sign) stands for, "" when none or several could be.
std::string_view meant_word(std::string_view wrong, const std::vector<std::string_view>& candidates);

}  // namespace ratebook::syntax
