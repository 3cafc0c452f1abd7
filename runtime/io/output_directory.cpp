#include "runtime/io/output_directory.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "runtime/io/result_files.hpp"

namespace ratebook {

namespace {

namespace fs = std::filesystem;

// Held while temporary directories are made and taken away, so that none is seen between its making and its lock.
class ParentLock {
 public:
  explicit ParentLock(const std::string& parent) : descriptor_(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (descriptor_ >= 0) ::flock(descriptor_, LOCK_EX);
  }
  ~ParentLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  ParentLock(const ParentLock&) = delete;
  ParentLock& operator=(const ParentLock&) = delete;
  bool held() const { return descriptor_ >= 0; }
  Outcome<void> sync(const std::string& what) const {
    return ::fsync(descriptor_) == 0 ? Outcome<void>{} : errno_failure("cannot write " + what);
  }

 private:
  int descriptor_;
};

std::string prefix_of(const std::string& place) { return "." + fs::path(place).filename().string() + ".partial-"; }

// Directories of runs that were killed: nobody holds their lock.
void take_away_stale(const std::string& parent, const std::string& prefix) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(parent, error)) {
    if (!entry.path().filename().string().starts_with(prefix)) continue;
    const int descriptor = ::open(entry.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) continue;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) fs::remove_all(entry.path(), error);
    ::close(descriptor);
  }
}

// A file of the directory that no run has made, or "" when all of it is a result (or nothing). What --replace takes away must be one.
std::string foreign_file(const std::string& directory) {
  std::error_code error;
  bool report = false;
  std::string foreign;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    const std::string name = entry.path().filename().string();
    const std::string stem = name.substr(0, name.find_first_of("_."));
    const std::string rest = name.substr(stem.size());
    const bool table = stem == "bills" || stem == "lines" || stem == "history" || stem == "quarantine";
    const std::string number = rest.substr(0, rest.find('.')), kind = rest.substr(number.size());
    const bool numbered =
        (kind == ".csv" || kind == ".parquet") &&
        (number.empty() || (number.size() > 1 && number.find_first_not_of("0123456789", 1) == std::string::npos));
    const bool of_shard = name == kShardManifest || name == kBillPlaces || name == kQuarantinePlaces;
    if (name == "run.json")
      report = true;
    else if (of_shard && entry.is_regular_file(error))
      continue;
    else if (!table || !numbered || !entry.is_regular_file(error))
      return name;
    else if (foreign.empty())
      foreign = name;
  }
  return report ? "" : foreign;  // tables without the report of a run are somebody else's
}

mode_t current_umask() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return mask;
}

Outcome<void> sync_files(const std::string& directory) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    const int file = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return errno_failure("cannot write " + entry.path().string());
    const bool synced = ::fsync(file) == 0;
    const auto failed = errno_failure("cannot write " + entry.path().string());
    ::close(file);
    if (!synced) return failed;
  }
  return {};
}

}  // namespace

Outcome<OutputDirectory> OutputDirectory::begin(const std::string& place, bool replace) {
  OutputDirectory out;
  fs::path wanted(place);
  if (!wanted.has_filename()) wanted = wanted.parent_path();  // "bills/"
  if (wanted.filename() == "." || wanted.filename() == ".." || wanted.empty())
    return usage_failure("--out needs the name of a directory, not " + place);
  out.place_ = wanted.string();
  out.parent_ = wanted.has_parent_path() ? wanted.parent_path().string() : ".";
  out.replace_ = replace;
  std::error_code error;
  const auto status = fs::symlink_status(out.place_, error);
  if (fs::exists(status)) {
    if (!fs::is_directory(status)) return usage_failure(out.place_ + " exists and is no directory");
    if (!replace) return usage_failure(out.place_ + " exists; --replace puts the new result in its place");
    if (const std::string foreign = foreign_file(out.place_); !foreign.empty())
      return usage_failure(out.place_ + " is not the result of a run: --replace would take away " + foreign +
                           ", which is none of its files");
  }
  const ParentLock lock(out.parent_);
  if (!lock.held()) return usage_failure("cannot write into " + out.parent_ + ": " + errno_words());
  const std::string prefix = prefix_of(out.place_);
  take_away_stale(out.parent_, prefix);
  std::string name = out.parent_ + "/" + prefix + "XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) return errno_failure("cannot make a directory in " + out.parent_);
  out.temporary_ = name;
  ::chmod(name.c_str(), 0777 & ~current_umask());  // mkdtemp made it private; a result is as open as any other file
  out.lock_ = ::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (out.lock_ < 0 || ::flock(out.lock_, LOCK_EX | LOCK_NB) != 0) return errno_failure("cannot lock " + name);
  return out;
}

OutputDirectory::OutputDirectory(OutputDirectory&& other) noexcept
    : place_(std::move(other.place_)),
      parent_(std::move(other.parent_)),
      temporary_(std::exchange(other.temporary_, {})),
      lock_(std::exchange(other.lock_, -1)),
      replace_(other.replace_) {}

OutputDirectory::~OutputDirectory() {
  std::error_code error;
  if (!temporary_.empty()) fs::remove_all(temporary_, error);
  if (lock_ >= 0) ::close(lock_);
}

Outcome<void> OutputDirectory::publish() {
  if (auto synced = sync_files(temporary_); !synced) return synced;
  if (::fsync(lock_) != 0) return errno_failure("cannot write " + temporary_);
  const ParentLock lock(parent_);
  if (::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, place_.c_str(), RENAME_NOREPLACE) == 0) {
    temporary_.clear();
    return lock.sync(parent_);
  }
  if (errno == EEXIST && !replace_)
    return usage_failure(place_ + " was made by another run meanwhile; --replace puts this result in its place");
  if (errno == EEXIST && ::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, place_.c_str(), RENAME_EXCHANGE) == 0) {
    return lock.sync(parent_);  // temporary_ is the old result now, and goes
  }
  if (errno != EINVAL && errno != ENOSYS) return errno_failure("cannot rename " + temporary_ + " to " + place_);
  // A file system without these renames.
  std::error_code error;
  if (fs::exists(place_, error)) {
    if (!replace_) return usage_failure(place_ + " exists; --replace puts the new result in its place");
    const std::string old = temporary_ + ".old";
    if (::rename(place_.c_str(), old.c_str()) != 0) return errno_failure("cannot rename " + place_);
    if (::rename(temporary_.c_str(), place_.c_str()) != 0) {
      const auto failed = errno_failure("cannot rename " + temporary_ + " to " + place_);
      ::rename(old.c_str(), place_.c_str());
      return failed;
    }
    temporary_ = old;
  } else if (::rename(temporary_.c_str(), place_.c_str()) != 0) {
    return errno_failure("cannot rename " + temporary_ + " to " + place_);
  } else {
    temporary_.clear();
  }
  return lock.sync(parent_);
}

}  // namespace ratebook
