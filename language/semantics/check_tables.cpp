// Tables (language reference, section 7): which columns are keys, what the rows and columns are members of, one cell for each combination.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "language/semantics/versions.hpp"

namespace ratebook {
namespace {

// Beyond this many cells a table is taken for a mistake of its keys.
constexpr std::size_t kMostCells = 100000;

const syntax::Path* word_of(const syntax::TableCell& cell) { return std::get_if<syntax::Path>(&cell.cell); }

std::optional<MemberIndex> position(const TableDimension& d, std::string_view word) {
  const auto at = std::find(d.members.begin(), d.members.end(), word);
  return at == d.members.end() ? std::nullopt : std::optional(static_cast<MemberIndex>(at - d.members.begin()));
}

class TableCheck {
 public:
  TableCheck(Checker& checker, const syntax::Table& text) : checker_(checker), text_(text) {}

  // Nothing after a report, or when the table rests on something that has an error itself.
  std::optional<Table> check() {
    table_.name = text_.name.text;
    table_.span = text_.name.span;
    auto unit = checker_.resolve(text_.unit);
    for (const syntax::TableVersion& v : text_.versions) {
      cites_.push_back(checker_.resolve(v.cites));
      checker_.want_cite(v.cites, v.version.span, fmt::format("the table `{}`", table_.name));
    }
    if (!unit || !find_keys() || !find_columns()) return std::nullopt;
    table_.unit = std::move(*unit);
    if (table_.cell_count() > kMostCells) {
      checker_.sink.report<Code::out_of_range>(text_.name.span, fmt::format("a table of {} cells", table_.cell_count()), "1",
                                               std::to_string(kMostCells));
      return std::nullopt;
    }
    bool sound = true;
    for (std::size_t i = 0; i < text_.versions.size(); ++i) sound = read(text_.versions[i], std::move(cites_[i])) && sound;
    if (!sound) return std::nullopt;
    std::stable_sort(table_.versions.begin(), table_.versions.end(),
                     [](const auto& a, const auto& b) { return earlier(a.dates, b.dates); });
    std::vector<VersionDates> dates;
    for (const TableVersion& v : table_.versions) dates.push_back(v.dates);
    return check_versions(checker_, text_.name, dates) ? std::optional(std::move(table_)) : std::nullopt;
  }

 private:
  // What a heading names: a scheme, the months, a choice. Nothing: it is a free word.
  std::optional<TableDimension> dimension(const syntax::Path& heading) {
    TableDimension d;
    d.header = heading.text;
    if (heading.text == "month") {
      d.kind = TableDimension::Kind::month;
      d.members.assign(std::begin(kMonthWords), std::end(kMonthWords));
      return d;
    }
    if (const auto scheme = checker_.names.get<SchemeId>(heading.text)) {
      d.kind = TableDimension::Kind::scheme;
      d.scheme = *scheme;
      for (const Member& m : checker_.tariff[*scheme].members) d.members.push_back(m.name);
      return d;
    }
    if (const auto choice = checker_.names.get<ChoiceId>(heading.text)) {
      d.kind = TableDimension::Kind::choice;
      d.choice = *choice;
      d.members = checker_.tariff[*choice].members;
      return d;
    }
    return std::nullopt;
  }

  // A heading that cannot be a key although it looks like one. True: reported, or silent about something that is in error itself.
  bool spoilt_heading(const syntax::Path& heading) {
    const Declaration* d = checker_.names.find(heading.text);
    if (d != nullptr && d->state == Declaration::State::poisoned) return true;
    if (heading.text == "season" || heading.text == "period" || heading.text == "day") {
      checker_.report_unknown("scheme", heading);
      return true;
    }
    const auto input = checker_.names.get<InputId>(heading.text);
    if (!input) return false;
    const Type& type = checker_.tariff[*input].type;
    if (type.kind == Type::Kind::word && type.choice) {
      checker_.sink.report<Code::unknown_key>(heading.span, heading.text, table_.name).help =
          fmt::format("head the column `{}`", checker_.tariff[type.choice].name);
    } else {
      auto& report = checker_.sink.report<Code::key_not_closed>(heading.span, heading.text, table_.name);
      report.help = "declare its words with `choice`, and head the column with the choice's name";
    }
    return true;
  }

