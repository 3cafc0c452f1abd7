// Dated facts and history of one account put into its cycles.
#pragma once
#include <map>
#include <span>

#include "runtime/io/dated_rows.hpp"
#include "runtime/io/group_stream.hpp"
#include "runtime/io/history_rows.hpp"
#include "runtime/io/open_cycle.hpp"

namespace ratebook {

// Texts of inputs that no script names, with how often they stood in the files: a misspelt city must not be a silent loss.
class UnknownWords {
 public:
  void count(std::string_view input, std::string_view word);
  // input → word → times; more than kMost different words of an input are counted under "…".
  const std::map<std::string, std::map<std::string, std::uint64_t>>& all() const { return words_; }
  static constexpr std::size_t kMost = 1000;

 private:
  std::map<std::string, std::map<std::string, std::uint64_t>> words_;
};

class CycleFacts {
 public:
  CycleFacts(const BlockContext& context, RowRefusals& refusals, UnknownWords& words);
  void place_dated(InputIndex input, const RowGroup<DatedRow>& group, std::span<OpenCycle> cycles, RowCounts& counts);
  void place_history(InputIndex input, const RowGroup<HistoryRow>& group, std::span<OpenCycle> cycles, RowCounts& counts);

 private:
  bool take_dated(const DatedRow& row, OpenCycle& cycle, RowFault& fault);
  bool take_history(const HistoryRow& row, OpenCycle& cycle, RowFault& fault);

  struct DatedColumn {
    std::uint32_t fact;
    std::size_t edition;
    FactColumn column;
  };
  const BlockContext& context_;
  RowRefusals& refusals_;
  UnknownWords& words_;
  std::vector<std::vector<DatedColumn>> dated_;  // by tariff
  std::map<std::string, std::uint32_t, std::less<>> names_;
};

}  // namespace ratebook
