#include "tests/semantics/whole_script.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "language/syntax/parse.hpp"

namespace ratebook::test {

Checked check_text(std::string text, const CheckOptions& options) {
  Checked c;
  const FileId file = c.sources.add("test.tariff", std::move(text));
  if (auto tree = parse(c.sources, file, c.sink)) c.tariff = check(c.sources, *tree, options, c.sink);
  c.sink.sort();
  return c;
}

Checked check_body(std::string_view body, std::string_view rules) {
  return check_text(fmt::format(R"(tariff T "Test" {{
  utility "Test Power"
  timezone America/Denver
  currency USD
  source s "Sheet" effective 2025-01-01
  rules {{
    season by usage day   cite s "1"
    version by usage day  cite s "1"
    clock local daylight time  cite s "1"
    round each line half up to 0.01 USD  cite s "1"
    {}
  }}
{}
  value fixed {{ from 2025-01-01 = 0.10 USD/day  cite s "2" }}
  charge fixed_charge "Fixed" = fixed * days
}}
)",
                                rules, body));
}

std::vector<std::string> notes_of(const Checked& checked, Code code) {
  for (const Diagnostic& d : checked.sink.all())
    if (d.code == code) return d.notes;
  return {};
}

std::size_t count_of(const Checked& checked, Code code) {
  return static_cast<std::size_t>(
      std::count_if(checked.sink.all().begin(), checked.sink.all().end(), [&](const auto& d) { return d.code == code; }));
}

}  // namespace ratebook::test
