// Properties: claims for all usage, demand or facts within bounds (language reference, section 20). Deterministic: the bounds first, then
// every tier limit and rounding tie found in the script with its neighbours, then points from a fixed seed. A failure is shrunk and
// printed as an example that an author can paste into the script.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "runtime/interpreter/example_facts.hpp"

namespace ratebook {

using RatingFunction = std::function<Rated(const AccountCycle&, const RatingOptions&)>;

struct PropertyFailure {
  std::string claim;    // as written: "total never decreases in usage"
  std::string reason;   // "at 500 kWh 71.20 USD, at 501 kWh 71.14 USD"
  std::string example;  // script text
  Span span;            // of the claim
};
struct PropertyOutcome {
  std::size_t points = 0;  // bills that were rated
  std::optional<PropertyFailure> failure;
};
struct PropertyOptions {
  std::size_t points = 200;  // generated points for each quantified path, besides bounds, limits and ties
  std::uint64_t seed = 1;
};

// `sources` holds the script's text. A point that an engine refuses with a row error fails the property, unless that error is one of
// eligibility (the facts describe no account of this tariff).
PropertyOutcome check_property(const Sources& sources, const TariffEditions& editions, std::uint32_t edition,
                               const Property& property, const RatingFunction& rate, const PropertyOptions& options = {},
                               const ExampleFiles& files = {});

}  // namespace ratebook
