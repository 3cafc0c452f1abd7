#include "runtime/io/failure.hpp"

#include <cerrno>
#include <system_error>

namespace ratebook {

std::string errno_words() { return std::generic_category().message(errno); }

tl::unexpected<Failure> errno_failure(const std::string& what) { return system_failure(what + ": " + errno_words()); }

}  // namespace ratebook
