#include "tests/differential/counts.hpp"

#include <fmt/format.h>

#include "compiler/ir/lower.hpp"

namespace ratebook::differential {
namespace {

using Table = std::map<std::string, std::uint64_t>;

void add(Table& to, const Table& from) {
  for (const auto& [name, n] : from) to[name] += n;
}

std::string columns(const char* title, const Table& table) {
  std::string text = fmt::format("{} ({}):\n", title, table.size());
  std::size_t at = 0;
  for (const auto& [name, n] : table) text += fmt::format("  {:38}{:>9}{}", name, n, ++at % 2 == 0 ? "\n" : "  ");
  if (at % 2 != 0) text += "\n";
  return text;
}

}  // namespace

Counts& Counts::operator+=(const Counts& o) {
  scripts += o.scripts;
  distinct_scripts += o.distinct_scripts;
  accounts += o.accounts;
  bills += o.bills;
  rows += o.rows;
  not_native += o.not_native;
  add(constructs, o.constructs);
  add(operations, o.operations);
  add(errors, o.errors);
  add(reasons, o.reasons);
  return *this;
}

void count_constructs(Counts& counts, const Scenario& scenario) {
  for (const Script& s : scenario.scripts)
    each_piece(s.piece, [&](const Piece& p) {
      if (!p.construct.empty()) ++counts.constructs[p.construct];
    });
}

std::map<std::string, std::uint64_t> operations_of(const TariffEditions& editions) {
  std::map<std::string, std::uint64_t> found;
  for (const CheckedTariff& t : editions.editions) {
    for (const auto source : {ir::LowerOptions::Source::intervals, ir::LowerOptions::Source::general}) {
      DiagnosticSink sink;
      ir::LowerOptions options;
      options.source = source;
      const auto program = ir::lower(t, options, sink);
      if (!program) continue;
      for (const ir::Block& b : program->blocks)
        for (const ir::ValueId v : b.code) ++found[std::string(ir::operation_word(program->values[v.index].op))];
    }
  }
  return found;
}

void count_operations(Counts& counts, const TariffEditions& editions) { add(counts.operations, operations_of(editions)); }

void count_answer(Counts& counts, const Rated& rated) {
  ++counts.accounts;
  if (!rated) {
    ++counts.errors[std::string(code_word(rated.error().code))];
    return;
  }
  ++counts.bills;
  counts.rows += rated->rows.size();
}

std::string print(const Counts& c) {
  std::string text = fmt::format(
      "{} scripts ({} distinct), {} accounts: {} bills with {} rows, {} errors; {} scripts that the native engine refuses\n",
      c.scripts, c.distinct_scripts, c.accounts, c.bills, c.rows, c.accounts - c.bills, c.not_native);
  for (const auto& [reason, n] : c.reasons) text += fmt::format("  {:>6}  {}\n", n, reason);
  return text + columns("error codes", c.errors) + columns("operations", c.operations) + columns("constructs", c.constructs);
}

}  // namespace ratebook::differential
