#include "tests/differential/piece.hpp"

#include <algorithm>
#include <set>

namespace ratebook::differential {
namespace {

void print_to(const Piece& piece, std::string& out) {
  out += piece.text;
  std::string inner;
  for (const Piece& part : piece.parts) {
    std::string one;
    print_to(part, one);
    if (one.empty()) continue;
    if (!inner.empty()) inner += piece.between;
    inner += one;
  }
  if (inner.empty()) return;
  out += piece.before;
  out += inner;
  out += piece.after;
}

using Names = std::set<std::string>;

void collect_names(const Piece& piece, Names& names) {
  each_piece(piece, [&](const Piece& p) {
    if (!p.name.empty()) names.insert(p.name);
  });
}

bool needs_any(const Piece& piece, const Names& gone) {
  return std::any_of(piece.needs.begin(), piece.needs.end(), [&](const std::string& n) { return gone.contains(n); });
}

// Leaves out the parts that need a name that is gone. True: `piece` itself cannot stand any more, and is not optional or would have gone.
bool sweep(Piece& piece, const Names& gone, Names& more) {
  if (needs_any(piece, gone)) return true;
  bool broken = false;
  std::erase_if(piece.parts, [&](Piece& part) {
    if (!sweep(part, gone, more)) return false;
    if (!part.optional) {
      broken = true;
      return false;
    }
    collect_names(part, more);
    return true;
  });
  std::erase_if(piece.simpler, [&](Piece& form) { return sweep(form, gone, more); });
  return broken;
}

void sweep_all(Piece& root, Names gone) {
  Names done = gone;
  while (!gone.empty()) {
    Names more;
    sweep(root, gone, more);
    std::erase_if(more, [&](const std::string& name) { return done.contains(name); });
    done.insert(more.begin(), more.end());
    gone = std::move(more);
  }
}

// The piece with number k and the one that holds it.
struct Place {
  Piece* piece = nullptr;
  Piece* holder = nullptr;
};
Place find(Piece& piece, Piece* holder, std::size_t& k) {
  if (k == 0) return {&piece, holder};
  --k;
  for (Piece& part : piece.parts) {
    const Place place = find(part, &piece, k);
    if (place.piece != nullptr) return place;
  }
  return {};
}

}  // namespace

Piece list(std::string between, std::vector<Piece> parts) { return list("", std::move(between), "", std::move(parts)); }
Piece list(std::string before, std::string between, std::string after, std::vector<Piece> parts) {
  Piece p;
  p.before = std::move(before);
  p.between = std::move(between);
  p.after = std::move(after);
  p.parts = std::move(parts);
  return p;
}

std::string print(const Piece& piece) {
  std::string out;
  print_to(piece, out);
  return out;
}

std::size_t count_lines(std::string_view text) {
  std::size_t lines = 0;
  bool filled = false;
  for (const char c : text) {
    if (c == '\n')
      filled = false;
    else if (c != ' ' && !filled)
      filled = true, ++lines;
  }
  return lines;
}

void each_piece(const Piece& piece, const std::function<void(const Piece&)>& visit) {
  visit(piece);
  for (const Piece& part : piece.parts) each_piece(part, visit);
}

Piece& piece_at(Piece& root, std::size_t k) { return *find(root, nullptr, k).piece; }

void leave_out(Piece& root, std::size_t k) {
  const Place place = find(root, nullptr, k);
  Names gone;
  collect_names(*place.piece, gone);
  if (place.holder == nullptr) {
    root = Piece();
    return;
  }
  auto& parts = place.holder->parts;
  parts.erase(parts.begin() + (place.piece - parts.data()));
  sweep_all(root, std::move(gone));
}

void leave_out_parts(Piece& root, const std::vector<std::size_t>& positions) {
  Names gone;
  std::vector<Piece> kept;
  for (std::size_t k = 0; k < root.parts.size(); ++k) {
    if (std::find(positions.begin(), positions.end(), k) != positions.end())
      collect_names(root.parts[k], gone);
    else
      kept.push_back(std::move(root.parts[k]));
  }
  root.parts = std::move(kept);
  sweep_all(root, std::move(gone));
}

}  // namespace ratebook::differential
