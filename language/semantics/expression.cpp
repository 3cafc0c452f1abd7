#include "language/semantics/expression.hpp"

namespace ratebook {

std::string_view expression_word(ExprKind kind) {
  switch (kind) {
#define EXPRESSION(kind, operands, meaning) \
  case ExprKind::kind:                      \
    return #kind;
#include "language/semantics/expression.def"
  }
  return {};
}

}  // namespace ratebook
