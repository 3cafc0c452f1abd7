#include "runtime/interpreter/number.hpp"

namespace ratebook::oracle {

bool is_additive(const Unit& unit) {
  if (unit.is_money()) return true;
  for (const Dimension d : {Dimension::therm, Dimension::joule, Dimension::volume, Dimension::gallon, Dimension::ccf})
    if (unit == unit_of(d)) return true;
  for (const Dimension d : {Dimension::power, Dimension::reactive, Dimension::apparent})
    if (unit == multiply(unit_of(d), unit_of(Dimension::clock))) return true;
  return false;
}

}  // namespace ratebook::oracle
