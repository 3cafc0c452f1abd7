#include "tests/differential/run.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <set>
#include <thread>

#include "tests/differential/account_cycle.hpp"
#include "tests/differential/dice.hpp"

namespace ratebook::differential {
namespace {

native::CompileOptions compile_options(const RunOptions& options, std::uint64_t seed) {
  native::CompileOptions compile = options.compile;
  if (Dice(~seed).chance(options.optimised_percent)) compile.optimisation = 3;
  return compile;
}

class Runner {
 public:
  explicit Runner(const RunOptions& options) : options_(options), next_(options.first) {}

  RunResult run() {
    std::vector<std::thread> threads;
    for (int t = 1; t < options_.threads; ++t) threads.emplace_back([this] { work(); });
    work();
    for (std::thread& t : threads) t.join();
    std::sort(result_.failures.begin(), result_.failures.end(),
              [](const Failure& a, const Failure& b) { return a.scenario < b.scenario; });
    return std::move(result_);
  }

 private:
  bool over() {
    if (options_.minutes > 0 && std::chrono::steady_clock::now() - began_ > std::chrono::minutes(options_.minutes)) return true;
    const std::lock_guard lock(mutex_);
    return result_.failures.size() >= options_.stop_after;
  }

  void work() {
    while (!over()) {
      const std::uint64_t k = next_++;
      if (k >= options_.first + options_.scripts) return;
      compare(k);
    }
  }

  void compare(std::uint64_t k) {
    const Scenario scenario = scenario_of(options_, k);
    Counts counts;
    ++counts.scripts;
    count_constructs(counts, scenario);
    const auto texts = texts_of(scenario.scripts);
    const Tariff tariff(texts);
    if (!tariff.checked())
      return finish(counts, texts, Failure{k, Failure::Kind::refused, tariff.complaints(), {scenario.scripts, {}}});
    count_operations(counts, tariff.editions());
    Engines engines(tariff, compile_options(options_, scenario.seed));
    std::optional<Failure> failure;
    for (const Account& account : scenario.accounts) {
      const AccountCycle cycle = account_cycle(tariff.editions(), account);
      const Rated oracle = engines.oracle(cycle, rating_options(account));
      const auto native = engines.native(cycle, rating_options(account));
      if (!native) {
        if (const auto reason = refusal_of_script(native.error())) {
          ++counts.not_native;
          ++counts.reasons[*reason];
          break;
        }
        failure = Failure{k, Failure::Kind::not_compiled, native.error(), {scenario.scripts, account}};
        break;
      }
      count_answer(counts, oracle);
      if (const auto d = first_difference(tariff.editions(), oracle, *native)) {
        failure = Failure{k,
                          Failure::Kind::differs,
                          d->what + ": oracle " + d->oracle + ", native " + d->native,
                          {scenario.scripts, account}};
        break;
      }
    }
    finish(counts, texts, std::move(failure));
  }

  void finish(Counts& counts, const std::vector<ScriptText>& texts, std::optional<Failure> failure) {
    std::size_t digest = 0;
    for (const ScriptText& t : texts) digest = digest * 31 + std::hash<std::string>{}(t.text);
    const std::lock_guard lock(mutex_);
    counts.distinct_scripts = seen_.insert(digest).second ? 1 : 0;
    result_.counts += counts;
    if (failure) result_.failures.push_back(std::move(*failure));
  }

  const RunOptions& options_;
  std::atomic<std::uint64_t> next_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::mutex mutex_;
  RunResult result_;
  std::set<std::size_t> seen_;
};

}  // namespace

std::optional<std::string> refusal_of_script(const std::string& error) {
  for (const Code code : {Code::too_wide, Code::unsupported}) {
    const std::string word = std::string(code_word(code)) + ": ";
    const std::size_t at = error.find(word);
    if (at != std::string::npos) return error.substr(at, error.find(';', at) - at);
  }
  return std::nullopt;
}

std::uint64_t scenario_seed(std::uint64_t seed, std::uint64_t k) { return Dice(seed * 1'000'003 + k).next(); }

Scenario scenario_of(const RunOptions& options, std::uint64_t k) {
  const int size = options.size > 0 ? options.size : 1 + static_cast<int>(k % 7);
  return generate(scenario_seed(options.seed, k), {.size = size, .accounts = options.accounts});
}

std::vector<ScriptText> texts_of(const std::vector<Script>& scripts) {
  std::vector<ScriptText> texts;
  for (const Script& s : scripts) texts.push_back({s.file, print(s.piece)});
  return texts;
}

RunResult run(const RunOptions& options) { return Runner(options).run(); }

std::optional<Difference> Judge::difference(const Failing& failing) {
  std::vector<ScriptText> texts = texts_of(failing.scripts);
  if (!tariff_ || texts != texts_) {
    engines_.reset();
    tariff_ = std::make_unique<Tariff>(texts);
    texts_ = std::move(texts);
    if (tariff_->checked()) engines_ = std::make_unique<Engines>(*tariff_, compile_);
  }
  if (!engines_) return std::nullopt;
  const AccountCycle cycle = account_cycle(tariff_->editions(), failing.account);
  const auto native = engines_->native(cycle, rating_options(failing.account));
  if (!native) return std::nullopt;
  return first_difference(tariff_->editions(), engines_->oracle(cycle, rating_options(failing.account)), *native);
}

}  // namespace ratebook::differential
