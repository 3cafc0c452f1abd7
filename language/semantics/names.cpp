#include "language/semantics/names.hpp"

#include <fmt/format.h>

#include <utility>

#include "language/semantics/tariff.hpp"

namespace ratebook {
namespace {

constexpr std::pair<std::string_view, Fact> kFacts[] = {
    {"days", Fact::days},
    {"hours", Fact::hours},
    {"months", Fact::months},
    {"years", Fact::years},
    {"cycle.days", Fact::cycle_days},
    {"cycle.from", Fact::cycle_from},
    {"cycle.through", Fact::cycle_through},
    {"cycle.month", Fact::cycle_month},
    {"cycle.year", Fact::cycle_year},
    {"cycle.scheduled_days", Fact::cycle_scheduled_days},
    {"cycle.first", Fact::cycle_first},
    {"cycle.last", Fact::cycle_last},
    {"account.cycle_number", Fact::account_cycle_number},
    {"account.since", Fact::account_since},
};
constexpr std::pair<std::string_view, ChannelId> kChannels[] = {
    {"usage", kUsage}, {"export", kExport}, {"reactive", kReactive}, {"apparent", kApparent}};

}  // namespace

namespace {

enum class Slip : std::uint8_t { none, swapped, letter };

// One slip of the hand turns `a` into `b`: two letters swapped, or a letter more, less or other.
Slip slip(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1 || b.size() < 3 || a == b) return Slip::none;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  const auto rest_a = a.substr(i), rest_b = b.substr(i);
  if (a.size() < b.size()) return rest_a == rest_b.substr(1) ? Slip::letter : Slip::none;
  if (rest_a.substr(1) == rest_b.substr(1)) return Slip::letter;
  const bool swapped =
      rest_a.size() >= 2 && rest_a[0] == rest_b[1] && rest_a[1] == rest_b[0] && rest_a.substr(2) == rest_b.substr(2);
  return swapped ? Slip::swapped : Slip::none;
}

}  // namespace

std::string meant(std::string_view wrong, const std::vector<std::string>& words) {
  for (const Slip kind : {Slip::swapped, Slip::letter}) {
    const std::string* found = nullptr;
    for (const std::string& word : words) {
      if (slip(word, wrong) != kind) continue;
      if (found != nullptr && *found != word) return {};
      found = &word;
    }
    if (found != nullptr) return *found;
  }
  return {};
}

std::string help_meant(std::string_view wrong, const std::vector<std::string>& words) {
  const std::string word = meant(wrong, words);
  return word.empty() ? word : fmt::format("is `{}` meant?", word);
}

std::string_view fact_path(Fact fact) {
  for (const auto& [path, f] : kFacts)
    if (f == fact) return path;
  return {};
}

std::string_view with_article(NameKind kind) {
  switch (kind) {
    case NameKind::value:
      return "a value";
    case NameKind::table:
      return "a table";
    case NameKind::series:
      return "a series";
    case NameKind::measure:
      return "a measure";
    case NameKind::define:
      return "a define";
    case NameKind::line:
      return "a line";
    case NameKind::carry:
      return "a carry";
    case NameKind::channel:
      return "a channel";
    case NameKind::scheme:
      return "a scheme";
    case NameKind::member:
      return "a member of a scheme";
    case NameKind::calendar:
      return "a calendar";
    case NameKind::event:
      return "an event";
    case NameKind::choice:
      return "a choice";
    case NameKind::input:
      return "an input";
    case NameKind::fact:
      return "a built-in fact";
    case NameKind::dimension:
      return "a dimension";
    case NameKind::import:
      return "an import";
  }
  return {};
}

Names::Names() {
  auto enter = [&](NameKind kind, std::string_view path, Declared what) {
    names_.emplace(path, Declaration{kind, Declaration::State::ready, std::string(path), {}, what, true});
  };
  for (const auto& [path, fact] : kFacts) enter(NameKind::fact, path, fact);
  for (const auto& [path, channel] : kChannels) enter(NameKind::channel, path, channel);
  enter(NameKind::dimension, "month", {});
}

bool Names::announce(NameKind kind, std::string path, Span span, DiagnosticSink& sink) {
  const auto [at, is_new] = names_.try_emplace(path);
  if (is_new) {
    at->second = Declaration{kind, Declaration::State::announced, std::move(path), span, {}, false};
    return true;
  }
  const Declaration& other = at->second;
  if (!other.span.valid()) {
    sink.report<Code::name_reserved>(span, other.path);
  } else {
    auto& d = sink.report<Code::name_taken>(span, other.path, with_article(other.kind));
    d.labels.push_back({other.span, "first declared here"});
  }
  return false;
}

void Names::settle(std::string_view path, Declared what) {
  if (const auto at = names_.find(path); at != names_.end()) {
    at->second.what = what;
    at->second.state = Declaration::State::ready;
  }
}

void Names::poison(std::string_view path) {
  if (const auto at = names_.find(path); at != names_.end()) at->second.state = Declaration::State::poisoned;
}

const Declaration* Names::find(std::string_view path) const {
  const auto at = names_.find(path);
  return at == names_.end() ? nullptr : &at->second;
}

const Declaration* Names::read(std::string_view path) {
  const auto at = names_.find(path);
  if (at == names_.end()) return nullptr;
  at->second.used = true;
  return &at->second;
}

std::string Names::closest(std::string_view path) const {
  std::vector<std::string> all;
  for (const auto& [name, entry] : names_) all.push_back(name);
  return meant(path, all);
}

}  // namespace ratebook
