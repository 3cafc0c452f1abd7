#include "cli/loaded_book.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <tuple>

#include "cli/exit_code.hpp"
#include "cli/in_threads.hpp"
#include "cli/terminal.hpp"
#include "language/syntax/parse.hpp"

namespace ratebook::cli {

namespace {

namespace fs = std::filesystem;

void check_standard_input(LoadedBook& loaded) {
  const auto text = read_text("-");
  const FileId file = loaded.sources.add("standard input", text.value_or(""));
  const auto tree = parse(loaded.sources, file, loaded.sink);
  if (!tree || !tree->complete) return;
  auto tariff = check(loaded.sources, *tree, {}, loaded.sink);
  if (!tariff) return;
  TariffEditions editions;
  editions.id = tariff->id;
  editions.editions.push_back(std::move(*tariff));
  loaded.book.tariffs.push_back(std::move(editions));
}

// Forms that no kernel can be made of, each where it stands.
void check_kernels(LoadedBook& loaded) {
  constexpr ir::Source kSources[] = {ir::Source::intervals, ir::Source::general};
  std::vector<const CheckedTariff*> editions;
  for (const TariffEditions& tariff : loaded.book.tariffs)
    for (const CheckedTariff& edition : tariff.editions) editions.push_back(&edition);
  in_threads(editions.size(), [&](std::size_t n) {
    for (const ir::Source source : kSources) loaded.programs->of(*editions[n], source);
  });
  std::set<std::tuple<FileId, std::uint32_t, Code>> said;
  for (const CheckedTariff* edition : editions)
    for (const ir::Source source : kSources)
      for (const Diagnostic& d : loaded.programs->of(*edition, source).said)
        if (said.emplace(d.span.file, d.span.begin, d.code).second) {
          Diagnostic& told = loaded.sink.add(d.code, d.span, d.message);
          told.notes = d.notes;
          told.help = d.help;
        }
}

}  // namespace

std::optional<std::string> read_text(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::error_code error;
  if (fs::is_directory(path, error)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string text(std::istreambuf_iterator<char>(file), {});
  return file.bad() ? std::nullopt : std::optional(std::move(text));
}

std::vector<std::string> script_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(path, error)) {
      if (entry.path().extension() == ".tariff" && entry.is_regular_file()) found.push_back(entry.path().string());
    }
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

void load_book(LoadedBook& loaded, const std::vector<std::string>& paths, const LoadOptions& options) {
  const bool from_input = std::find(paths.begin(), paths.end(), "-") != paths.end();
  if (from_input && paths.size() > 1) {
    complain("standard input is one script: `-` stands alone");
    loaded.exit_code = kWrongUse;
    return;
  }
  if (from_input)
    check_standard_input(loaded);
  else
    loaded.book = open_book(loaded.sources, {paths.begin(), paths.end()}, {}, loaded.sink);
  if (options.kernels && !loaded.sink.has_errors()) check_kernels(loaded);
  loaded.sink.sort();
  if (!options.quiet && !loaded.sink.all().empty()) {
    show_rendered(render(loaded.sources, loaded.sink.all(), error_color()));
    note("\n" + summary(loaded.sink.errors(), loaded.sink.warnings()) + "\n");
  }
  for (const fs::path& path : loaded.book.unreadable) {
    complain("cannot open " + path.string());
    loaded.exit_code = kWrongUse;
  }
  if (loaded.sink.has_errors() || (options.strict && loaded.sink.warnings() > 0))
    loaded.exit_code = graver(loaded.exit_code, kDoesNotHold);
  if (loaded.exit_code == kSuccess && loaded.sources.size() == 0) {
    complain("no .tariff file in " + paths.front());
    loaded.exit_code = kWrongUse;
  }
}

}  // namespace ratebook::cli
