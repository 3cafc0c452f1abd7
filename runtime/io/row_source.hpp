// Where the rows of an input come from, chunk by chunk in the order of the file: a text file that is parsed, or a cache of one that was.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "runtime/io/account_range.hpp"
#include "runtime/io/rows.hpp"

namespace ratebook {

template <class Row>
class RowSource {
 public:
  virtual ~RowSource() = default;

  // Before the first next(): chunks that certainly hold no row of these accounts may be left out. Of one account alone, records() and digest()
  // then say nothing; else both are of all of the file.
  virtual void take_only(const AccountRange& accounts) = 0;
  // The next chunk's rows with their lines in the file; null at the end. Failures: reading, or what a parser found.
  virtual Outcome<std::shared_ptr<ParsedRows<Row>>> next() = 0;

  virtual std::uint64_t records() const = 0;  // taken so far, without the header
  virtual std::uint64_t bytes() const = 0;    // of the file, taken so far
  virtual const std::string& name() const = 0;
  virtual std::string digest() = 0;  // SHA-256 of the file; once, after the end
};

}  // namespace ratebook
