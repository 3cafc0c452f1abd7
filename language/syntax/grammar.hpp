// What the grammar is written with: terminals over tokens, node<Kind, …>, lookaheads that leave no trace in the expectations,
// blocks that go on after a mistake, and the table that gives each committed rule its words in a message.
#pragma once
#include <string>
#include <string_view>
#include <tao/pegtl.hpp>
#include <utility>

#include "language/syntax/parser.hpp"
#include "language/syntax/token_input.hpp"

namespace ratebook::syntax::grammar {

using pegtl::if_must;
using pegtl::must;
using pegtl::opt;
using pegtl::plus;
using pegtl::seq;
using pegtl::sor;
using pegtl::star;

// -- messages ----------------------------------------------------------------------------------------------------------------------
// EXPECTED(rule, "a time such as 16:00") beside the rules: how `error[syntax]: expected …` goes on where the rule was sure to come.
template <class Rule>
inline constexpr std::string_view expected_words{};
#define EXPECTED(rule, words) \
  template <>                 \
  inline constexpr std::string_view expected_words<rule> = words

template <class Rule>
struct expectation {
  static_assert(!expected_words<Rule>.empty(), "a committed rule needs EXPECTED(rule, words)");
  static std::string words() { return std::string(expected_words<Rule>); }
};

// These match nothing at worst, so a commit to them can't fail.
template <class... Rules>
struct expectation<opt<Rules...>> {
  static std::string words() { return {}; }
};
template <class... Rules>
struct expectation<star<Rules...>> {
  static std::string words() { return {}; }
};

// No hooks on the rules at all, but the message of a failed commit point.
template <class Rule>
struct control : pegtl::normal<Rule> {
  static constexpr bool enable = false;
  // A rule that fails gives its tokens back everywhere, so that a message points at where the rule should have begun.
  template <pegtl::apply_mode A, pegtl::rewind_mode, template <class...> class Action, template <class...> class Control>
  static bool match(TokenInput& in, Parser& parser) {
    return pegtl::match<Rule, A, pegtl::rewind_mode::required, Action, Control>(in, parser);
  }
  [[noreturn]] static void raise(const TokenInput& in, Parser& parser) { parser.raise(in.at, expectation<Rule>::words()); }
};
template <class Rule>
bool run(TokenInput& in, Parser& parser) {
  return control<Rule>::template match<pegtl::apply_mode::nothing, pegtl::rewind_mode::required, pegtl::nothing, control>(
      in, parser);
}

// -- terminals ---------------------------------------------------------------------------------------------------------------------
struct terminal {
  using subs_t = pegtl::empty_list;
};

// One of the words; `unit_word` also where the lexer read it as a unit (`11 cycles`, `30 days`).
template <Word... Words>
struct word : terminal {
  using rule_t = word;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class>
  static bool match(TokenInput& in, Parser& parser) {
    const Token& t = in.token();
    if (t.kind == TokenKind::word && ((t.word == Words) || ...)) return ++in.at, true;
    (parser.missed(in.at, Words), ...);
    return false;
  }
};
template <Word... Words>
struct unit_word : terminal {
  using rule_t = unit_word;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class>
  static bool match(TokenInput& in, Parser& parser) {
    const Token& t = in.token();
    if ((t.kind == TokenKind::unit || t.kind == TokenKind::word) && ((t.word == Words) || ...)) return ++in.at, true;
    (parser.missed(in.at, Words), ...);
    return false;
  }
};
template <Word First, Word... More>
std::string quoted_words() {
  std::string text = in_ticks(text_of(First));
  [[maybe_unused]] std::size_t left = sizeof...(More);
  ((text += --left == 0 ? " or " : ", ", text += in_ticks(text_of(More))), ...);
  return text;
}
template <Word... Words>
struct expectation<word<Words...>> {
  static std::string words() { return quoted_words<Words...>(); }
};
template <Word... Words>
struct expectation<unit_word<Words...>> {
  static std::string words() { return quoted_words<Words...>(); }
};

template <TokenKind... Kinds>
struct token : terminal {
  using rule_t = token;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class>
  static bool match(TokenInput& in, Parser& parser) {
    if (((in.token().kind == Kinds) || ...)) return ++in.at, true;
    (parser.missed(in.at, Kinds), ...);
    return false;
  }
};

// A test of the tokens from here on, or an action that takes some: plain functions, no trace in the expectations.
template <bool (*Test)(const TokenInput&, const Parser&)>
struct when : terminal {
  using rule_t = when;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class>
  static bool match(const TokenInput& in, const Parser& parser) {
    return Test(in, parser);
  }
};
template <bool (*Take)(TokenInput&, Parser&)>
struct take : terminal {
  using rule_t = take;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class>
  static bool match(TokenInput& in, Parser& parser) {
    return Take(in, parser);
  }
};

inline bool is_word(const Token& t, Word word) { return t.kind == TokenKind::word && t.word == word; }
inline bool is_name(const Token& t) { return t.kind == TokenKind::word && !is_reserved(class_of(t.word)); }

template <TokenKind... Kinds>
bool next_is(const TokenInput& in, const Parser&) {
  return ((in.token().kind == Kinds) || ...);
}
template <TokenKind... Kinds>
bool second_is(const TokenInput& in, const Parser&) {
  return ((in.token(1).kind == Kinds) || ...);
}
template <Word... Words>
bool next_is_word(const TokenInput& in, const Parser&) {
  return (is_word(in.token(), Words) || ...);
}
inline bool on_this_line(const TokenInput& in, const Parser&) { return !in.token().begins_line; }
inline bool on_new_line(const TokenInput& in, const Parser&) { return in.token().begins_line; }

// -- nodes -------------------------------------------------------------------------------------------------------------------------
template <NodeKind Kind, class... Rules>
struct node {
  using rule_t = node;
  using subs_t = pegtl::type_list<Rules...>;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action, template <class...> class Control>
  static bool match(TokenInput& in, Parser& parser) {
    const std::uint32_t opened = parser.open(Kind, in.at);
    if (Control<seq<Rules...>>::template match<A, M, Action, Control>(in, parser)) {
      parser.close(opened, in.at);
      return true;
    }
    parser.drop(opened);
    return false;
  }
};

// Rules that call themselves through it; nesting is bounded so that no later phase can run out of stack.
template <class Rule>
struct nested {
  using rule_t = nested;
  using subs_t = pegtl::type_list<Rule>;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action, template <class...> class Control>
  static bool match(TokenInput& in, Parser& parser) {
    struct Level {
      int& depth;
      explicit Level(int& d) : depth(++d) {}
      ~Level() { --depth; }
    } level(parser.depth);
    if (parser.depth > kMaxNesting) parser.raise(in.at, "at most 200 levels of nesting");
    return Control<Rule>::template match<A, M, Action, Control>(in, parser);
  }
};

// A rule whose code stands in another translation unit.
template <bool (*Match)(TokenInput&, Parser&)>
struct elsewhere : terminal {
  using rule_t = elsewhere;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class>
  static bool match(TokenInput& in, Parser& parser) {
    return Match(in, parser);
  }
};

// -- blocks ------------------------------------------------------------------------------------------------------------------------
// The pieces of a block up to its `}` or the end. A piece that fails is reported and left out; the next one begins where the
// recovery says. Always matches.
template <Block B, class Piece>
struct pieces {
  using rule_t = pieces;
  using subs_t = pegtl::type_list<Piece>;
  template <pegtl::apply_mode A, pegtl::rewind_mode, template <class...> class Action, template <class...> class Control>
  static bool match(TokenInput& in, Parser& parser) {
    for (;;) {
      const Token& t = in.token();
      if (t.kind == TokenKind::right_brace || t.kind == TokenKind::end) return true;
      if (B != Block::file && parser.begins_statement(in.at)) return true;
      if (B == Block::rows && is_word(t, Word::w_from)) return true;  // the next version of the table
      const std::uint32_t begin = in.at;
      const auto nodes = static_cast<std::uint32_t>(parser.cst.nodes.size());
      const int depth = parser.depth;
      const std::uint32_t indent = std::exchange(parser.indent, t.indent);
      std::uint32_t failed = begin;
      try {
        if (Control<Piece>::template match<A, pegtl::rewind_mode::required, Action, Control>(in, parser)) {
          parser.indent = indent;
          continue;
        }
        parser.missed(begin, TokenKind::right_brace);
        parser.report_unexpected(begin);
      } catch (const SyntaxFailure& failure) {
        failed = failure.token;
      }
      parser.drop(nodes);
      parser.depth = depth;
      parser.indent = indent;
      in.at = parser.recover(B, begin, failed);
      parser.lost.push_back({B, begin, in.at, std::max(begin, failed)});
    }
  }
};

// { pieces }; a `}` that is missing is reported where the next statement begins.
template <Block B, class Piece>
struct block {
  using rule_t = block;
  using subs_t = pegtl::type_list<Piece>;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action, template <class...> class Control>
  static bool match(TokenInput& in, Parser& parser) {
    const std::uint32_t brace = in.at;
    if (!Control<token<TokenKind::left_brace>>::template match<A, M, Action, Control>(in, parser)) return false;
    (void)pieces<B, Piece>::template match<A, M, Action, Control>(in, parser);
    if (in.token().kind == TokenKind::right_brace)
      ++in.at;
    else
      parser.report_unclosed(brace, in.at);
    return true;
  }
};
template <Block B, class Piece>
struct expectation<block<B, Piece>> {
  static std::string words() { return "`{`"; }
};

}  // namespace ratebook::syntax::grammar
