#include "runtime/io/record_sorter.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "runtime/io/input_file.hpp"

namespace ratebook {

namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20;
constexpr std::size_t kMergeWidth = 64;
constexpr std::size_t kSizes = 2 * sizeof(std::uint32_t);

std::uint32_t size_at(const char* at) {
  std::uint32_t size;
  std::memcpy(&size, at, sizeof size);
  return size;
}
std::string_view key_at(const char* at) { return {at + kSizes, size_at(at)}; }
std::string_view record_at(const char* at) { return {at + kSizes + size_at(at), size_at(at + sizeof(std::uint32_t))}; }
std::size_t length_at(const char* at) { return kSizes + size_at(at) + size_at(at + sizeof(std::uint32_t)); }

std::uint64_t prefix_of(std::string_view key) {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i) prefix = prefix << 8U | (i < key.size() ? static_cast<unsigned char>(key[i]) : 0U);
  return prefix;
}

}  // namespace

// One sorted piece on disk: written through a buffer, then read through it.
class RecordSorter::SortedFile {
 public:
  SortedFile(int descriptor, std::size_t buffer, const std::string& directory)
      : descriptor_(descriptor), buffer_(buffer), what_("a temporary file in " + directory) {}
  ~SortedFile() { ::close(descriptor_); }
  SortedFile(const SortedFile&) = delete;
  SortedFile& operator=(const SortedFile&) = delete;

  Outcome<void> write(const char* record, std::size_t size) {
    if (end_ + size > buffer_.size()) {
      if (auto flushed = flush(); !flushed) return flushed;
      if (size > buffer_.size()) return write_all(descriptor_, record, size, what_);
    }
    std::memcpy(buffer_.data() + end_, record, size);
    end_ += size;
    return {};
  }
  Outcome<void> flush() {
    auto written = write_all(descriptor_, buffer_.data(), end_, what_);
    end_ = 0;
    return written;
  }
  Outcome<void> start_reading(std::size_t buffer) {
    if (auto flushed = flush(); !flushed) return flushed;
    buffer_.resize(buffer);
    buffer_.shrink_to_fit();
    if (::lseek(descriptor_, 0, SEEK_SET) < 0) return errno_failure("cannot read " + what_);
    return {};
  }
  void close_buffer() { buffer_ = std::vector<char>(); }  // `= {}` would keep its memory
  // The next record, or null at the end; valid until the next call.
  Outcome<const char*> read() {
    at_ += length_;
    length_ = 0;
    if (auto got = need(kSizes); !got || !*got) return got ? Outcome<const char*>(nullptr) : failure(got.error());
    const std::size_t length = length_at(buffer_.data() + at_);
    if (auto got = need(length); !got || !*got)
      return got ? system_failure("cannot read " + what_ + ": it is cut off") : failure(got.error());
    length_ = length;
    return buffer_.data() + at_;
  }

 private:
  Outcome<bool> need(std::size_t bytes) {
    if (end_ - at_ >= bytes) return true;
    std::copy(buffer_.data() + at_, buffer_.data() + end_, buffer_.data());
    end_ -= at_;
    at_ = 0;
    if (buffer_.size() < bytes) buffer_.resize(bytes);
    while (end_ < bytes) {
      const ssize_t n = ::read(descriptor_, buffer_.data() + end_, buffer_.size() - end_);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return errno_failure("cannot read " + what_);
      if (n == 0) return false;
      end_ += static_cast<std::size_t>(n);
    }
    return true;
  }

  int descriptor_;
  std::vector<char> buffer_;
  std::string what_;
  std::size_t at_ = 0, end_ = 0, length_ = 0;
};

// Several sorted files as one: a heap of their next records.
class RecordSorter::Merge {
 public:
  explicit Merge(std::vector<std::unique_ptr<SortedFile>> files) : files_(std::move(files)) {}
  Outcome<void> start(std::size_t memory) {
    for (const auto& file : files_) {
      if (auto started = file->start_reading(std::max<std::size_t>(memory / files_.size(), 1 << 16)); !started) return started;
      if (auto pushed = push(file.get()); !pushed) return pushed;
    }
    return {};
  }
  Outcome<const char*> next() {
    if (last_ != nullptr) {
      if (auto pushed = push(last_); !pushed) return failure(pushed.error());
      last_ = nullptr;
    }
    if (heap_.empty()) return nullptr;
    std::pop_heap(heap_.begin(), heap_.end(), after);
    const Head head = heap_.back();
    heap_.pop_back();
    last_ = head.file;
    return head.at;
  }

