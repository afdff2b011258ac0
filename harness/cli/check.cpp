#include "harness/cli/check.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <random>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <unistd.h>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/scenario_options.hpp"
#include "harness/cli/target_options.hpp"
#include "harness/conformance/probe.hpp"
#include "harness/conformance/runner.hpp"
#include "harness/record/memory.hpp"
#include "harness/record/writer.hpp"
#include "harness/scenario/annotation.hpp"
#include "reports/reports.hpp"

namespace mailrig::cli {

namespace {

constexpr std::chrono::milliseconds kProbeTime{10'000}, kProbeLeast{1'000};  // a --timeout between is taken

struct CheckOptions {
  ScenarioOptions scenarios;
  TargetOptions target;
  std::string out, timeout, color = "auto";
  std::size_t jobs = 16;
  std::uint64_t seed = 0;
  bool strict = false, keep_wire = false, quiet = false, verbose = false;
};

// What ends the command before or instead of a run.
struct Refusal {
  int code;
  std::string message;
};

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

bool wants_colour(const CheckOptions& options) {
  return options.color == "always" || (options.color == "auto" && ::isatty(STDOUT_FILENO) == 1);
}

conformance::Target find_target(net::Loop& loop, const conformance::TargetSpec& spec,
                                std::chrono::milliseconds reply) {
  conformance::ProbeResult probed =
      conformance::probe(loop, spec, std::clamp(reply, kProbeLeast, kProbeTime));
  using What = conformance::ProbeResult::What;
  if (probed.what == What::Unreachable)
    throw Refusal{kUnreachable, "the target is unreachable\n" + probed.message};
  if (probed.what == What::Refused) throw Refusal{kWrongUse, probed.message};
  return std::move(probed.target);
}

record::Masker secrets(const conformance::Target& target) {
  record::Masker masker;
  for (const conformance::Account& account : target.accounts) masker.add(account.password);
  return masker;
}

std::vector<std::string> remarks(const conformance::Target& target) {
  std::vector<std::string> all = target.remarks;
  if (target.accounts.empty()) {
    all.emplace_back("no account: scenarios that log in or deliver mail are skipped (--user, --password)");
  } else if (target.accounts.size() == 1) {
    all.emplace_back("one account: scenarios run one after another (--users for more)");
  }
  return all;
}

conformance::RunOptions run_options(const CheckOptions& options, std::uint64_t seed) {
  conformance::RunOptions run;
  run.jobs = options.jobs;
  run.seed = seed;
  run.strict = options.strict;
  run.play.keep_wire = options.keep_wire;
  if (!options.timeout.empty()) {
    const auto time = scenario::parse_time(options.timeout);
    if (!time || time->count() == 0) throw Refusal{kWrongUse, "--timeout: meant is 500ms, 5s or 1min\n"};
    run.play.limits.reply = *time;
  }
  run.again = [words = options.target.again(), folder = options.scenarios.folder()](const std::string& id) {
    return "mailrig check " + id + words + (folder.empty() ? "" : " --scenarios " + folder);
  };
  return run;
}

std::unique_ptr<record::Writer> open_record(const std::string& folder) {
  if (folder.empty()) return nullptr;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  auto writer = record::Writer::open(folder + "/record.jsonl");
  if (!writer) throw Refusal{kWrongUse, "--out: " + folder + "/record.jsonl can't be written\n"};
  return writer;
}

record::RunStarted start_event(const CheckOptions& options, const conformance::Target& target,
                               std::uint64_t seed) {
  record::RunStarted started;
  started.tool_version = MAILRIG_VERSION;
  started.command = "mailrig check" + options.target.again();
  started.kind = "check";
  started.started_at = utc_now();
  started.seed = seed;
  started.target = conformance::describe(target);
  started.capabilities = conformance::capabilities_of(target);
  started.remarks = remarks(target);
  return started;
}

void show_progress(std::size_t done, std::size_t all) {
  fmt::print(stderr, "\r{}/{}{}", done, all, done == all ? "\r\x1b[K" : "");
  std::fflush(stderr);
}

void report(const CheckOptions& options, const std::vector<record::Event>& events) {
  const reports::Run run = reports::fold(events);
  reports::TextOptions text;
  text.colour = wants_colour(options);
  if (options.verbose) text.details = run.scenarios.size();
  fmt::print("{}", options.quiet ? reports::render_summary(run, text) : reports::render_text(run, text));
  if (options.out.empty()) return;
  reports::JunitOptions junit;
  junit.strict = options.strict;
  if (const std::error_code error = reports::write_reports(options.out, run, junit)) {
    throw Refusal{kOurFault, options.out + ": " + error.message() + "\n"};
  }
}

int play(const CheckOptions& options, net::Loop& loop, const conformance::Target& target,
         const std::vector<conformance::ScenarioPtr>& wanted) {
  const std::uint64_t seed = options.seed != 0 ? options.seed : std::random_device{}();
  conformance::RunOptions run = run_options(options, seed);
  if (!options.quiet && ::isatty(STDERR_FILENO) == 1) run.progress = show_progress;
  const record::Masker masker = secrets(target);
  record::Memory memory;
  std::vector<std::reference_wrapper<record::Sink>> sinks{memory};
  const auto writer = open_record(options.out);
  if (writer) sinks.emplace_back(*writer);
  record::Tee sink(std::move(sinks));
  const net::Time began = loop.now();
  sink.put(start_event(options, target, seed));
  conformance::Runner runner(loop, target, run, masker, sink, began);
  for (const int signal : {SIGINT, SIGTERM}) {
    loop.on_signal(signal, [&runner](int) { runner.interrupt(); });
  }
  const conformance::RunOutcome outcome = runner.run(wanted);
  record::RunEnded ended;
  ended.at = loop.now() - began;
  ended.exit_code = outcome.exit_code(options.strict);
  ended.interrupted = outcome.interrupted;
  sink.put(ended);
  report(options, memory.events());
  if (!outcome.gone.empty()) fmt::print(stderr, "mailrig: the target is gone: {}\n", outcome.gone);
  if (writer && writer->failed())
    throw Refusal{kOurFault, options.out + "/record.jsonl could not be written whole\n"};
  return ended.exit_code;
}

int check(const CheckOptions& options) {
  try {
    std::vector<conformance::ScenarioPtr> all, wanted;
    std::string complaints = options.scenarios.load(all, wanted);
    conformance::TargetSpec spec;
    complaints += options.target.resolve(spec);
    if (!complaints.empty()) throw Refusal{kWrongUse, complaints};
    const auto reply = run_options(options, 1).play.limits.reply;  // mistakes show before anything is sent
    net::Loop loop;
    const conformance::Target target = find_target(loop, spec, reply);
    return play(options, loop, target, wanted);
  } catch (const Refusal& refusal) {
    fmt::print(stderr, "{}", refusal.message);
    return refusal.code;
  } catch (const std::exception& error) {
    fmt::print(stderr, "mailrig: {}\n", error.what());
    return kOurFault;
  }
}

}  // namespace

void add_check(CLI::App& app, Run& run) {
  CLI::App* sub = app.add_subcommand("check", "Run the conformance suite against a server");
  auto options = std::make_shared<CheckOptions>();
  options->scenarios.add(*sub);
  options->target.add(*sub);
  const std::string group = "The run";
  sub->add_option("--jobs", options->jobs,
                  "Scenarios at once; no more than there are accounts for (default 16)")
      ->check(CLI::Range(1, 1000))
      ->group(group);
  sub->add_option("--timeout", options->timeout, "How long a reply may take: 500ms, 10s (default 10s)")
      ->group(group);
  sub->add_flag("--strict", options->strict, "A broken SHOULD fails the run, too")->group(group);
  sub->add_option("--out", options->out, "Folder for report.html, report.json, junit.xml and record.jsonl")
      ->group(group);
  sub->add_flag("--keep-wire", options->keep_wire, "Record the talk of scenarios that passed, too")
      ->group(group);
  sub->add_option("--seed", options->seed, "For the names that a run makes up")->group(group);
  sub->add_flag("-q,--quiet", options->quiet, "The summary alone")->group(group);
  sub->add_flag("-v,--verbose", options->verbose, "Every finding whole")->group(group);
  sub->add_option("--color,--colour", options->color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->group(group);
  sub->callback([options, &run] { run = [options] { return check(*options); }; });
}

}  // namespace mailrig::cli
