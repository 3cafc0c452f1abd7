// The scripts of a scenario as a tariff, and both engines on it.
//
//   Tariff tariff(print_all(scenario));
//   if (!tariff.checked()) report(tariff.complaints());
//   Engines engines(tariff, options);
//   const Answers a = *engines.rate(cycle, rating);
#pragma once
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "language/diagnostics/diagnostic.hpp"
#include "language/semantics/check.hpp"
#include "runtime/interpreter/rate.hpp"
#include "runtime/plan/native_engine.hpp"

namespace ratebook::differential {

struct ScriptText {
  std::string file, text;
  bool operator==(const ScriptText&) const = default;
};

class Tariff {
 public:
  explicit Tariff(const std::vector<ScriptText>& scripts);
  Tariff(const Tariff&) = delete;
  Tariff& operator=(const Tariff&) = delete;

  bool checked() const { return checked_; }
  const TariffEditions& editions() const { return editions_; }
  const Sources& sources() const { return sources_; }
  // Errors of parser and checker, one a line: "first.tariff:12:5 error[season_gap]: …".
  std::string complaints() const;
  // Whether every error is one of these codes.
  bool refused_only_for(const std::vector<Code>& codes) const;
  // The scripts in the one layout.
  std::string formatted(std::size_t script) const;

 private:
  Sources sources_;
  DiagnosticSink sink_;
  std::vector<std::optional<TariffTree>> trees_;
  TariffEditions editions_;
  bool checked_ = false;
};

struct Answers {
  Rated oracle, native;
};

class Engines {
 public:
  Engines(const Tariff& tariff, native::CompileOptions compile) : tariff_(&tariff), compile_(std::move(compile)) {}
  Rated oracle(const AccountCycle& cycle, const RatingOptions& rating) const {
    return rate(tariff_->editions(), cycle, rating);
  }
  // The error is the program's: a kernel that could not be compiled.
  Result<Rated, std::string> native(const AccountCycle& cycle, const RatingOptions& rating);

 private:
  const Tariff* tariff_;
  native::CompileOptions compile_;
  std::map<Date, std::unique_ptr<NativeEngine>> native_;  // by as-known date
};

}  // namespace ratebook::differential
