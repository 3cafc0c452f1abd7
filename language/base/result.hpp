// What a phase returns when it can fail for one reason; phases that report several use diagnostics/sink.hpp.
#pragma once
#include <tl/expected.hpp>

namespace ratebook {

template <class T, class E>
using Result = tl::expected<T, E>;

template <class E>
auto failure(E error) {
  return tl::make_unexpected(std::move(error));
}

}  // namespace ratebook
