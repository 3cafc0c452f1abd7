#include "tests/compiler/batch_buffers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "compiler/evaluate/evaluate.hpp"
#include "compiler/ir/limits.hpp"

namespace ratebook {

namespace {

std::size_t below(std::size_t n, Random& random) { return static_cast<std::size_t>(random() % n); }

// The lengths of n pieces of [0, length), each at least 1.
std::vector<std::uint32_t> cut(std::uint32_t length, std::size_t n, Random& random) {
  std::vector<std::uint32_t> edges;
  for (std::uint32_t i = 1; i < length; ++i) edges.push_back(i);
  std::shuffle(edges.begin(), edges.end(), random);
  edges.resize(std::min<std::size_t>(n - 1, edges.size()));
  edges.push_back(0);
  edges.push_back(length);
  std::sort(edges.begin(), edges.end());
  return edges;
}

}  // namespace

std::int64_t random_in(const ir::Range& range, Random& random) {
  const auto low = static_cast<std::int64_t>(range.low), high = static_cast<std::int64_t>(range.high);
  switch (random() % 6) {
    case 0:
      return low;
    case 1:
      return high;
    case 2: {
      const auto small = static_cast<std::int64_t>(random() % 7) - 3;
      return std::clamp(small, low, high);
    }
    case 3: {
      const auto power =
          static_cast<std::int64_t>(std::uint64_t{1} << (random() % 63)) + static_cast<std::int64_t>(random() % 3) - 1;
      return std::clamp(random() % 2 == 0 ? power : -power, low, high);
    }
    default: {
      const std::uint64_t width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
      return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + (width == 0 ? random() : random() % width));
    }
  }
}

BatchBuffers::BatchBuffers(const ir::Program& program, const std::vector<ChannelId>& channels, const BatchShape& shape,
                           Random& random)
    : program_(program), channels_(channels), shape_(shape), classes_(ir::class_space(program)) {
  for (std::size_t w = 0; w < shape_.windows; ++w) make_window(random);
  attributes_.assign(program_.attributes.size(), std::vector<std::int64_t>(shape_.accounts));
  reading_columns_.assign(channels_.size(), std::vector<native::ReadingColumn>(shape_.accounts));
  for (std::size_t a = 0; a < shape_.accounts; ++a) make_account(a, random);
  for (const auto& column : attributes_) attribute_columns_.push_back(column.data());
  for (const auto& column : reading_columns_) readings_.push_back(column.data());

  batch_.abi_version = native::kAbiVersion;
  batch_.struct_bytes = sizeof(native::Batch);
  batch_.accounts = shape_.accounts;
  batch_.window = window_of_.data();
  batch_.windows = windows_.data();
  batch_.attributes = attribute_columns_.data();
  batch_.readings = readings_.data();
  batch_.quantities = quantities_.data();
  batch_.quantity_den = quantity_den_.data();
  batch_.demands = demands_.data();
  batch_.squares = squares_.data();
  batch_.demand_base = demand_base_.data();
  batch_.states = states_.data();
  batch_.state_base = state_base_.data();
  rows_.resize(shape_.accounts * batch_.row_stride);
  records_.resize(shape_.accounts * batch_.record_stride);
  status_.resize(shape_.accounts);
  batch_.rows = rows_.data();
  batch_.records = records_.data();
  batch_.status = status_.data();
}

