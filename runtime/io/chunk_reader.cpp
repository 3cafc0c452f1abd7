#include "runtime/io/chunk_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace ratebook {

namespace {

std::size_t after_line_end(const char* text, std::size_t from, std::size_t size) {
  const void* at = std::memchr(text + from, '\n', size - from);
  return at == nullptr ? 0 : static_cast<std::size_t>(static_cast<const char*>(at) - text) + 1;
}

}  // namespace

Outcome<void> ChunkReader::fill(std::size_t wanted) {
  if (wanted > capacity_) {
    std::shared_ptr<char[]> larger(new char[wanted]);
    if (size_ > 0) std::memcpy(larger.get(), buffer_.get(), size_);
    buffer_ = std::move(larger);
    capacity_ = wanted;
  }
  if (at_end_ || size_ == wanted) return {};
  const auto got = file_.read(buffer_.get() + size_, wanted - size_);
  if (!got) return failure(got.error());
  if (*got < wanted - size_) at_end_ = true;
  if (std::memchr(buffer_.get() + size_, '"', *got) != nullptr) quotes_ = true;
  size_ += *got;
  return {};
}

std::size_t ChunkReader::records_end() {
  const char* text = buffer_.get();
  if (!quotes_ && walked_ == 0) {
    const void* at = ::memrchr(text, '\n', size_);
    return at == nullptr ? 0 : static_cast<std::size_t>(static_cast<const char*>(at) - text) + 1;
  }
  for (; walked_ < size_; ++walked_) {
    const char c = text[walked_];
    if (place_ == Place::quoted) {
      if (c == '"') place_ = Place::after_quote;
    } else if (c == '\n') {
      place_ = Place::field_start;
      last_end_ = walked_ + 1;
    } else if (c == ',') {
      place_ = Place::field_start;
    } else if (c == '"' && place_ != Place::plain) {
      if (place_ == Place::field_start) open_quote_ = walked_;
      place_ = Place::quoted;
    } else {
      place_ = Place::plain;
    }
  }
  return last_end_;
}

// The first `size` bytes of the buffer become the chunk; the rest begins a new buffer.
void ChunkReader::take(Chunk& chunk, Chunk::Kind kind, std::size_t size) {
  chunk = {kind, buffer_, std::string_view(buffer_.get(), size), quotes_, {false, 0}};
  const std::size_t rest = size_ - size;
  capacity_ = std::max(target_, rest + 1);
  std::shared_ptr<char[]> next(new char[capacity_]);
  std::memcpy(next.get(), buffer_.get() + size, rest);
  buffer_ = std::move(next);
  size_ = rest;
  quotes_ = rest > 0 && std::memchr(buffer_.get(), '"', rest) != nullptr;
  place_ = Place::field_start;
  walked_ = last_end_ = open_quote_ = 0;
}

Outcome<bool> ChunkReader::take_rest_of_long(Chunk& chunk) {
  if (auto filled = fill(std::max(target_, size_ + 1)); !filled) return failure(filled.error());
  if (size_ == 0) return false;
  const std::size_t end = after_line_end(buffer_.get(), 0, size_);
  in_long_record_ = end == 0;
  take(chunk, Chunk::Kind::passed_over, end == 0 ? size_ : end);
  return true;
}

Outcome<bool> ChunkReader::next(Chunk& chunk) {
  if (in_long_record_) return take_rest_of_long(chunk);
  if (auto filled = fill(std::max(target_, std::max<std::size_t>(size_ + 1, 3))); !filled) return failure(filled.error());
  if (size_ == 0) return false;
  if (!std::exchange(started_, true) && size_ >= 3 && std::memcmp(buffer_.get(), "\xEF\xBB\xBF", 3) == 0) {
    take(chunk, Chunk::Kind::passed_over, 3);
    return true;
  }
  std::size_t end = records_end();
  while (end == 0 && !at_end_ && size_ < kLongestRecord) {
    if (auto filled = fill(std::min(kLongestRecord, size_ * 2)); !filled) return failure(filled.error());
    end = records_end();
  }
  const bool open = place_ == Place::quoted && (end == 0 || at_end_);
  if (end == 0 && open)
    end = after_line_end(buffer_.get(), open_quote_, size_);
  else if (at_end_ && !open)
    end = size_;  // the last record needs no line end
  in_long_record_ = end == 0 && !at_end_;
  if (end == 0) end = size_;
  take(chunk, in_long_record_ ? Chunk::Kind::long_record : Chunk::Kind::records, end);
  return true;
}

}  // namespace ratebook
