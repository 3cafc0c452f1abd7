// How far a long command is: a bar on a terminal, a plain line every few seconds otherwise; on standard error.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>

namespace ratebook::cli {

class Progress {
 public:
  Progress();
  ~Progress();  // takes the bar away
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void show(std::uint64_t done, std::uint64_t all, std::uint64_t bills, bool again);
  void show(std::uint64_t done, std::uint64_t all);  // of copying

 private:
  void show_words(std::uint64_t done, std::uint64_t all, const std::string& after);

  const bool terminal_;
  std::chrono::steady_clock::time_point started_, shown_;
  bool bar_ = false;
};

}  // namespace ratebook::cli
