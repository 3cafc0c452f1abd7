// Every name of the file enters the table before anything is checked; statements that this version cannot rate are reported and left out,
// their names poisoned, so that one missing construct gives one message.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <type_traits>

#include "language/semantics/checker.hpp"

namespace ratebook {
namespace {

class Announcer {
 public:
  explicit Announcer(Checker& checker) : checker_(checker) {}

  void visit(const syntax::Statement& s) {
    statement_ = &s;
    std::visit([&](const auto& node) { enter(node); }, s.node);
    if (!s.whole) std::visit([&](const auto& node) { spoil(node); }, s.node);
  }

  // What stands in the text with a mistake and not in the tree: those who read it say nothing.
  void visit(const syntax::Lost& lost) {
    if (!lost.statement || lost.name.empty() || !declares(lost.keyword)) return;
    std::string path = lost.name;
    if (const auto kind = scheme_kind(lost.keyword)) {
      const std::string scheme = lost.scheme.empty() ? lost.keyword : lost.scheme;
      poison_lost(NameKind::scheme, scheme, lost.span);
      schemes_.emplace(scheme, *kind);
      if (!lost.scheme.empty()) path = fmt::format("{}.{}", scheme, lost.name);
    }
    poison_lost(kind_of(lost.keyword), path, lost.span);
  }

 private:
  // -- what has no name in the table
  void enter(const syntax::Utility&) {}
  void enter(const syntax::Timezone&) {}
  void enter(const syntax::CurrencyWord&) {}
  void enter(const syntax::Edition&) {}
  void enter(const syntax::Source&) {}
  void enter(const syntax::Rules&) {}
  void enter(const syntax::Eligible&) {}
  void enter(const syntax::Example& e) { enter_title(e.name, examples_, "an example"); }
  void enter(const syntax::Property& p) { enter_title(p.name, properties_, "a property"); }

  // -- time
  void enter(const syntax::Season& s) { enter_member(s.name, s.scheme, SchemeKind::season, "season"); }
  void enter(const syntax::DayType& d) {
    enter_member(d.name, d.scheme, SchemeKind::day, "day");
    for (const syntax::DayItem& item : d.items)
      if (const auto* days = std::get_if<syntax::DaysOfEvent>(&item.days)) waits_for_event(d.name, d.scheme, days->event);
  }
  void enter(const syntax::Period& p) {
    enter_member(p.name, p.scheme, SchemeKind::period, "period");
    if (p.during) waits_for_event(p.name, p.scheme, *p.during);
  }
  void enter(const syntax::Calendar& c) { enter_name(NameKind::calendar, c.name); }
  void enter(const syntax::Event& e) {
    unsupported("`event`", e.cites);
    poison(NameKind::event, e.name);
  }

  // -- facts, channels, prices
  void enter(const syntax::Choice& c) { enter_name(NameKind::choice, c.name); }
  void enter(const syntax::Input& i) {
    if (!checker_.names.announce(NameKind::input, i.path.text, i.path.span, checker_.sink)) leave_out();
  }
  void enter(const syntax::Channel& c) { enter_name(NameKind::channel, c.name); }
  void enter(const syntax::Value& v) {
    if (v.file) {
      unsupported("`value … from`", v.cites);
      poison(NameKind::value, v.name);
    } else {
      enter_name(NameKind::value, v.name);
    }
  }
  void enter(const syntax::Table& t) {
    if (t.file) {
      unsupported("`table … from`", t.cites);
      poison(NameKind::table, t.name);
    } else {
      enter_name(NameKind::table, t.name);
    }
  }
  void enter(const syntax::Series& s) {
    unsupported("`series`", s.cites);
    poison(NameKind::series, s.name);
  }
  void enter(const syntax::Import& i) {
    unsupported("`import`", {});
    poison(NameKind::import, i.name);
  }

  // -- computations
  void enter(const syntax::Measure& m) { enter_name(NameKind::measure, m.name); }
  void enter(const syntax::Define& d) { enter_name(NameKind::define, d.name); }
  void enter(const syntax::Carry& c) {
    unsupported("`carry`", c.cites);
    poison(NameKind::carry, c.name);
  }
  void enter(const syntax::Update& u) { unsupported("`update`", u.cites); }
  void enter(const syntax::Charge& c) { enter_name(NameKind::line, c.head.name); }
  void enter(const syntax::Adjustment& a) { enter_name(NameKind::line, a.head.name); }
  void enter(const syntax::Limit& l) { enter_name(NameKind::line, l.head.name); }
  void enter(const syntax::Fee& f) {
    unsupported("`fee`", f.cites);
    poison(NameKind::line, f.head.name);
  }
  void enter(const syntax::Apply& a) {
    unsupported("`apply`", a.modifiers.cites);
    const auto& name = a.as ? *a.as : a.line.parts.back();
    poison(NameKind::line, name);
  }

  // -- statements with a mistake inside, which was reported: they are not looked at again, and their name is poisoned
  template <class Node>
  void spoil(const Node& node) {
    if constexpr (std::is_same_v<Node, syntax::Utility> || std::is_same_v<Node, syntax::Timezone> ||
                  std::is_same_v<Node, syntax::CurrencyWord> || std::is_same_v<Node, syntax::Edition> ||
                  std::is_same_v<Node, syntax::Source> || std::is_same_v<Node, syntax::Rules> ||
                  std::is_same_v<Node, syntax::Example> || std::is_same_v<Node, syntax::Property>) {
      return;  // the rest of them says what it says
    } else {
      const bool first = !checker_.left_out.contains(statement_);
      leave_out();
      if (!first) return;  // its name is another's
      if constexpr (requires { node.scheme; }) {
        checker_.names.poison(node.scheme ? fmt::format("{}.{}", node.scheme->text, node.name.text) : node.name.text);
      } else if constexpr (requires { node.head; }) {
        checker_.names.poison(node.head.name.text);
      } else if constexpr (requires { node.path; }) {
        checker_.names.poison(node.path.text);
      } else if constexpr (requires { node.name; }) {
        checker_.names.poison(node.name.text);
      }
    }
  }

