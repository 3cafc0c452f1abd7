// Which accounts have a bad usage row, of which kind, and what such a row looks like in each form.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bench/sample/neighbourhood.hpp"

namespace ratebook::sample {

// `bad` of `accounts` accounts are bad, evenly strewn, the kinds in turn: each kind bad / 10 times, the first ones once more.
class BadAccounts {
 public:
  BadAccounts(std::uint64_t accounts, std::uint32_t per_mille) : accounts_(accounts), bad_(accounts * per_mille / 1000) {}

  std::optional<BadRow> of(std::uint64_t account) const;

 private:
  std::uint64_t accounts_;
  std::uint64_t bad_;
};

std::string_view bad_row_word(BadRow kind);

// The number as this kind of bad row has it; what is good about the row stays. `wh` in Wh.
std::string bad_number(BadRow kind, std::uint64_t wh);
bool is_bad_number(BadRow kind);

// The start of a row, a date or an instant, as this kind of bad row has it.
std::string bad_start(BadRow kind, std::string_view start);
bool is_bad_start(BadRow kind);

}  // namespace ratebook::sample