void BatchBuffers::make_window(Random& random) {
  native::Window window{};
  const std::uint32_t segments = 1 + static_cast<std::uint32_t>(below(4, random));
  window.segments = segments;
  max_segments_ = std::max<std::size_t>(max_segments_, segments);

  std::vector<std::int64_t> fields;
  for (const ir::WindowField& f : program_.window_fields) fields.push_back(random_in(f.range, random));
  window.fields = numbers_.emplace_back(std::move(fields)).data();

  std::vector<std::size_t> parts;
  for (const ir::Partition& p : program_.partitions) parts.push_back(p.whole() ? 1 : 1 + below(segments, random));
  std::vector<native::PartTable> tables;
  std::vector<std::vector<std::uint32_t>> part_of_segment;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    native::PartTable table{};
    table.parts = parts[p];
    max_parts_ = std::max(max_parts_, parts[p]);
    // Every part has a segment.
    std::vector<std::uint32_t> of(segments);
    for (std::uint32_t s = 0; s < segments; ++s) of[s] = s < parts[p] ? s : static_cast<std::uint32_t>(below(parts[p], random));
    std::shuffle(of.begin(), of.end(), random);
    std::vector<std::uint32_t> begin{0}, list;
    std::vector<std::uint32_t> span_begin{0};
    std::vector<native::DaySpan> spans;
    std::int64_t day = 20000;
    for (std::uint32_t part = 0; part < parts[p]; ++part) {
      for (std::uint32_t s = 0; s < segments; ++s)
        if (of[s] == part) list.push_back(s);
      begin.push_back(static_cast<std::uint32_t>(list.size()));
      for (std::size_t n = 1 + below(3, random); n > 0; --n) {
        const auto length = static_cast<std::int64_t>(below(30, random));
        spans.push_back({day, day + length});
        day += length + 1 + static_cast<std::int64_t>(below(3, random));
      }
      span_begin.push_back(static_cast<std::uint32_t>(spans.size()));
    }
    std::vector<const std::int64_t*> columns;
    for (const ir::PartField& f : program_.part_fields) {
      columns.push_back(nullptr);
      if (f.partition != p) continue;
      std::vector<std::int64_t> column;
      for (std::size_t part = 0; part < parts[p]; ++part)
        column.push_back(f.kind == ir::PartField::Kind::part_of ? static_cast<std::int64_t>(below(parts[f.other], random))
                                                                : random_in(f.range, random));
      columns.back() = numbers_.emplace_back(std::move(column)).data();
    }
    table.fields = pointers_.emplace_back(std::move(columns)).data();
    table.segment_begin = indices_.emplace_back(std::move(begin)).data();
    table.segments = indices_.emplace_back(std::move(list)).data();
    table.span_begin = indices_.emplace_back(std::move(span_begin)).data();
    table.spans = spans_.emplace_back(std::move(spans)).data();
    tables.push_back(table);
    part_of_segment.push_back(std::move(of));
  }
  window.partitions = part_tables_.emplace_back(std::move(tables)).data();
  parts_.push_back(parts);

  const std::uint32_t buckets = segments * classes_.count();
  std::vector<native::Run> runs;
  const auto edges = cut(shape_.readings, 1 + below(12, random), random);
  for (std::size_t i = 0; i + 1 < edges.size(); ++i)
    runs.push_back({edges[i], edges[i + 1], static_cast<std::uint32_t>(below(buckets, random))});
  window.run_count = runs.size();
  window.runs = runs_.emplace_back(std::move(runs)).data();

  std::vector<native::DemandTable> demands;
  std::vector<std::uint32_t> demand_base, state_base, row_base, record_base;
  std::uint32_t demand_slots = 0, state_slots = 0, rows = 0, records = 0;
  for (const ir::DemandSlot& d : program_.demands) {
    const auto width = static_cast<std::uint32_t>(1 + below(4, random));
    const auto slide = static_cast<std::uint32_t>(1 + below(width, random));
    std::vector<native::DemandRun> list;
    for (std::size_t n = below(4, random); n > 0; --n) {
      const auto first = static_cast<std::uint32_t>(below(shape_.readings / 2, random));
      const auto most = (shape_.readings - first - width) / slide + 1;
      list.push_back({first, static_cast<std::uint32_t>(below(most + 1, random)),
                      static_cast<std::uint32_t>(below(parts[d.partition], random))});
    }
    const auto& kept = demand_runs_.emplace_back(std::move(list));
    demands.push_back({kept.data(), kept.size(), width, slide});
    demand_base.push_back(demand_slots);
    demand_slots += static_cast<std::uint32_t>(parts[d.partition]);
  }
  window.demands = demand_tables_.emplace_back(std::move(demands)).data();
  for (const ir::StateSlot& s : program_.states) {
    state_base.push_back(state_slots);
    state_slots += static_cast<std::uint32_t>(parts[s.partition]);
  }
  std::vector<native::StepTable> steps;
  for (std::size_t p = 0; p < program_.tier_passes.size(); ++p) {
    std::vector<native::StepRun> list;
    std::uint32_t step = 0;
    const auto at = cut(shape_.readings, 1 + below(10, random), random);
    for (std::size_t i = 0; i + 1 < at.size(); ++i) {
      step += static_cast<std::uint32_t>(below(2, random));
      list.push_back({at[i], at[i + 1], static_cast<std::uint32_t>(below(buckets, random)), step});
    }
    const auto& kept = step_runs_.emplace_back(std::move(list));
    steps.push_back({kept.data(), kept.size()});
  }
  window.steps = step_tables_.emplace_back(std::move(steps)).data();
  std::vector<native::StepTable> walks;
  for (std::size_t w = 0; w < program_.walks.size(); ++w) {
    std::vector<native::StepRun> list;
    std::uint32_t step = 0;
    const auto at = cut(shape_.readings, 1 + below(20, random), random);
    for (std::size_t i = 0; i + 1 < at.size(); ++i) {
      step += below(3, random) == 0 ? 0 : 1;
      list.push_back({at[i], at[i + 1], static_cast<std::uint32_t>(below(buckets, random)), step});
    }
    const auto& kept = step_runs_.emplace_back(std::move(list));
    walks.push_back({kept.data(), kept.size()});
  }
  window.walks = step_tables_.emplace_back(std::move(walks)).data();
  for (const ir::RowSlot& r : program_.rows) {
    row_base.push_back(rows);
    rows += static_cast<std::uint32_t>(parts[r.partition]);
  }
  for (const ir::RecordSlot& r : program_.records) {
    record_base.push_back(records);
    records += static_cast<std::uint32_t>(parts[r.partition]);
  }
  window.row_base = indices_.emplace_back(std::move(row_base)).data();
  window.record_base = indices_.emplace_back(std::move(record_base)).data();
  demand_base_.push_back(indices_.emplace_back(std::move(demand_base)).data());
  state_base_.push_back(indices_.emplace_back(std::move(state_base)).data());
  batch_.row_stride = std::max<std::uint64_t>(batch_.row_stride, rows);
  batch_.record_stride = std::max<std::uint64_t>(batch_.record_stride, records);
  windows_.push_back(window);
}

