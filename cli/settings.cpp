#include "cli/settings.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <set>

namespace ratebook::cli {

namespace {

using Values = std::vector<std::string>;

std::string option_name(const CLI::Option& option) {
  return option.get_lnames().empty() ? std::string() : option.get_lnames().front();
}

bool is_given(const std::vector<std::string>& arguments, const std::string& name) {
  return std::any_of(arguments.begin(), arguments.end(),
                     [&](const std::string& a) { return a == "--" + name || a.starts_with("--" + name + "="); });
}

std::optional<Values> from_environment(const CLI::Option& option) {
  std::string variable = "RATEBOOK_";
  for (const char c : option_name(option))
    variable += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const char* text = std::getenv(variable.c_str());
  if (text == nullptr || *text == '\0') return std::nullopt;
  Values values;
  std::string_view rest = text;
  const bool is_list = option.get_items_expected_max() > 1;
  while (is_list && rest.find(':') != std::string_view::npos) {
    values.emplace_back(rest.substr(0, rest.find(':')));
    rest.remove_prefix(rest.find(':') + 1);
  }
  values.emplace_back(rest);
  return values;
}

Result<Values, std::string> values_of(const toml::node& node, std::string_view key) {
  Values values;
  const auto take = [&](const toml::node& one) {
    if (const auto text = one.value_exact<std::string>())
      values.push_back(*text);
    else if (const auto number = one.value_exact<std::int64_t>())
      values.push_back(std::to_string(*number));
    else if (const auto flag = one.value_exact<bool>())
      values.push_back(*flag ? "true" : "false");
    else if (const auto date = one.value_exact<toml::date>())
      values.push_back(fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day));
    else
      return false;
    return true;
  };
  bool good = true;
  if (const toml::array* list = node.as_array()) {
    for (const toml::node& one : *list) good = good && take(one);
  } else {
    good = take(node);
  }
  if (!good) return failure(fmt::format("`{}` must be a text, a whole number, true, false, a date, or a list of these", key));
  return values;
}

// Keys of a table of the file as option names.
std::string name_of(std::string_view key) {
  std::string name(key);
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

bool any_command_has(const CLI::App& app, const std::string& name) {
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  return std::any_of(commands.begin(), commands.end(),
                     [&](const CLI::App* command) { return command->get_option_no_throw("--" + name) != nullptr; });
}

const CLI::App* command_named(const CLI::App& app, std::string_view name) {
  const auto found = app.get_subcommands([&](const CLI::App* command) { return command->get_name() == name; });
  return found.empty() ? nullptr : found.front();
}

std::string settings_file() {
  const char* named = std::getenv("RATEBOOK_CONFIG");
  return named != nullptr && *named != '\0' ? named : "ratebook.toml";
}

// Options that the file gives to the command.
Result<std::map<std::string, Values>, std::string> from_file(const CLI::App& app, const CLI::App& command) {
  std::map<std::string, Values> found;
  const std::string path = settings_file();
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    if (path != "ratebook.toml") return failure("cannot open " + path + ", which RATEBOOK_CONFIG names");
    return found;
  }
  toml::table table;
  try {
    table = toml::parse_file(path);
  } catch (const toml::parse_error& wrong) {
    return failure(fmt::format("{}:{}: {}", path, wrong.source().begin.line, wrong.description()));
  }
  const auto take = [&](const toml::table& from, bool own) -> Result<void, std::string> {
    for (const auto& [key, node] : from) {
      const std::string name = name_of(key.str());
      if (node.is_table()) continue;
      if (own ? command.get_option_no_throw("--" + name) == nullptr : !any_command_has(app, name)) {
        return failure(
            fmt::format("{}: {} has no option `{}`", path, own ? command.get_name() : std::string("no command"), key.str()));
      }
      auto values = values_of(node, key.str());
      if (!values) return failure(path + ": " + values.error());
      if (command.get_option_no_throw("--" + name) != nullptr) found[name] = std::move(*values);
    }
    return {};
  };
  if (auto taken = take(table, false); !taken) return failure(taken.error());
  for (const auto& [key, node] : table) {
    if (!node.is_table()) continue;
    if (command_named(app, key.str()) == nullptr) return failure(fmt::format("{}: there is no command `{}`", path, key.str()));
    if (key.str() != command.get_name()) continue;
    if (auto taken = take(*node.as_table(), true); !taken) return failure(taken.error());
  }
  return found;
}

}  // namespace

Result<std::vector<std::string>, std::string> with_settings(const CLI::App& app, std::vector<std::string> arguments) {
  if (arguments.empty()) return arguments;
  const CLI::App* command = command_named(app, arguments.front());
  if (command == nullptr) return arguments;
  if (is_given(arguments, "help")) return arguments;
  auto file = from_file(app, *command);
  if (!file) return failure(file.error());
  for (const CLI::Option* option : command->get_options()) {
    const std::string name = option_name(*option);
    if (name.empty() || name == "help" || is_given(arguments, name)) continue;
    std::optional<Values> values = from_environment(*option);
    if (!values && file->contains(name)) values = file->at(name);
    if (!values) continue;
    // `--name=value` never takes a positional argument that follows.
    for (const std::string& value : *values) arguments.push_back("--" + name + "=" + value);
  }
  return arguments;
}

}  // namespace ratebook::cli
