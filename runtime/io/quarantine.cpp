#include "runtime/io/quarantine.hpp"

#include "runtime/io/csv_records.hpp"

namespace ratebook {

Quarantine::Quarantine(std::vector<std::string> input_names, const SortMemory& memory)
    : names_(std::move(input_names)), sorter_(memory.directory, memory.bytes) {}

void Quarantine::refuse_row(InputIndex input, std::uint64_t row, std::string_view account_id, const RowFault& fault,
                            std::string_view original) {
  add(input, row, account_id, fault.code, fault.message, original, std::nullopt);
}

void Quarantine::refuse_cycle(const CycleRefusal& refusal) {
  ++cycles_;
  if (!refusal.cause_input)
    return add(0, refusal.row, refusal.account_id, refusal.fault.code, refusal.fault.message, refusal.original, std::nullopt);
  const std::string message = *refusal.cause_input == 0 ? refusal.fault.message
                                                        : fmt::format("{} row {}: {}", names_[*refusal.cause_input],
                                                                      refusal.cause_row, refusal.fault.message);
  add(0, refusal.row, refusal.account_id, refusal.fault.code, message, refusal.original, refusal.cause_row);
}

void Quarantine::add(InputIndex input, std::uint64_t row, std::string_view account_id, Code code, std::string_view message,
                     std::string_view original, const std::optional<std::uint64_t>& cause_row) {
  ++by_code_[std::string(code_word(code))];
  key_.clear();
  append_key(key_, input);
  append_key(key_, row);
  append_key(key_, records_++);
  record_.clear();
  append_csv_field(record_, names_[input]);
  record_ += fmt::format(",{},", row);
  append_csv_field(record_, account_id);
  record_ += ',';
  record_ += code_word(code);
  record_ += ',';
  append_csv_field(record_, message);
  record_ += ',';
  if (is_valid_text(original)) {
    append_csv_field(record_, original);
  } else {  // what is no text is shown byte by byte, so that the file stays UTF-8
    std::string shown;
    for (const char c : original) {
      const auto byte = static_cast<unsigned char>(c);
      if ((byte >= 0x20 && byte < 0x7F) || c == '\t')
        shown += c;
      else
        shown += fmt::format("\\x{:02X}", byte);
    }
    append_csv_field(record_, shown);
  }
  record_ += ',';
  if (cause_row) record_ += std::to_string(*cause_row);
  record_ += '\n';
  if (kept_) kept_ = sorter_.add(key_, record_);
}

Outcome<TableFile> Quarantine::write(const std::string& directory, std::uint64_t max_rows, const Places& places) {
  if (!kept_) return failure(kept_.error());
  auto file = TableFile::create(directory, "quarantine", kQuarantineHeader, max_rows);
  if (!file) return file;
  if (auto sorted = sorter_.sort(); !sorted) return failure(sorted.error());
  std::string_view key, record;
  for (;;) {
    const auto more = sorter_.next(key, record);
    if (!more) return failure(more.error());
    if (!*more) break;
    if (auto written = file->write_row(record); !written) return failure(written.error());
    if (!places) continue;
    if (auto told = places(number_in_key(key, 0), number_in_key(key, 1), record.size()); !told) return failure(told.error());
  }
  if (auto closed = file->close(); !closed) return failure(closed.error());
  return file;
}

}  // namespace ratebook
