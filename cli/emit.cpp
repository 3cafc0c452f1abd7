#include "cli/emit.hpp"

#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"
#include "compiler/ir/lower.hpp"
#include "compiler/ir/print.hpp"
#include "compiler/native/kernel.hpp"
#include "compiler/passes/passes.hpp"
#include "language/semantics/print_checked.hpp"
#include "language/syntax/parse.hpp"
#include "language/syntax/print_tree.hpp"

namespace ratebook::cli {

void add_emit(CLI::App& command, std::string& stage) {
  command.add_option("--emit", stage, "Print a stage of the scripts instead: tree, checked, ir, llvm, asm")
      ->check(CLI::IsMember({"tree", "checked", "ir", "llvm", "asm"}));
}

int emit_trees(const std::vector<std::string>& files) {
  Sources sources;
  DiagnosticSink sink;
  int code = kSuccess;
  for (const std::string& path : files) {
    auto text = read_text(path);
    if (!text) {
      complain("cannot open " + path);
      code = kWrongUse;
      continue;
    }
    const FileId file = sources.add(path == "-" ? "standard input" : path, std::move(*text));
    if (const auto tree = parse(sources, file, sink)) print(print_tree(*tree));
  }
  if (!sink.all().empty()) show_rendered(render(sources, sink.all(), error_color()));
  return sink.has_errors() ? graver(code, kDoesNotHold) : code;
}

int emit(const LoadedBook& loaded, const std::string& stage) {
  DiagnosticSink sink;
  for (const TariffEditions& tariff : loaded.book.tariffs) {
    for (const CheckedTariff& edition : tariff.editions) {
      if (stage == "checked") {
        print(print_checked(edition));
        continue;
      }
      auto program = ir::lower(edition, {}, sink);
      if (!program) continue;
      if (stage == "ir") {
        print(ir::print(*program));
        continue;
      }
      const auto optimised = passes::run(std::move(*program), {});
      const auto text =
          native::print_stage(optimised.program, {}, stage == "llvm" ? native::Stage::llvm : native::Stage::assembly);
      if (!text) {
        complain(text.error());
        return kFailed;
      }
      print(*text);
    }
  }
  if (!sink.all().empty()) show_rendered(render(loaded.sources, sink.all(), error_color()));
  return sink.has_errors() ? kDoesNotHold : kSuccess;
}

}  // namespace ratebook::cli
