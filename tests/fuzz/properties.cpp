#include "tests/fuzz/properties.hpp"

#include <vector>

#include "language/diagnostics/render.hpp"
#include "language/syntax/format.hpp"
#include "language/syntax/parse.hpp"
#include "language/syntax/print_tree.hpp"
#include "tests/support/difference.hpp"

namespace ratebook::fuzz {
namespace {

struct Reading {
  explicit Reading(const std::string& text) : file(sources.add("fuzz.tariff", text)), tree(parse(sources, file, sink)) {}
  bool whole() const { return tree && tree->complete; }
  std::vector<std::string> comments() const {
    std::vector<std::string> all;
    for (const auto& c : tree->comments) {
      std::string text(sources.text(c.span));
      while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.pop_back();
      all.push_back(std::move(text));
    }
    return all;
  }
  Sources sources;
  DiagnosticSink sink;
  FileId file;
  std::optional<TariffTree> tree;
};

bool inside(const Reading& r, Span s) { return s.valid() && s.begin <= s.end && s.end <= r.sources.file(r.file).text.size(); }

}  // namespace

bool reads(const std::string& text) { return Reading(text).whole(); }

std::string check_reading(const std::string& text) {
  const Reading r(text);
  if (r.whole() != !r.sink.has_errors()) return "a whole tree and messages";
  for (const Diagnostic& d : r.sink.all()) {
    if (!inside(r, d.span)) return "a message outside the text: " + d.message;
    for (const Label& l : d.labels)
      if (!inside(r, l.span)) return "a label outside the text: " + d.message;
    if (d.message.empty()) return "an empty message";
  }
  const std::size_t shown = r.sink.all().size() > 50 ? 50 : r.sink.all().size();
  const std::vector<Diagnostic> some(r.sink.all().begin(), r.sink.all().begin() + static_cast<std::ptrdiff_t>(shown));
  if (shown > 0 && (render(r.sources, some).empty() || render_json(r.sources, some).empty())) return "nothing to show";
  if (r.tree)
    for (std::size_t i = 0; i < r.tree->expressions.size(); ++i)
      if (!inside(r, r.tree->expressions[i].span)) return "an expression outside the text";
  return {};
}

std::string check_layout(const std::string& text) {
  const Reading first(text);
  if (!first.whole()) return {};
  const std::string laid_out = format(first.sources, first.file, *first.tree);
  const Reading second(laid_out);
  if (!second.whole()) return "the layout can't be read:\n" + render(second.sources, second.sink.all()) + laid_out;
  if (print_tree(*first.tree) != print_tree(*second.tree)) return "the layout has another tree:\n" + laid_out;
  if (first.comments() != second.comments()) return "the layout has other comments:\n" + laid_out;
  const std::string again = format(second.sources, second.file, *second.tree);
  if (again != laid_out) return "the layout is laid out differently:\n" + test::difference(laid_out, again);
  return {};
}

std::string check_same_tree(const std::string& a, const std::string& b) {
  const Reading first(a), second(b);
  if (!first.whole()) return "can't be read:\n" + render(first.sources, first.sink.all());
  if (!second.whole()) return "can't be read:\n" + render(second.sources, second.sink.all());
  return print_tree(*first.tree) == print_tree(*second.tree) ? std::string() : "another tree";
}

}  // namespace ratebook::fuzz
