// A shrunk difference, ready to be checked in.
#include <fmt/format.h>

#include "runtime/interpreter/example_facts.hpp"
#include "tests/differential/account_cycle.hpp"
#include "tests/differential/run.hpp"

namespace ratebook::differential {
namespace {

// The scripts with the example in the one that it belongs to: before its closing brace.
std::vector<ScriptText> with_example(const Failing& failing, const TariffEditions& editions, const std::string& example) {
  std::vector<ScriptText> texts = texts_of(failing.scripts);
  std::size_t at = 0;
  for (std::size_t e = 0; e < editions.editions.size(); ++e)
    if (editions.editions[e].edition <= failing.account.through) at = e;
  texts[at].text.insert(texts[at].text.rfind('}'), example);
  return texts;
}

// Whether the example shows the difference by itself: read back, it still has the engines apart.
bool example_differs(const std::vector<ScriptText>& texts, const native::CompileOptions& compile, const std::string& kind) {
  const Tariff tariff(texts);
  if (!tariff.checked()) return false;
  for (std::uint32_t e = 0; e < tariff.editions().editions.size(); ++e) {
    for (const Example& example : tariff.editions().editions[e].examples) {
      ExampleAccount account(tariff.editions(), e);
      const auto cycle = account.next(example.cycles[0]);
      if (!cycle) return false;
      const RatingOptions rating = account.options(example.cycles[0]);
      Engines engines(tariff, compile);
      const auto native = engines.native(*cycle, rating);
      if (!native) return false;
      const auto d = first_difference(tariff.editions(), engines.oracle(*cycle, rating), *native);
      return d && (d->kind == kind || !compile.break_operation.empty());
    }
  }
  return false;
}

}  // namespace

Shown shrunk_text(const Failing& failing, const native::CompileOptions& compile, const ShrinkLimits& limits) {
  Judge judge(compile);
  const auto first = judge.difference(failing);
  const std::string kind = first ? first->kind : "";
  const StillFails same_kind = [&](const Failing& f) {
    const auto d = judge.difference(f);
    // With a fault put in, and none without it, every difference is the fault's.
    return d && (d->kind == kind || !compile.break_operation.empty());
  };
  const Failing small = shrink(failing, same_kind, limits);
  Shown shown;
  const Tariff tariff(texts_of(small.scripts));
  const AccountCycle cycle = account_cycle(tariff.editions(), small.account);
  Engines engines(tariff, compile);
  const Rated oracle = engines.oracle(cycle, rating_options(small.account));
  const auto native = engines.native(cycle, rating_options(small.account));
  const auto difference = first_difference(tariff.editions(), oracle, *native);

  for (std::size_t k = 0; k < small.scripts.size(); ++k) shown.lines += count_lines(tariff.formatted(k));
  const auto example = example_text(tariff.editions(), small.account, oracle);
  std::vector<ScriptText> texts;
  if (example) texts = with_example(small, tariff.editions(), *example);
  shown.as_example = example && example_differs(texts, compile, kind);
  if (shown.as_example) {
    const Tariff formatted(texts);
    for (std::size_t k = 0; k < texts.size(); ++k) shown.text += fmt::format("# {}\n{}", texts[k].file, formatted.formatted(k));
  } else {
    for (std::size_t k = 0; k < small.scripts.size(); ++k)
      shown.text += fmt::format("# {}\n{}", small.scripts[k].file, tariff.formatted(k));
    shown.text += "# the account:\n" + describe(small.account);
  }
  if (difference)
    shown.text += fmt::format("# {}: oracle {}, native {}\n", difference->what, difference->oracle, difference->native);
  shown.text += "# oracle:\n" + describe(tariff.editions(), oracle) + "# native:\n" + describe(tariff.editions(), *native);
  return shown;
}

}  // namespace ratebook::differential
