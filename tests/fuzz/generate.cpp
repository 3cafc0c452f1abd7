#include "tests/fuzz/generate.hpp"

#include <fmt/format.h>

#include <functional>

namespace ratebook::fuzz {
namespace {

// One method a rule of the grammar; `level` bounds nesting.
class Script {
 public:
  explicit Script(Dice& dice) : dice_(dice) {}

  std::string file() {
    std::string out =
        dice_.word({"tariff", "library"}) + " " + dice_.word({"GS-3", "R", "CA-TOU.c", "x_1"}) + " " + text() + " {\n";
    for (std::size_t n = 1 + dice_.below(25); n > 0; --n) out += indent(1) + statement() + ends();
    return out + "}\n";
  }

 private:
  using Part = std::function<std::string()>;

  // -- small pieces
  std::string indent(std::size_t level) { return std::string(level * 2, ' '); }
  std::string ends() { return (dice_.one_in(9) ? "  # " + name() : std::string()) + (dice_.one_in(5) ? "\n\n" : "\n"); }
  std::string maybe(const std::string& part) { return dice_.one_in(2) ? " " + part : std::string(); }
  std::string list(const Part& part, const std::string& between = ", ") {
    std::string out = part();
    for (std::size_t n = dice_.below(3); n > 0; --n) out += between + part();
    return out;
  }
  std::string number() { return dice_.word({"0", "1", "12", "0.1247", "15.00", "-3", "-0.00317", "365.25", "1000000"}); }
  std::string positive() { return dice_.word({"1", "2", "12", "0.01", "0.5", "25"}); }
  std::string count() { return dice_.word({"1", "2", "3", "11", "12", "30"}); }
  std::string unit() {
    return dice_.word({"kWh", "USD/kWh", "kW", "USD/kW/month", "USD", "h", "min", "day", "kWh/day", "kW*day", "c/kWh", "therm",
                       "kVAR", "cycles"});
  }
  std::string amount() { return dice_.one_in(6) ? number() + "%" : number() + " " + unit(); }
  std::string quantity() { return dice_.one_in(5) ? number() : amount(); }
  std::string step() { return positive() + " " + unit(); }
  std::string date() { return dice_.word({"2025-01-01", "2025-07-01", "2024-02-29", "1999-12-31"}); }
  std::string clock() { return dice_.word({"00:00", "07:30", "16:00", "21:00", "24:00"}); }
  std::string text() {
    return dice_.word({"\"Sheet 1\"", "\"\"", "\"#1 | {x} = 3\"", "\"§ 4 Straße\"", "\"電気\"", "\"a  b\""});
  }
  // Words of a place are names elsewhere, but not in front of what they begin.
  std::string name() {
    return dice_.word(
        {"a", "b2", "peak_kw", "summer", "on_peak", "energy_rate", "first", "above", "fixed", "clock", "windows", "reads"});
  }
  std::string path() { return dice_.one_in(4) ? name() + "." + dice_.word({"care", "from", "when", "x", "expiring"}) : name(); }
  std::string fact() { return dice_.word({"account", "premise", "meter", "cycle"}) + "." + name(); }
  std::string any_word() { return dice_.one_in(4) ? dice_.word({"when", "season", "usage", "charge", "first"}) : name(); }
  std::string dimension() { return dice_.one_in(3) ? path() : dice_.word({"season", "period", "day", "version"}); }
  std::string scope() { return dice_.one_in(3) ? dice_.word({"cycle", "day", "event", "month"}) : path(); }
  std::string cite() {
    return "cite " + list([&] { return path() + maybe(text()); });
  }
  std::string cites() { return dice_.one_in(3) ? " " + cite() : std::string(); }
  std::string mode() { return dice_.word({"half up", "half even", "up", "down"}); }
  std::string rounding() { return "round " + mode() + " to " + step(); }
  std::string by() { return "by " + dice_.word({"usage day", "cycle end", "cycle start", "bill month"}); }
  std::string split() {
    return "split by " + list([&] { return dimension(); });
  }
  std::string overrides() {
    return "overrides " + list([&] { return path(); });
  }
  std::string range() { return dice_.word({"25..35", "0..1", "10..20"}) + " " + unit(); }
  std::string literal() {
    return dice_.one_in(2)   ? dice_.word({"true", "false", "SPRING25", "none", "\"New York\""})
           : dice_.one_in(2) ? date()
                             : amount();
  }
  std::string address() { return path() + (dice_.one_in(4) ? "@" + date() : ""); }

