// From a kernel's slots to the rows of a bill.
#pragma once
#include "language/bill/bill.hpp"
#include "runtime/plan/edition_kernels.hpp"

namespace ratebook {

// Appends the present rows and records of one rated unit. `rows` and `records` are the account's own in the batch.
void append_rows(const EditionKernel& edition, std::uint32_t edition_index, const RatedUnit& unit, const native::Row* rows,
                 const native::Record* records, Bill& bill);

// Sums, rounds the total where the tariff says so, and brings rows into bill order.
void finish_bill(const TariffEditions& editions, std::uint32_t last_edition, Bill& bill);

}  // namespace ratebook
