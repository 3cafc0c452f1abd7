#include <nlohmann/json.hpp>

#include "language/diagnostics/render.hpp"

namespace ratebook {
namespace {

using Json = nlohmann::ordered_json;

void put_place(Json& object, const Sources& sources, Span span) {
  object["file"] = span.valid() ? sources.file(span.file).path : "";
  LineColumn begin{0, 0}, end{0, 0};
  if (span.valid()) {
    begin = sources.position(span.file, span.begin);
    end = sources.position(span.file, span.end);
  }
  object["line"] = begin.line;
  object["column"] = begin.column;
  object["end_line"] = end.line;
  object["end_column"] = end.column;
}

Json label(const Sources& sources, Span span, const std::string& text) {
  Json object;
  put_place(object, sources, span);
  object["text"] = text;
  return object;
}

}  // namespace

std::string render_json(const Sources& sources, const std::vector<Diagnostic>& diagnostics) {
  Json list = Json::array();
  for (const Diagnostic& d : diagnostics) {
    Json object;
    object["code"] = code_word(d.code);
    object["severity"] = d.severity == Severity::error ? "error" : "warning";
    put_place(object, sources, d.span);
    object["message"] = d.message;
    object["labels"] = Json::array();
    if (!d.at_span.empty()) object["labels"].push_back(label(sources, d.span, d.at_span));
    for (const Label& l : d.labels) object["labels"].push_back(label(sources, l.span, l.text));
    object["notes"] = d.notes;
    object["help"] = d.help;
    list.push_back(std::move(object));
  }
  return Json{{"diagnostics", std::move(list)}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ratebook
