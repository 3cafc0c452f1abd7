#include "cli/engines.hpp"

#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "cli/in_threads.hpp"
#include "compiler/ir/print.hpp"
#include "runtime/batch/interpreter_engine.hpp"
#include "runtime/batch/kernel_engine.hpp"

namespace ratebook::cli {

namespace {

// Where compiled kernels are kept between runs: $RATEBOOK_KERNELS, or the user's cache directory. Empty: nowhere.
std::filesystem::path kernel_cache() {
  const auto variable = [](const char* name) -> std::filesystem::path {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
  };
  if (const auto own = variable("RATEBOOK_KERNELS"); !own.empty()) return own;
  std::filesystem::path base = variable("XDG_CACHE_HOME");
  if (base.empty() && !variable("HOME").empty()) base = variable("HOME") / ".cache";
  return base.empty() ? base : base / "ratebook" / "kernels";
}

}  // namespace

std::unique_ptr<Engine> make_engine(const std::string& name, const Book& book, RatingOptions options,
                                    std::shared_ptr<ir::Programs> programs) {
  if (name == "interpreter") return std::make_unique<InterpreterEngine>(book, options);
  NativeOptions native;
  native.compile.cache = kernel_cache();
  native.rating = options;
  native.programs = std::move(programs);
  return std::make_unique<KernelEngine>(book, std::move(native));
}

IrDigests ir_digests(const Book& book, ir::Programs& programs) {
  IrDigests digests;
  std::vector<std::pair<const CheckedTariff*, std::string*>> pieces;
  for (const TariffEditions& tariff : book.tariffs) digests.emplace_back(tariff.editions.size());
  for (std::size_t t = 0; t < digests.size(); ++t)
    for (std::size_t e = 0; e < digests[t].size(); ++e) pieces.emplace_back(&book.tariffs[t].editions[e], &digests[t][e]);
  in_threads(pieces.size(), [&](std::size_t n) {
    const auto& program = programs.of(*pieces[n].first, ir::Source::intervals).program;
    if (program) *pieces[n].second = ir::digest(*program);
  });
  return digests;
}

Date today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  return make_date(local.tm_year + 1900, static_cast<unsigned>(local.tm_mon + 1), static_cast<unsigned>(local.tm_mday));
}

}  // namespace ratebook::cli
