// Input files of a test as texts, assembled into cycles without an engine.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "runtime/io/cycle_assembler.hpp"

namespace ratebook::io_test {

// The reference scripts: RS-1 (registers, no clock), TOU-R (intervals), and any others that a test names.
const Book& book();

// A directory that goes away with the test.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }
  std::string write(const std::string& name, std::string_view text) const;  // returns the file's path
 private:
  std::string path_;
};

struct Texts {
  std::string accounts;
  std::vector<std::string> usage;
  std::optional<std::string> facts{}, history{};
};

struct Assembled {
  std::vector<std::string> cycles;    // "A1 RS-1 2025-07-01..2025-07-31 kwh=720", in the order of the accounts file
  std::vector<std::string> refused;   // "usage0 3 A1 bad_number", "accounts 2 A1 bad_number <- usage0 3", by input and row
  std::vector<std::string> messages;  // of the same
  std::vector<RowCounts> counts;
  std::vector<std::uint64_t> records;
  std::vector<std::string> digests;
  std::set<InputIndex> sorted;
  std::optional<Failure> failure;
};

struct Ways {
  AssemblyOptions assembly;
  unsigned threads = 1;
  bool sort_everything = false;
};
// Reads the texts, and again by way of a usage cache: both must say the same.
Assembled assemble(const Texts& texts, const Ways& ways = {}, const Book& with = book());

}  // namespace ratebook::io_test
