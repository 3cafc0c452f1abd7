// ratebook explain: how the bill of one account came about, computed again by the oracle and by the native engine, which must agree.
#include <deque>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/engines.hpp"
#include "cli/exit_code.hpp"
#include "cli/input_options.hpp"
#include "cli/loaded_book.hpp"
#include "cli/terminal.hpp"
#include "runtime/batch/agreement.hpp"
#include "runtime/batch/one_account.hpp"
#include "runtime/interpreter/derivation.hpp"
#include "runtime/io/bill_text.hpp"

namespace ratebook::cli {

namespace {

using Json = nlohmann::ordered_json;

struct Options {
  InputOptions inputs;
  std::string account, line, from, engine = "both";
  int depth = 64;
  bool json = false;
};

struct Explained {
  std::string text;
  Json json;
  bool shown = false;  // some line or row that was asked for
};

// An address names rows; only those that the bill has can be shown. A line is shown with its conditions even when it has no row.
bool shows_anything(const TariffEditions& tariff, const Derived& derived, const DerivationView& view) {
  const bool is_address = view.line && view.line->find_first_of(".@") != std::string::npos;
  return std::any_of(derived.lines.begin(), derived.lines.end(), [&](const LineDerivation& l) {
    return view.shows(l) && (!is_address || std::any_of(l.rows.begin(), l.rows.end(), [&](const RowDerivation& made) {
             return view.shows(tariff.editions[l.edition], made);
           }));
  });
}

// Printed as it is asked for; false when the engines disagree or one of them failed.
bool explain_cycle(const Options& options, const LoadedBook& loaded, const AccountCycleOf& cycle, const Derived& derived,
                   Engine* native, const RatingOptions& rating, Explained& out) {
  const TariffEditions& tariff = loaded.book.tariffs[cycle.tariff];
  if (native != nullptr) {
    const auto rated = native->rate(cycle.tariff, cycle.facts, rating);
    if (!rated) {
      complain(rated.error());
      return false;
    }
    if (const auto difference = disagreement(tariff, derived.rated, *rated)) {
      complain(fmt::format("the engines disagree on account {}: {}", options.account, *difference));
      return false;
    }
  }
  DerivationView view;
  if (!options.line.empty()) view.line = options.line;
  view.depth = options.depth;
  view.sheets = true;
  out.shown = out.shown || shows_anything(tariff, derived, view);
  if (options.json) {
    Json one;
    one["account_id"] = options.account;
    one["tariff"] = tariff.id;
    one["from"] = format_date(cycle.facts.from);
    one["through"] = format_date(cycle.facts.through);
    std::vector<BilledColumns> billed;
    if (derived.rated) {
      const IrDigests none;
      BillText text(loaded.sources, loaded.book, none, rating.as_known);
      billed = text.line_columns(options.account, cycle.tariff, cycle.facts.from, cycle.facts.through, *derived.rated);
    }
    one["derivation"] = Json::parse(derivation_json(loaded.sources, tariff, derived, view, billed));
    out.json.push_back(std::move(one));
    return true;
  }
  out.text += fmt::format("{}{}  {}  {} through {}\n", out.text.empty() ? "" : "\n", options.account, tariff.id,
                          format_date(cycle.facts.from), format_date(cycle.facts.through));
  if (!derived.rated)
    out.text += fmt::format("no bill: {}: {}\n", code_word(derived.rated.error().code), derived.rated.error().message);
  out.text += print_derivation(loaded.sources, tariff, derived, view);
  return true;
}

int explain(const Options& options) {
  LoadedBook loaded;
  load_book(loaded, {options.inputs.book}, {.kernels = options.engine != "interpreter"});
  if (loaded.exit_code != kSuccess) return graver(loaded.exit_code, options.inputs.look_at_headers());
  if (const std::string line = options.line.substr(0, options.line.find_first_of(".@")); !line.empty()) {
    const bool known = std::any_of(loaded.book.tariffs.begin(), loaded.book.tariffs.end(), [&](const TariffEditions& t) {
      return std::any_of(t.editions.begin(), t.editions.end(), [&](const CheckedTariff& e) {
        return std::any_of(e.lines.begin(), e.lines.end(), [&](const Line& l) { return l.name == line; });
      });
    });
    if (!known) {
      complain("no tariff of the book has a line `" + line + "`");
      return kWrongUse;
    }
  }
  auto account = read_account(loaded.book, options.inputs.paths(), options.inputs.reading(), options.account,
                              std::filesystem::temp_directory_path().string());
  if (!account) {
    complain(account.error().message);
    return account.error().kind == Failure::Kind::usage ? kWrongUse : kFailed;
  }
  for (const std::string& input : account->cut_off) complain(cut_off_words(input));
  if (!account->known) {
    complain(fmt::format("{} has no account `{}`", options.inputs.accounts, options.account));
    return kDoesNotHold;
  }
  const RatingOptions rating{options.inputs.known_on().value_or(today())};
  const auto native = options.engine == "both" ? make_engine("native", loaded.book, rating) : nullptr;
  Explained out{{}, Json::array()};
  bool rated = false, found = options.from.empty();
  int code = kSuccess;
  std::deque<Derived> derivations;
  std::vector<const Bill*> bills;
  for (std::size_t i = 0; i < account->cycles.size(); ++i) {
    const AccountCycleOf& cycle = account->cycles[i];
    const TariffEditions& tariff = loaded.book.tariffs[cycle.tariff];
    const auto unfollowed = follow(loaded.book, account->cycles, i, bills);
    derivations.push_back(unfollowed ? Derived{failure(*unfollowed), {}, {}, {}} : derive(tariff, cycle.facts, rating));
    const Derived& derived = derivations.back();
    bills.push_back(derived.rated ? &*derived.rated : nullptr);
    if (!derived.rated) code = kQuarantined;
    if (!options.from.empty() && format_date(cycle.facts.from) != options.from) continue;
    found = true;
    rated = rated || derived.rated.has_value();
    if (!explain_cycle(options, loaded, cycle, derived, unfollowed ? nullptr : native.get(), rating, out)) return kFailed;
  }
  if (!found && account->refusals.empty()) {
    complain(fmt::format("{} has no cycle of account `{}` from {}", options.inputs.accounts, options.account, options.from));
    return kDoesNotHold;
  }
  if (rated && !out.shown) {
    complain(fmt::format("no bill of account `{}` has a row `{}`", options.account, options.line));
    return kDoesNotHold;
  }
  for (const AccountRefusal& refusal : account->refusals) {
    code = kQuarantined;
    if (options.json) {
      out.json.push_back({{"source", refusal.source},
                          {"row", refusal.row},
                          {"code", code_word(refusal.fault.code)},
                          {"message", refusal.fault.message}});
    } else {
      out.text += fmt::format("quarantined: {} row {}: {}: {}\n", refusal.source, refusal.row, code_word(refusal.fault.code),
                              refusal.fault.message);
    }
  }
  print(options.json ? Json{{"account_id", options.account}, {"cycles", out.json}}.dump(
                           2, ' ', false, nlohmann::json::error_handler_t::replace) +
                           "\n"
                     : out.text);
  return code;
}

}  // namespace

void add_explain(CLI::App& app, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("explain", "Show how a bill or a line came about: rules, versions, prices, cites");
  add_inputs(*command, options->inputs);
  command->add_option("--account", options->account, "The account")->required()->type_name("ID");
  command->add_option("--line", options->line, "Only this line, or the rows of it that a line_id of lines.csv names")
      ->type_name("ID");
  command->add_option("--from", options->from, "Only the cycle that begins on this day")->check(is_date())->type_name("DATE");
  command->add_option("--depth", options->depth, "Levels of the tree")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str()
      ->type_name("N");
  command->add_option("--engine", options->engine, "both (they must agree) or interpreter")
      ->check(CLI::IsMember({"both", "interpreter"}))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print one JSON object with exact fractions");
  command->footer(
      "Example:\n  ratebook explain tariffs/energyco --accounts accounts.csv --usage reads.csv --account A-1017 --line energy");
  command->callback([options, &run] { run = [options] { return explain(*options); }; });
}

}  // namespace ratebook::cli
