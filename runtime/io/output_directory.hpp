// The place of a run's result. It is written beside its place, into a directory of its own that is locked while the run lives, and moved there
// whole by one rename. A killed run leaves no result; what it leaves beside is taken away by the next run that wants the same place. Two runs
// at once don't touch each other's files; the second one to finish finds the place taken.
#pragma once
#include <string>

#include "runtime/io/failure.hpp"

namespace ratebook {

class OutputDirectory {
 public:
  // Failures: usage (the place exists and `replace` is false, or is no directory; its parent does not exist), system.
  static Outcome<OutputDirectory> begin(const std::string& place, bool replace);
  OutputDirectory(OutputDirectory&& other) noexcept;
  OutputDirectory& operator=(OutputDirectory&&) = delete;
  // Takes away what was not published.
  ~OutputDirectory();

  // Where to write.
  const std::string& path() const { return temporary_; }
  // Files and directory are on disk before the rename, and the rename after it.
  Outcome<void> publish();

 private:
  OutputDirectory() = default;
  std::string place_, parent_, temporary_;
  int lock_ = -1;
  bool replace_ = false;
};

}  // namespace ratebook
