#include <cstdio>
#include <exception>

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

namespace {

// CLI11 has exit codes of its own; help and version are no mistakes.
int explain(const CLI::App& app, const CLI::ParseError& error) {
  return app.exit(error) == 0 ? mailrig::cli::kAllWell : mailrig::cli::kWrongUse;
}

// No exception leaves a command but as lines that can be read.
int finish(const mailrig::cli::Run& run) {
  try {
    return run();
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
  CLI::App app("A test rig for SMTP, IMAP and POP3 servers", "mailrig");
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
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return explain(app, error);
  }
  return finish(run);
}
