#include "language/semantics/lines.hpp"

namespace ratebook {

std::string_view line_kind_word(LineKind kind) {
  switch (kind) {
    case LineKind::charge:
      return "charge";
    case LineKind::rider:
      return "rider";
    case LineKind::discount:
      return "discount";
    case LineKind::waiver:
      return "waiver";
    case LineKind::credit:
      return "credit";
    case LineKind::tax:
      return "tax";
    case LineKind::minimum:
      return "minimum";
    case LineKind::maximum:
      return "maximum";
    case LineKind::fee:
      return "fee";
  }
  return {};
}

std::string_view line_type_code(LineType t) {
  switch (t) {
    case LineType::energy:
      return "ENERGY_CHARGE";
    case LineType::demand:
      return "DEMAND_CHARGE";
    case LineType::fixed:
      return "FIXED_CHARGE";
    case LineType::adjustment:
      return "ADJUSTMENT";
    case LineType::credit:
      return "CREDIT";
    case LineType::tax:
      return "TAX";
    case LineType::late_fee:
      return "LATE_FEE";
  }
  return {};
}

}  // namespace ratebook