  // -- expressions
  std::string expression(int level) {
    if (level <= 0 || dice_.one_in(4)) return primary(0);
    switch (dice_.below(9)) {
      case 0:
        return list([&] { return sum(level - 1); }, " + ");
      case 1:
        return list([&] { return product(level - 1); }, " - ");
      case 2:
        return sum(level - 1);
      case 3:
        return product(level - 1);
      case 4:
        return "35% of " + primary(level - 1);
      case 5:
        return "(" + condition(level - 1) + ")";
      case 6:
        return "(" + expression(level - 1) + " " + rounding() + ")";
      default:
        return primary(level - 1);
    }
  }
  std::string sum(int level) { return product(level) + dice_.word({" + ", " - "}) + product(level); }
  std::string product(int level) { return primary(level) + dice_.word({" * ", " / "}) + primary(level); }
  std::string aggregate_body(int level) { return dice_.one_in(2) ? path() : "(" + expression(level) + ")"; }
  std::string primary(int level) {
    if (level <= 0) {
      switch (dice_.below(5)) {
        case 0:
          return amount();
        case 1:
          return number();
        case 2:
          return dice_.word({"usage", "export", "days", "months", "season", "total", "cycle.days"});
        default:
          return path();
      }
    }
    switch (dice_.below(12)) {
      case 0:
        return dice_.word({"largest", "smallest"}) + " of { " + list([&] { return expression(level - 1); }) + " }";
      case 1:
        return dice_.word({"maximum", "minimum", "average"}) + " demand" + (dice_.one_in(2) ? " of " + path() : "") + " in " +
               scope() + (dice_.one_in(3) ? " over 60 min" : "");
      case 2:
        return "average power factor in " + scope();
      case 3:
        return "(" + aggregate(level - 1) + ")";
      case 4:
        return path() + "[" + list([&] { return dice_.one_in(2) ? any_word() : fact(); }) + "]";
      case 5:
        return name() + "(" + list([&] { return expression(level - 1); }) + ")";
      case 6:
        return "(" + expression(level - 1) + ")";
      case 7:
        return path() + " in " + scope();
      case 8:
        return date() + " + 30 day";
      default:
        return primary(0);
    }
  }
  std::string aggregate(int level) {
    const std::string best = dice_.one_in(2) ? dice_.word({"highest ", "lowest "}) + count() + " of " : "";
    std::string out = dice_.one_in(2) ? dice_.word({"sum of ", "average of "}) + best : dice_.word({"highest ", "lowest "});
    out += aggregate_body(level);
    out += dice_.one_in(2) ? " each " + dice_.word({"interval", "hour", "15 min", "day", "month", "workday"}) +
                                 (dice_.one_in(3) ? " in " + scope() : "")
                           : " in preceding " + count() + " cycles" + (dice_.one_in(3) ? " within " + path() : "");
    if (dice_.one_in(3))
      out += ", missing " + dice_.word({"days", "cycles", "events"}) + (dice_.one_in(2) ? " as " + amount() : " left out");
    return out;
  }
  std::string comparison(int level) {
    const std::string left = primary(level);
    switch (dice_.below(6)) {
      case 0:
        return left + " in (" + list([&] { return dice_.one_in(2) ? any_word() : count(); }) + ")";
      case 1:
        return left + dice_.word({" outside ", " within "}) + range();
      case 2:
        return left + " within 24 h of " + primary(level);
      case 3:
        return left;
      default:
        return left + dice_.word({" = ", " != ", " < ", " <= ", " > ", " >= "}) + primary(level);
    }
  }
  std::string condition(int level) {
    if (level <= 0) return comparison(0);
    switch (dice_.below(4)) {
      case 0:
        return list([&] { return comparison(level - 1); }, " and ");
      case 1:
        return list([&] { return "not " + comparison(level - 1); }, " or ");
      case 2:
        return "(" + condition(level - 1) + ") and not (" + condition(level - 1) + ")";
      default:
        return comparison(level);
    }
  }
  std::string arms(std::size_t level) {
    if (dice_.one_in(2)) return expression(3);
    std::string out;
    for (std::size_t n = 1 + dice_.below(3); n > 0; --n)
      out += "\n" + indent(level + 1) + expression(2) + " when " + condition(1);
    return out + "\n" + indent(level + 1) + expression(2) + " otherwise";
  }

