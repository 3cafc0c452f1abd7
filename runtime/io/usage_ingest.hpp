// Usage files into the cache: found there, or read once and put there.
#pragma once
#include "runtime/io/group_stream.hpp"
#include "runtime/io/usage_cache.hpp"

namespace ratebook {

struct IngestOptions {
  std::string directory;  // of the cache
  ReadingOptions reading;
  std::size_t chunk_bytes = kChunkBytes;
  SortMemory sort;
};

// How a cache came to be there.
struct Ingested {
  std::size_t input = 0;  // InputIndex, where there are several files
  std::shared_ptr<const UsageCache> cache;
  bool made = false;      // else found
  std::string made_anew;  // why one that was found would not do; "" when there was none
  // "found", "made", "made anew: …"
  std::string words() const;
};

// `file` at its start, and left there. Failures: usage (not a file that can be kept, or of registers), system.
Outcome<Ingested> ingest(InputFile& file, const UsageFile& columns, const IngestOptions& options, TaskPool& pool);

}  // namespace ratebook
