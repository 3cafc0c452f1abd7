#include "tests/differential/engines.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "language/syntax/format.hpp"
#include "language/syntax/parse.hpp"

namespace ratebook::differential {

Tariff::Tariff(const std::vector<ScriptText>& scripts) {
  bool complete = true;
  for (const ScriptText& s : scripts) {
    const FileId file = sources_.add(s.file, s.text);
    trees_.push_back(parse(sources_, file, sink_));
    std::optional<CheckedTariff> checked;
    if (trees_.back() && trees_.back()->complete && !sink_.has_errors()) checked = check(sources_, *trees_.back(), {}, sink_);
    if (checked)
      editions_.editions.push_back(std::move(*checked));
    else
      complete = false;
  }
  if (complete) editions_.id = editions_.editions[0].id;
  checked_ = complete && !sink_.has_errors();
}

std::string Tariff::complaints() const {
  std::string text;
  for (const Diagnostic& d : sink_.all()) {
    if (d.severity != Severity::error) continue;
    const LineColumn at = sources_.position(d.span);
    text += fmt::format("{}:{}:{} error[{}]: {}", sources_.file(d.span.file).path, at.line, at.column, code_word(d.code),
                        d.message);
    if (!d.at_span.empty()) text += fmt::format(" ({})", d.at_span);
    for (const std::string& note : d.notes) text += fmt::format("; {}", note);
    if (!d.help.empty()) text += fmt::format("; help: {}", d.help);
    text += fmt::format("\n    {}\n", sources_.line_text(d.span.file, at.line));
  }
  return text;
}

bool Tariff::refused_only_for(const std::vector<Code>& codes) const {
  return std::all_of(sink_.all().begin(), sink_.all().end(), [&](const Diagnostic& d) {
    return d.severity != Severity::error || std::find(codes.begin(), codes.end(), d.code) != codes.end();
  });
}

std::string Tariff::formatted(std::size_t script) const {
  const TariffTree& tree = *trees_[script];
  return format(sources_, tree.file, tree);
}

Result<Rated, std::string> Engines::native(const AccountCycle& cycle, const RatingOptions& rating) {
  auto& engine = native_[rating.as_known];
  if (!engine) {
    auto made = NativeEngine::make(tariff_->editions(), {compile_, rating, nullptr});
    if (!made) return failure(made.error());
    engine = std::move(*made);
  }
  return engine->rate(cycle);
}

}  // namespace ratebook::differential
