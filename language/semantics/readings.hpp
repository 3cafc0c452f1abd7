// What the expressions and rules of a tariff read: so that an example can be told of a given that changes nothing.
#pragma once
#include <set>
#include <string>
#include <string_view>

#include "language/semantics/tariff.hpp"

namespace ratebook {

class Readings {
 public:
  explicit Readings(const CheckedTariff& tariff);
  bool channel(ChannelId id) const { return channels_.contains(id); }
  bool history(std::string_view name) const { return histories_.contains(name); }
  bool fact(Fact fact) const { return facts_.contains(fact); }

 private:
  std::set<ChannelId> channels_;  // `apparent` and power factors bring usage and reactive along
  std::set<std::string, std::less<>> histories_;
  std::set<Fact> facts_;
};

}  // namespace ratebook
