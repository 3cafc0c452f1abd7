// Typed indices into vectors. A LineId can't be used where a TableId is meant; an unset id is `none()`.
#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace ratebook {

template <class Tag>
struct Id {
  static constexpr std::uint32_t kNone = 0xffffffffU;
  std::uint32_t index = kNone;

  constexpr Id() = default;
  constexpr explicit Id(std::size_t i) : index(static_cast<std::uint32_t>(i)) {}
  static constexpr Id none() { return {}; }
  constexpr bool valid() const { return index != kNone; }
  constexpr explicit operator bool() const { return valid(); }
  friend constexpr auto operator<=>(Id, Id) = default;
};

}  // namespace ratebook

template <class Tag>
struct std::hash<ratebook::Id<Tag>> {
  std::size_t operator()(ratebook::Id<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.index); }
};