  // -- time
  std::string month() { return dice_.word({"Jan", "Feb", "Jun", "Dec"}); }
  std::string weekday() { return dice_.word({"Mon", "Fri", "Sat", "Sun"}); }
  std::string day_rule() {
    std::string shift =
        dice_.one_in(4) ? dice_.word({"day before ", "day after ", "2 days before ", "3 days after day before "}) : "";
    switch (dice_.below(4)) {
      case 0:
        return shift + "last day of " + month();
      case 1:
        return shift + dice_.word({"first", "second", "third", "fourth", "last"}) + " " + weekday() + " of " + month();
      case 2:
        return shift + "Easter";
      default:
        return shift + month() + " " + dice_.word({"1", "15", "28"});
    }
  }
  std::string days() { return dice_.one_in(2) ? "every day" : path(); }
  std::string hours() { return dice_.one_in(4) ? "all day" : clock() + " to " + clock(); }
  std::string scheme() { return dice_.one_in(4) ? " of " + name() : std::string(); }
  std::string tail() { return (dice_.one_in(4) ? " " + overrides() : "") + cites(); }
  std::string time_statement() {
    switch (dice_.below(5)) {
      case 0:
        return "season " + name() + scheme() + " = " +
               (dice_.one_in(3) ? "otherwise" : list([&] { return day_rule() + " through " + day_rule(); })) + tail();
      case 1: {
        if (dice_.one_in(3)) return "calendar " + name() + " from " + text() + cites();
        std::string out = "calendar " + name() + cites() + " {\n";
        for (std::size_t n = 1 + dice_.below(3); n > 0; --n)
          out += indent(2) + list([&] { return date() + maybe(text()); }, " ") + ends();
        if (dice_.one_in(2))
          out += indent(2) + "rule " + text() + " = " + day_rule() + maybe("observed " + weekday() + " when " + weekday()) +
                 ends();
        return out + indent(1) + "}";
      }
      case 2:
        return "day " + name() + scheme() + " = " +
               (dice_.one_in(3) ? "otherwise" : list([&] {
                                                  return dice_.one_in(2)   ? weekday() + ".." + weekday()
                                                         : dice_.one_in(2) ? "days of " + path()
                                                                           : weekday();
                                                }) + (dice_.one_in(3) ? " except " + list([&] { return path(); }) : "")) +
               tail();
      case 3:
        return "period " + name() + scheme() + " = " +
               (dice_.one_in(3) ? "otherwise"
                : dice_.one_in(3)
                    ? "during " + path()
                    : list([&] { return (dice_.one_in(3) ? "in " + path() + " " : "") + days() + " " + hours(); })) +
               tail();
      default:
        return "event " + name() + " from " + text() + maybe("per account") +
               (dice_.one_in(2) ? " on " + days() + " " + hours() : "") + maybe("in " + path()) +
               (dice_.one_in(2) ? " at most 3 per " + dice_.word({"year", "season", "cycle"}) : "") + cites();
    }
  }

  // -- facts and prices
  std::string version() { return "from " + date() + maybe("known " + date()); }
  std::string row(std::size_t columns, bool words) {
    std::string out = "|";
    for (std::size_t i = 0; i < columns; ++i)
      out += fmt::format(" {} |", words || i == 0 ? any_word() : dice_.one_in(6) ? "-" : number());
    return out;
  }
  std::string table() {
    std::string out = "table " + name() + " : " + unit() + " {\n";
    for (std::size_t n = 1 + dice_.below(2); n > 0; --n) {
      const std::size_t columns = 1 + dice_.below(4);
      out += indent(2) + version() + cites() + ends() + indent(3) + row(columns, true) + ends();
      for (std::size_t r = 1 + dice_.below(4); r > 0; --r) out += indent(3) + row(columns, false) + ends();
    }
    return out + indent(1) + "}";
  }
  std::string price_statement() {
    switch (dice_.below(12)) {
      case 0:
        return "choice " + name() + " = " + list([&] { return any_word(); }) + cites();
      case 1:
        return "input " + fact() + " : " +
               dice_.word({"flag", "text", "date", "count", "kW", "%", "month", "zone", "us.zone"}) +
               maybe("from " + quantity() + " to " + quantity()) + (dice_.one_in(2) ? " = " + literal() : "") + maybe("dated") +
               cites();
      case 2:
        return "eligible when " + condition(2) + cites();
      case 3:
        return "channel " + name() + " : " + unit() + maybe("of meter " + name()) + maybe("from " + text()) + cites();
      case 4:
        if (dice_.one_in(2)) return "value " + name() + " { " + version() + " = " + quantity() + cites() + " }";
        return "value " + name() + " {\n" + indent(2) +
               list([&] { return version() + " = " + quantity() + cites(); }, "\n" + indent(2)) + "\n" + indent(1) + "}";
      case 5:
        return dice_.one_in(3) ? "table " + name() + " : " + unit() + " from " + text() + cites() : table();
      case 6:
        return "series " + name() + " : " + unit() + " every " + dice_.word({"60 min", "day", "month", "year"}) +
               maybe("per account") + " from " + text() +
               (dice_.one_in(3) ? " missing as " + (dice_.one_in(2) ? std::string("previous value") : amount()) : "") + cites();
      case 7:
        return "measure " + name() + " = " + arms(1) + (dice_.one_in(2) ? "\n" + indent(2) + split() + " " + rounding() : "") +
               cites();
      case 8:
        return "define " + name() + "(" + list([&] { return name(); }) + ") =" + cites() +
               (dice_.one_in(2) ? " " : "\n" + indent(2)) + arms(1);
      case 9:
        return "carry " + name() + " : " + unit() + " = " + quantity() + maybe("expires after 12 cycles") + cites();
      case 10:
        return dice_.one_in(2) ? "update " + name() + " = " + arms(1)
                               : "update " + name() + " add " + expression(2) + " use " + expression(2) + cites();
      default:
        return "value " + name() + " : " + unit() + " from " + text() + cites();
    }
  }

