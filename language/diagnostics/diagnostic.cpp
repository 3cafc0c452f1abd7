#include "language/diagnostics/diagnostic.hpp"

#include <algorithm>
#include <tuple>

namespace ratebook {

std::string_view code_word(Code code) {
  switch (code) {
#define DIAGNOSTIC(code, severity, message) \
  case Code::code:                          \
    return #code;
#include "language/diagnostics/diagnostic.def"
  }
  return {};
}

std::optional<Code> code_of(std::string_view word) {
#define DIAGNOSTIC(code, severity, message) \
  if (word == #code) return Code::code;
#include "language/diagnostics/diagnostic.def"
  return std::nullopt;
}

Severity severity_of(Code code) {
  switch (code) {
#define DIAGNOSTIC(code, severity, message) \
  case Code::code:                          \
    return Severity::severity;
#include "language/diagnostics/diagnostic.def"
  }
  return Severity::error;
}

Diagnostic& DiagnosticSink::add(Code code, Span span, std::string message) {
  Diagnostic d;
  d.code = code;
  d.severity = severity_of(code);
  d.span = span;
  d.message = std::move(message);
  if (d.severity == Severity::error) ++errors_;
  return diagnostics_.emplace_back(std::move(d));
}

void DiagnosticSink::sort() {
  auto key = [](const Diagnostic& d) {
    return std::tuple(d.span.file, d.span.begin, d.span.end, d.code, std::string_view(d.message));
  };
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  const auto last =
      std::unique(diagnostics_.begin(), diagnostics_.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); });
  diagnostics_.erase(last, diagnostics_.end());
  errors_ = static_cast<std::size_t>(
      std::count_if(diagnostics_.begin(), diagnostics_.end(), [](const auto& d) { return d.severity == Severity::error; }));
}

}  // namespace ratebook
