#include "tests/semantics/script.hpp"

#include <algorithm>
#include <stdexcept>

#include "language/diagnostics/render.hpp"
#include "language/syntax/parse.hpp"

namespace ratebook::test {
namespace {

constexpr std::string_view kBeforeRules = R"(tariff T "Test" {
  utility "Test Power"
  timezone America/Denver
  currency USD
  source s "Sheet" effective 2025-01-01
  choice zone = north, south  cite s "1"
  input account.zone : zone = north
  input account.kw   : kW from 0 kW to 1000 kW = 10 kW
  input account.rate : USD/kWh = 0.05 USD/kWh dated
  input account.low  : flag = false
  rules {
)";
constexpr std::string_view kRules = R"(    season by usage day  cite s "2"
    version by usage day  cite s "2"
)";
constexpr std::string_view kAfterRules = R"(    clock local daylight time  cite s "2"
    demand 15 min fixed windows  cite s "2"
    prorate monthly amounts by days / 30  cite s "2"
    allocate register reads evenly by day  cite s "2"
    round each line half up to 0.01 USD  cite s "2"
  }
  season summer = Jun 1 through Sep 30  cite s "3"
  season winter = otherwise
  period on_peak  = in summer every day 16:00 to 21:00  cite s "3"
  period mid_peak = every day 06:00 to 10:00  cite s "3"
  period off_peak = otherwise
  value once  { from 2025-01-01 = 5.00 USD/month  cite s "4" }
  value twice { from 2025-01-01 = 6.00 USD/month  cite s "4"  from 2025-07-01 = 7.00 USD/month  cite s "4" }
  table price : USD/kWh {
    from 2025-01-01  cite s "5"
      | season | on_peak | mid_peak | off_peak |
      | summer |    0.30 |     0.20 |     0.10 |
      | winter |    0.25 |     0.15 |     0.08 |
  }
)";

}  // namespace

Checked check_script(std::string_view body, std::string_view rules) {
  Checked c;
  std::string text(kBeforeRules);
  text += rules.empty() ? kRules : rules;
  text += kAfterRules;
  text += body;
  text += "}\n";
  const FileId file = c.sources.add("test.tariff", std::move(text));
  if (auto tree = parse(c.sources, file, c.sink)) c.tariff = check(c.sources, *tree, {}, c.sink);
  c.sink.sort();
  return c;
}

std::string Checked::messages() const { return render(sources, sink.all()); }
bool Checked::reports(Code code) const {
  return std::any_of(sink.all().begin(), sink.all().end(), [&](const Diagnostic& d) { return d.code == code; });
}
const Line& Checked::line(std::string_view name) const {
  if (tariff)
    for (const Line& l : tariff->lines)
      if (l.name == name) return l;
  throw std::runtime_error("no line " + std::string(name) + "\n" + messages());
}
const Measure& Checked::measure(std::string_view name) const {
  if (tariff)
    for (const Measure& m : tariff->measures)
      if (m.name == name) return m;
  throw std::runtime_error("no measure " + std::string(name) + "\n" + messages());
}

}  // namespace ratebook::test
