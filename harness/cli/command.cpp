#include "harness/cli/command.hpp"

#include <cstdint>
#include <utility>

#include <CLI/CLI.hpp>

#include "harness/cli/exit_code.hpp"

namespace mailrig::cli {

Option Option::group(const std::string& heading) {
  return Option(option_->group(heading));
}

Option Option::type_name(const std::string& name) {
  return Option(option_->type_name(name));
}

Option Option::required() {
  return Option(option_->required());
}

Option Option::allow_extra_args(bool several) {
  return Option(option_->allow_extra_args(several));
}

Option Option::excludes(const Option& other) {
  return Option(option_->excludes(other.option_));
}

Option Option::needs(const Option& other) {
  return Option(option_->needs(other.option_));
}

Option Option::is_member(const std::vector<std::string>& values) {
  return Option(option_->check(CLI::IsMember(values)));
}

Option Option::is_member_any_case(const std::vector<std::string>& values) {
  return Option(option_->check(CLI::IsMember(values, CLI::ignore_case)));
}

template <class Number>
Option Option::range(Number lowest, Number highest) {
  return Option(option_->check(CLI::Range(lowest, highest)));
}
template Option Option::range(int, int);
template Option Option::range(std::uint32_t, std::uint32_t);
template Option Option::range(std::uint64_t, std::uint64_t);
template Option Option::range(double, double);

Option Option::each(const std::function<void(const std::string&)>& seen) {
  return Option(option_->each(seen));
}

Command Command::add_subcommand(const std::string& name, const std::string& what) {
  return Command(app_->add_subcommand(name, what));
}

template <class Value>
Option Command::add_option(const std::string& names, Value& value, const std::string& what) {
  return Option(app_->add_option(names, value, what));
}
template Option Command::add_option(const std::string&, std::string&, const std::string&);
template Option Command::add_option(const std::string&, std::vector<std::string>&, const std::string&);
template Option Command::add_option(const std::string&, double&, const std::string&);
template Option Command::add_option(const std::string&, std::uint32_t&, const std::string&);
template Option Command::add_option(const std::string&, std::uint64_t&, const std::string&);

Option Command::add_flag(const std::string& names, bool& value, const std::string& what) {
  return Option(app_->add_flag(names, value, what));
}

Option Command::add_flag_callback(const std::string& names, const std::function<void()>& given,
                                  const std::string& what) {
  return Option(app_->add_flag_callback(names, given, what));
}

Option Command::add_option_function(const std::string& names,
                                    const std::function<void(const std::string&)>& given,
                                    const std::string& what) {
  return Option(app_->add_option_function<std::string>(names, given, what));
}

Option Command::add_options_function(const std::string& names,
                                     const std::function<void(const std::vector<std::string>&)>& given,
                                     const std::string& what) {
  return Option(app_->add_option_function<std::vector<std::string>>(names, given, what));
}

void Command::footer(const std::string& text) {
  app_->footer(text);
}

void Command::require_subcommand(std::size_t count) {
  app_->require_subcommand(static_cast<int>(count));
}

void Command::callback(const std::function<void()>& chosen) {
  app_->callback(chosen);
}

std::size_t Command::count(const std::string& name) const {
  return app_->count(name);
}

Program::Program(const std::string& name, const std::string& what, const std::string& version)
    : app_(std::make_unique<CLI::App>(what, name)) {
  app_->set_version_flag("--version", version);
  app_->require_subcommand(1);
}

Program::~Program() = default;

Command Program::command() {
  return Command(app_.get());
}

std::vector<std::string> Program::subcommands() const {
  std::vector<std::string> names;
  for (const CLI::App* sub : std::as_const(*app_).get_subcommands({})) names.push_back(sub->get_name());
  return names;
}

std::optional<int> Program::parse(int argc, const char* const* argv) {
  try {
    app_->parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    // CLI11 has exit codes of its own; help and version are no mistakes.
    return app_->exit(error) == 0 ? kAllWell : kWrongUse;
  }
}

}  // namespace mailrig::cli
