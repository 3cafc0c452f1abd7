#include "bench/sample/neighbourhood.hpp"

#include <fmt/format.h>

#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "bench/sample/dice.hpp"
#include "bench/sample/load.hpp"
#include "bench/sample/usage_writer.hpp"

namespace ratebook::sample {
namespace {

enum class Plan : std::uint8_t { r1, r2, c1 };

constexpr std::string_view kCities[] = {"riverton", "lakeside", "elsewhere", ""};  // none stated counts as elsewhere
constexpr std::string_view kTerritories[] = {"north", "central", "south"};

// The columns of accounts.csv behind the first four: the inputs that the scripts under tariffs/energyco declare.
constexpr std::string_view kFactColumns =
    ",account.cycle_number,account.promo,account.tax_exempt,account.contract_kw,premise.territory,premise.city";

class Writer {
 public:
  explicit Writer(const Neighbourhood& wanted)
      : wanted_(wanted),
        windows_(make_windows(wanted.cycles)),
        has_facts_(wanted.r2_accounts + wanted.c1_accounts > 0),
        accounts_(wanted.folder / "accounts.csv",
                  std::string("account_id,tariff,from,through") + std::string(has_facts_ ? kFactColumns : "")) {
    if (wanted.bad_per_mille > 0) bad_rows_.emplace(wanted.folder / "bad_rows.csv", "source,row,account_id,kind");
  }

  Written write() {
    write_plan(Plan::r1, "R1", wanted_.r1_accounts, "usage_r1.csv", "account_id,from,through,kwh");
    const bool wide = wanted_.form == Form::wide;
    write_plan(Plan::r2, "R2", wanted_.r2_accounts, "usage_r2.csv",
               wide ? "account_id,start,interval_minutes,kwh" : "account_id,start,kwh");
    write_plan(Plan::c1, "C1", wanted_.c1_accounts, "usage_c1.csv",
               wide ? "account_id,start,interval_minutes,kvarh,kwh" : "account_id,start,kvarh,kwh");
    if (wanted_.c1_accounts > 0) write_history();
    accounts_.close();
    if (bad_rows_) bad_rows_->close();
    return written_;
  }

 private:
  static std::string name_of(std::string_view tariff, std::uint64_t n) { return fmt::format("{}-{:07}", tariff, n + 1); }

  Dice dice_of(Plan plan, std::uint64_t n) const { return {wanted_.seed, static_cast<std::uint64_t>(plan) << 56 | n}; }

  const Window& window_of(std::uint64_t n) const { return windows_[n % windows_.size()]; }

  void write_plan(Plan plan, std::string_view tariff, std::uint64_t count, const char* file_name, std::string_view header) {
    if (count == 0) return;
    const BadAccounts bad(count, wanted_.bad_per_mille);
    for (std::uint64_t n = 0; n < count; ++n)
      if (bad.of(n) != BadRow::orphan) write_account(plan, tariff, n);
    CsvFile usage(wanted_.folder / file_name, header);
    // Steps of a number without a common divisor visit each account once.
    std::uint64_t step = wanted_.shuffled ? count * 5 / 8 + 1 : 1;
    while (std::gcd(step, count) != 1) ++step;
    for (std::uint64_t visited = 0, n = 0; visited < count; ++visited, n = (n + step) % count)
      write_usage(plan, tariff, n, usage, bad.of(n));
    usage.close();
  }

  void write_account(Plan plan, std::string_view tariff, std::uint64_t n) {
    const Window& window = window_of(n);
    accounts_.text(name_of(tariff, n)).text(tariff).text(format_day(window.from)).text(format_day(window.through));
    if (has_facts_) write_facts(plan, dice_of(plan, n));
    accounts_.end_row();
    ++written_.accounts;
  }

