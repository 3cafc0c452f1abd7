// The one layout (docs/layout.md). `tree` is the tree of that file and complete (no errors); the result parses to the same tree,
// holds every comment, and is left alone by a second run.
#pragma once
#include <string>

#include "language/syntax/tree.hpp"

namespace ratebook {

std::string format(const Sources& sources, FileId file, const TariffTree& tree);

}  // namespace ratebook
