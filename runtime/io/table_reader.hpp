// The rows of a result's table, from one or several files, as bytes and without their headers, for copying. Holds no file open between reads,
// so that hundreds of them may be read side by side. What was read is compared with what was written: rows are whole only if at_end() is reached
// without a failure.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/failure.hpp"
#include "runtime/io/file_checksum.hpp"
#include "runtime/io/result_files.hpp"

namespace ratebook {

class TableReader {
 public:
  // `buffer_bytes`: read at once.
  TableReader(std::string directory, std::vector<ResultFile> files, std::string_view header, std::size_t buffer_bytes);

  // Called with the number of bytes whenever some were read; a failure of it is the reader's.
  using Told = std::function<Outcome<void>(std::size_t bytes)>;
  void tell(Told told) { told_ = std::move(told); }

  // Bytes that come next, some of them; empty at the end. Failure (usage): a file is damaged or cannot be read.
  Outcome<std::string_view> peek();
  void take(std::size_t bytes) { at_ += bytes; }
  // All rows were taken. Failure: as of peek.
  Outcome<bool> at_end();
  // One more line without its end. Failure: also when there is none.
  Outcome<std::string_view> take_line();
  // Exactly so many bytes, appended to `into`.
  Outcome<void> take_into(std::uint64_t bytes, std::string& into);

  const std::vector<ResultFile>& files() const { return files_; }
  std::size_t header_bytes() const { return header_.size(); }
  std::string damage(std::string_view what) const;  // "DIR/bills.csv is damaged: what"

 private:
  Outcome<void> fill();
  Outcome<bool> next_file();

  std::string directory_;
  std::vector<ResultFile> files_;
  std::string header_;
  std::size_t buffer_bytes_;
  std::size_t file_ = 0;    // index of the one at hand
  std::uint64_t read_ = 0;  // bytes of it
  FileChecksum sum_;
  bool header_passed_ = false;
  std::string buffer_, line_;
  std::size_t at_ = 0;  // in the buffer
  Told told_;
};

}  // namespace ratebook
