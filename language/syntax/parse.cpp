#include "language/syntax/parse.hpp"

#include "language/syntax/builder.hpp"
#include "language/syntax/grammar_file.hpp"
#include "language/syntax/parser.hpp"

namespace ratebook {
namespace {

using syntax::CstView;
using syntax::NodeKind;
using syntax::Parser;
using syntax::TokenInput;
using syntax::TokenKind;

// The head; nothing of it is needed to go on with the statements.
bool read_head(TokenInput& in, Parser& parser) {
  try {
    if (syntax::grammar::match_head(in, parser)) return true;
    parser.raise(in.at, "`tariff` or `library`");
  } catch (const syntax::SyntaxFailure& failure) {
    parser.drop(0);
    in.at = parser.recover(syntax::Block::file, 0, failure.token);
    if (failure.token == 0)  // no script at all, unless statements come
      while (in.token().kind != TokenKind::end && !parser.begins_statement(in.at)) ++in.at;
    if (in.token().kind == TokenKind::left_brace) ++in.at;
    return false;
  }
}

// Statements to the `}` of the file, and what stands behind it in spite of that. Without a head there is no brace to close.
void read_statements(TokenInput& in, Parser& parser, std::optional<std::uint32_t> brace) {
  syntax::grammar::match_statements(in, parser);
  if (in.token().kind == TokenKind::end) {
    if (brace) parser.report_unclosed(*brace, in.at);
    return;
  }
  const std::uint32_t closing = in.at++;
  if (in.token().kind == TokenKind::end) return;
  parser.report_behind_end(in.at, closing);
  while (in.token().kind != TokenKind::end) {
    if (in.token().kind == TokenKind::right_brace) ++in.at;
    if (!parser.begins_statement(in.at)) in.at = parser.recover(syntax::Block::file, in.at, in.at);
    syntax::grammar::match_statements(in, parser);
  }
}

}  // namespace

std::optional<TariffTree> parse(const Sources& sources, FileId file, DiagnosticSink& sink) {
  Parser parser(sources, file, sink);
  TokenInput in(parser.tokens);
  const bool head = read_head(in, parser);
  read_statements(in, parser, head ? std::optional(in.at - 1) : std::nullopt);

  TariffTree tree;
  tree.file = file;
  syntax::Builder builder(parser, tree);
  for (std::uint32_t i = 0; i < parser.cst.nodes.size(); i = parser.cst.nodes[i].next) {
    const CstView v(parser.cst, i);
    if (v.kind() == NodeKind::header)
      builder.head(v);
    else
      builder.statement(v);
  }
  tree.comments = std::move(parser.comments);
  tree.complete = parser.complete;
  tree.lost = parser.lost_pieces();
  sink.sort();
  if (!head && tree.statements.empty()) return std::nullopt;
  return tree;
}

}  // namespace ratebook
