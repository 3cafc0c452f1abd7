// What cuts a line or a split measure into parts (language reference, section 1; section 26, 20 and 27): the versions, seasons and dated
// inputs that it reads and that can change inside a cycle, as the rules in force for it have it; through defines, and through part-wise
// measures as those are cut.
#pragma once
#include <set>

#include "language/semantics/tariff.hpp"

namespace ratebook {

class CutCollector {
 public:
  CutCollector(const CheckedTariff& tariff, CutRule season_rule, CutRule version_rule)
      : tariff_(tariff), season_rule_(season_rule), version_rule_(version_rule) {}

  void read(ExprId id);  // none(): nothing
  void split_by(const SplitDimension& split);
  const CutSet& cuts();  // sorted, without repeats

  // The members that stand in the addresses of its rows (section 26, 27): what it is split by, the seasons that cut it, and the parts of
  // time that measures it reads are split by. Seasons first, then periods, then the others.
  std::vector<SplitDimension> dimensions(const std::vector<SplitDimension>& split);

 private:
  void enter(ExprId id, bool in_history);
  void table(const TableRef& ref, bool in_history);
  void season(SchemeId scheme);

  const CheckedTariff& tariff_;
  CutRule season_rule_, version_rule_;
  CutSet cuts_;
  std::set<SchemeId> measure_seasons_;
  bool measure_month_ = false;
  std::set<std::pair<ExprId, bool>> seen_;
};

}  // namespace ratebook
