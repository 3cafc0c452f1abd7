// A diagnostic as plain data: code, message, spans. Rendered elsewhere (render.hpp: text as language.md shows it, and JSON).
#pragma once
#include <fmt/core.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "language/source/source.hpp"

namespace ratebook {

enum class Severity : std::uint8_t { error, warning };

enum class Code : std::uint16_t {
#define DIAGNOSTIC(code, severity, message) code,
#include "language/diagnostics/diagnostic.def"
};

std::string_view code_word(Code code);  // "period_overlap"
std::optional<Code> code_of(std::string_view word);
Severity severity_of(Code code);
constexpr std::string_view message_format(Code code) {
  switch (code) {
#define DIAGNOSTIC(code, severity, message) \
  case Code::code:                          \
    return message;
#include "language/diagnostics/diagnostic.def"
  }
  return {};
}

// Another place that takes part in the mistake, with a few words under it.
struct Label {
  Span span;
  std::string text;
};

struct Diagnostic {
  Code code{};
  Severity severity = Severity::error;
  Span span;  // the narrowest place of the mistake
  std::string message;
  std::string at_span;  // words under the primary span ("" for none)
  std::vector<Label> labels;
  std::vector<std::string> notes;  // lines after "  = "
  std::string help;                // only when sure; printed as "  = help: …"
};

// Collects the diagnostics of one run. Phases report here and go on where they can; the caller asks `has_errors`.
class DiagnosticSink {
 public:
  // The returned reference is valid until the next report; use it to add labels, notes, help.
  template <Code C, class... Args>
  Diagnostic& report(Span span, Args&&... args) {
    static constexpr auto format = message_format(C);
    return add(C, span, fmt::format(fmt::format_string<Args...>(format), std::forward<Args>(args)...));
  }
  Diagnostic& add(Code code, Span span, std::string message);

  const std::vector<Diagnostic>& all() const { return diagnostics_; }
  bool has_errors() const { return errors_ != 0; }
  std::size_t errors() const { return errors_; }
  std::size_t warnings() const { return diagnostics_.size() - errors_; }
  // File order: by file, then by place; equal ones once.
  void sort();

 private:
  std::vector<Diagnostic> diagnostics_;
  std::size_t errors_ = 0;
};

}  // namespace ratebook
