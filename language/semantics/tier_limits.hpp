// Proofs that a tier's limit is not below another, for every version, key and input range (language reference, section 12): for one version of
// each price and one member of each dimension at a time, since limits of one table move together.
#pragma once
#include <string>
#include <vector>

#include "language/semantics/satisfy.hpp"

namespace ratebook {

struct LimitProof {
  bool holds = false;
  std::string witness;  // "the version of 2025-07-01, zone = X": where it was not proved; "" when nothing is held fixed
};
// `limit` is at least `below` (none: zero) wherever `known` holds.
LimitProof prove_at_least(Satisfy& satisfy, const CheckedTariff& tariff, ExprId limit, ExprId below,
                          const std::vector<Literal>& known);

}  // namespace ratebook
