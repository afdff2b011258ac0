#include <algorithm>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "harness/cli/baseline.hpp"
#include "harness/cli/check.hpp"
#include "harness/cli/command.hpp"
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

// CLI11 takes a word that is no subcommand for an argument too many.
std::string unknown_subcommand(const mailrig::cli::Program& program, const std::string& word) {
  if (word.empty() || word.front() == '-') return {};
  const std::vector<std::string> names = program.subcommands();
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
  mailrig::cli::Program program("mailrig", "A test rig for mail servers: SMTP, LMTP, IMAP and POP3",
                                MAILRIG_VERSION);
  const mailrig::cli::Command app = program.command();
  mailrig::cli::Run run;
  for (const auto add :
       {mailrig::cli::add_check, mailrig::cli::add_diff, mailrig::cli::add_baseline, mailrig::cli::add_list,
        mailrig::cli::add_explain, mailrig::cli::add_lint, mailrig::cli::add_load, mailrig::cli::add_serve,
        mailrig::cli::add_report, mailrig::cli::add_record, mailrig::cli::add_replay})
    add(app, run);
  const std::string unknown = unknown_subcommand(program, argc > 1 ? argv[1] : "");
  if (!unknown.empty()) {
    fmt::print(stderr, "{}", unknown);
    return mailrig::cli::kWrongUse;
  }
  const std::optional<int> ended = program.parse(argc, argv);
  return ended ? *ended : finish(run);
}
