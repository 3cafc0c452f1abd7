// The checked tariff: what the compiler and the interpreter are given. Immutable; every id in it is valid; every proof of the language holds.
// It is the one structure both engines share; they share no arithmetic and no time segmentation (docs/structure.md).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "language/semantics/examples.hpp"
#include "language/semantics/lines.hpp"
#include "language/semantics/rules.hpp"

namespace ratebook {

struct Define {
  std::string name;
  Span span;
  std::vector<std::string> parameters;
  std::vector<Cite> cites;
};

// Text order of what is computed: a statement may read those above it only.
struct Step {
  enum class Kind : std::uint8_t { measure, line };
  Kind kind = Kind::line;
  MeasureId measure;
  LineId line;
};

struct CheckedTariff {
  FileId file;
  std::string id, name, utility, timezone;
  Currency currency;
  Span header;  // of the id
  Date edition = Date::
      min();  // first day of this edition; where none is stated: the first version's `from`, else the latest `effective` of the sources
  bool edition_stated = false;
  std::string supersedes;     // path as written, or ""
  std::string source_digest;  // "sha256:…" of the script's bytes

  std::vector<SourceDoc> sources;
  Rules rules;
  std::vector<Calendar> calendars;
  std::vector<Scheme> schemes;
  std::vector<Choice> choices;
  std::vector<Channel> channels;  // 0 … 3: usage, export, reactive, apparent
  std::vector<Input> inputs;
  struct Eligibility {
    ExprId condition;
    std::vector<Cite> cites;
    Span span;
  };
  std::vector<Eligibility> eligible;
  std::vector<Value> values;
  std::vector<Table> tables;
  std::vector<Define> defines;
  std::vector<Measure> measures;
  std::vector<History> histories;
  std::vector<Line> lines;
  std::vector<Step> steps;
  std::vector<Example> examples;
  std::vector<Property> properties;
  std::vector<Expr> expressions;

  const Expr& operator[](ExprId at) const { return expressions[at.index]; }
  const Line& operator[](LineId at) const { return lines[at.index]; }
  const Measure& operator[](MeasureId at) const { return measures[at.index]; }
  const Table& operator[](TableId at) const { return tables[at.index]; }
  const Value& operator[](ValueId at) const { return values[at.index]; }
  const Scheme& operator[](SchemeId at) const { return schemes[at.index]; }
  const Calendar& operator[](CalendarId at) const { return calendars[at.index]; }
  const Input& operator[](InputId at) const { return inputs[at.index]; }
  const Channel& operator[](ChannelId at) const { return channels[at.index]; }
  const History& operator[](HistoryId at) const { return histories[at.index]; }
  const Choice& operator[](ChoiceId at) const { return choices[at.index]; }
};

inline constexpr ChannelId kUsage{0}, kExport{1}, kReactive{2}, kApparent{3};

// All editions of one tariff id, ascending by edition; day d belongs to the last edition with `edition` ≤ d.
struct TariffEditions {
  std::string id;
  std::vector<CheckedTariff> editions;  // at least one
};

}  // namespace ratebook
