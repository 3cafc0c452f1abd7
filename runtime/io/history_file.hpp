// history.csv: what the next run needs of earlier cycles (interfaces.md, "history"): the rows that came in, with what this run's bills record,
// the newest cycle first; ascending by account, which is the fast path of the next run. `age` 1 is the newest cycle.
#pragma once
#include "language/bill/bill.hpp"
#include "runtime/io/cycle_assembler.hpp"
#include "runtime/io/table_file.hpp"

namespace ratebook {

// One value that a bill leaves for later ones.
struct LeftValue {
  std::string name;
  Ratio value;       // canonical
  std::string unit;  // canonical
};
// What later bills of this tariff read of a bill: measures, channels and `days` as its history expressions name them. A later edition's value
// replaces an earlier one's (language reference, section 26, 18); the parts of one measure add where its unit is energy or money.
std::vector<LeftValue> left_values(const TariffEditions& tariff, Date from, Date through, const Bill& bill);

class HistoryFile : public HistoryKeeper {
 public:
  HistoryFile(const Book& book, const SortMemory& memory) : book_(book), sorter_(memory.directory, memory.bytes) {}

  void keep(const HistoryRow& row) override;
  void add(std::string_view account_id, const TariffEditions& tariff, Date through, const std::vector<LeftValue>& values,
           std::optional<std::int64_t> cycle_number);
  Outcome<TableFile> write(const std::string& directory, std::uint64_t max_rows);

  // Cycles of an account and tariff that are kept: as many as any window of the tariff looks back, at least a year of months.
  static constexpr std::uint32_t kFewestCycles = 12;

 private:
  void add_row(std::string_view account_id, std::string_view tariff, Date through, std::string_view name,
               std::string_view value, std::string_view unit, std::uint64_t origin);
  std::uint32_t cycles_kept(std::string_view tariff) const;

  const Book& book_;
  RecordSorter sorter_;
  Outcome<void> kept_;
  std::string key_, record_;
};

}  // namespace ratebook
