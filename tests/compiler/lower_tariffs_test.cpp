// Every tariff of the repository becomes a program for both sources; passes keep it well formed and do not touch what a plan lays out.
#include <gtest/gtest.h>

#include "compiler/ir/lower.hpp"
#include "compiler/ir/print.hpp"
#include "compiler/ir/ranges.hpp"
#include "compiler/ir/verify.hpp"
#include "compiler/passes/passes.hpp"
#include "tests/compiler/scripts.hpp"

namespace ratebook {
namespace {

TEST(LowerTariffs, AllOfTheRepository) {
  std::size_t programs = 0;
  for (const TariffEditions& editions : tariffs_in(std::filesystem::path(RATEBOOK_SOURCE_DIR) / "tariffs"))
    for (const CheckedTariff& tariff : editions.editions)
      for (ir::Source source : {ir::Source::intervals, ir::Source::general}) {
        SCOPED_TRACE(tariff.id + " " + format_date(tariff.edition));
        DiagnosticSink sink;
        ir::LowerOptions options;
        options.source = source;
        const auto program = ir::lower(tariff, options, sink);
        for (const Diagnostic& d : sink.all()) ADD_FAILURE() << code_word(d.code) << ": " << d.message;
        ASSERT_TRUE(program);
        const auto breaches = ir::verify(*program);
        EXPECT_TRUE(breaches.empty()) << breaches.front();
        const passes::Outcome outcome = passes::run(*program, {});
        EXPECT_EQ(ir::print(*program), ir::print(*ir::lower(tariff, options, sink)));
        EXPECT_EQ(outcome.program.rows.size(), program->rows.size());
        EXPECT_EQ(outcome.program.attributes.size(), program->attributes.size());
        EXPECT_EQ(outcome.program.quantities.size(), program->quantities.size());
        ++programs;
      }
  EXPECT_GE(programs, 10U);
}

}  // namespace
}  // namespace ratebook
