// Accounts whose ids lie between two bounds, byte by byte: what a shard of a run takes, or one account alone. A row without an id belongs to the
// range that has no lower bound, so that ranges that follow each other share out every row of every file once.
//   {nothing, "B"} holds "A-1", and rows without an id; {"B", nothing} holds "B" and "C-1".
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace ratebook {

struct AccountRange {
  std::optional<std::string> from;   // the first id that is in it; nothing: no lower bound
  std::optional<std::string> until;  // the first id after it; nothing: no upper bound

  static AccountRange of_one(std::string id) {
    std::string next = id + '\0';
    return {std::move(id), std::move(next)};
  }
  bool contains(std::string_view id) const { return (!from || id >= *from) && (!until || id < *until); }
  bool overlaps(std::string_view first, std::string_view last) const {
    return (!from || last >= *from) && (!until || first < *until);
  }
  bool has_rows_without_id() const { return !from; }
  // The account, when it is one alone.
  std::optional<std::string_view> one() const {
    const bool is_one =
        from && until && until->size() == from->size() + 1 && until->back() == '\0' && until->starts_with(*from);
    return is_one ? std::optional<std::string_view>(*from) : std::nullopt;
  }
  friend bool operator==(const AccountRange&, const AccountRange&) = default;
};

}  // namespace ratebook
