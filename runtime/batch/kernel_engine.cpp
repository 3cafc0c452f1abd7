#include "runtime/batch/kernel_engine.hpp"

#include "runtime/interpreter/rate.hpp"

namespace ratebook {

namespace {

// The native path knows why it refuses a cycle by its code; what the reader is told is what the oracle says, so that a quarantine file does not
// depend on the engine. Bills are not asked about, nor refusals that both word alike and that may be many: a failed collection of readings, a first run without history.
bool lacks_words(const Rated& rated) {
  if (rated) return false;
  switch (rated.error().code) {
    case Code::interval_missing:
    case Code::negative_reading:
    case Code::input_missing:
    case Code::history_missing:
    case Code::edition_missing:
    case Code::holiday_year:
      return rated.error().message.empty();
    default:
      return true;
  }
}

void tell_why(Rated& refused, const Rated& oracle) {
  RowError& error = refused.error();
  if (!oracle && oracle.error().code == error.code)
    error.message = oracle.error().message;
  else if (error.message.empty())
    error.message = message_format(error.code);
}

}  // namespace

Result<NativeEngine*, std::string> KernelEngine::engine_of(std::uint32_t tariff, const RatingOptions& options) {
  const std::lock_guard lock(mutex_);
  auto& engine = engines_[{tariff, options.as_known}];
  if (!engine) {
    NativeOptions native = options_;
    native.rating = options;
    auto made = NativeEngine::make(book_.tariffs[tariff], std::move(native));
    if (!made) return failure(made.error());
    engine = std::move(*made);
  }
  return engine.get();
}

Result<void, std::string> KernelEngine::rate(const CycleBlock& block, std::span<const std::uint32_t> entries,
                                             std::vector<Rated>& results) {
  std::map<std::uint32_t, std::vector<std::uint32_t>> by_tariff;
  for (const std::uint32_t entry : entries) by_tariff[block.tariff[entry]].push_back(entry);
  std::vector<Rated> rated;
  for (const auto& [tariff, own] : by_tariff) {
    const auto engine = engine_of(tariff, options_.rating);
    if (!engine) return failure(engine.error());
    rated.clear();
    if (auto done = (*engine)->rate(block, own, rated); !done) return done;
    for (std::size_t k = 0; k < own.size(); ++k) {
      if (lacks_words(rated[k]))
        tell_why(rated[k], ratebook::rate(block.editions(own[k]), make_account_cycle(block, own[k]), options_.rating));
      results[own[k]] = std::move(rated[k]);
    }
  }
  return {};
}

Result<Rated, std::string> KernelEngine::rate(std::uint32_t tariff, const AccountCycle& cycle, const RatingOptions& options) {
  const auto engine = engine_of(tariff, options);
  if (!engine) return failure(engine.error());
  auto rated = (*engine)->rate(cycle);
  if (rated && lacks_words(*rated)) tell_why(*rated, ratebook::rate(book_.tariffs[tariff], cycle, options));
  return rated;
}

}  // namespace ratebook
