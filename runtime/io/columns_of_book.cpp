#include "runtime/io/columns_of_book.hpp"

namespace ratebook {

FactColumns fact_columns(const TariffEditions& tariff) {
  FactColumns columns;
  for (const CheckedTariff& edition : tariff.editions) {
    columns.first_of_edition.push_back(columns.count);
    columns.count += static_cast<std::uint32_t>(edition.inputs.size());
  }
  return columns;
}

std::size_t edition_on(const TariffEditions& tariff, Date day) {
  std::size_t found = 0;
  for (std::size_t i = 1; i < tariff.editions.size(); ++i) {
    if (tariff.editions[i].edition <= day) found = i;
  }
  return found;
}

}  // namespace ratebook
