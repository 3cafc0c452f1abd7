// Characters to tokens. Mistakes of characters are reported here and never stop it: what means nothing is left out (the next
// token says so), so that the grammar can go on.
#pragma once
#include <string_view>
#include <vector>

#include "language/diagnostics/diagnostic.hpp"
#include "language/syntax/token.hpp"
#include "language/syntax/tree.hpp"

namespace ratebook::syntax {

struct Lexemes {
  std::vector<Token> tokens;  // ends with one `end` token, empty, behind the last token
  std::vector<Comment> comments;
};

// A tab and a no-break space are blanks (fmt writes plain ones); CR LF and LF end a line; the last line may lack its end.
Lexemes lex(const Sources& sources, FileId file, DiagnosticSink& sink);

// help: for a word that is not a unit: `kWh` for `kwh`, "" when not sure.
std::string_view nearest_unit(std::string_view word);

}  // namespace ratebook::syntax
