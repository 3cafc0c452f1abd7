// Sorts more records than memory holds: by key, byte by byte. Keys must be unique. What does not fit goes to unnamed files, sorted piece by
// piece, and is merged while it is read.
//   RecordSorter sorter(directory, 256 << 20); sorter.add(key, record); … sorter.sort(); while (*sorter.next(key, record)) …
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/failure.hpp"

namespace ratebook {

class RecordSorter {
 public:
  // `memory`: about how many bytes it may hold.
  RecordSorter(std::string directory, std::size_t memory);
  ~RecordSorter();
  RecordSorter(const RecordSorter&) = delete;
  RecordSorter& operator=(const RecordSorter&) = delete;

  Outcome<void> add(std::string_view key, std::string_view record);
  Outcome<void> sort();
  // False at the end. The views are valid until the next call.
  Outcome<bool> next(std::string_view& key, std::string_view& record);

  std::uint64_t count() const { return count_; }
  std::size_t files() const { return files_; }  // temporary files made so far

 private:
  struct Entry {
    std::uint64_t prefix;  // first bytes of the key, big-endian
    const char* at;        // sizes, key, record
  };
  class SortedFile;
  class Merge;

  char* take(std::size_t bytes);
  void sort_entries();
  Outcome<void> spill();
  Outcome<void> merge_some();

  std::string directory_;
  std::size_t memory_, used_ = 0;
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t block_size_ = 0, block_used_ = 0;
  std::vector<Entry> entries_;
  std::size_t next_entry_ = 0;
  std::vector<std::unique_ptr<SortedFile>> sorted_files_;
  std::unique_ptr<Merge> merge_;
  std::uint64_t count_ = 0;
  std::size_t files_ = 0;
};

}  // namespace ratebook
