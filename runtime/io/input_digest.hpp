// SHA-256 of a file whose chunks come from several threads: each chunk waits for its turn, nobody waits for it.
#pragma once
#include <map>
#include <mutex>

#include "language/base/digest.hpp"
#include "runtime/io/chunk_reader.hpp"

namespace ratebook {

class InputDigest {
 public:
  // Chunk number `index`, from 0, each once.
  void add(std::uint64_t index, const Chunk& chunk);
  std::string digest() { return state_.digest(); }  // once, when all were added

 private:
  std::mutex mutex_;
  std::map<std::uint64_t, Chunk> waiting_;
  std::uint64_t next_ = 0;
  bool busy_ = false;
  Sha256 state_;
};

}  // namespace ratebook
