// History expressions of one account folded into a fraction before the kernel runs (language reference, section 11).
#pragma once
#include <string>

#include "runtime/plan/cycle_view.hpp"
#include "runtime/plan/window.hpp"

namespace ratebook {

struct FoldedHistory {
  bool missing = false;  // history_missing
  Ratio value{0, 1};     // canonical
  std::string why;       // in the oracle's words; "": it knows more of it
};

// `window` gives the versions and the season rule of the cycle being rated; each earlier cycle is seen with its own season and days.
FoldedHistory fold_history(const CheckedTariff& tariff, const History& history, const CycleView& view,
                           const WindowContext& context);

}  // namespace ratebook