  // -- lines
  std::string base() {
    return dice_.one_in(4) ? std::string("all lines") : list([&] { return path(); });
  }
  std::string modifier() {
    switch (dice_.below(9)) {
      case 0:
        return "when " + condition(2);
      case 1:
        return "unless " + condition(1);
      case 2:
        return cite();
      case 3:
        return "when " + comparison(1) + " " + cite();
      default:
        return "unless " + fact();
    }
  }
  std::string modifiers() {
    std::string out;
    auto put = [&](const std::string& m) { out += (dice_.one_in(3) ? "\n" + indent(2) : " ") + m; };
    if (dice_.one_in(4)) put("excluding " + base());
    if (dice_.one_in(5)) put(overrides());
    if (dice_.one_in(5)) put("for first 3 " + dice_.word({"cycles", "months", "days"}) + " of " + fact() + maybe(by()));
    if (dice_.one_in(6)) put("season " + by());
    if (dice_.one_in(6)) put("version " + by());
    if (dice_.one_in(6)) put(rounding());
    if (dice_.one_in(6)) put("type " + dice_.word({"energy", "demand", "fixed", "adjustment", "credit", "tax"}));
    for (std::size_t n = dice_.below(3); n > 0; --n) put(modifier());
    return out;
  }
  std::string tiers(std::size_t level) {
    std::string out = "in tiers" +
                      (dice_.one_in(2) ? " " + dice_.word({"per part", "over cycle", "per period", "over all periods pro rata",
                                                           "over all periods in time order", "per day", "per month"})
                                       : "") +
                      " {\n";
    for (std::size_t n = 1 + dice_.below(3); n > 0; --n) {
      out += indent(level + 1) + name() + " ";
      out += dice_.one_in(3) ? "above" : dice_.word({"first ", "next ", "up to "}) + expression(2);
      out += (level < 3 && dice_.one_in(5) ? " " + tiers(level + 1) : " at " + expression(2)) + ends();
    }
    return out + indent(level) + "}";
  }
  std::string priced(const std::string& quantity) {
    std::string out = quantity + maybe("each " + dice_.word({"interval", "hour", "day", "part"})) + maybe(split());
    if (dice_.one_in(3)) return out + " " + tiers(1);
    return dice_.one_in(2) ? out + " at " + expression(2) : out;
  }
  std::string line_statement() {
    const std::string head = " " + name() + " " + text() + " = ";
    switch (dice_.below(5)) {
      case 0:
        return "charge" + head + priced(expression(3)) + modifiers();
      case 1:
        return dice_.word({"rider", "discount", "waiver", "credit", "tax"}) + head +
               (dice_.one_in(2) ? (dice_.one_in(2) ? amount() : path()) + maybe("* " + path()) +
                                      dice_.word({" of ", " included in "}) + base()
                                : priced("usage * (" + expression(2) + ")")) +
               modifiers();
      case 2:
        return dice_.word({"minimum", "maximum"}) + head + expression(3) + " over " + base() + modifiers();
      case 3:
        return "fee" + head + expression(2) + " on invoice" +
               list(
                   [&] {
                     return "\n" + indent(2) + dice_.word({"when ", "unless ", "waived when "}) + condition(1) + cites();
                   },
                   "") +
               "\n" + indent(2) + "at most " + expression(1) + cites() + "\n" + indent(2) + "once per " +
               dice_.word({"invoice", "cycle"});
      default:
        return "apply " + path() + maybe("to " + base()) + maybe("as " + name()) + modifiers();
    }
  }

