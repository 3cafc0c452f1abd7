#include "runtime/io/csv_header.hpp"

#include <algorithm>

#include "runtime/io/csv_records.hpp"
#include "runtime/io/parquet_rows.hpp"

namespace ratebook {

std::optional<std::size_t> CsvHeader::find(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  const auto at = static_cast<std::size_t>(found - names.begin());
  taken.insert(at);
  return at;
}

Outcome<std::size_t> CsvHeader::need(std::string_view name) {
  if (const auto at = find(name)) return *at;
  return usage_failure(file + " has no column `" + std::string(name) + "`");
}

std::vector<std::string> CsvHeader::unread() const {
  std::vector<std::string> left;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!taken.contains(i) && !names[i].empty()) left.push_back(names[i]);
  }
  return left;
}

Outcome<CsvHeader> read_header(InputFile& file) {
  if (is_parquet(file)) return read_parquet_header(file);
  CsvHeader header;
  header.file = file.name();
  ChunkReader reader(file, 4096);
  Chunk chunk;
  for (;;) {
    const auto more = reader.next(chunk);
    if (!more) return failure(more.error());
    if (!*more) return usage_failure(file.name() + " is empty: it needs a header row");
    CsvRecords record(chunk);
    if (!record.next()) continue;
    if (record.flaw() != RecordFlaw::none) return usage_failure(file.name() + " does not begin with a header row");
    for (const std::string_view name : record.fields()) header.names.emplace_back(name);
    break;
  }
  auto sorted = header.names;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i] == sorted[i - 1] && !sorted[i].empty())
      return usage_failure(file.name() + " has the column `" + sorted[i] + "` twice");
  }
  if (auto rewound = file.rewind(); !rewound) return failure(rewound.error());
  return header;
}

}  // namespace ratebook
