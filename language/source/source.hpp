// Texts of scripts and where things stand in them. A Span is a byte range of one file; lines and columns are found on demand.
#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "language/base/ids.hpp"

namespace ratebook {

using FileId = Id<struct FileTag>;

// Half-open byte range [begin, end). A span of an absent thing is empty at the place where it should stand.
struct Span {
  FileId file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool valid() const { return file.valid(); }
  friend bool operator==(const Span&, const Span&) = default;
};
// Smallest span that holds both (same file).
Span join(Span a, Span b);

struct LineColumn {
  std::uint32_t line = 1;    // from 1
  std::uint32_t column = 1;  // from 1, in characters (code points)
};

struct SourceFile {
  std::string path;  // as the user named it; what messages show
  std::string text;  // without a byte order mark
  std::vector<std::uint32_t> line_starts;
};

// Owns the texts of one run. Ids stay valid for its lifetime; texts never move.
class Sources {
 public:
  FileId add(std::string path, std::string text);
  const SourceFile& file(FileId id) const { return files_[id.index]; }
  std::string_view text(Span span) const;
  LineColumn position(FileId id, std::uint32_t offset) const;
  LineColumn position(Span span) const { return position(span.file, span.begin); }
  std::string_view line_text(FileId id, std::uint32_t line) const;  // without its line end
  std::size_t size() const { return files_.size(); }

 private:
  std::deque<SourceFile> files_;
};

}  // namespace ratebook
