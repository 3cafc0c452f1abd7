#include "runtime/io/input_digest.hpp"

namespace ratebook {

void InputDigest::add(std::uint64_t index, const Chunk& chunk) {
  std::unique_lock lock(mutex_);
  waiting_.emplace(index, chunk);
  if (busy_) return;
  busy_ = true;
  for (auto at = waiting_.find(next_); at != waiting_.end(); at = waiting_.find(next_)) {
    const Chunk turn = std::move(at->second);
    waiting_.erase(at);
    ++next_;
    lock.unlock();
    state_.add(turn.text);
    lock.lock();
  }
  busy_ = false;
}

}  // namespace ratebook
