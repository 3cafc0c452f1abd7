// A scenario rated by both engines, which must agree, so that a property is tried on each.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/differential/account_cycle.hpp"
#include "tests/differential/dice.hpp"
#include "tests/differential/run.hpp"

namespace ratebook::metamorphic {

using namespace differential;  // NOLINT: these tests are about its scenarios

class Both {
 public:
  explicit Both(const std::vector<Script>& scripts) : tariff_(texts_of(scripts)), engines_(tariff_, options()) {}

  bool checked() const { return tariff_.checked(); }
  const Tariff& tariff() const { return tariff_; }
  const TariffEditions& editions() const { return tariff_.editions(); }

  // Whether the native engine refuses a script of these accounts as a whole: there is nothing to compare.
  bool refused(const std::vector<Account>& accounts) {
    return std::any_of(accounts.begin(), accounts.end(), [&](const Account& account) {
      const auto answer = native(account);
      return !answer && refusal_of_script(answer.error());
    });
  }
  // The answer on which the engines agree.
  Rated rate(const Account& account) {
    const AccountCycle cycle = account_cycle(editions(), account);
    Rated oracle = engines_.oracle(cycle, rating_options(account));
    const auto native = engines_.native(cycle, rating_options(account));
    EXPECT_TRUE(native) << native.error();
    if (native) {
      const auto d = first_difference(editions(), oracle, *native);
      EXPECT_FALSE(d) << d->what << ": oracle " << d->oracle << ", native " << d->native;
    }
    return oracle;
  }
  Result<Rated, std::string> native(const Account& account) {
    return engines_.native(account_cycle(editions(), account), rating_options(account));
  }

 private:
  static native::CompileOptions options() {
    native::CompileOptions o;
    o.optimisation = 0;
    return o;
  }
  Tariff tariff_;
  Engines engines_;
};

inline constexpr std::uint64_t kSeed = 20250701;

}  // namespace ratebook::metamorphic
