// run.json: what a run was made of and what came out. Everything that varies between two runs of the same inputs stands under the one key `run`.
#pragma once
#include <chrono>

#include "runtime/batch/batch_run.hpp"

namespace ratebook {

inline constexpr std::string_view kRunSchema = "ratebook.run/1";

// Writes it into the directory of the result.
Outcome<void> write_run_report(const std::string& directory, const Sources& sources, const Book& book,
                               const IrDigests& ir_digests, const BatchOptions& options, const BatchReport& report,
                               std::chrono::system_clock::time_point started);

// Of the key `run`.
std::string utc_words(std::chrono::system_clock::time_point at);
std::string random_run_id();
std::string machine_words();

// "sha256:…" of what the digests of all inputs say together.
std::string inputs_digest(const std::vector<InputReport>& inputs);

}  // namespace ratebook
