#include "language/syntax/print_tree.hpp"
#include "language/syntax/tree_printer.hpp"

namespace ratebook {
std::string print_tree(const TariffTree& tree) { return syntax::TreePrinter(tree).file(); }
}  // namespace ratebook

namespace ratebook::syntax {

std::string TreePrinter::file() {
  line(fmt::format("{} {} {}", tree_.library ? "library" : "tariff", tree_.id.text, words(tree_.title)));
  const Deeper deeper(*this);
  for (const Statement& s : tree_.statements) std::visit([this](const auto& n) { statement(n); }, s.node);
  return std::move(out_);
}

// -- head --------------------------------------------------------------------------------------------------------------------------
void TreePrinter::statement(const Utility& s) { line("utility " + words(s.name)); }
void TreePrinter::statement(const Timezone& s) { line("timezone " + s.zone.text); }
void TreePrinter::statement(const CurrencyWord& s) { line("currency " + s.code.text); }

void TreePrinter::statement(const Edition& s) {
  line("edition " + words(s.from) + (s.supersedes ? " supersedes " + words(*s.supersedes) : ""));
  const Deeper deeper(*this);
  cites(s.cites);
}

void TreePrinter::statement(const Source& s) {
  line(fmt::format("source {} {}", s.name.text, words(s.sheet)));
  const Deeper deeper(*this);
  optional_line("docket", s.docket);
  optional_line("filed", s.filed);
  optional_line("known", s.known);
  optional_line("effective", s.effective);
}

void TreePrinter::statement(const Import& s) {
  line(fmt::format("import {} from {}{}", s.name.text, words(s.file), s.digest ? " digest " + words(*s.digest) : ""));
}

void TreePrinter::statement(const Rules& s) {
  line("rules");
  const Deeper deeper(*this);
  for (const Rule& r : s.rules) rule(r);
}

namespace {
struct RuleText {
  std::string operator()(const SeasonRule& r) const { return "season " + words(r.by.rule); }
  std::string operator()(const VersionRule& r) const { return "version " + words(r.by.rule); }
  std::string operator()(const AllocateRule& r) const { return r.series ? "allocate by " + r.series->text : "allocate evenly"; }
  std::string operator()(const ProrateRule& r) const {
    static constexpr std::string_view by[] = {"never", "by days", "by months"};
    std::string text = fmt::format("prorate {} {}", r.yearly ? "yearly" : "monthly", by[static_cast<std::size_t>(r.by)]);
    if (r.by == ProrateBy::never) return text;
    switch (r.divisor.kind) {
      case DivisorKind::number:
        return text + " / " + format_decimal(r.divisor.number);
      case DivisorKind::quotient:
        return text + fmt::format(" / ({}/{})", format_decimal(r.divisor.number), format_decimal(r.divisor.over));
      case DivisorKind::days_of_month:
        return text + " / days of month";
      case DivisorKind::days_of_year:
        return text + " / days of year";
      case DivisorKind::scheduled_days:
        break;
    }
    return text + " / scheduled days";
  }
  std::string operator()(const RoundRule& r) const {
    static constexpr std::string_view what[] = {"each line", "total", "each interval"};
    return fmt::format("{} {} {}", what[static_cast<std::size_t>(r.what)], r.channel ? r.channel->text : "", words(r.rounding));
  }
  std::string operator()(const ClockRule& r) const { return r.standard ? "clock standard time" : "clock local daylight time"; }
  std::string operator()(const DemandRule& r) const {
    return fmt::format("demand {} {}{}", words(r.window), r.sliding ? "sliding" : "fixed",
                       r.slide ? " every " + words(*r.slide) : "");
  }
  std::string operator()(const EstimateRule& r) const {
    static constexpr std::string_view by[] = {"previous interval", "same time a week before", "register total"};
    return fmt::format("estimate by {}", by[static_cast<std::size_t>(r.by)]);
  }
  std::string operator()(const CorrectRule& r) const {
    return fmt::format("correct by {} known {}{}", r.rebill ? "rebill" : "difference", r.known_now ? "now" : "then",
                       r.within ? " within " + words(*r.within) : "");
  }
  std::string operator()(const IntervalsRule&) const { return "intervals by start"; }
  std::string operator()(const RegisterCheckRule& r) const { return "register check within " + words(r.within); }
};
}  // namespace

void TreePrinter::rule(const Rule& r) {
  line(std::visit(RuleText{}, r.node));
  const Deeper deeper(*this);
  if (const auto* prorate = std::get_if<ProrateRule>(&r.node))
    for (const ProrateWhen& w : prorate->when) {
      optional_line("when cycle outside", w.outside);
      labelled("when", w.condition);
    }
  cites(r.cites);
}

// -- time --------------------------------------------------------------------------------------------------------------------------
namespace {
std::string head(std::string_view word, const Name& name, const std::optional<Name>& scheme, bool otherwise) {
  return fmt::format("{} {}{}{}", word, name.text, scheme ? " of " + scheme->text : "", otherwise ? " otherwise" : "");
}
}  // namespace

void TreePrinter::statement(const Season& s) {
  line(head("season", s.name, s.scheme, s.otherwise));
  const Deeper deeper(*this);
  for (const SeasonSpan& span : s.spans) line(words(span.first) + " through " + words(span.last));
  if (!s.overrides.empty()) line("overrides " + words(s.overrides));
  cites(s.cites);
}

void TreePrinter::statement(const Calendar& s) {
  line("calendar " + s.name.text + (s.file ? " from " + words(*s.file) : ""));
  const Deeper deeper(*this);
  cites(s.cites);
  for (const Holiday& h : s.dates) line(fmt::format("{}{}", words(h.date), h.name ? fmt::format(" {}", words(*h.name)) : ""));
  for (const HolidayRule& r : s.rules) {
    std::string text = fmt::format("rule {} {}", words(r.name), words(r.day));
    for (const Observed& o : r.observed)
      text += fmt::format(" observed {} when {}", kWeekdayWords[o.on], kWeekdayWords[o.when]);
    line(text);
  }
}

void TreePrinter::statement(const DayType& s) {
  line(head("day", s.name, s.scheme, s.otherwise));
  const Deeper deeper(*this);
  for (const DayItem& item : s.items) {
    if (const auto* w = std::get_if<WeekdayRange>(&item.days))
      line(fmt::format("{}..{}", kWeekdayWords[w->first], kWeekdayWords[w->last]));
    if (const auto* e = std::get_if<DaysOfEvent>(&item.days)) line("days of " + e->event.text);
    if (const auto* p = std::get_if<Path>(&item.days)) line("days " + p->text);
  }
  if (!s.except.empty()) line("except " + words(s.except));
  if (!s.overrides.empty()) line("overrides " + words(s.overrides));
  cites(s.cites);
}

void TreePrinter::statement(const Period& s) {
  line(head("period", s.name, s.scheme, s.otherwise));
  const Deeper deeper(*this);
  optional_line("during", s.during);
  for (const PeriodItem& item : s.items)
    line(fmt::format("{}{} {}", item.season ? "in " + item.season->text + " " : "", words(item.days), words(item.hours)));
  if (!s.overrides.empty()) line("overrides " + words(s.overrides));
  cites(s.cites);
}

void TreePrinter::statement(const Event& s) {
  line(fmt::format("event {} from {}{}", s.name.text, words(s.file), s.per_account ? " per account" : ""));
  const Deeper deeper(*this);
  if (s.on) line(fmt::format("on {} {}", words(s.on->days), words(s.on->hours)));
  optional_line("in", s.season);
  if (s.at_most) line(fmt::format("at most {} per {}", s.at_most->count.value, s.at_most->per.text));
  cites(s.cites);
}

// -- facts and prices --------------------------------------------------------------------------------------------------------------
void TreePrinter::statement(const Choice& s) {
  line("choice " + s.name.text);
  const Deeper deeper(*this);
  for (const Name& m : s.members) line("member " + m.text);
  cites(s.cites);
}

void TreePrinter::statement(const Input& s) {
  static constexpr std::string_view types[] = {"flag", "text", "date", "count", "month", "", ""};
  std::string text = fmt::format("input {} : {}", s.path.text, types[static_cast<std::size_t>(s.type.kind)]);
  if (s.type.unit) text += s.type.unit->text;
  if (s.type.name) text += s.type.name->text;
  if (s.range) text += fmt::format(" from {} to {}", words(s.range->from), words(s.range->to));
  if (s.value) text += " = " + words(*s.value);
  if (s.dated) text += " dated";
  line(text);
  const Deeper deeper(*this);
  cites(s.cites);
}

void TreePrinter::statement(const Eligible& s) {
  labelled("eligible", s.condition);
  const Deeper deeper(*this);
  cites(s.cites);
}

void TreePrinter::statement(const Channel& s) {
  line(fmt::format("channel {} : {}{}{}", s.name.text, s.unit.text, s.role ? " of meter " + s.role->text : "",
                   s.column ? " from " + words(*s.column) : ""));
  const Deeper deeper(*this);
  cites(s.cites);
}

void TreePrinter::statement(const Value& s) {
  line("value " + s.name.text + (s.file ? fmt::format(" : {} from {}", s.file->unit.text, words(s.file->file)) : ""));
  const Deeper deeper(*this);
  for (const ValueVersion& v : s.versions) {
    line(fmt::format("{} = {}", words(v.version), words(v.amount)));
    const Deeper below(*this);
    cites(v.cites);
  }
  cites(s.cites);
}

void TreePrinter::row(const TableRow& r) {
  std::string text = "|";
  for (const TableCell& c : r.cells) {
    if (const auto* p = std::get_if<Path>(&c.cell)) text += fmt::format(" {} |", p->text);
    if (const auto* d = std::get_if<Decimal>(&c.cell)) text += fmt::format(" {} |", format_decimal(*d));
    if (std::holds_alternative<NotOffered>(c.cell)) text += " - |";
  }
  line(text);
}

void TreePrinter::statement(const Table& s) {
  line(fmt::format("table {} : {}{}", s.name.text, s.unit.text, s.file ? " from " + words(*s.file) : ""));
  const Deeper deeper(*this);
  for (const TableVersion& v : s.versions) {
    line(words(v.version));
    const Deeper below(*this);
    cites(v.cites);
    row(v.header);
    for (const TableRow& r : v.rows) row(r);
  }
  cites(s.cites);
}

void TreePrinter::statement(const Series& s) {
  static constexpr std::string_view steps[] = {"", "day", "month", "year"};
  line(fmt::format("series {} : {} every {}{}{} from {}", s.name.text, s.unit.text, steps[static_cast<std::size_t>(s.step)],
                   s.length ? words(*s.length) : "", s.per_account ? " per account" : "", words(s.file)));
  const Deeper deeper(*this);
  if (s.missing) line("missing as " + (s.missing->as ? words(*s.missing->as) : "previous value"));
  cites(s.cites);
}

void TreePrinter::statement(const Measure& s) {
  line("measure " + s.name.text);
  const Deeper deeper(*this);
  arms(s.arms);
  split(s.split);
  rounding(s.rounding);
  cites(s.cites);
}

void TreePrinter::statement(const Define& s) {
  std::string parameters;
  for (const Name& p : s.parameters) parameters += (parameters.empty() ? "" : ", ") + p.text;
  line(fmt::format("define {}({})", s.name.text, parameters));
  const Deeper deeper(*this);
  arms(s.arms);
  cites(s.cites);
}

void TreePrinter::statement(const Carry& s) {
  line(fmt::format("carry {} : {} = {}{}", s.name.text, s.unit.text, words(s.opening),
                   s.expires_after ? fmt::format(" expires after {} cycles", s.expires_after->value) : ""));
  const Deeper deeper(*this);
  cites(s.cites);
}

void TreePrinter::statement(const Update& s) {
  line("update " + s.name.text);
  const Deeper deeper(*this);
  if (const auto* a = std::get_if<Arms>(&s.change)) arms(*a);
  if (const auto* queue = std::get_if<AddUse>(&s.change)) {
    labelled("add", queue->add);
    labelled("use", queue->use);
  }
  cites(s.cites);
}

}  // namespace ratebook::syntax