  // -- header, rules, examples
  std::string rule() {
    switch (dice_.below(8)) {
      case 0:
        return "season " + by();
      case 1:
        return "version " + by();
      case 2:
        return "allocate register reads " + (dice_.one_in(2) ? std::string("evenly by day") : "by " + path());
      case 3:
        return "prorate monthly amounts by days / " + dice_.word({"30", "(365/12)", "days of month", "scheduled days"}) +
               maybe("when cycle outside 25..35 days or " + fact());
      case 4:
        return "round each line " + mode() + " to " + step();
      case 5:
        return "clock " + dice_.word({"local daylight time", "standard time"});
      case 6:
        return "demand 15 min " + dice_.word({"fixed windows", "sliding windows every 5 min"});
      default:
        return "correct by " + dice_.word({"difference lines", "cancel and rebill"}) + " with prices known " +
               dice_.word({"then", "now"});
    }
  }
  std::string shape() {
    switch (dice_.below(3)) {
      case 0:
        return "from " + text();
      case 1:
        return amount() + " constant";
      default:
        return list([&] {
                 return dice_.one_in(5) ? "missing on " + date() + " " + hours()
                                        : amount() + " on " + maybe("in " + path()).erase(0, 1) + " " +
                                              (dice_.one_in(2) ? date() : days()) + " " + hours();
               }) +
               ", " + amount() + " otherwise";
    }
  }
  std::string given() {
    switch (dice_.below(9)) {
      case 0:
        return "cycle " + date() + " through " + date() + maybe("(30 days)");
      case 1:
        return "usage " + list([&] { return (dice_.one_in(2) ? path() + " " : "") + amount(); });
      case 2:
        return "load " + maybe("of " + path()) + " " + shape();
      case 3:
        return "measure " + list([&] { return path() + " " + amount(); });
      case 4:
        return "history " + (dice_.one_in(3) ? std::string("none") : name() + " " + list([&] { return amount(); }));
      case 5:
        return "invoice A1 due " + date() + " amount 84.20 USD";
      case 6:
        return "on " + date() + maybe(clock()) + " " + dice_.word({"assess", "paid A1 3 USD", "A1.disputed = true"});
      case 7:
        return "series " + path() + " " + shape();
      default:
        return fact() + " = " + literal();
    }
  }
  std::string expect() {
    switch (dice_.below(6)) {
      case 0:
        return "no " + address();
      case 1:
        return "error " + name();
      case 2:
        return "on " + date() + " " + name() + " A1 " + dice_.word({"none", "waived", "5.00 USD"});
      case 3:
        return "difference " + address() + " " + amount();
      case 4:
        return "usage " + amount();
      default:
        return address() + " " + amount();
    }
  }
  std::string other_statement() {
    switch (dice_.below(8)) {
      case 0:
        return "utility " + text();
      case 1:
        return "timezone " + dice_.word({"America/Denver", "America/Port-au-Prince", "Etc/GMT+5"});
      case 2:
        return "edition " + date() + maybe("supersedes " + text()) + cites();
      case 3:
        return "source " + name() + " " + text() + maybe("docket " + text()) + maybe("filed " + date()) +
               maybe("effective " + date());
      case 4:
        return "import " + name() + " from " + text() + maybe("digest " + text());
      case 5:
        return "rules {\n" + indent(2) + rule() + cites() + ends() + indent(1) + "}";
      case 6: {
        std::string out = "example " + text() + cites() + " {\n";
        for (std::size_t n = 1 + dice_.below(4); n > 0; --n) out += indent(2) + "given " + given() + ends();
        for (std::size_t n = dice_.below(5); n > 0; --n) out += indent(2) + "expect " + expect() + ends();
        if (dice_.one_in(4)) out += indent(1) + "then\n" + indent(2) + "expect " + expect() + ends();
        return out + indent(1) + "}";
      }
      default:
        return "property " + text() + " {\n" + indent(2) + "for all " + path() +
               (dice_.one_in(2) ? " values" : " from " + quantity() + " to " + quantity()) + ends() + indent(2) +
               (dice_.one_in(2) ? "always " + condition(1) : path() + " never decreases in " + path()) + ends() + indent(1) +
               "}";
    }
  }
  std::string statement() {
    switch (dice_.below(4)) {
      case 0:
        return time_statement();
      case 1:
        return price_statement();
      case 2:
        return line_statement();
      default:
        return other_statement();
    }
  }

  Dice& dice_;
};

}  // namespace

std::string generate_script(Dice& dice) { return Script(dice).file(); }

}  // namespace ratebook::fuzz
