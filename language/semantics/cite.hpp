// Documents and places in them: what an auditor is pointed at.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "language/base/civil.hpp"
#include "language/semantics/ids.hpp"
#include "language/source/source.hpp"

namespace ratebook {

struct SourceDoc {
  std::string name;  // id in the script
  std::string title, docket;
  std::optional<Date> effective, filed, known;
  Span span;
  // The day from which what cites it may be used (language reference, section 3).
  std::optional<Date> usable() const { return known ? known : filed ? filed : effective; }
};

struct Cite {
  SourceDocId source;
  std::string place;  // "Special Condition 2", or ""
  Span span;
};

}  // namespace ratebook
