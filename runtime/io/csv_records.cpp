#include "runtime/io/csv_records.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace ratebook {

namespace {

constexpr std::size_t kFirstFields = 256;  // of a record that is too long
constexpr std::size_t kBlock = 64;

// One bit for each byte that is a comma or a line feed.
#if defined(__SSE2__)
std::uint64_t marks_of(const char* block) {
  const __m128i comma = _mm_set1_epi8(','), line = _mm_set1_epi8('\n');
  std::uint64_t marks = 0;
  for (unsigned i = 0; i < 4; ++i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block) + i);
    const __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(bytes, comma), _mm_cmpeq_epi8(bytes, line));
    marks |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(hit))) << (16 * i);
  }
  return marks;
}
#else
std::uint64_t marks_of(const char* block) {
  std::uint64_t marks = 0;
  for (unsigned i = 0; i < kBlock; ++i) marks |= static_cast<std::uint64_t>(block[i] == ',' || block[i] == '\n') << i;
  return marks;
}
#endif

std::uint64_t marks_at(std::string_view text, std::size_t block) {
  if (text.size() - block >= kBlock) return marks_of(text.data() + block);
  char padded[kBlock] = {};
  std::memcpy(padded, text.data() + block, text.size() - block);
  return marks_of(padded);
}

}  // namespace

void append_csv_field(std::string& out, std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += field;
    return;
  }
  out += '"';
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

CsvRecords::CsvRecords(const Chunk& chunk)
    : chunk_(chunk.text), kind_(chunk.kind), quotes_(chunk.quotes), plain_(chunk.scan.plain) {
  if (!chunk_.empty() && !quotes_) marks_ = marks_at(chunk_, 0);
}

bool CsvRecords::next() {
  if (kind_ == Chunk::Kind::passed_over) return false;
  if (kind_ == Chunk::Kind::long_record) {
    if (at_ != 0) return false;
    at_ = chunk_.size();
    text_ = chunk_;
    flaw_ = RecordFlaw::too_long;
    take_first_fields();
    return true;
  }
  // Empty lines are no records.
  while (true) {
    flaw_ = RecordFlaw::none;
    if (!(quotes_ ? next_quoted() : next_plain())) return false;
    if (!text_.empty()) break;
  }
  if (!plain_ && flaw_ == RecordFlaw::none && !is_valid_text(text_)) flaw_ = RecordFlaw::text;
  return true;
}

// Of a record whose end is not there: the plain fields that it begins with, so that it tells whose it is.
void CsvRecords::take_first_fields() {
  fields_.clear();
  std::size_t field = 0;
  for (std::size_t end = chunk_.find(','); end != std::string_view::npos && fields_.size() < kFirstFields;
       end = chunk_.find(',', field)) {
    const std::string_view text = chunk_.substr(field, end - field);
    if (text.find('"') != std::string_view::npos) return;
    fields_.push_back(text);
    field = end + 1;
  }
}

void CsvRecords::finish_text(std::size_t end) {
  text_ = chunk_.substr(at_, end - at_);
  if (!text_.empty() && text_.back() == '\r') text_.remove_suffix(1);
}

bool CsvRecords::next_plain() {
  if (at_ >= chunk_.size()) return false;
  fields_.clear();
  line_ = lines_;
  std::size_t field = at_;
  for (;;) {
    while (marks_ == 0) {
      block_ += kBlock;
      if (block_ >= chunk_.size()) break;
      marks_ = marks_at(chunk_, block_);
    }
    const bool end_of_chunk = marks_ == 0;
    const std::size_t mark = end_of_chunk ? chunk_.size() : block_ + static_cast<std::size_t>(std::countr_zero(marks_));
    marks_ &= marks_ - 1;
    fields_.push_back(chunk_.substr(field, mark - field));
    field = mark + 1;
    if (!end_of_chunk && chunk_[mark] == ',') continue;
    if (std::string_view& last = fields_.back(); !last.empty() && last.back() == '\r') last.remove_suffix(1);
    finish_text(mark);
    at_ = field;
    ++lines_;
    return true;
  }
}

// A field that begins with a quote, at `at`. Leaves `at` behind its closing quote; false when it has none.
bool CsvRecords::take_quoted(std::size_t& at) {
  const std::size_t first = at + 1;
  bool doubled = false;
  std::size_t close = chunk_.find('"', first);
  while (close != std::string_view::npos && close + 1 < chunk_.size() && chunk_[close + 1] == '"') {
    doubled = true;
    close = chunk_.find('"', close + 2);
  }
  if (close == std::string_view::npos) return false;
  std::string_view content = chunk_.substr(first, close - first);
  lines_ += static_cast<std::uint32_t>(std::count(content.begin(), content.end(), '\n'));
  if (doubled) {
    std::string& single = unquoted_.emplace_back();
    for (std::size_t i = 0; i < content.size(); ++i) {
      single += content[i];
      if (content[i] == '"') ++i;
    }
    content = single;
  }
  fields_.push_back(content);
  at = close + 1;
  return true;
}

bool CsvRecords::next_quoted() {
  if (at_ >= chunk_.size()) return false;
  fields_.clear();
  unquoted_.clear();
  line_ = lines_;
  std::size_t i = at_;
  for (;;) {
    if (i < chunk_.size() && chunk_[i] == '"') {
      if (!take_quoted(i)) {  // the record ends with the line that opens the quote, as in ChunkReader
        flaw_ = RecordFlaw::quotes;
        i = std::min(chunk_.find('\n', i), chunk_.size());
        break;
      }
      const std::size_t after = i;
      i = std::min(chunk_.find_first_of(",\n", i), chunk_.size());
      const std::string_view tail = chunk_.substr(after, i - after);
      if (!tail.empty() && tail != "\r") flaw_ = RecordFlaw::quotes;
    } else {
      const std::size_t first = i;
      i = std::min(chunk_.find_first_of(",\n", i), chunk_.size());
      std::string_view field = chunk_.substr(first, i - first);
      if (field.find('"') != std::string_view::npos) flaw_ = RecordFlaw::quotes;
      if ((i == chunk_.size() || chunk_[i] == '\n') && !field.empty() && field.back() == '\r') field.remove_suffix(1);
      fields_.push_back(field);
    }
    if (i == chunk_.size() || chunk_[i] == '\n') break;
    ++i;
  }
  finish_text(i);
  at_ = i + 1;
  ++lines_;
  return true;
}

}  // namespace ratebook
