#include "language/syntax/format.hpp"

#include "language/syntax/layout.hpp"

namespace ratebook {
namespace syntax::layout {

std::string write(const Script& script) {
  std::string out;
  for (const Line& line : script.lines) {
    if (line.blank_before) out += '\n';
    out.append(line.indent, ' ');
    out += line.body;
    out += line.trailing;
    out += '\n';
  }
  return out;
}

}  // namespace syntax::layout

std::string format(const Sources& sources, FileId file, const TariffTree& tree) {
  const std::string& text = sources.file(file).text;
  if (!tree.complete) return text;
  DiagnosticSink none;  // the text has no mistakes: the tree is complete
  syntax::Lexemes lexemes = syntax::lex(sources, file, none);
  syntax::layout::Script script{
      text, std::move(lexemes.tokens), std::move(lexemes.comments), syntax::layout::roles_of(tree), {}};
  make_lines(script);
  make_segments(script);
  align_tables(script, tree);
  align_columns(script);
  return write(script);
}

}  // namespace ratebook
