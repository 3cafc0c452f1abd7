// Examples and properties of a book on the oracle and the native engine, which must agree.
#pragma once
#include <string>
#include <vector>

#include "cli/loaded_book.hpp"
#include "runtime/batch/engine.hpp"

namespace ratebook::cli {

struct FailedTest {
  std::string kind;  // "example", "property"
  std::string name;
  std::string place;       // "rs-1.tariff:52", of what is not so
  std::string text;        // what was expected and what came, line by line
  std::string derivation;  // how the oracle came to it; "" when there is none
};
struct TestOutcome {
  std::size_t passed = 0;
  std::vector<FailedTest> failed;
  std::string engine_failure;  // the machine's, not the script's: the run is no test result
};

struct TestSelection {
  std::string name;          // only examples and properties whose name contains this
  std::size_t points = 200;  // generated points of a property
};

// `native` may be null: the oracle alone.
TestOutcome run_examples(const LoadedBook& loaded, Engine& oracle, Engine* native, const TestSelection& selection);

}  // namespace ratebook::cli
