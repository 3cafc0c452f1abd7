#include "language/syntax/lexer.hpp"

#include <tao/pegtl.hpp>

#include "language/syntax/lexer_context.hpp"

namespace ratebook::syntax {
namespace {

namespace pegtl = tao::pegtl;
using Characters = pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf, const char*>;

// -- grammar of characters ---------------------------------------------------------------------------------------------------------
struct no_break_space : pegtl::sor<pegtl::string<'\xC2', '\xA0'>, pegtl::string<'\xE2', '\x80', '\xAF'>> {};
struct blank : pegtl::plus<pegtl::sor<pegtl::one<' ', '\t'>, no_break_space>> {};
struct newline : pegtl::seq<pegtl::opt<pegtl::one<'\r'>>, pegtl::one<'\n'>> {};
struct rest_of_line : pegtl::until<pegtl::at<pegtl::sor<newline, pegtl::eof>>> {};
struct comment : pegtl::seq<pegtl::one<'#'>, rest_of_line> {};
struct slash_comment : pegtl::seq<pegtl::string<'/', '/'>, rest_of_line> {};
struct name_char : pegtl::sor<pegtl::alnum, pegtl::one<'_'>> {};
struct date : pegtl::seq<pegtl::rep<4, pegtl::digit>, pegtl::one<'-'>, pegtl::rep_min_max<1, 2, pegtl::digit>, pegtl::one<'-'>,
                         pegtl::rep_min_max<1, 2, pegtl::digit>, pegtl::not_at<name_char>> {};
struct clock : pegtl::seq<pegtl::rep_min_max<1, 2, pegtl::digit>, pegtl::one<':'>, pegtl::rep<2, pegtl::digit>,
                          pegtl::not_at<pegtl::digit>> {};
// 1,234.50: the whole of it, so that it is one mistake
struct thousands : pegtl::seq<pegtl::rep_min_max<1, 3, pegtl::digit>, pegtl::plus<pegtl::one<','>, pegtl::rep<3, pegtl::digit>>,
                              pegtl::not_at<pegtl::sor<pegtl::digit, pegtl::seq<pegtl::one<','>, pegtl::digit>>>,
                              pegtl::opt<pegtl::one<'.'>, pegtl::plus<pegtl::digit>>> {};
struct digits_and_fraction : pegtl::seq<pegtl::plus<pegtl::digit>, pegtl::opt<pegtl::one<'.'>, pegtl::plus<pegtl::digit>>> {};
struct number : digits_and_fraction {};
struct word : pegtl::seq<pegtl::alpha, pegtl::star<name_char>> {};
struct string : pegtl::seq<pegtl::one<'"'>, pegtl::star<pegtl::not_one<'"', '\n', '\r'>>, pegtl::one<'"'>> {};
struct open_string : pegtl::seq<pegtl::one<'"'>, rest_of_line> {};
// "Rev. 9   docket "23-0450": an odd quote that a word touches begins the next string, so this one is open
struct quote : pegtl::one<'"'> {};
struct in_string : pegtl::star<pegtl::not_one<'"', '\n', '\r'>> {};
struct touched_and_odd : pegtl::seq<quote, in_string, quote, name_char, pegtl::rep_max<8, in_string, quote, in_string, quote>,
                                    in_string, quote, pegtl::not_at<in_string, quote>> {};
struct single_string : pegtl::seq<pegtl::one<'\''>, pegtl::star<pegtl::not_one<'\'', '\n', '\r'>>, pegtl::one<'\''>> {};
struct swallowing_string : pegtl::seq<pegtl::at<touched_and_odd>, open_string> {};
struct left_quote : pegtl::string<'\xE2', '\x80', '\x9C'> {};
struct right_quote : pegtl::string<'\xE2', '\x80', '\x9D'> {};
struct curly_string
    : pegtl::seq<pegtl::sor<left_quote, right_quote>,
                 pegtl::until<pegtl::sor<left_quote, right_quote, pegtl::one<'"'>>, pegtl::not_one<'\n', '\r'>>> {};

// Rules that look at the token before; each is a plain function on the lexer.
template <bool (*Read)(Lexer&, std::size_t begin, std::size_t& end)>
struct in_context {
  using rule_t = in_context;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class>
  static bool match(Characters& in, Lexer& lx) {
    const auto begin = static_cast<std::size_t>(in.current() - in.begin());
    std::size_t end = begin;
    if (begin >= lx.text.size() || !Read(lx, begin, end)) return false;
    in.bump(end - begin);
    return true;
  }
};

template <char C>
struct sign : pegtl::one<C> {};
struct not_equal : pegtl::string<'!', '='> {};
struct less_equal : pegtl::string<'<', '='> {};
struct greater_equal : pegtl::string<'>', '='> {};

struct lexeme
    : pegtl::sor<blank, newline, comment, slash_comment, in_context<read_id>, in_context<read_zone>, in_context<read_unit>,
                 word, date, clock, thousands, number, swallowing_string, string, open_string, curly_string, single_string,
                 in_context<read_negative>, in_context<read_lookalike>, in_context<read_sign>, in_context<read_dot>,
                 in_context<read_bracket>, in_context<read_logic>, sign<'|'>, sign<'{'>, sign<'}'>, sign<']'>, sign<')'>,
                 sign<','>, sign<':'>, sign<'@'>, not_equal, less_equal, greater_equal, sign<'='>, sign<'<'>, sign<'>'>,
                 sign<'*'>, sign<'/'>, in_context<read_stray>> {};
struct text : pegtl::until<pegtl::eof, lexeme> {};

// -- what each rule makes ----------------------------------------------------------------------------------------------------------
template <class Rule>
struct action : pegtl::nothing<Rule> {};

template <TokenKind Kind>
struct makes {
  template <class In>
  static void apply(const In& in, Lexer& lx) {
    const auto begin = static_cast<std::size_t>(in.begin() - lx.text.data());
    lx.emit(Kind, begin, begin + in.size());
  }
};
template <>
struct action<date> : makes<TokenKind::date> {};
template <>
struct action<clock> : makes<TokenKind::clock> {};
template <>
struct action<number> : makes<TokenKind::number> {};
template <>
struct action<string> : makes<TokenKind::string> {};
template <>
struct action<sign<'|'>> : makes<TokenKind::bar> {};
template <>
struct action<sign<'{'>> : makes<TokenKind::left_brace> {};
template <>
struct action<sign<'}'>> : makes<TokenKind::right_brace> {};
template <>
struct action<sign<']'>> : makes<TokenKind::right_bracket> {};
template <>
struct action<sign<')'>> : makes<TokenKind::right_paren> {};
template <>
struct action<sign<','>> : makes<TokenKind::comma> {};
template <>
struct action<sign<':'>> : makes<TokenKind::colon> {};
template <>
struct action<sign<'@'>> : makes<TokenKind::address> {};
template <>
struct action<sign<'='>> : makes<TokenKind::equal> {};
template <>
struct action<sign<'<'>> : makes<TokenKind::less> {};
template <>
struct action<sign<'>'>> : makes<TokenKind::greater> {};
template <>
struct action<sign<'*'>> : makes<TokenKind::times> {};
template <>
struct action<sign<'/'>> : makes<TokenKind::divide> {};
template <>
struct action<not_equal> : makes<TokenKind::not_equal> {};
template <>
struct action<less_equal> : makes<TokenKind::less_equal> {};
template <>
struct action<greater_equal> : makes<TokenKind::greater_equal> {};

template <>
struct action<word> {
  template <class In>
  static void apply(const In& in, Lexer& lx) {
    const auto begin = static_cast<std::size_t>(in.begin() - lx.text.data());
    lx.emit(TokenKind::word, begin, begin + in.size(), word_of(in.string_view()));
  }
};
template <>
struct action<newline> {
  template <class In>
  static void apply(const In& in, Lexer& lx) {
    lx.new_line(static_cast<std::size_t>(in.end() - lx.text.data()));
  }
};
template <>
struct action<comment> {
  template <class In>
  static void apply(const In& in, Lexer& lx) {
    const auto begin = static_cast<std::size_t>(in.begin() - lx.text.data());
    lx.out.comments.push_back({lx.span(begin, begin + in.size()), lx.begins_line});
  }
};
template <>
struct action<slash_comment> {
  template <class In>
  static void apply(const In& in, Lexer& lx) {
    const auto begin = static_cast<std::size_t>(in.begin() - lx.text.data());
    lx.stray(begin, begin + 2, "a comment begins with `#`");
    lx.after_error = false;
  }
};
template <>
struct action<thousands> {
  template <class In>
  static void apply(const In& in, Lexer& lx) {
    const auto begin = static_cast<std::size_t>(in.begin() - lx.text.data());
    std::string plain(in.string_view());
    std::erase(plain, ',');
    lx.sink.report<Code::syntax>(lx.span(begin, begin + in.size()), "a number without separators").help =
        fmt::format("`{}`", plain);
    lx.emit(TokenKind::number, begin, begin + in.size());
  }
};
template <>
struct action<open_string> {
  template <class In>
  static void apply(const In& in, Lexer& lx) {
    const auto begin = static_cast<std::size_t>(in.begin() - lx.text.data());
    lx.sink.report<Code::syntax>(lx.span(begin, begin + 1), "the `\"` that ends this string on its line");
    lx.emit(TokenKind::string, begin, begin + in.size());
    lx.after_error = true;
  }
};
// Strings between other quotes: reported, then read.
struct other_quotes {
  template <class In>
  static void apply(const In& in, Lexer& lx) {
    const auto begin = static_cast<std::size_t>(in.begin() - lx.text.data());
    const std::size_t quote = in.peek_char() == '\'' ? 1 : 3;
    lx.sink.report<Code::bad_character>(lx.span(begin, begin + quote), in_ticks(in.string_view().substr(0, quote))).help =
        "a string is written with \"";
    lx.emit(TokenKind::string, begin, begin + in.size());
  }
};
template <>
struct action<curly_string> : other_quotes {};
template <>
struct action<single_string> : other_quotes {};

}  // namespace

Lexemes lex(const Sources& sources, FileId file, DiagnosticSink& sink) {
  Lexer lx{sources.file(file).text, file, sink, {}};
  lx.out.tokens.reserve(lx.text.size() / 5 + 1);
  if (report_bytes(lx)) {
    Characters in(lx.text.data(), lx.text.data() + lx.text.size(), "");
    pegtl::parse<text, action>(in, lx);
  } else {
    lx.after_error = true;
  }
  const std::size_t end = lx.out.tokens.empty() ? lx.text.size() : lx.out.tokens.back().end;
  lx.begins_line = true;
  lx.emit(TokenKind::end, end, end);
  return std::move(lx.out);
}

}  // namespace ratebook::syntax
