// Days of a cycle: a part, a month, one day. Value type; days are kept ascending.
#pragma once
#include <algorithm>
#include <vector>

#include "language/base/civil.hpp"

namespace ratebook::oracle {

class DaySet {
 public:
  DaySet() = default;
  explicit DaySet(std::vector<Date> ascending) : days_(std::move(ascending)) {}
  static DaySet between(Date first, Date last) {
    DaySet set;
    for (Date d = first; d <= last; d += Days{1}) set.days_.push_back(d);
    return set;
  }
  void add(Date later_than_all) { days_.push_back(later_than_all); }

  bool contains(Date day) const { return std::binary_search(days_.begin(), days_.end(), day); }
  bool empty() const { return days_.empty(); }
  int count() const { return static_cast<int>(days_.size()); }
  Date first() const { return days_.front(); }
  Date last() const { return days_.back(); }
  auto begin() const { return days_.begin(); }
  auto end() const { return days_.end(); }
  friend bool operator==(const DaySet&, const DaySet&) = default;

  DaySet meet(const DaySet& other) const {
    DaySet both;
    std::set_intersection(days_.begin(), days_.end(), other.days_.begin(), other.days_.end(), std::back_inserter(both.days_));
    return both;
  }
  template <class Predicate>
  DaySet where(Predicate holds) const {
    DaySet some;
    std::copy_if(days_.begin(), days_.end(), std::back_inserter(some.days_), holds);
    return some;
  }

 private:
  std::vector<Date> days_;
};

}  // namespace ratebook::oracle