// In any width that holds them, as it falls; in micro-units where the program takes the channel interval by interval.
native::ReadingColumn BatchBuffers::column_of(ChannelId channel, std::vector<std::int64_t> readings, Random& random) {
  const bool walked = std::any_of(program_.walks.begin(), program_.walks.end(), [&](const ir::StepWalk& walk) {
    return std::find(walk.channels.begin(), walk.channels.end(), channel) != walk.channels.end();
  });
  const std::int64_t most = *std::max_element(readings.begin(), readings.end());
  const std::int64_t unit = walked || random() % 2 == 0 ? 1 : 1000;
  const auto bytes = [&](const void* data, std::uint32_t width) { return native::ReadingColumn{data, unit, width, 0}; };
  for (std::int64_t& r : readings) r /= unit;
  if (!walked && most / unit <= UINT16_MAX && random() % 4 != 0)
    return bytes(numbers_of_16_.emplace_back(readings.begin(), readings.end()).data(), 2);
  if (!walked && most / unit <= INT32_MAX && random() % 4 != 0)
    return bytes(numbers_of_32_.emplace_back(readings.begin(), readings.end()).data(), 4);
  return bytes(numbers_.emplace_back(std::move(readings)).data(), 8);
}

void BatchBuffers::make_account(std::size_t account, Random& random) {
  const auto w = static_cast<std::uint32_t>(below(windows_.size(), random));
  window_of_.push_back(w);
  for (std::size_t a = 0; a < program_.attributes.size(); ++a)
    attributes_[a][account] = random_in(program_.attributes[a].range, random);
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    // Within the limits of cycles, some accounts large, some sparse. `apparent` is not always measured.
    const std::int64_t most = random() % 3 == 0 ? std::min(ir::kReadingLimit, ir::kEnergyLimit / shape_.readings)
                                                : std::int64_t{1} << (random() % 40);
    std::vector<std::int64_t> readings(shape_.readings);
    for (std::int64_t& r : readings)
      r = random() % 4 == 0 ? 0 : static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1));
    const bool only_squared = std::none_of(program_.quantities.begin(), program_.quantities.end(),
                                           [&](const auto& q) { return q.channel == channels_[c]; });
    if (channels_[c] == kApparent && only_squared && random() % 2 == 0) continue;
    reading_columns_[c][account] = column_of(channels_[c], std::move(readings), random);
  }
  const native::Window& window = windows_[w];
  const std::int64_t den = random_in(ir::between(1, ir::kQuantityDenominatorLimit), random);
  quantity_den_.push_back(program_.source == ir::Source::general ? den : 1);
  std::vector<native::Int128> sums(program_.quantities.size() * window.segments);
  const auto share = static_cast<std::uint64_t>(ir::kEnergyLimit / static_cast<std::int64_t>(window.segments));
  for (native::Int128& s : sums)
    s = random() % 5 == 0 ? native::Int128{0} : native::Int128{static_cast<std::int64_t>(random() % share)} * den;
  quantities_.push_back(wide_.emplace_back(std::move(sums)).data());
  std::vector<std::int64_t> demands;
  std::vector<native::Int128> squares;
  for (const ir::DemandSlot& d : program_.demands)
    for (std::size_t part = 0; part < parts_[w][d.partition]; ++part) {
      demands.push_back(random_in(ir::between(0, ir::kDemandLimit), random));
      squares.push_back(native::Int128{demands.back()} * demands.back());
    }
  demands_.push_back(numbers_.emplace_back(std::move(demands)).data());
  squares_.push_back(wide_.emplace_back(std::move(squares)).data());
  std::vector<std::uint32_t> states;
  for (const ir::StateSlot& s : program_.states)
    for (std::size_t part = 0; part < parts_[w][s.partition]; ++part)
      states.push_back(random() % 8 == 0 ? static_cast<std::uint32_t>(random() % 300) : 0);
  states_.push_back(indices_.emplace_back(std::move(states)).data());
}

