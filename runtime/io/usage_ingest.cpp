#include "runtime/io/usage_ingest.hpp"

#include "runtime/io/parsed_stream.hpp"

namespace ratebook {

namespace {

// All of the text, in the order of its accounts. Failure out_of_order: the file must be sorted.
Outcome<void> read_through(InputFile& file, const UsageFile& columns, const IngestOptions& options, bool sorting,
                           TaskPool& pool, UsageCacheWriter& writer) {
  GroupStream<ReadingRun> stream(
      0,
      std::make_unique<ParsedStream<ReadingParser>>(file, ReadingParser(columns, options.reading), pool, options.chunk_bytes),
      [&](const BadRow& bad) { return writer.add(bad); });
  if (sorting) {
    if (auto sorted = stream.sort(options.sort); !sorted) return sorted;
  }
  RowGroup<ReadingRun> group;
  for (;;) {
    const auto id = stream.peek();
    if (!id) return failure(id.error());
    if (!*id) break;
    if (auto taken = stream.take(group); !taken) return taken;
    for (const BadRow& bad : group.bad) {
      if (auto added = writer.add(bad); !added) return added;
    }
    for (const ReadingRun& run : group.rows) {
      if (auto added = writer.add(run); !added) return added;
    }
  }
  UsageCache::Totals totals;
  totals.records = stream.records();
  totals.rounded = stream.rounded();
  totals.digest = stream.digest();
  totals.unsorted = sorting;
  return writer.finish(std::move(totals));
}

}  // namespace

std::string Ingested::words() const { return !made ? "found" : made_anew.empty() ? "made" : "made anew: " + made_anew; }

Outcome<Ingested> ingest(InputFile& file, const UsageFile& columns, const IngestOptions& options, TaskPool& pool) {
  if (columns.form == UsageForm::registers)
    return usage_failure(file.name() + " has no intervals: a cache keeps intervals only");
  const auto identity = cache_identity(file, columns, options.reading);
  if (!identity) return usage_failure(file.name() + " is not a file that stays: it cannot be kept in a cache");
  Ingested result;
  result.cache = UsageCache::open(options.directory, *identity, result.made_anew);
  if (result.cache) return result;
  for (bool sorting = false;; sorting = true) {
    auto writer = UsageCacheWriter::create(options.directory, *identity);
    if (!writer) return failure(writer.error());
    auto read = read_through(file, columns, options, sorting, pool, **writer);
    if (auto rewound = file.rewind(); !rewound) return failure(rewound.error());
    if (read) break;
    if (read.error().kind != Failure::Kind::out_of_order) return failure(read.error());
  }
  if (cache_identity(file, columns, options.reading) != identity)
    return system_failure(file.name() + " was changed while it was read");
  std::string why;
  result.cache = UsageCache::open(options.directory, *identity, why);
  if (!result.cache) return system_failure("the cache that was just written cannot be read: " + why);
  result.made = true;
  return result;
}

}  // namespace ratebook