 private:
  struct Head {
    std::uint64_t prefix;
    const char* at;
    SortedFile* file;
  };
  static bool after(const Head& a, const Head& b) {
    return a.prefix != b.prefix ? a.prefix > b.prefix : key_at(a.at) > key_at(b.at);
  }
  Outcome<void> push(SortedFile* file) {
    const auto at = file->read();
    if (!at) return failure(at.error());
    if (*at == nullptr) {
      file->close_buffer();
      return {};
    }
    heap_.push_back({prefix_of(key_at(*at)), *at, file});
    std::push_heap(heap_.begin(), heap_.end(), after);
    return {};
  }
  std::vector<std::unique_ptr<SortedFile>> files_;
  std::vector<Head> heap_;
  SortedFile* last_ = nullptr;
};

RecordSorter::RecordSorter(std::string directory, std::size_t memory) : directory_(std::move(directory)), memory_(memory) {}
RecordSorter::~RecordSorter() = default;

char* RecordSorter::take(std::size_t bytes) {
  if (block_size_ - block_used_ < bytes) {
    block_size_ = std::max(kBlock, bytes);
    blocks_.emplace_back(new char[block_size_]);
    block_used_ = 0;
    used_ += block_size_;
  }
  char* at = blocks_.back().get() + block_used_;
  block_used_ += bytes;
  return at;
}

Outcome<void> RecordSorter::add(std::string_view key, std::string_view record) {
  const std::size_t bytes = kSizes + key.size() + record.size();
  if (!entries_.empty() && used_ + bytes + entries_.size() * sizeof(Entry) * 2 > memory_ && block_size_ - block_used_ < bytes) {
    if (auto spilled = spill(); !spilled) return spilled;
  }
  char* at = take(bytes);
  const auto key_size = static_cast<std::uint32_t>(key.size()), record_size = static_cast<std::uint32_t>(record.size());
  std::memcpy(at, &key_size, sizeof key_size);
  std::memcpy(at + sizeof key_size, &record_size, sizeof record_size);
  std::copy(key.begin(), key.end(), at + kSizes);
  std::copy(record.begin(), record.end(), at + kSizes + key.size());
  entries_.push_back({prefix_of(key), at});
  ++count_;
  return {};
}

void RecordSorter::sort_entries() {
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return a.prefix != b.prefix ? a.prefix < b.prefix : key_at(a.at) < key_at(b.at);
  });
}

Outcome<void> RecordSorter::spill() {
  sort_entries();
  const auto descriptor = unnamed_file(directory_);
  if (!descriptor) return failure(descriptor.error());
  ++files_;
  auto file = std::make_unique<SortedFile>(*descriptor, kBlock, directory_);
  for (const Entry& entry : entries_) {
    if (auto written = file->write(entry.at, length_at(entry.at)); !written) return written;
  }
  if (auto flushed = file->flush(); !flushed) return flushed;
  file->close_buffer();
  sorted_files_.push_back(std::move(file));
  entries_.clear();
  blocks_.clear();
  used_ = block_size_ = block_used_ = 0;
  return sorted_files_.size() < kMergeWidth ? Outcome<void>{} : merge_some();
}

// So many files that reading them side by side would need too many buffers become one.
Outcome<void> RecordSorter::merge_some() {
  const auto descriptor = unnamed_file(directory_);
  if (!descriptor) return failure(descriptor.error());
  ++files_;
  auto merged = std::make_unique<SortedFile>(*descriptor, kBlock, directory_);
  Merge merge(std::move(sorted_files_));
  sorted_files_.clear();
  if (auto started = merge.start(memory_); !started) return started;
  for (;;) {
    const auto at = merge.next();
    if (!at) return failure(at.error());
    if (*at == nullptr) break;
    if (auto written = merged->write(*at, length_at(*at)); !written) return written;
  }
  if (auto flushed = merged->flush(); !flushed) return flushed;
  merged->close_buffer();
  sorted_files_.push_back(std::move(merged));
  return {};
}

Outcome<void> RecordSorter::sort() {
  if (sorted_files_.empty()) {
    sort_entries();
    return {};
  }
  if (auto spilled = spill(); !spilled) return spilled;
  entries_.shrink_to_fit();
  merge_ = std::make_unique<Merge>(std::move(sorted_files_));
  return merge_->start(memory_);
}

Outcome<bool> RecordSorter::next(std::string_view& key, std::string_view& record) {
  const char* at = nullptr;
  if (merge_) {
    const auto merged = merge_->next();
    if (!merged) return failure(merged.error());
    at = *merged;
  } else if (next_entry_ < entries_.size()) {
    at = entries_[next_entry_++].at;
  }
  if (at == nullptr) return false;
  key = key_at(at);
  record = record_at(at);
  return true;
}

}  // namespace ratebook
