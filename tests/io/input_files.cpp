#include "tests/io/input_files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace ratebook::io_test {

namespace {

struct Opened {
  Sources sources;
  DiagnosticSink sink;
  Book book;
};

class Collected : public Refusals, public HistoryKeeper {
 public:
  void refuse_row(InputIndex input, std::uint64_t row, std::string_view id, const RowFault& fault,
                  std::string_view original) override {
    add(input, row, fmt::format("{} {} {} {}", name(input), row, id, code_word(fault.code)),
        fault.message + " | " + std::string(original));
  }
  void refuse_cycle(const CycleRefusal& r) override {
    const std::string cause = r.cause_input ? fmt::format(" <- {} {}", name(*r.cause_input), r.cause_row) : "";
    add(0, r.row, fmt::format("accounts {} {} {}{}", r.row, r.account_id, code_word(r.fault.code), cause),
        r.fault.message + " | " + std::string(r.original));
  }
  void keep(const HistoryRow&) override {}
  void finish(Assembled& out) {
    std::sort(found_.begin(), found_.end());
    for (const auto& [key, texts] : found_) {
      out.refused.push_back(texts.first);
      out.messages.push_back(texts.second);
    }
  }
  std::size_t usage_files = 0;

 private:
  std::string name(InputIndex input) const {
    if (input == 0) return "accounts";
    return input <= usage_files ? fmt::format("usage{}", input - 1) : fmt::format("other{}", input);
  }
  void add(InputIndex input, std::uint64_t row, std::string text, std::string message) {
    found_.push_back({{input, row, found_.size()}, {std::move(text), std::move(message)}});
  }
  std::vector<std::pair<std::tuple<InputIndex, std::uint64_t, std::size_t>, std::pair<std::string, std::string>>> found_;
};

std::string describe(const CycleBlock& block, std::size_t e) {
  std::string text = fmt::format("{} {} {}..{}", block.account_id(e), block.editions(e).id, format_date(block.from[e]),
                                 format_date(block.through[e]));
  const AccountCycle cycle = make_account_cycle(block, e);
  for (const BlockRead& read : block.reads_of(e)) {
    text += fmt::format(" {}={}", block.context->metered.columns[read.column].name, format_scaled(read.amount, kQuantityScale));
  }
  for (const BlockSeries& s : block.series_of(e)) {
    Int128 sum = 0;
    std::uint64_t mixed = 0;  // tells the order of readings too
    const Readings readings = block.readings_of(s);
    for (std::size_t k = 0; k < readings.size(); ++k) {
      const std::int64_t reading = readings[k];
      if (reading != kMissing) sum += reading;
      mixed = mixed * 31 + static_cast<std::uint64_t>(reading);
    }
    text += fmt::format(" {}:{}s@{} n={} missing={} sum={} #{:x}", block.context->metered.columns[s.column].name, s.step,
                        s.start, s.count, s.missing, format_scaled(sum, kQuantityScale), mixed);
  }
  for (const EarlierCycle& earlier : cycle.history) {
    text += fmt::format(" [{}", format_date(earlier.through));
    for (const auto& [name, value] : earlier.recorded) text += fmt::format(" {}={}", name, format_ratio(value));
    text += "]";
  }
  if (cycle.cycle_number) text += fmt::format(" number={}", *cycle.cycle_number);
  return text;
}

}  // namespace

