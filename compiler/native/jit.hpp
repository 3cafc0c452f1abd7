// Object code into memory, ready to be called. The linker alone: an object from the cache is loaded without starting LLVM's code generators.
#pragma once
#include <memory>
#include <span>
#include <string>

#include "compiler/native/abi.hpp"
#include "language/base/result.hpp"

namespace ratebook::native {

// Keeps the code mapped as long as it lives.
class LinkedObject {
 public:
  virtual ~LinkedObject() = default;
  virtual KernelFunction entry() const = 0;
};

// `bytes`: an object that defines kEntryName and needs nothing but kernel_calls.hpp, the 128-bit division of the compiler's runtime and memset. Thread-safe.
Result<std::unique_ptr<LinkedObject>, std::string> link_object(std::span<const char> bytes, const std::string& name);

}  // namespace ratebook::native
