// Compiled kernels on disk, one file each. The folder holds executable code: it is made with mode 0700 and used only when it belongs to this user and
// nobody else can write to it.
//
//   file     <key>.kernel: magic, key, length, checksum, object code. A file that does not hold what its name and header say (damaged, cut off,
//            from elsewhere) is not used and is replaced.
//   writing  beside its place, then one rename: several processes may fill one folder at once.
//   size     at most kCacheBytes, and a sixteenth more for a while; the files that were unused for longest go first.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ratebook::native {

inline constexpr std::uintmax_t kCacheBytes = 256ULL << 20;

class ObjectCache {
 public:
  // An empty path makes a cache that holds nothing.
  explicit ObjectCache(std::filesystem::path folder, std::uintmax_t most_bytes = kCacheBytes);

  // `key`: 64 hexadecimal digits.
  std::optional<std::vector<char>> load(const std::string& key) const;
  void store(const std::string& key, const std::vector<char>& object) const;

  // Why the folder is not used; "" when it is, or when none was asked for.
  const std::string& refusal() const { return refusal_; }

 private:
  std::filesystem::path file_of(const std::string& key) const { return folder_ / (key + ".kernel"); }
  void evict() const;
  bool is_counting_due(std::uintmax_t added) const;

  std::filesystem::path folder_;
  std::uintmax_t most_bytes_;
  std::string refusal_;
};

}  // namespace ratebook::native
