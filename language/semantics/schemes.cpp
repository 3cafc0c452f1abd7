#include "language/semantics/schemes.hpp"

#include <fmt/format.h>

namespace ratebook {
namespace {

// Schemes of members whose statements were left out before they could be looked at.
template <class Node>
void collect(const Checker& checker, std::string_view unnamed, std::set<std::string, std::less<>>& names) {
  for (const syntax::Statement* s : checker.left_out)
    if (const Node* node = std::get_if<Node>(&s->node)) names.insert(node->scheme ? node->scheme->text : std::string(unnamed));
}

}  // namespace

std::string_view kind_word(SchemeKind kind) {
  return kind == SchemeKind::season ? "season" : kind == SchemeKind::day ? "day" : "period";
}

SchemeParts::SchemeParts(Checker& checker, SchemeKind kind) : checker_(checker), kind_(kind) {
  switch (kind) {
    case SchemeKind::season:
      collect<syntax::Season>(checker, kind_word(kind), incomplete_);
      break;
    case SchemeKind::day:
      collect<syntax::DayType>(checker, kind_word(kind), incomplete_);
      break;
    case SchemeKind::period:
      collect<syntax::Period>(checker, kind_word(kind), incomplete_);
      break;
  }
}

std::string SchemeParts::scheme_name(const std::optional<syntax::Name>& of) const {
  return of ? of->text : std::string(kind_word(kind_));
}

void SchemeParts::add(Member member, const std::optional<syntax::Name>& of, const std::vector<syntax::Path>& overrides) {
  const std::string name = scheme_name(of);
  const auto [at, is_new] = ids_.try_emplace(name, checker_.tariff.schemes.size());
  if (is_new) {
    checker_.tariff.schemes.push_back({kind_, name, member.span, {}});
    checker_.names.settle(name, at->second);
  }
  Scheme& scheme = checker_.tariff.schemes[at->second.index];
  const MemberRef ref{at->second, static_cast<MemberIndex>(scheme.members.size())};
  checker_.names.settle(of ? fmt::format("{}.{}", name, member.name) : member.name, ref);
  if (!overrides.empty()) pending_.push_back({ref.scheme, ref.member, &overrides});
  scheme.members.push_back(std::move(member));
}

void SchemeParts::spoil(const syntax::Name& member, const std::optional<syntax::Name>& of) {
  incomplete_.insert(scheme_name(of));
  checker_.names.poison(of ? fmt::format("{}.{}", of->text, member.text) : member.text);
}

void SchemeParts::resolve_overrides() {
  for (const Pending& p : pending_) {
    Scheme& scheme = checker_.tariff.schemes[p.scheme.index];
    for (const syntax::Path& path : *p.overrides) {
      std::optional<MemberIndex> other;
      for (std::size_t m = 0; m < scheme.members.size(); ++m)
        if (path.text == scheme.members[m].name || path.text == fmt::format("{}.{}", scheme.name, scheme.members[m].name))
          other = static_cast<MemberIndex>(m);
      if (other) {
        scheme.members[p.member].overrides.push_back(*other);
        words_[p.scheme].push_back({p.member, *other, path.span});
        continue;
      }
      // A member that has an error of its own leaves the scheme incomplete; then nothing is said here.
      if (!incomplete_.contains(scheme.name))
        checker_.report_unknown(kind_ == SchemeKind::day ? "day type" : kind_word(kind_), path);
      incomplete_.insert(scheme.name);
    }
  }
  for (const auto& [name, id] : ids_) check_otherwise(checker_.tariff[id]);
}

void SchemeParts::check_otherwise(const Scheme& scheme) {
  const Member* first = nullptr;
  for (const Member& m : scheme.members) {
    if (!m.otherwise) continue;
    if (first == nullptr) {
      first = &m;
      continue;
    }
    auto& d = checker_.sink.report<Code::stated_twice>(m.span, "`otherwise`");
    d.labels.push_back({first->span, fmt::format("`{}` takes the rest already", first->name)});
    incomplete_.insert(scheme.name);
  }
}

}  // namespace ratebook
