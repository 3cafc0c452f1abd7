#include "bench/suite/neighbourhood_r2.hpp"

#include <cstdio>
#include <cstdlib>

namespace ratebook::bench {
namespace {

[[noreturn]] void stop(const std::string& why) {
  std::fprintf(stderr, "bench: %s\n", why.c_str());
  std::exit(4);
}

std::uint64_t next(std::uint64_t& state) {  // xorshift64*: the same accounts in every run
  state ^= state >> 12, state ^= state << 25, state ^= state >> 27;
  return state * 0x2545F4914F6CDD1DULL;
}

}  // namespace

NeighbourhoodR2::NeighbourhoodR2(std::size_t accounts) {
  DiagnosticSink sink;
  book_ = open_book(sources_, {std::filesystem::path(RATEBOOK_SOURCE_DIR) / "tariffs/energyco/r2.tariff"}, {}, sink);
  editions_ = book_.find("R2");
  if (editions_ == nullptr || sink.has_errors()) stop("tariffs/energyco/r2.tariff does not check");
  const CheckedTariff& tariff = editions_->editions[0];
  auto zone = Zone::load(tariff.timezone);
  if (!zone) stop(zone.error());
  zone_ = std::make_unique<Zone>(std::move(*zone));
  paint_ = std::make_unique<YearPaint>(tariff);
  WindowContext context;
  context.tariff = &tariff;
  context.zone = zone_.get();
  context.paint = paint_.get();
  auto kernel = EditionKernel::make(context, {}, {});
  if (!kernel) stop(kernel.error());
  kernel_ = std::move(*kernel);

  const Date from = make_date(2025, 7, 1), through = make_date(2025, 7, 30);
  const Instant begin = TariffClock(*zone_, tariff.rules.clock->rule).day_begin(from);
  readings_per_account_ = 30 * 96;
  const char* territories[] = {"north", "central", "south"};
  const char* cities[] = {"riverton", "lakeside", "elsewhere"};
  std::uint64_t state = 42;
  cycles_.reserve(accounts);
  for (std::size_t a = 0; a < accounts; ++a) {
    AccountCycle cycle;
    cycle.account_id = std::to_string(a);
    cycle.from = from;
    cycle.through = through;
    cycle.cycle_number = 1 + static_cast<std::uint32_t>(next(state) % 5);
    const auto territory = static_cast<std::uint8_t>(next(state) % 3), city = static_cast<std::uint8_t>(next(state) % 3);
    const bool exempt = next(state) % 10 == 0, promoted = next(state) % 4 == 0;
    for (const Input& input : tariff.inputs) {
      std::optional<FactValue> value;
      if (input.path == "premise.territory") value = std::string(territories[territory]);
      if (input.path == "premise.city") value = std::string(cities[city]);
      if (input.path == "account.tax_exempt") value = exempt;
      if (input.path == "account.promo") value = std::string(promoted ? "NEWTOU" : "none");
      cycle.inputs.push_back(std::move(value));
    }
    IntervalSeries series{kUsage, begin, 900, {}};
    for (std::size_t i = 0; i < readings_per_account_; ++i)
      series.readings.push_back(static_cast<std::int64_t>(next(state) % 900) * 1000);
    cycle.intervals.push_back(std::move(series));
    cycles_.push_back(std::move(cycle));
    accounts_.push_back({nullptr, territory, city, exempt, promoted && *cycles_.back().cycle_number <= 3});
  }
  WindowKey key;
  key.from = key.cycle_from = from;
  key.through = key.cycle_through = through;
  key.bill_year = 2025;
  key.bill_month = 7;
  key.step = 900;
  key.day_rule = key.own_rule = tariff.rules.clock->rule;
  const WindowPlan& window = kernel_->window(key);
  for (std::size_t a = 0; a < accounts; ++a) {
    accounts_[a].readings = cycles_[a].intervals[0].readings.data();
    RatedUnit& unit = units_.emplace_back();
    unit.entry = a;
    unit.view = view_of(*editions_, cycles_[a], 0);
    unit.window = &window;
    unit.readings_complete = true;
    if (const auto error = lay_out_attributes(kernel_->context(), unit)) stop(error->message);
  }
}

std::unique_ptr<BatchLayout> NeighbourhoodR2::batch() const {
  std::vector<const RatedUnit*> units;
  for (const RatedUnit& u : units_) units.push_back(&u);
  return std::make_unique<BatchLayout>(*kernel_, std::move(units));
}

std::vector<HandWrittenAccount> NeighbourhoodR2::hand_written() const { return accounts_; }

std::vector<native::Run> NeighbourhoodR2::hand_written_runs() const {
  std::vector<native::Run> runs;
  for (std::uint32_t day = 0; day < 30; ++day) {
    const unsigned weekday = (1 + day) % 7;        // 1 July 2025 is a Tuesday
    const bool working = weekday < 5 && day != 3;  // Independence Day
    for (std::uint32_t quarter = 0; quarter < 96; ++quarter) {
      const std::uint32_t bucket = quarter < 24 ? 1 : working && quarter >= 60 && quarter < 80 ? 0 : 2;
      const std::uint32_t i = day * 96 + quarter;
      if (!runs.empty() && runs.back().bucket == bucket)
        runs.back().last = i + 1;
      else
        runs.push_back({i, i + 1, bucket});
    }
  }
  return runs;
}

bool NeighbourhoodR2::same_bills(const BatchLayout& rated, const std::vector<HandWrittenBill>& by_hand) const {
  for (std::size_t a = 0; a < units_.size(); ++a) {
    std::int64_t total = 0, hand = 0;
    for (std::uint32_t r = 0; r < units_[a].window->rows(); ++r)
      if (rated.rows(a)[r].present != 0) total += rated.rows(a)[r].amount;
    for (const std::int64_t cents : by_hand[a].cents) hand += cents;
    if (rated.status(a) != 0 || total != hand) return false;
  }
  return true;
}

}  // namespace ratebook::bench
