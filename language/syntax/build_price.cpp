#include <fmt/format.h>

#include "language/syntax/builder.hpp"

namespace ratebook::syntax {

Choice Builder::choice(CstView v) {
  Choice c{{}, {}, cites(v)};
  for (const CstView child : v) {
    if (child.kind() != NodeKind::name) continue;
    if (c.name.text.empty())
      c.name = name(child);
    else
      c.members.push_back(name(child));
  }
  return c;
}

Input Builder::input(CstView v) {
  Input in;
  in.path = path_child(v);
  const CstView type = v.child(NodeKind::type);
  in.type.span = span(type);
  if (const CstView u = type.child(NodeKind::unit)) {
    in.type.kind = is(u.first(), Word::w_month) ? TypeKind::month : TypeKind::unit;
    if (in.type.kind == TypeKind::unit) in.type.unit = unit(u);
  } else if (const CstView p = type.child(NodeKind::path)) {
    in.type.kind = TypeKind::named;
    in.type.name = path(p);
  } else {
    const Word word = first(type).word;
    in.type.kind = word == Word::w_flag   ? TypeKind::flag
                   : word == Word::w_text ? TypeKind::text
                   : word == Word::w_date ? TypeKind::date
                                          : TypeKind::count;
  }
  if (const CstView r = v.child(NodeKind::input_range)) {
    std::vector<Quantity> bounds;
    for (const CstView c : r) bounds.push_back(quantity(c));
    in.range = InputRange{span(r), bounds[0], bounds[1]};
  }
  if (const CstView l = v.child(NodeKind::literal)) in.value = literal(l);
  if (const CstView d = v.child(NodeKind::dated)) in.dated = span(d);
  in.cites = cites(v);
  return in;
}

Channel Builder::channel(CstView v) {
  Channel c{name_child(v), unit_child(v), std::nullopt, optional_text(v), cites(v)};
  if (const CstView role = v.child(NodeKind::role)) c.role = name_child(role);
  return c;
}

VersionWords Builder::version(CstView v) {
  VersionWords words{span(v), date_child(v), std::nullopt, std::nullopt};
  if (const CstView t = v.child(NodeKind::version_through)) words.through = date_child(t);
  if (const CstView k = v.child(NodeKind::version_known)) words.known = date_child(k);
  if (words.through && words.through->date < words.from.date)
    error<Code::syntax>(words.through->span, "a last day that is not before the first");
  return words;
}

Value Builder::value(CstView v) {
  Value value{name_child(v), {}, std::nullopt, cites(v)};
  for (const CstView c : v)
    if (c.kind() == NodeKind::value_version)
      value.versions.push_back({span(c), version(c.child(NodeKind::version)), quantity_child(c), cites(c)});
  if (const CstView u = v.child(NodeKind::unit)) value.file = FileWords{unit(u), text_child(v)};
  require_piece(v, value.file || !value.versions.empty(), "a version before `}`, from 2025-07-01 = …");
  return value;
}

TableRow Builder::row(CstView v) {
  TableRow row{span(v), {}};
  for (const CstView c : v) {
    TableCell cell{span(c), NotOffered{}};
    if (const CstView p = c.child(NodeKind::path)) cell.cell = path(p);
    if (const CstView n = c.child(NodeKind::number)) cell.cell = decimal(n);
    row.cells.push_back(std::move(cell));
  }
  return row;
}

Table Builder::table(CstView v) {
  Table table{name_child(v), unit_child(v), {}, optional_text(v), cites(v)};
  for (const CstView c : v) {
    if (c.kind() != NodeKind::table_version) continue;
    TableVersion t{span(c), version(c.child(NodeKind::version)), cites(c), {}, {}};
    bool heading = true;
    for (const CstView r : c) {
      if (r.kind() != NodeKind::row) continue;
      TableRow cells = row(r);
      if (heading) {
        for (const auto& cell : cells.cells)
          if (!std::holds_alternative<Path>(cell.cell))
            error<Code::syntax>(cell.span, "a word: this is the heading of the table");
        t.header = std::move(cells);
      } else {
        if (cells.cells.size() != t.header.cells.size())
          error<Code::syntax>(cells.span,
                              fmt::format("{} cells, as in the heading, not {}", t.header.cells.size(), cells.cells.size()))
              .labels.push_back({t.header.span, "the heading"});
        t.rows.push_back(std::move(cells));
      }
      heading = false;
    }
    if (t.rows.empty() && !parser_.failed_within(c.first(), c.last()))
      error<Code::syntax>(t.header.span, "a row below the heading");
    table.versions.push_back(std::move(t));
  }
  require_piece(v, table.file || !table.versions.empty(), "a version before `}`, from 2025-07-01 and its rows");
  return table;
}

Series Builder::series(CstView v) {
  Series s;
  s.name = name_child(v);
  s.unit = unit_child(v);
  const CstView every = v.child(NodeKind::every);
  s.step_span = span(every);
  if (const CstView q = every.child(NodeKind::quantity)) s.length = quantity(q);
  const Word word = first(every).word;
  s.step = s.length                ? SeriesStep::clock
           : word == Word::w_day   ? SeriesStep::day
           : word == Word::w_month ? SeriesStep::month
                                   : SeriesStep::year;
  s.per_account = v.has(NodeKind::per_account);
  s.file = text_child(v);
  if (const CstView m = v.child(NodeKind::series_missing)) {
    s.missing = SeriesMissing{span(m), std::nullopt};
    if (const CstView q = m.child(NodeKind::quantity)) s.missing->as = quantity(q);
  }
  s.cites = cites(v);
  return s;
}

Measure Builder::measure(CstView v) {
  Measure m;
  m.name = name_child(v);
  m.arms = arms(v.child(NodeKind::arms));
  m.split = optional_split(v);
  m.rounding = optional_rounding(v);
  m.cites = cites(v);
  return m;
}

Define Builder::define(CstView v) {
  Define d;
  bool named = false;
  for (const CstView c : v) {
    if (c.kind() != NodeKind::name) continue;
    if (named)
      d.parameters.push_back(name(c));
    else
      d.name = name(c);
    named = true;
  }
  d.arms = arms(v.child(NodeKind::arms));
  d.cites = cites(v);
  return d;
}

Carry Builder::carry(CstView v) {
  Carry c{name_child(v), unit_child(v), quantity_child(v), std::nullopt, cites(v)};
  if (const CstView e = v.child(NodeKind::expires)) c.expires_after = count_child(e);
  return c;
}

Update Builder::update(CstView v) {
  Update u{name_child(v), Arms{}, cites(v)};
  if (const CstView a = v.child(NodeKind::add_use)) {
    const TreeExprId added = expression_of(a, 0);
    u.change = AddUse{added, expression_of(a, 1)};
  } else {
    u.change = arms(v.child(NodeKind::arms));
  }
  return u;
}

}  // namespace ratebook::syntax
