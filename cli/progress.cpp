#include "cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/numbers.hpp"
#include "cli/terminal.hpp"

namespace ratebook::cli {

namespace {
constexpr std::chrono::milliseconds kBarEvery{100}, kLineEvery{5000};
constexpr std::uint64_t kBarWidth = 30;
}  // namespace

Progress::Progress() : terminal_(error_is_terminal()), started_(std::chrono::steady_clock::now()), shown_(started_) {}

Progress::~Progress() {
  if (bar_) show_rendered("\r\x1b[K");
}

void Progress::show(std::uint64_t done, std::uint64_t all, std::uint64_t bills, bool again) {
  show_words(done, all, fmt::format(" % read{}, {} bills", again ? " again, sorted" : "", grouped(bills)));
}

void Progress::show(std::uint64_t done, std::uint64_t all) { show_words(done, all, " % copied"); }

void Progress::show_words(std::uint64_t done, std::uint64_t all, const std::string& after) {
  const auto now = std::chrono::steady_clock::now();
  if (now - shown_ < (terminal_ ? kBarEvery : kLineEvery)) return;
  shown_ = now;
  const std::uint64_t percent = all == 0 ? 0 : std::min<std::uint64_t>(100, done * 100 / all);
  const std::string words = std::to_string(percent) + after;
  if (!terminal_) return note(words + "\n");
  std::string bar;
  for (std::uint64_t i = 0; i < kBarWidth; ++i) bar += i < percent * kBarWidth / 100 ? "█" : "░";
  show_rendered("\r\x1b[K" + bar + " " + words);
  bar_ = true;
}

}  // namespace ratebook::cli
