#include "runtime/plan/batch_layout.hpp"

#include <algorithm>
#include <map>

namespace ratebook {

template <class T>
BatchLayout::Aligned<T> BatchLayout::aligned(std::size_t count) {
  // 256 bytes: results of two threads never share a cache line.
  const std::size_t bytes = (std::max<std::size_t>(count, 1) * sizeof(T) + 255) / 256 * 256;
  T* p = static_cast<T*>(std::aligned_alloc(256, bytes));
  std::fill_n(reinterpret_cast<char*>(p), bytes, '\0');
  return Aligned<T>(p);
}

BatchLayout::BatchLayout(EditionKernel& edition, std::vector<const RatedUnit*> units)
    : edition_(&edition), units_(std::move(units)) {
  lay_out_windows();
  lay_out_columns();
  lay_out_sources();
  const std::size_t n = units_.size();
  rows_ = aligned<native::Row>(n * batch_.row_stride);
  records_ = aligned<native::Record>(n * batch_.record_stride);
  scratch_ = aligned<char>(edition.kernel().scratch_bytes(max_segments_, max_parts_));
  status_.assign(n, 0);
  batch_.abi_version = native::kAbiVersion;
  batch_.struct_bytes = sizeof(native::Batch);
  batch_.accounts = n;
  batch_.window = window_of_.data();
  batch_.windows = windows_.data();
  batch_.attributes = attributes_.data();
  batch_.readings = readings_.data();
  batch_.quantities = quantities_.data();
  batch_.quantity_den = dens_.data();
  batch_.demands = demands_.data();
  batch_.squares = squares_.data();
  batch_.demand_base = demand_base_.data();
  batch_.states = states_.data();
  batch_.state_base = state_base_.data();
  batch_.rows = rows_.get();
  batch_.records = records_.get();
  batch_.status = status_.data();
  batch_.scratch = scratch_.get();
}

void BatchLayout::run() {
  std::fill(status_.begin(), status_.end(), 0);
  edition_->kernel().function()(&batch_, 0, units_.size());
}

void BatchLayout::lay_out_windows() {
  const ir::Program& program = edition_->program();
  std::map<const WindowPlan*, std::uint32_t> number;
  for (const RatedUnit* unit : units_) {
    const WindowPlan& w = *unit->window;
    const auto [it, fresh] = number.try_emplace(&w, static_cast<std::uint32_t>(windows_.size()));
    window_of_.push_back(it->second);
    if (!fresh) continue;
    windows_.push_back(w.view());
    std::vector<std::uint32_t> base;
    std::uint32_t at = 0;
    for (const ir::DemandSlot& d : program.demands) {
      base.push_back(at);
      at += static_cast<std::uint32_t>(w.parts(d.partition).size());
    }
    demand_bases_.push_back(std::move(base));
    std::vector<std::uint32_t> states;
    std::uint32_t next = 0;
    for (const ir::StateSlot& slot : program.states) {
      states.push_back(next);
      next += static_cast<std::uint32_t>(w.parts(slot.partition).size());
    }
    state_bases_.push_back(std::move(states));
    batch_.row_stride = std::max<std::uint64_t>(batch_.row_stride, w.rows());
    batch_.record_stride = std::max<std::uint64_t>(batch_.record_stride, w.records());
    max_segments_ = std::max<std::size_t>(max_segments_, w.segments());
    for (ir::PartitionIndex p = 0; p < program.partitions.size(); ++p) max_parts_ = std::max(max_parts_, w.parts(p).size());
  }
  for (const auto& base : demand_bases_) demand_base_.push_back(base.data());
  for (const auto& base : state_bases_) state_base_.push_back(base.data());
}

void BatchLayout::lay_out_columns() {
  columns_.assign(edition_->program().attributes.size(), std::vector<std::int64_t>(units_.size()));
  for (std::size_t a = 0; a < columns_.size(); ++a) {
    for (std::size_t i = 0; i < units_.size(); ++i) columns_[a][i] = units_[i]->attributes[a];
    attributes_.push_back(columns_[a].data());
  }
}

// Kernels take readings as they lie, but those that they walk interval by interval in 8 bytes of micro-units.
native::ReadingColumn BatchLayout::column_of(ChannelId channel, const Readings& readings) {
  const auto& walks = edition_->program().walks;
  const bool walked = std::any_of(walks.begin(), walks.end(), [&](const ir::StepWalk& walk) {
    return std::find(walk.channels.begin(), walk.channels.end(), channel) != walk.channels.end();
  });
  if (!walked || (readings.width() == Readings::Width::signed64 && readings.unit() == 1))
    return {readings.data(), readings.unit(), static_cast<std::uint32_t>(readings.width()), 0};
  std::int64_t* wide = widened_.emplace_back(aligned<std::int64_t>(readings.size())).get();
  readings.copy(wide);
  return {wide, 1, sizeof *wide, 0};
}

static Readings from_window(const SeriesView& s, const WindowPlan& window) {
  const auto first = static_cast<std::size_t>((window.first_reading(s.start, s.step) - s.start) / s.step);
  return s.readings.part(first, s.readings.size() - first);
}

void BatchLayout::lay_out_sources() {
  const auto& channels = edition_->kernel().channels();
  reading_rows_.assign(channels.size(), std::vector<native::ReadingColumn>(units_.size()));
  for (std::size_t i = 0; i < units_.size(); ++i) {
    const RatedUnit& u = *units_[i];
    quantities_.push_back(u.quantities.data());
    squares_.push_back(u.squares.data());
    demands_.push_back(u.demands.data());
    dens_.push_back(u.quantity_den);
    states_.push_back(u.states.data());
    // The general source asks for readings only in tier passes and walks; an account whose readings do not fit has a state that says so.
    if (u.error || !u.readings_complete) continue;
    for (std::size_t c = 0; c < channels.size(); ++c) {
      const auto grid = u.window->grid_of(channels[c]);
      if (!grid) continue;
      for (const SeriesView& s : u.view.series)
        if (s.channel == channels[c] && s.step == grid->step)
          reading_rows_[c][i] = column_of(channels[c], from_window(s, *u.window));
    }
  }
  for (const auto& row : reading_rows_) readings_.push_back(row.data());
}

}  // namespace ratebook