  void write_facts(Plan plan, const Dice& dice) {
    const bool home = plan == Plan::r2;
    accounts_.text(plan == Plan::r1 ? "" : fmt::format("{}", cycle_number(plan, dice)));
    accounts_.text(home && dice.below(8, Purpose::facts, 2) == 0 ? "NEWTOU" : "");
    accounts_.text(plan == Plan::r1 ? "" : dice.below(40, Purpose::facts, 3) == 0 ? "true" : "false");
    accounts_.text(plan == Plan::c1 ? fmt::format("{}", contracted_kw(dice)) : "");
    accounts_.text(home ? kTerritories[dice.below(3, Purpose::facts, 4)] : "");
    accounts_.text(home ? kCities[dice.below(4, Purpose::facts, 5)] : "");
  }

  // A business's agrees with the earlier cycles that write_history gives it.
  static std::uint32_t cycle_number(Plan plan, const Dice& dice) {
    const std::uint32_t any = 1 + dice.below(36, Purpose::facts, 1);
    return plan == Plan::c1 ? earlier_cycles(dice) + (earlier_cycles(dice) < 11 ? 1 : any) : any;
  }
  // Eleven for most businesses, three for some, none for the newest.
  static std::uint32_t earlier_cycles(const Dice& dice) {
    const std::uint32_t luck = dice.below(20, Purpose::history);
    return luck == 0 ? 0 : luck == 1 ? 3 : 11;
  }

  void write_usage(Plan plan, std::string_view tariff, std::uint64_t n, CsvFile& file, std::optional<BadRow> bad) {
    const Dice dice = dice_of(plan, n);
    const Window& window = window_of(n);
    const std::string account = name_of(tariff, n);
    const auto place = dice.below(static_cast<std::uint32_t>(window.slots.size()), Purpose::bad_place);
    std::uint64_t bad_line = 0;
    if (plan == Plan::r1) {
      bad_line = write_register(file, account, window, register_read(dice, window), bad);
      ++written_.readings;
    } else {
      fill_load(dice, plan == Plan::r2 ? Customer::home : Customer::business, window, wanted_.cycles.interval_minutes,
                watt_hours_);
      if (plan == Plan::c1) fill_reactive(dice, watt_hours_, var_hours_);
      const Readings readings{watt_hours_, plan == Plan::c1 ? &var_hours_ : nullptr};
      bad_line = wanted_.form == Form::wide
                     ? write_wide(file, account, window, wanted_.cycles.interval_minutes, readings, bad, place)
                     : write_long(file, account, window, readings, bad, place);
      written_.readings += window.slots.size();
    }
    if (!bad) return;
    bad_rows_->text(file.name()).number(bad_line).text(account).text(bad_row_word(*bad)).end_row();
    ++written_.bad[static_cast<std::size_t>(*bad)];
  }

  // The earlier demands of the ratchet.
  void write_history() {
    CsvFile history(wanted_.folder / "history.csv", "account_id,tariff,through,name,value,unit,age");
    const BadAccounts bad(wanted_.c1_accounts, wanted_.bad_per_mille);
    for (std::uint64_t n = 0; n < wanted_.c1_accounts; ++n) {
      if (bad.of(n) == BadRow::orphan) continue;
      const Dice dice = dice_of(Plan::c1, n);
      for (std::uint32_t age = 1; age <= earlier_cycles(dice); ++age) {
        const auto first = window_of(n).from - std::chrono::months(age - 1);
        history.text(name_of("C1", n)).text("C1").text(format_day(std::chrono::sys_days(first) - std::chrono::days(1)));
        history.text("adjusted_kw").tenths(earlier_demand(dice, age) / 100).text("kW").number(age).end_row();
      }
    }
    history.close();
  }

  const Neighbourhood& wanted_;
  const std::vector<Window> windows_;
  const bool has_facts_;
  CsvFile accounts_;
  std::optional<CsvFile> bad_rows_;
  Written written_;
  std::vector<std::uint32_t> watt_hours_, var_hours_;  // of the account at hand
};

}  // namespace

std::uint64_t Written::refused() const {
  return std::accumulate(bad.begin(), bad.end(), std::uint64_t{0}) - bad[static_cast<std::size_t>(BadRow::orphan)];
}

Written write_neighbourhood(const Neighbourhood& neighbourhood) {
  std::filesystem::create_directories(neighbourhood.folder);
  return Writer(neighbourhood).write();
}

}  // namespace ratebook::sample