const Book& book() {
  static const Opened* opened = [] {
    auto* made = new Opened;
    made->book = open_book(made->sources, {"tariffs/examples/rs-1.tariff", "tariffs/examples/tou-r.tariff", "tests/io/scripts"},
                           {}, made->sink);
    for (const Diagnostic& d : made->sink.all()) {
      if (d.severity == Severity::error)
        ADD_FAILURE() << made->sources.file(d.span.file).path << ": " << code_word(d.code) << ": " << d.message;
    }
    return made;
  }();
  return opened->book;
}

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "ratebook-io-XXXXXX").string();
  path_ = ::mkdtemp(name.data());
}
Folder::~Folder() { std::filesystem::remove_all(path_); }
std::string Folder::write(const std::string& name, std::string_view text) const {
  const std::string path = path_ + "/" + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

namespace {

// `cached`: intervals are put into a usage cache and read from there.
Assembled assemble_once(const Texts& texts, const Ways& ways, const Book& with, bool cached) {
  const Folder folder;
  InputPaths paths;
  paths.accounts = folder.write("accounts.csv", texts.accounts);
  for (std::size_t i = 0; i < texts.usage.size(); ++i)
    paths.usage.push_back(folder.write(fmt::format("usage{}.csv", i), texts.usage[i]));
  if (texts.facts) paths.facts = folder.write("facts.csv", *texts.facts);
  if (texts.history) paths.history = {folder.write("history.csv", *texts.history)};
  Assembled out;
  auto inputs = InputSet::open(with, paths, folder.path());
  auto clocks = TariffClocks::make(with);
  if (!inputs || !clocks) {
    out.failure = inputs ? clocks.error() : inputs.error();
    return out;
  }
  if (cached) {
    TaskPool pool(ways.threads);
    const IngestOptions ingest{folder.path() + "/cache", ways.assembly.reading, ways.assembly.chunk_bytes, {folder.path()}};
    if (const auto kept = inputs->use_cache(ingest, pool); !kept) {
      out.failure = kept.error();
      return out;
    }
  }
  std::set<InputIndex> unsorted;
  for (InputIndex i = 0; ways.sort_everything && i < inputs->files().size(); ++i) unsorted.insert(i);
  for (;;) {
    out = {};
    out.sorted = unsorted;
    Collected collected;
    collected.usage_files = texts.usage.size();
    TaskPool pool(ways.threads);
    AssemblyOptions options = ways.assembly;
    options.unsorted = unsorted;
    options.sort.directory = folder.path();
    auto assembler = CycleAssembler::make(*inputs, **clocks, pool, options, collected, collected);
    std::map<std::uint64_t, std::string> by_row;
    AssembledBlock block;
    for (;;) {
      const Outcome<bool> more = assembler ? (*assembler)->next(block) : Outcome<bool>(failure(assembler.error()));
      if (!more) out.failure = more.error();
      if (!more || !*more) break;
      for (std::size_t e = 0; e < block.cycles.size(); ++e) by_row[block.cycles.row[e]] = describe(block.cycles, e);
      for (std::size_t e = 0; e < block.cycles.size(); ++e) {
        out.counts.resize(inputs->files().size());
        for (InputIndex i = 0; i < inputs->files().size(); ++i)
          out.counts[i].used += block.used_rows[e * inputs->files().size() + i];
      }
    }
    if (out.failure && out.failure->kind == Failure::Kind::out_of_order) {
      unsorted.insert(out.failure->input);
      EXPECT_TRUE(inputs->rewind());
      continue;
    }
    if (out.failure) return out;
    for (const auto& [row, text] : by_row) out.cycles.push_back(text);
    collected.finish(out);
    out.counts.resize(inputs->files().size());
    for (InputIndex i = 0; i < inputs->files().size(); ++i) {
      const std::uint64_t used = out.counts[i].used;
      out.counts[i] = (*assembler)->counts(i);
      out.counts[i].used += used;
      out.records.push_back((*assembler)->records(i));
      out.digests.push_back((*assembler)->digest(i));
      const RowCounts& c = out.counts[i];
      EXPECT_EQ(out.records[i], c.bad + c.duplicate + c.outside + c.orphan + c.refused + c.used)
          << "rows of input " << i << " are not accounted for";
    }
    return out;
  }
}

}  // namespace

Assembled assemble(const Texts& texts, const Ways& ways, const Book& with) {
  const Assembled text = assemble_once(texts, ways, with, false);
  if (ways.assembly.only) return text;
  const Assembled cached = assemble_once(texts, ways, with, true);
  EXPECT_EQ(text.failure.has_value(), cached.failure.has_value());
  if (text.failure || cached.failure) return text;
  EXPECT_EQ(text.cycles, cached.cycles) << "from a usage cache";
  EXPECT_EQ(text.refused, cached.refused) << "from a usage cache";
  EXPECT_EQ(text.messages, cached.messages) << "from a usage cache";
  EXPECT_EQ(text.records, cached.records) << "from a usage cache";
  EXPECT_EQ(text.digests, cached.digests) << "from a usage cache";
  for (InputIndex i = 0; i < text.counts.size(); ++i) {
    const RowCounts &a = text.counts[i], &b = cached.counts[i];
    EXPECT_EQ(std::tie(a.bad, a.duplicate, a.outside, a.orphan, a.refused, a.used),
              std::tie(b.bad, b.duplicate, b.outside, b.orphan, b.refused, b.used))
        << "input " << i << " from a usage cache";
  }
  return text;
}

}  // namespace ratebook::io_test
