// Where two texts differ, for the messages of tests.
#pragma once
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace ratebook::test {

inline std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::string line;
  for (std::istringstream in{std::string(text)}; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// The lines that differ, `-` expected and `+` found, between what both begin and end with; "" for equal texts.
inline std::string difference(std::string_view expected, std::string_view found) {
  if (expected == found) return {};
  const std::vector<std::string> a = lines_of(expected), b = lines_of(found);
  std::size_t begin = 0, end = 0;
  while (begin < a.size() && begin < b.size() && a[begin] == b[begin]) ++begin;
  while (end < a.size() - begin && end < b.size() - begin && a[a.size() - 1 - end] == b[b.size() - 1 - end]) ++end;
  std::string out = "@@ line " + std::to_string(begin + 1) + "\n";
  for (std::size_t i = begin; i < a.size() - end; ++i) out += "-" + a[i] + "\n";
  for (std::size_t i = begin; i < b.size() - end; ++i) out += "+" + b[i] + "\n";
  if (begin + end == a.size() && a.size() == b.size()) out += "(the line ends differ)\n";
  return out;
}

}  // namespace ratebook::test
