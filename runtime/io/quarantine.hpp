// quarantine.csv: a record for each bad row, and one for each cycle without a bill that names the row to blame. In the order of the inputs
// and their rows, whatever order they were found in.
#pragma once
#include <functional>
#include <map>
#include <string>

#include "runtime/io/cycle_assembler.hpp"
#include "runtime/io/table_file.hpp"

namespace ratebook {

inline constexpr std::string_view kQuarantineHeader = "source,row,account_id,code,message,original,cause_row";

class Quarantine : public Refusals {
 public:
  Quarantine(std::vector<std::string> input_names, const SortMemory& memory);

  void refuse_row(InputIndex input, std::uint64_t row, std::string_view account_id, const RowFault& fault,
                  std::string_view original) override;
  void refuse_cycle(const CycleRefusal& refusal) override;

  // Writes all records; once. `places` is told of each record in their order. Failure: also of what could not be kept before.
  using Places = std::function<Outcome<void>(InputIndex input, std::uint64_t row, std::size_t bytes)>;
  Outcome<TableFile> write(const std::string& directory, std::uint64_t max_rows, const Places& places = {});

  std::uint64_t records() const { return records_; }
  std::uint64_t cycles() const { return cycles_; }  // of them, cycles without a bill
  const std::map<std::string, std::uint64_t>& by_code() const { return by_code_; }

 private:
  void add(InputIndex input, std::uint64_t row, std::string_view account_id, Code code, std::string_view message,
           std::string_view original, const std::optional<std::uint64_t>& cause_row);

  std::vector<std::string> names_;
  RecordSorter sorter_;
  Outcome<void> kept_;
  std::uint64_t records_ = 0, cycles_ = 0;
  std::map<std::string, std::uint64_t> by_code_;
  std::string key_, record_;
};

}  // namespace ratebook
