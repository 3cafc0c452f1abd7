#include "runtime/io/commodity.hpp"

namespace ratebook {

bool is_commodity(const Unit& unit) {
  for (const Dimension d : {Dimension::therm, Dimension::joule, Dimension::volume, Dimension::gallon, Dimension::ccf}) {
    if (unit == unit_of(d)) return true;
  }
  for (const Dimension d : {Dimension::power, Dimension::reactive, Dimension::apparent}) {
    if (unit == *multiply(unit_of(d), unit_of(Dimension::clock))) return true;
  }
  return false;
}

}  // namespace ratebook
