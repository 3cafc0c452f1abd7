// Bases: which lines a share, minimum or maximum is taken of; every line above is listed or excluded (language reference, section 13).
#include <fmt/format.h>

#include <algorithm>

#include "language/semantics/line_checker.hpp"

namespace ratebook {
namespace {

bool is_included(const Line& line) {
  const auto* share = std::get_if<ShareOfLines>(&line.form);
  return share != nullptr && share->included;
}
bool holds(const std::vector<LineId>& lines, LineId id) { return std::find(lines.begin(), lines.end(), id) != lines.end(); }

}  // namespace

// The lines above that the paths name; nothing after a report, or when one of them has an error of its own.
std::optional<std::vector<LineId>> LineChecker::listed_lines(const std::vector<syntax::Path>& paths, bool may_be_included) {
  std::vector<LineId> found;
  bool sound = true;
  for (const syntax::Path& path : paths) {
    const Declaration* d = checker_.names.read(path.text);
    if (d == nullptr || (d->kind != NameKind::line && d->state != Declaration::State::poisoned)) {
      checker_.report_unknown("line", path);
      sound = false;
    } else if (d->state == Declaration::State::announced) {
      checker_.sink.report<Code::used_before>(path.span, path.text).labels.push_back({d->span, "declared here"});
      sound = false;
    } else if (const auto* id = std::get_if<LineId>(&d->what); id == nullptr) {
      sound = false;
    } else if (holds(found, *id)) {
      checker_.sink.report<Code::base_repeated>(path.span, path.text);
      sound = false;
    } else if (!may_be_included && is_included(tariff()[*id])) {
      checker_.sink.report<Code::included_in_base>(path.span, path.text)
          .labels.push_back({d->span, "`included in`: printed, not added"});
      sound = false;
    } else {
      found.push_back(*id);
    }
  }
  if (!sound) return std::nullopt;
  return found;
}

std::optional<std::vector<LineId>> LineChecker::base(const syntax::Base& base, bool complete) {
  if (base.kind == syntax::BaseKind::base) {
    checker_.sink.report<Code::unsupported>(base.span, "`of base` outside a library's template");
    return std::nullopt;
  }
  const bool all_lines = base.kind == syntax::BaseKind::all_lines;
  std::optional<std::vector<LineId>> excluded = std::vector<LineId>{};
  if (modifiers_.excluding) {
    if (modifiers_.excluding->kind != syntax::BaseKind::lines) {
      misplaced(*modifiers_.excluding, "excluding all lines");
      return std::nullopt;
    }
    excluded = listed_lines(modifiers_.excluding->lines, true);
  }
  auto lines = all_lines ? std::vector<LineId>{} : listed_lines(base.lines, false);
  if (!excluded || !lines) return std::nullopt;
  std::vector<std::string> forgotten;
  for (std::size_t i = 0; i < tariff().lines.size(); ++i) {
    const LineId id{i};
    const Line& line = tariff()[id];
    const bool left_out = holds(*excluded, id);
    if (left_out && holds(*lines, id)) {
      const auto at = std::find(excluded->begin(), excluded->end(), id) - excluded->begin();
      checker_.sink.report<Code::base_repeated>(modifiers_.excluding->lines[static_cast<std::size_t>(at)].span, line.name);
      return std::nullopt;
    }
    if (left_out || holds(*lines, id) || is_included(line)) continue;
    if (all_lines) {
      lines->push_back(id);
    } else {
      forgotten.push_back(fmt::format("`{}`", line.name));
    }
  }
  if (complete && !forgotten.empty()) {
    auto& d = checker_.sink.report<Code::base_incomplete>(base.span, listed(forgotten));
    d.notes.push_back("every line above is listed, or named after `excluding`");
    return std::nullopt;
  }
  for (std::size_t i = 0; i < lines->size(); ++i)
    shared_.line_reads.push_back({(*lines)[i], all_lines ? base.span : base.lines[i].span});
  line_.excluding = *excluded;
  return lines;
}

}  // namespace ratebook
