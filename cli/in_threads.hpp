// Small independent pieces of work, as many at once as there are processors.
//
//   in_threads(editions.size(), [&](std::size_t n) { digests[n] = digest(editions[n]); });
#pragma once
#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace ratebook::cli {

// Calls piece(0) … piece(count - 1), each once, in no order; returns when all are done. Few pieces stay in this thread. `piece` does not throw.
template <class Piece>
void in_threads(std::size_t count, Piece piece) {
  constexpr std::size_t kWorthAThread = 8;
  const std::size_t most = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t threads = std::min(most, count / kWorthAThread);
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t n = next++; n < count; n = next++) piece(n);
  };
  std::vector<std::thread> others;
  for (std::size_t t = 1; t < threads; ++t) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
}

}  // namespace ratebook::cli
