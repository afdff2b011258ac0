#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/cli/baseline.hpp"
#include "harness/cli/check.hpp"
#include "harness/cli/diff.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/explain.hpp"
#include "harness/cli/lint.hpp"
#include "harness/cli/list.hpp"
#include "harness/cli/load.hpp"
#include "harness/cli/record.hpp"
#include "harness/cli/refusal.hpp"
#include "harness/cli/replay.hpp"
#include "harness/cli/report.hpp"
#include "harness/cli/serve.hpp"
#include "harness/wire/nearest.hpp"

namespace {

// CLI11 has exit codes of its own; help and version are no mistakes.
int explain(const CLI::App& app, const CLI::ParseError& error) {
  return app.exit(error) == 0 ? mailrig::cli::kAllWell : mailrig::cli::kWrongUse;
}

// CLI11 takes a word that is no subcommand for an argument too many.
std::string unknown_subcommand(const CLI::App& app, const std::string& word) {
  if (word.empty() || word.front() == '-') return {};
  std::vector<std::string> names;
  for (const CLI::App* sub : app.get_subcommands({})) names.push_back(sub->get_name());
  const std::vector<std::string_view> known(names.begin(), names.end());
  if (std::find(known.begin(), known.end(), word) != known.end()) return {};
  const std::string_view meant = mailrig::wire::nearest(word, known);
  return fmt::format("there is no subcommand '{}'{}\nRun with --help for more information.\n", word,
                     meant.empty() ? "" : fmt::format("; did you mean '{}'?", meant));
}

// What could not be said must not look like success, as on a disk that is full.
int said(int code) {
  using namespace mailrig::cli;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  fmt::print(stderr, "mailrig: standard output could not be written whole\n");
  return code == kInterrupted || code == kUnreachable ? code : kOurFault;
}

// No exception leaves a command but as lines that can be read.
int finish(const mailrig::cli::Run& run) {
  try {
    return said(run());
  } catch (const mailrig::cli::Refusal& refusal) {
    fmt::print(stderr, "{}{}", refusal.message, refusal.message.ends_with('\n') ? "" : "\n");
    return refusal.code;
  } catch (const std::exception& error) {
    fmt::print(stderr, "mailrig: {}\n", error.what());
    return mailrig::cli::kOurFault;
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("A test rig for mail servers: SMTP, LMTP, IMAP and POP3", "mailrig");
  app.set_version_flag("--version", MAILRIG_VERSION);
  app.require_subcommand(1);
  mailrig::cli::Run run;
  mailrig::cli::add_check(app, run);
  mailrig::cli::add_diff(app, run);
  mailrig::cli::add_baseline(app, run);
  mailrig::cli::add_list(app, run);
  mailrig::cli::add_explain(app, run);
  mailrig::cli::add_lint(app, run);
  mailrig::cli::add_load(app, run);
  mailrig::cli::add_serve(app, run);
  mailrig::cli::add_report(app, run);
  mailrig::cli::add_record(app, run);
  mailrig::cli::add_replay(app, run);
  const std::string unknown = unknown_subcommand(app, argc > 1 ? argv[1] : "");
  if (!unknown.empty()) {
    fmt::print(stderr, "{}", unknown);
    return mailrig::cli::kWrongUse;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return explain(app, error);
  }
  return finish(run);
}
