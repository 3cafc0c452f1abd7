// Scripts by dice that the grammar accepts: every kind of statement, phrase and expression, names and numbers at random. They mean
// nothing: the checker would refuse them.
#pragma once
#include <string>

#include "tests/fuzz/dice.hpp"

namespace ratebook::fuzz {

std::string generate_script(Dice& dice);

}  // namespace ratebook::fuzz