  bool find_keys() {
    const syntax::TableRow& header = text_.versions.front().header;
    for (const syntax::TableCell& cell : header.cells) {
      const syntax::Path& heading = *word_of(cell);
      auto d = dimension(heading);
      if (!d && spoilt_heading(heading)) return false;
      if (!d && !table_.keys.empty()) break;
      if (d) {
        checker_.names.read(heading.text);
        table_.keys.push_back(std::move(*d));
        continue;
      }
      TableDimension words;
      words.header = heading.text;
      table_.keys.push_back(std::move(words));
      break;
    }
    if (table_.keys.size() == header.cells.size()) {
      checker_.sink.report<Code::syntax>(header.span, "a column of prices after the keys");
      return false;
    }
    // The words of a key that is no dimension, over all versions in the order in which they first stand.
    bool sound = true;
    for (const syntax::TableVersion& v : text_.versions) {
      if (!same_keys(v.header)) {
        sound = false;
        continue;
      }
      for (const syntax::TableRow& row : v.rows)
        for (std::size_t k = 0; k < table_.keys.size(); ++k)
          if (const auto* word = word_of(row.cells[k]); word != nullptr && table_.keys[k].kind == TableDimension::Kind::words)
            if (!position(table_.keys[k], word->text)) table_.keys[k].members.push_back(word->text);
    }
    return sound;
  }

  bool same_keys(const syntax::TableRow& header) {
    for (std::size_t k = 0; k < table_.keys.size(); ++k) {
      if (k < header.cells.size() && word_of(header.cells[k])->text == table_.keys[k].header) continue;
      const Span span = k < header.cells.size() ? header.cells[k].span : header.span;
      checker_.sink.report<Code::syntax>(span,
                                         fmt::format("the key `{}`, as in the table's first version", table_.keys[k].header));
      return false;
    }
    if (header.cells.size() > table_.keys.size()) return true;
    checker_.sink.report<Code::syntax>(header.span, "a column of prices after the keys");
    return false;
  }

  // The headings after the keys are members of one dimension when all of them are, else free words.
  bool find_columns() {
    std::vector<std::string> words;
    bool sound = true;
    for (const syntax::TableVersion& v : text_.versions) {
      std::map<std::string, Span> seen;
      for (std::size_t c = table_.keys.size(); c < v.header.cells.size(); ++c) {
        const syntax::Path& heading = *word_of(v.header.cells[c]);
        sound = sound && !poisoned_member(heading.text);
        if (dimension(heading)) {
          auto& d = checker_.sink.report<Code::index_ambiguous>(heading.span, heading.text, table_.name);
          d.help = "keys stand before the columns of prices";
          sound = false;
        }
        if (const auto [at, is_new] = seen.try_emplace(heading.text, heading.span); !is_new) {
          stated_twice(heading.span, fmt::format("the column `{}`", heading.text), at->second);
          sound = false;
        }
        if (std::find(words.begin(), words.end(), heading.text) == words.end()) words.push_back(heading.text);
      }
    }
    if (!sound) return false;
    table_.columns = columns_of(words);
    return true;
  }

  // A member of a scheme whose statement has an error, or waits for what this version cannot rate.
  bool poisoned_member(const std::string& word) const {
    const auto is_poisoned = [&](std::string_view path) {
      const Declaration* d = checker_.names.find(path);
      return d != nullptr && d->kind == NameKind::member && d->state == Declaration::State::poisoned;
    };
    if (is_poisoned(word)) return true;
    return std::any_of(checker_.tariff.schemes.begin(), checker_.tariff.schemes.end(),
                       [&](const Scheme& s) { return is_poisoned(fmt::format("{}.{}", s.name, word)); });
  }