void BatchBuffers::clear_results() {
  std::fill(rows_.begin(), rows_.end(), native::Row{});
  std::fill(records_.begin(), records_.end(), native::Record{});
  std::fill(status_.begin(), status_.end(), 0xffffffffU);
}

std::string BatchBuffers::run(const native::Kernel& kernel) {
  clear_results();
  const std::size_t bytes = std::max<std::size_t>(256, (kernel.scratch_bytes(max_segments_, max_parts_) + 255) / 256 * 256);
  const std::unique_ptr<void, decltype(&std::free)> scratch(std::aligned_alloc(256, bytes), &std::free);
  std::fill_n(static_cast<unsigned char*>(scratch.get()), bytes, static_cast<unsigned char>(0xa5));
  batch_.scratch = scratch.get();
  kernel.function()(&batch_, 0, shape_.accounts);
  batch_.scratch = nullptr;
  return results();
}

std::string BatchBuffers::evaluate(std::vector<std::string>* breaches) {
  clear_results();
  auto found = ratebook::evaluate(program_, channels_, batch_, 0, shape_.accounts);
  if (breaches != nullptr) *breaches = std::move(found);
  return results();
}

std::string BatchBuffers::results() const {
  auto text = [](native::Int128 n) { return format_scaled(n, 0); };
  std::string out;
  for (std::size_t a = 0; a < shape_.accounts; ++a) {
    out += fmt::format("account {} status {}", a, status_[a]);
    // Rows and records of a refused account are not read by anyone.
    for (std::size_t r = 0; status_[a] == 0 && r < batch_.row_stride; ++r) {
      const native::Row& row = rows_[a * batch_.row_stride + r];
      if (row.present != 0)
        out += fmt::format(" row {}: {} {} {} {} {}", r, text(row.quantity), text(row.price), text(row.unrounded), row.amount,
                           row.inexact);
    }
    for (std::size_t r = 0; status_[a] == 0 && r < batch_.record_stride; ++r) {
      const native::Record& record = records_[a * batch_.record_stride + r];
      if (record.denominator != 0) out += fmt::format(" {}/{}", text(record.numerator), text(record.denominator));
    }
    out += "\n";
  }
  return out;
}

}  // namespace ratebook
