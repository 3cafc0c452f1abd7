// What an example expects of one cycle's bill (language reference, section 19).
#pragma once
#include <set>

#include "language/semantics/checker.hpp"

namespace ratebook {

// Resolves expectations into a cycle. What has an error is reported and left out.
class ExpectCheck {
 public:
  explicit ExpectCheck(Checker& checker) : checker_(checker) {}
  void take(const syntax::Expect& expect, ExampleCycle& cycle);
  bool sound() const { return sound_; }

 private:
  void take(const syntax::ExpectError& e);
  void take(const syntax::ExpectNo& e);
  void take(const syntax::ExpectFee& e);
  void take(const syntax::ExpectAmount& e);

  // The row without its amount. Of a line that this edition lacks, or that has other rows here, only an earlier edition can tell.
  std::optional<ExpectRow> row(const syntax::Address& address);
  void take_row(const syntax::Address& address, const syntax::Quantity& amount);
  void take_measure(const syntax::Address& address, MeasureId id, const syntax::Quantity& amount);
  bool is_version(Date date) const;
  bool without_version(const syntax::Address& address);
  void unsupported(std::string_view what);
  std::optional<Ratio> money(const syntax::Quantity& q);
  bool told_of_currency(FileId script, const std::string& wanted, const std::string& found) const;

  Checker& checker_;
  ExampleCycle* cycle_ = nullptr;
  const syntax::Expect* expect_ = nullptr;
  bool sound_ = true;
};

// Reads the row's words as members, month and tiers of the line. False: the line can have no such row.
bool read_row(const CheckedTariff& tariff, const Line& line, ExpectRow& row);

// Whether the expectations of the cycle say all of its bill: the total, every line, or an error instead of it.
bool says_all(const CheckedTariff& tariff, const ExampleCycle& cycle);

}  // namespace ratebook