  TableDimension columns_of(const std::vector<std::string>& words) {
    const auto all_in = [&](const std::vector<std::string>& members) {
      return std::all_of(words.begin(), words.end(),
                         [&](const auto& w) { return std::find(members.begin(), members.end(), w) != members.end(); });
    };
    std::vector<std::string> names{"season", "period", "day"};  // the schemes without a name first
    for (const Scheme& s : checker_.tariff.schemes) names.push_back(s.name);
    for (const Choice& c : checker_.tariff.choices) names.push_back(c.name);
    names.push_back("month");
    for (const std::string& name : names) {
      auto d = dimension({{}, name, {}});
      if (!d || !all_in(d->members)) continue;
      checker_.names.read(name);
      return std::move(*d);
    }
    TableDimension free;
    free.members = words;
    return free;
  }

  bool read(const syntax::TableVersion& text, std::vector<Cite> cites) {
    const VersionDates dates = version_dates(checker_.tariff, text.version, cites);
    TableVersion version{dates, std::move(cites), std::vector<TableCell>(table_.cell_count())};
    std::map<std::vector<MemberIndex>, Span> rows;
    bool sound = true;
    for (const syntax::TableRow& row : text.rows) {
      std::vector<MemberIndex> at;
      Span keys = row.cells.front().span;
      for (std::size_t k = 0; k < table_.keys.size(); ++k) {
        keys = join(keys, row.cells[k].span);
        if (const auto m = key(table_.keys[k], row.cells[k])) at.push_back(*m);
      }
      if (at.size() < table_.keys.size()) {
        sound = false;
        continue;
      }
      if (const auto [first, is_new] = rows.try_emplace(at, keys); !is_new) {
        stated_twice(keys, "this row", first->second);
        sound = false;
        continue;
      }
      for (std::size_t c = table_.keys.size(); c < row.cells.size(); ++c) {
        at.push_back(*position(table_.columns, word_of(text.header.cells[c])->text));
        sound = price(row.cells[c], version.cells[table_.cell_index(at)]) && sound;
        at.pop_back();
      }
    }
    table_.versions.push_back(std::move(version));
    return sound;
  }

  std::optional<MemberIndex> key(const TableDimension& d, const syntax::TableCell& cell) {
    const auto* word = word_of(cell);
    if (word == nullptr) {
      checker_.sink.report<Code::syntax>(cell.span, fmt::format("a word of the column `{}`", d.header));
      return std::nullopt;
    }
    if (const auto m = position(d, word->text)) return m;
    if (poisoned_member(word->text)) return std::nullopt;
    auto& report = checker_.sink.report<Code::unknown_member>(cell.span, word->text, fmt::format("`{}`", d.header));
    report.help = help_meant(word->text, d.members);
    return std::nullopt;
  }

  bool price(const syntax::TableCell& cell, TableCell& place) {
    place.span = cell.span;
    if (std::holds_alternative<syntax::NotOffered>(cell.cell)) return true;
    const auto* number = std::get_if<Decimal>(&cell.cell);
    if (number == nullptr) {
      checker_.sink.report<Code::syntax>(cell.span, "a number, or `-` for what is not offered");
      return false;
    }
    const auto amount = checker_.amount_in(table_.unit.unit, {cell.span, cell.span, *number, text_.unit});
    if (!amount) return false;
    place.amount = *amount;
    return true;
  }

  void stated_twice(Span span, std::string_view what, Span first) {
    checker_.sink.report<Code::stated_twice>(span, what).labels.push_back({first, "first stated here"});
  }

  Checker& checker_;
  const syntax::Table& text_;
  Table table_;
  std::vector<std::vector<Cite>> cites_;  // of each version
};

}  // namespace

void check_tables(Checker& checker) {
  checker.each<syntax::Table>([&](const syntax::Table& t) {
    auto table = TableCheck(checker, t).check();
    if (!table) return checker.names.poison(t.name.text);
    checker.names.settle(t.name.text, TableId{checker.tariff.tables.size()});
    checker.tariff.tables.push_back(std::move(*table));
  });
}

}  // namespace ratebook
