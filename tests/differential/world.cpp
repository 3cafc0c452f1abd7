#include "tests/differential/world.hpp"

namespace ratebook::differential {

std::string World::new_name(const std::string& wish) {
  std::string name = prefix + wish;
  for (int k = 2; !taken.insert(name).second; ++k) name = prefix + wish + "_" + std::to_string(k);
  return name;
}

std::vector<const SchemeWords*> World::schemes_of(SchemeKind kind) const {
  std::vector<const SchemeWords*> found;
  for (const SchemeWords& s : schemes)
    if (s.kind == kind) found.push_back(&s);
  return found;
}

const SchemeWords* World::scheme(const std::string& name) const {
  for (const SchemeWords& s : schemes)
    if (s.scheme == name) return &s;
  return nullptr;
}

std::vector<const FactWords*> World::facts_of(FactWords::Kind kind) const {
  std::vector<const FactWords*> found;
  for (const FactWords& f : facts)
    if (f.kind == kind) found.push_back(&f);
  return found;
}

bool World::cuts(const Varies& varies) const { return cuts(varies, season_rule, version_rule); }
bool World::cuts(const Varies& varies, const std::string& line_season_rule, const std::string& line_version_rule) const {
  if (varies.parts) return true;
  if ((varies.versions || varies.dated) && line_version_rule == "usage day") return true;
  return !varies.seasons.empty() && line_season_rule == "usage day";
}

Piece World::cite() {
  if (!dice.chance(10)) return {};
  const std::string place = dice.chance(50) ? "" : " \"Sheet " + std::to_string(dice.between(1, 9)) + "\"";
  return Piece("  cite a" + place).needing("source a").leavable();
}

}  // namespace ratebook::differential
