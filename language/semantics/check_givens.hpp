// What an example or a property gives: metered quantities, facts, measures and history of one cycle (language reference, section 19).
#pragma once
#include "language/semantics/checker.hpp"

namespace ratebook {

// Reads the givens into a cycle, and its dates too. What has an error is reported and left out; `sound` says whether nothing was.
class GivenCheck {
 public:
  explicit GivenCheck(Checker& checker) : checker_(checker) {}
  void take(const syntax::Given& given, ExampleCycle& cycle);
  bool sound() const { return sound_; }

 private:
  void take(const syntax::GivenCycle& g);
  void take(const syntax::GivenMeasures& g);
  void take(const syntax::GivenLoad& g);
  void take(const syntax::GivenSeries& g);
  void take(const syntax::GivenEvent& g);
  void take(const syntax::GivenHistory& g);
  void take(const syntax::GivenInvoice& g);
  void take(const syntax::GivenOn& g);
  void take(const syntax::FactValue& g);
  void take(const syntax::GivenBuckets& g);

  void take_input(const syntax::FactValue& g, InputId id, std::optional<Date> from);
  void take_fact(const syntax::FactValue& g, Fact fact);
  std::optional<LoadPiece> piece(const syntax::ShapePiece& p, const Unit& power);
  std::optional<Ratio> level(const syntax::Quantity& q, const Unit& power);
  bool covers_all(const std::vector<LoadPiece>& pieces) const;
  void unsupported(std::string_view what);
  void wrong(Span span, std::string_view expected, Span found);

  Checker& checker_;
  ExampleCycle* cycle_ = nullptr;
  const syntax::Given* given_ = nullptr;
  bool sound_ = true;
};

// A bucket of a meter, `on_peak` or `summer.on_peak`: members of different schemes. Nothing after a report, or silently for a name in error.
std::optional<std::vector<MemberRef>> bucket(Checker& checker, const std::vector<syntax::Name>& parts, Span span);

}  // namespace ratebook
