// The constants of limit.def.
#pragma once
#include <cstdint>

namespace ratebook {

struct Limit {
  std::int64_t low, high;
};
namespace limits {
#define LIMIT(name, low, high, unit) inline constexpr Limit name{low, high};
#include "language/base/limit.def"
}  // namespace limits

}  // namespace ratebook
