// How diagnostics look.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "language/diagnostics/render.hpp"

namespace ratebook {
namespace {

Span find(const Sources& sources, FileId file, std::string_view words) {
  const auto begin = sources.file(file).text.find(words);
  return {file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + words.size())};
}

Diagnostic diagnostic(Span span, std::string message) {
  Diagnostic d;
  d.code = Code::syntax;
  d.span = span;
  d.message = std::move(message);
  return d;
}

TEST(Render, ThePictureOfTheManual) {
  Sources sources;
  std::string text(33, '\n');
  text += "  period on_peak  = weekday 16:00 to 21:00\n  period mid_peak = weekday 07:00 to 17:00, weekday 21:00 to 23:00\n";
  const FileId file = sources.add("tou-r.tariff", text);
  Diagnostic d = diagnostic(find(sources, file, "07:00 to 17:00"), "two periods claim the same time");
  d.at_span = "weekday 16:00 to 17:00 is also on_peak";
  d.notes = {"first such instant: Thu 2025-01-02 16:00"};
  EXPECT_EQ(render(sources, d),
            "error[syntax]: two periods claim the same time\n"
            "  ╭─ tou-r.tariff:35:29\n"
            "34 │   period on_peak  = weekday 16:00 to 21:00\n"
            "35 │   period mid_peak = weekday 07:00 to 17:00, weekday 21:00 to 23:00\n"
            "   │                             ──────┬───────\n"
            "   │                                   ╰ weekday 16:00 to 17:00 is also on_peak\n"
            "  = first such instant: Thu 2025-01-02 16:00\n");
}

TEST(Render, LabelsOnTheSameLineAndElsewhere) {
  Sources sources;
  const FileId file = sources.add("a.tariff", "one two three\nfour\nfive\nsix seven\n");
  const FileId other = sources.add("b.tariff", "eight\n");
  Diagnostic d = diagnostic(find(sources, file, "three"), "m");
  d.severity = Severity::warning;
  d.at_span = "here";
  d.labels = {{find(sources, file, "one"), "first"},
              {find(sources, file, "two"), ""},
              {find(sources, file, "seven"), "far"},
              {find(sources, other, "eight"), "there"}};
  d.help = "h";
  EXPECT_EQ(render(sources, d),
            "warning[syntax]: m\n"
            " ╭─ a.tariff:1:9\n"
            "1 │ one two three\n"
            "  │ ─┬─ ─── ──┬──\n"
            "  │  │        ╰ here\n"
            "  │  ╰ first\n"
            "  ⋮\n"
            "4 │ six seven\n"
            "  │     ──┬──\n"
            "  │       ╰ far\n"
            " ├─ b.tariff:1:1\n"
            "1 │ eight\n"
            "  │ ──┬──\n"
            "  │   ╰ there\n"
            " = help: h\n");
}

TEST(Render, OverlappingPlacesGetRowsOfTheirOwn) {
  Sources sources;
  const FileId file = sources.add("a", "alpha beta\n");
  Diagnostic d = diagnostic(find(sources, file, "alpha beta"), "m");
  d.labels = {{find(sources, file, "beta"), "b"}};
  EXPECT_EQ(render(sources, d),
            "error[syntax]: m\n"
            " ╭─ a:1:1\n"
            "1 │ alpha beta\n"
            "  │ ──────────\n"
            "  │       ─┬──\n"
            "  │        ╰ b\n");
}

TEST(Render, TabsWideCharactersAndBytesThatAreNotText) {
  Sources sources;
  const FileId file = sources.add("a", "\t電力 \xFF x\n");
  EXPECT_EQ(render(sources, diagnostic(find(sources, file, "x"), "m")),
            "error[syntax]: m\n"
            " ╭─ a:1:7\n"
            "1 │     電力 \xEF\xBF\xBD x\n"
            "  │            ─\n");
}

TEST(Render, NothingControlsTheTerminal) {
  Sources sources;
  const FileId file = sources.add("a\x1b[2J\xE2\x80\xAE", "\x1b[31m \xE2\x80\xAE x \xC2\x9B\x07\n");
  Diagnostic d = diagnostic(find(sources, file, "x"), "m\r\xE2\x81\xA6");
  d.labels = {{find(sources, file, "x"), "\x7F"}};
  d.notes = {"n\nerror[syntax]: made up"};
  d.help = "h\t\xE2\x80\xA8";
  EXPECT_EQ(render(sources, d),
            "error[syntax]: m\\u000d\\u2066\n"
            " ╭─ a\\u001b[2J\\u202e:1:9\n"
            "1 │ \\u001b[31m \\u202e x \\u009b\\u0007\n"
            "  │                   ─\n"
            "  │                   ┬\n"
            "  │                   ╰ \\u007f\n"
            " = n\\u000aerror[syntax]: made up\n"
            " = help: h\t\\u2028\n");
}

TEST(Render, PlacesBehindTheTextAndSeveralLines) {
  Sources sources;
  const FileId file = sources.add("a", "one\ntwo");
  EXPECT_EQ(render(sources, diagnostic({file, 7, 7}, "m")), "error[syntax]: m\n ╭─ a:2:4\n1 │ one\n2 │ two\n  │    ─\n");
  EXPECT_EQ(render(sources, diagnostic({file, 0, 7}, "m")), "error[syntax]: m\n ╭─ a:1:1\n1 │ one\n  │ ───\n");
}

TEST(Render, WithoutAPlace) {
  const Sources sources;
  Diagnostic d = diagnostic({}, "m");
  d.notes = {"n"};
  EXPECT_EQ(render(sources, d), "error[syntax]: m\n = n\n");
}

TEST(Render, ColorOnlyWhenAsked) {
  Sources sources;
  const FileId file = sources.add("a", "one\n");
  const Diagnostic d = diagnostic(find(sources, file, "one"), "m");
  EXPECT_EQ(render(sources, d).find('\033'), std::string::npos);
  const std::string colored = render(sources, d, Color::always);
  EXPECT_NE(colored.find("\033[1;31merror[syntax]\033[0m"), std::string::npos);
}

TEST(Render, Json) {
  Sources sources;
  const FileId file = sources.add("é.tariff", "é one\ntwo \xFF\n");
  Diagnostic d = diagnostic(find(sources, file, "one"), "m \xFF");
  d.at_span = "here";
  d.labels = {{find(sources, file, "two"), "there"}};
  d.notes = {"n"};
  d.help = "h";
  const auto json = nlohmann::json::parse(render_json(sources, {d, diagnostic({}, "nowhere")}));
  const auto& first = json["diagnostics"][0];
  EXPECT_EQ(first["code"], "syntax");
  EXPECT_EQ(first["severity"], "error");
  EXPECT_EQ(first["file"], "é.tariff");
  EXPECT_EQ(first["line"], 1);
  EXPECT_EQ(first["column"], 3);
  EXPECT_EQ(first["end_line"], 1);
  EXPECT_EQ(first["end_column"], 6);
  EXPECT_EQ(first["labels"][0]["text"], "here");
  EXPECT_EQ(first["labels"][1]["line"], 2);
  EXPECT_EQ(first["notes"][0], "n");
  EXPECT_EQ(first["help"], "h");
  EXPECT_EQ(json["diagnostics"][1]["line"], 0);
  EXPECT_EQ(json["diagnostics"][1]["file"], "");
}

TEST(Render, Summary) {
  EXPECT_EQ(summary(0, 0), "");
  EXPECT_EQ(summary(1, 0), "1 error");
  EXPECT_EQ(summary(2, 1), "2 errors, 1 warning");
  EXPECT_EQ(summary(0, 3), "3 warnings");
}

TEST(Sink, SortsByPlaceAndDropsRepetitions) {
  Sources sources;
  const FileId file = sources.add("a", "one two\n");
  DiagnosticSink sink;
  sink.report<Code::syntax>(find(sources, file, "two"), "x");
  sink.report<Code::syntax>(find(sources, file, "one"), "x");
  sink.report<Code::syntax>(find(sources, file, "two"), "x");
  sink.sort();
  ASSERT_EQ(sink.all().size(), 2U);
  EXPECT_EQ(sink.errors(), 2U);
  EXPECT_EQ(sink.all()[0].span.begin, 0U);
}

}  // namespace
}  // namespace ratebook