  static bool declares(std::string_view keyword) {
    constexpr std::string_view kNone[] = {"tariff",   "library", "utility",  "timezone", "currency", "edition",
                                          "source",   "rules",   "eligible", "update",   "apply",    "example",
                                          "property", "given",   "expect",   "then",     "always"};
    return std::find(std::begin(kNone), std::end(kNone), keyword) == std::end(kNone);
  }
  static std::optional<SchemeKind> scheme_kind(std::string_view keyword) {
    if (keyword == "season") return SchemeKind::season;
    if (keyword == "day") return SchemeKind::day;
    if (keyword == "period") return SchemeKind::period;
    return std::nullopt;
  }
  static NameKind kind_of(std::string_view keyword) {
    constexpr std::pair<std::string_view, NameKind> kKinds[] = {
        {"season", NameKind::member},     {"day", NameKind::member},      {"period", NameKind::member},
        {"calendar", NameKind::calendar}, {"event", NameKind::event},     {"choice", NameKind::choice},
        {"input", NameKind::input},       {"channel", NameKind::channel}, {"value", NameKind::value},
        {"table", NameKind::table},       {"series", NameKind::series},   {"measure", NameKind::measure},
        {"define", NameKind::define},     {"carry", NameKind::carry},     {"import", NameKind::import}};
    for (const auto& [word, kind] : kKinds)
      if (word == keyword) return kind;
    return NameKind::line;
  }
  void poison_lost(NameKind kind, const std::string& path, Span span) {
    // What another statement declares stays what it is, unless it is a scheme that lacks a member now (schemes.hpp).
    if (checker_.names.find(path) != nullptr) return;
    checker_.names.announce(kind, path, span, checker_.sink);
    checker_.names.poison(path);
  }

  void enter_name(NameKind kind, const syntax::Name& name) {
    if (!checker_.names.announce(kind, name.text, name.span, checker_.sink)) leave_out();
  }
  void enter_title(const syntax::Text& title, std::map<std::string, Span>& titles, std::string_view kind) {
    const auto [at, is_new] = titles.try_emplace(title.text, title.span);
    if (is_new) return;
    auto& d = checker_.sink.report<Code::name_taken>(title.span, title.text, kind);
    d.labels.push_back({at->second, "first used here"});
  }
  void poison(NameKind kind, const syntax::Name& name) {
    checker_.names.announce(kind, name.text, name.span, checker_.sink);
    checker_.names.poison(name.text);
  }
  void unsupported(std::string_view what, const std::vector<syntax::Cite>& cites) {
    checker_.sink.report<Code::unsupported>(statement_->keyword, what);
    checker_.resolve(cites);
    leave_out();
  }
  void leave_out() { checker_.left_out.insert(statement_); }

  // A member of a named scheme is known by both names; the scheme's first member brings the scheme's own.
  void enter_member(const syntax::Name& name, const std::optional<syntax::Name>& of, SchemeKind kind,
                    std::string_view unnamed) {
    const std::string scheme = of ? of->text : std::string(unnamed);
    const auto known = schemes_.find(scheme);
    if (known == schemes_.end()) {
      if (!checker_.names.announce(NameKind::scheme, scheme, of ? of->span : name.span, checker_.sink)) return leave_out();
      schemes_.emplace(scheme, kind);
    } else if (known->second != kind) {
      auto& d = checker_.sink.report<Code::name_taken>(of->span, scheme, "a scheme of another kind");
      d.labels.push_back({checker_.names.find(scheme)->span, "first declared here"});
      return leave_out();
    }
    const std::string path = of ? scheme + "." + name.text : name.text;
    if (!checker_.names.announce(NameKind::member, path, name.span, checker_.sink)) leave_out();
  }
  // `days of EVENT`, `during EVENT`: the event itself has been reported, or is unknown.
  void waits_for_event(const syntax::Name& name, const std::optional<syntax::Name>& of, const syntax::Path& event) {
    events_.push_back({of ? of->text + "." + name.text : name.text, &event});
    leave_out();
  }

 public:
  void finish() {
    for (const auto& [member, event] : events_) {
      checker_.names.poison(member);
      const Declaration* d = checker_.names.find(event->text);
      if (d == nullptr || d->kind != NameKind::event) checker_.report_unknown("event", *event);
    }
  }

 private:
  Checker& checker_;
  const syntax::Statement* statement_ = nullptr;
  std::map<std::string, SchemeKind> schemes_;
  std::map<std::string, Span> examples_, properties_;
  std::vector<std::pair<std::string, const syntax::Path*>> events_;
};

}  // namespace

void announce_names(Checker& checker) {
  Announcer announcer(checker);
  for (const syntax::Statement& s : checker.tree.statements) announcer.visit(s);
  for (const syntax::Lost& l : checker.tree.lost) announcer.visit(l);
  announcer.finish();
}

}  // namespace ratebook
