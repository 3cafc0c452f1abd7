#include "compiler/native/object_cache.hpp"

#define XXH_INLINE_ALL
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>

namespace ratebook::native {

namespace {

namespace fs = std::filesystem;

constexpr char kMagic[8] = {'R', 'B', 'K', 'E', 'R', 'N', '0', '1'};

struct Header {
  char magic[8];
  char key[64];
  std::uint64_t length;
  std::uint64_t checksum_low, checksum_high;  // XXH3, 128 bits, of key and object
};
static_assert(sizeof(Header) == 96);

Header header_of(const std::string& key, const std::vector<char>& object) {
  Header header{};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  std::memcpy(header.key, key.data(), std::min(key.size(), sizeof header.key));
  header.length = object.size();
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  XXH3_128bits_update(&state, header.key, sizeof header.key);
  XXH3_128bits_update(&state, object.data(), object.size());
  const XXH128_hash_t sum = XXH3_128bits_digest(&state);
  header.checksum_low = sum.low64;
  header.checksum_high = sum.high64;
  return header;
}

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  bool open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  bool read(void* to, std::size_t bytes) const {
    return move(bytes, [&](std::size_t done) { return ::read(descriptor_, static_cast<char*>(to) + done, bytes - done); });
  }
  bool write(const void* from, std::size_t bytes) const {
    return move(bytes,
                [&](std::size_t done) { return ::write(descriptor_, static_cast<const char*>(from) + done, bytes - done); });
  }

 private:
  template <class Some>
  static bool move(std::size_t bytes, Some some) {
    for (std::size_t done = 0; done < bytes;) {
      const ssize_t n = some(done);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return false;
      done += static_cast<std::size_t>(n);
    }
    return true;
  }
  int descriptor_;
};

}  // namespace

ObjectCache::ObjectCache(fs::path folder, std::uintmax_t most_bytes) : folder_(std::move(folder)), most_bytes_(most_bytes) {
  if (folder_.empty()) return;
  std::error_code error;
  fs::create_directories(folder_.parent_path(), error);
  const bool made = ::mkdir(folder_.c_str(), 0700) == 0;
  struct stat status {};
  if (::lstat(folder_.c_str(), &status) != 0)
    refusal_ = "cannot be made: " + std::string(std::strerror(errno));
  else if (!S_ISDIR(status.st_mode))
    refusal_ = "is not a folder";
  else if (status.st_uid != ::geteuid())
    refusal_ = "belongs to another user";
  else if (!made && (status.st_mode & 0077) != 0)
    refusal_ = "is open to others (its mode must be 0700)";
  if (refusal_.empty()) return;
  refusal_ = "the cache of kernels is not used: " + folder_.string() + " " + refusal_;
  folder_.clear();
}

std::optional<std::vector<char>> ObjectCache::load(const std::string& key) const {
  if (folder_.empty()) return std::nullopt;
  const fs::path path = file_of(key);
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat status {};
  if (!file.open() || ::fstat(file.descriptor(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_uid != ::geteuid())
    return std::nullopt;
  Header header;
  if (!file.read(&header, sizeof header)) return std::nullopt;
  if (status.st_size < 0 || header.length != static_cast<std::uint64_t>(status.st_size) - sizeof header) return std::nullopt;
  std::vector<char> object(header.length);
  if (!file.read(object.data(), object.size())) return std::nullopt;
  const Header expected = header_of(key, object);
  if (std::memcmp(&header, &expected, sizeof header) != 0) return std::nullopt;
  // Used now: the time by which eviction goes.
  ::futimens(file.descriptor(), nullptr);
  return object;
}

void ObjectCache::store(const std::string& key, const std::vector<char>& object) const {
  if (folder_.empty()) return;
  static std::atomic<unsigned> count{0};
  const fs::path temporary = folder_ / (key + "." + std::to_string(::getpid()) + "." + std::to_string(++count) + ".part");
  const Header header = header_of(key, object);
  bool written = false;
  {
    const File file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    written = file.open() && file.write(&header, sizeof header) && file.write(object.data(), object.size());
  }
  // A cache that cannot be written (a full disk) costs time, never a result.
  if (!written || ::rename(temporary.c_str(), file_of(key).c_str()) != 0) ::unlink(temporary.c_str());
  if (is_counting_due(sizeof header + object.size())) evict();
}

// Counting a large folder takes longer than compiling an edition: only when a sixteenth of what it may hold has come since, or nobody counted yet.
bool ObjectCache::is_counting_due(std::uintmax_t added) const {
  static std::mutex mutex;
  static std::map<fs::path, std::uintmax_t> added_since;
  const std::lock_guard lock(mutex);
  const auto [at, is_new] = added_since.try_emplace(folder_, 0);
  at->second += added;
  if (!is_new && at->second < most_bytes_ / 16) return false;
  at->second = 0;
  return true;
}

void ObjectCache::evict() const {
  struct Entry {
    fs::path path;
    fs::file_time_type used;
    std::uintmax_t bytes;
  };
  std::vector<Entry> entries;
  std::uintmax_t all = 0;
  std::error_code error;
  for (const fs::directory_entry& e : fs::directory_iterator(folder_, error)) {
    std::error_code gone;
    const Entry entry{e.path(), e.last_write_time(gone), e.file_size(gone)};
    if (gone) continue;
    all += entry.bytes;
    entries.push_back(entry);
  }
  if (all <= most_bytes_) return;
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.used < b.used; });
  for (const Entry& e : entries) {
    if (all <= most_bytes_) return;
    std::error_code gone;
    if (fs::remove(e.path, gone)) all -= e.bytes;
  }
}

}  // namespace ratebook::native
