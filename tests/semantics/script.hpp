// Scripts for the tests: a head with some of everything, and a body that a test writes.
#pragma once
#include <string>
#include <string_view>

#include "language/diagnostics/diagnostic.hpp"
#include "language/semantics/check.hpp"

namespace ratebook::test {

struct Checked {
  Sources sources;
  DiagnosticSink sink;
  std::optional<CheckedTariff> tariff;
  std::string messages() const;  // rendered, for failures
  bool reports(Code code) const;
  const Line& line(std::string_view name) const;  // fails the test by throwing when there is none
  const Measure& measure(std::string_view name) const;
};
// `rules` replaces the head's `season by usage day  version by usage day` when it is not empty.
Checked check_script(std::string_view body, std::string_view rules = "");

}  // namespace ratebook::test
