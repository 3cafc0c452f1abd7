// Rows as bytes for the sorter's temporary files: fixed integers in the machine's order, texts with their length. Never leaves the machine.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace ratebook {

class RecordWriter {
 public:
  explicit RecordWriter(std::string& out) : out_(out) {}
  template <class T>
  void number(T value) {
    static_assert(std::is_trivially_copyable_v<T>);
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(std::string_view text) {
    number(static_cast<std::uint32_t>(text.size()));
    out_ += text;
  }
  void numbers(const std::int64_t* values, std::size_t count) {
    out_.append(reinterpret_cast<const char*>(values), count * sizeof *values);
  }

 private:
  std::string& out_;
};

// Texts it returns are views into the record. What is not there reads as zeros and empty texts, and is_whole() tells.
class RecordReader {
 public:
  explicit RecordReader(std::string_view record) : rest_(record) {}
  template <class T>
  T number() {
    T value{};
    if (!has(sizeof value)) return value;
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  bool at_end() const { return rest_.empty(); }
  bool is_whole() const { return whole_; }
  std::string_view text() {
    const auto size = number<std::uint32_t>();
    if (!has(size)) return {};
    const std::string_view text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return text;
  }
  void numbers(std::int64_t* into, std::size_t count) {
    if (count == 0 || !has(count * sizeof *into)) return;  // `into` may be null then
    std::memcpy(into, rest_.data(), count * sizeof *into);
    rest_.remove_prefix(count * sizeof *into);
  }

 private:
  bool has(std::size_t bytes) {
    whole_ = whole_ && bytes <= rest_.size();
    return bytes <= rest_.size();
  }
  std::string_view rest_;
  bool whole_ = true;
};

// Big-endian, so that keys compare as the numbers do.
inline void append_key(std::string& key, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) key += static_cast<char>(number >> static_cast<unsigned>(shift) & 0xFFU);
}

// Number `at` of a key that begins with several of them.
inline std::uint64_t number_in_key(std::string_view key, std::size_t at) {
  std::uint64_t number = 0;
  for (const char c : key.substr(at * sizeof number, sizeof number)) number = number << 8U | static_cast<unsigned char>(c);
  return number;
}

}  // namespace ratebook
