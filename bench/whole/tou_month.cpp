#include "bench/whole/tou_month.hpp"

#include <fmt/format.h>

#include <cstring>
#include <fstream>
#include <optional>
#include <stdexcept>

#include "bench/sample/load.hpp"
#include "bench/sample/usage_writer.hpp"

namespace ratebook::whole {

using sample::CsvFile;
using sample::Window;

namespace {

constexpr std::uint32_t kMinutes = 15;

// usage.columns; the readings of an account in the fewest bytes that hold them.
class Columns {
 public:
  Columns(const std::filesystem::path& path, std::uint64_t accounts, std::uint64_t intervals)
      : file_(path, std::ios::binary), row_(intervals) {
    file_.exceptions(std::ios::failbit | std::ios::badbit);
    ColumnsHeader header{};
    std::memcpy(header.magic, kColumnsMagic.data(), sizeof header.magic);
    header.accounts = accounts;
    header.intervals = intervals;
    file_.write(reinterpret_cast<const char*>(&header), sizeof header);
  }

  void add(const std::vector<std::uint32_t>& watt_hours) {
    for (std::size_t i = 0; i < row_.size(); ++i) {
      if (watt_hours[i] > 0xffff) throw std::runtime_error(fmt::format("{} Wh in a quarter-hour", watt_hours[i]));
      row_[i] = static_cast<std::uint16_t>(watt_hours[i]);
    }
    file_.write(reinterpret_cast<const char*>(row_.data()), static_cast<std::streamsize>(row_.size() * sizeof row_[0]));
  }

  void close() { file_.close(); }

 private:
  std::ofstream file_;
  std::vector<std::uint16_t> row_;
};

void write_accounts(const TouMonth& wanted, const std::vector<Window>& windows, const sample::BadAccounts& bad) {
  CsvFile accounts(wanted.folder / "accounts.csv", "account_id,tariff,from,through");
  for (std::uint64_t n = 0; n < wanted.accounts; ++n) {
    if (bad.of(n) == sample::BadRow::orphan) continue;
    const Window& window = windows[n % windows.size()];
    accounts.text(tou_account(n)).text("TOU-M").text(sample::format_day(window.from)).text(sample::format_day(window.through));
    accounts.end_row();
  }
  accounts.close();
}

}  // namespace

std::vector<Window> tou_windows() {
  using std::chrono::year;
  sample::Cycles cycles;
  cycles.days = 30;
  cycles.interval_minutes = kMinutes;
  cycles.month = year(2025) / std::chrono::August;
  cycles.windows = 28;
  std::vector<Window> windows = sample::make_windows(cycles);
  windows.erase(windows.begin(), windows.end() - 10);
  cycles.month = year(2025) / std::chrono::September;
  cycles.windows = 10;
  for (Window& window : sample::make_windows(cycles)) windows.push_back(std::move(window));
  return windows;
}

std::string tou_account(std::uint64_t n) { return fmt::format("T-{:08}", n + 1); }

std::uint64_t write_tou_month(const TouMonth& wanted) {
  std::filesystem::create_directories(wanted.folder);
  const std::vector<Window> windows = tou_windows();
  const sample::BadAccounts bad(wanted.accounts, wanted.bad_per_mille);
  write_accounts(wanted, windows, bad);
  CsvFile usage(wanted.folder / "usage.csv", "account_id,start,interval_minutes,kwh");
  std::optional<CsvFile> bad_rows;
  if (wanted.bad_per_mille > 0) bad_rows.emplace(wanted.folder / "bad_rows.csv", "source,row,account_id,kind");
  std::optional<Columns> columns;
  if (wanted.columns) columns.emplace(wanted.folder / "usage.columns", wanted.accounts, windows.front().slots.size());
  std::vector<std::uint32_t> watt_hours;
  std::uint64_t readings = 0;
  for (std::uint64_t n = 0; n < wanted.accounts; ++n) {
    const Window& window = windows[n % windows.size()];
    const sample::Dice dice(wanted.seed, n);
    sample::fill_load(dice, sample::Customer::home, window, kMinutes, watt_hours);
    const auto kind = bad.of(n);
    const auto place = dice.below(static_cast<std::uint32_t>(window.slots.size()), sample::Purpose::bad_place);
    const std::string account = tou_account(n);
    const auto line = sample::write_wide(usage, account, window, kMinutes, {watt_hours, nullptr}, kind, place);
    if (kind) bad_rows->text(usage.name()).number(line).text(account).text(sample::bad_row_word(*kind)).end_row();
    if (columns) columns->add(watt_hours);
    readings += watt_hours.size();
  }
  usage.close();
  if (bad_rows) bad_rows->close();
  if (columns) columns->close();
  return readings;
}

}  // namespace ratebook::whole
