// A script as its generator knows it: a tree of text that remembers what may be left out, what belongs together and what could stand there
// in a simpler form. Statements, versions, members, tiers, conditions and numbers are all pieces; the shrinker works on them alone.
//
//   piece("tax city \"City tax\" = ", number("5.5%"), " of ", list(", ", {mention("energy")})).declaring("city").leavable()
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ratebook::differential {

struct Piece {
  std::string text;  // of a leaf; else its parts, one after the other
  std::vector<Piece> parts;
  std::string before, between, after;  // printed only when some part prints anything
  std::string name;                    // what it declares; leaving it out leaves out all that needs the name
  std::vector<std::string> needs;      // names that it cannot stand without
  std::string construct;               // what it shows of the language, for the counts; "" for nothing of its own
  bool optional = false;               // may be left out by itself
  std::vector<Piece> simpler;          // may stand in its place, simplest first

  Piece() = default;
  Piece(const char* leaf) : text(leaf) {}             // NOLINT: text is a piece
  Piece(std::string leaf) : text(std::move(leaf)) {}  // NOLINT

  Piece& add(Piece part) & {
    parts.push_back(std::move(part));
    return *this;
  }
  Piece declaring(std::string what) && {
    name = std::move(what);
    return std::move(*this);
  }
  Piece needing(std::string what) && {
    needs.push_back(std::move(what));
    return std::move(*this);
  }
  Piece leavable() && {
    optional = true;
    return std::move(*this);
  }
  Piece showing(std::string what) && {
    construct = std::move(what);
    return std::move(*this);
  }
  Piece or_simply(Piece form) && {
    simpler.push_back(std::move(form));
    return std::move(*this);
  }

  bool operator==(const Piece&) const = default;
};

template <class... Parts>
Piece piece(Parts&&... parts) {
  Piece p;
  p.parts.reserve(sizeof...(parts));
  (p.parts.emplace_back(std::forward<Parts>(parts)), ...);
  return p;
}
Piece list(std::string between, std::vector<Piece> parts);
Piece list(std::string before, std::string between, std::string after, std::vector<Piece> parts);
// A name that stands in a list and goes with what it names.
inline Piece mention(const std::string& name) { return Piece(name).needing(name).leavable(); }
// A name in an expression: what it names cannot go while it stands.
inline Piece reference(const std::string& name) { return Piece(name).needing(name); }

std::string print(const Piece& piece);
std::size_t count_lines(std::string_view text);  // that hold anything but blanks

void each_piece(const Piece& piece, const std::function<void(const Piece&)>& visit);
// Leaves out the k-th piece in text order (itself the 0-th), which must be optional, and then all that needs what went with it, each as the
// smallest optional piece around it. What has no such piece stays: the checker then refuses the script.
void leave_out(Piece& root, std::size_t k);
// The same for several parts of the root at once, by their positions.
void leave_out_parts(Piece& root, const std::vector<std::size_t>& positions);
Piece& piece_at(Piece& root, std::size_t k);

}  // namespace ratebook::differential
