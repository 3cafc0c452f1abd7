// From a kernel's slots to the rows of a bill.
#pragma once
#include <boost/multiprecision/cpp_int.hpp>

#include <map>

#include "language/bill/bill.hpp"
#include "runtime/plan/edition_kernels.hpp"

namespace ratebook {

// By edition: the sum of the exact amounts of an edition whose rows are not rounded.
using ExactTotals = std::map<std::uint32_t, boost::multiprecision::cpp_rational>;

// Appends the present rows and records of one rated unit. `rows` and `records` are the account's own in the batch.
void append_rows(const EditionKernel& edition, std::uint32_t edition_index, const RatedUnit& unit, const native::Row* rows,
                 const native::Record* records, Bill& bill, ExactTotals& exact);

// Sums, rounds the total where the tariff says so, and brings rows into bill order.
void finish_bill(const TariffEditions& editions, std::uint32_t last_edition, const ExactTotals& exact, Bill& bill);

}  // namespace ratebook
