// Checked tariff → rating IR. Rationals become pairs of integers (numerator, denominator); every rounding is one division by an exact
// denominator, so the native result equals the oracle's rational (docs/exactness.md).
#pragma once
#include <vector>

#include "compiler/ir/program.hpp"
#include "language/diagnostics/diagnostic.hpp"

namespace ratebook::ir {

struct LowerOptions {
  using Source = ir::Source;
  Source source = Source::intervals;
  std::vector<MeasureId> given_measures;  // examples: these measures are attributes
};

// Always succeeds on a checked tariff, or reports why this tariff needs a rounding to fit (Code::too_wide).
std::optional<Program> lower(const CheckedTariff& tariff, const LowerOptions& options, DiagnosticSink& sink);

}  // namespace ratebook::ir
