// What a tariff's statements read of metered time, whatever an account's facts are: the data checks concern this and nothing else.
#pragma once
#include <functional>
#include <set>
#include <vector>

#include "language/semantics/tariff.hpp"

namespace ratebook::oracle {

struct CutBy {
  CutSet cuts;
  CutRule season_rule = CutRule::usage_day, version_rule = CutRule::usage_day;
};

struct WhatIsRead {
  std::set<ChannelId> channels;      // in quantities, demands and power factors; `apparent` brings usage and reactive along
  std::set<SchemeId> schemes;        // members that time is told apart by: in scopes, splits and cuts by the day
  std::vector<CutBy> cuts;           // of lines and split measures
  bool days = false, hours = false;  // tiers per day, quantities each day or hour
  bool months = false;               // tiers per month, splits by month
};
WhatIsRead what_is_read(const CheckedTariff& tariff);

// Every expression of a statement, operands included, calls and arms too; an expression over earlier cycles is not entered.
void for_each_expression(const CheckedTariff& tariff, ExprId root, const std::function<void(const Expr&)>& visit);
// The roots of a line's amount: quantity, price, share, bound, tier limits and prices.
std::vector<ExprId> amount_expressions(const Line& line);

}  // namespace ratebook::oracle
