// How a subcommand joins the program: add_NAME(app, run) declares its options, and, when it is the
// one chosen, sets `run` to what main is to do. Each is one file; main.cpp calls them all.
//   Command command = app.add_subcommand("replay", "Judge a record again");
//   command.add_option("--out", options->out, "Folder of the reports").type_name("FOLDER");
// It is CLI11 that reads the command line, and the names are its own; its headers, which cost each file that
// sees them seconds, stay behind command.cpp.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace mailrig::cli {

using Run = std::function<int()>;  // returns an ExitCode

// One flag or argument: a handle, good as long as its Program. Each function returns it again.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}
  Option group(const std::string& heading);   // in --help
  Option type_name(const std::string& name);  // what --help shows for the value
  Option required();
  Option allow_extra_args(bool several);  // false: one value each time that it is given
  Option excludes(const Option& other);
  Option needs(const Option& other);
  Option is_member(const std::vector<std::string>& values);
  Option is_member_any_case(const std::vector<std::string>& values);
  template <class Number>
  Option range(Number lowest, Number highest);  // of int, std::uint32_t, std::uint64_t and double
  Option each(const std::function<void(const std::string&)>& seen);  // called with each value

 private:
  CLI::Option* option_;
};

// A subcommand, or the program itself: a handle, good as long as its Program.
class Command {
 public:
  explicit Command(CLI::App* app) : app_(app) {}
  Command add_subcommand(const std::string& name, const std::string& what);
  // `names`: "-q,--quiet", "--out", or "files" for arguments without a flag. `value` keeps what it has
  // where the option is not given; it is a string, a vector of strings, a double, a std::uint32_t or a
  // std::uint64_t.
  template <class Value>
  Option add_option(const std::string& names, Value& value, const std::string& what);
  Option add_flag(const std::string& names, bool& value, const std::string& what);
  Option add_flag_callback(const std::string& names, const std::function<void()>& given,
                           const std::string& what);
  // Called with the value at its place in the command line: before options that follow are put in.
  Option add_option_function(const std::string& names, const std::function<void(const std::string&)>& given,
                             const std::string& what);
  Option add_options_function(const std::string& names,
                              const std::function<void(const std::vector<std::string>&)>& given,
                              const std::string& what);
  void footer(const std::string& text);
  void require_subcommand(std::size_t count);
  void callback(const std::function<void()>& chosen);  // called if this is the one, after its options
  [[nodiscard]] std::size_t count(const std::string& name) const;  // how often that option was given

 private:
  CLI::App* app_;
};

// The command line of the whole program.
class Program {
 public:
  Program(const std::string& name, const std::string& what, const std::string& version);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  [[nodiscard]] Command command();
  [[nodiscard]] std::vector<std::string> subcommands() const;
  // Prints help, version or the mistake; then it returns the exit code. Otherwise the chosen subcommand's
  // callback was called.
  [[nodiscard]] std::optional<int> parse(int argc, const char* const* argv);

 private:
  std::unique_ptr<CLI::App> app_;
};

}  // namespace mailrig::cli
