#include "harness/cli/load.hpp"

#include <csignal>
#include <cstdio>
#include <ctime>

#include <CLI/CLI.hpp>
#include <fmt/chrono.h>
#include <sys/resource.h>
#include <unistd.h>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/load_plan.hpp"
#include "harness/cli/refusal.hpp"
#include "harness/cli/scenarios_folder.hpp"
#include "harness/cli/target_options.hpp"
#include "harness/conformance/probe.hpp"
#include "harness/load/engine.hpp"
#include "harness/record/memory.hpp"
#include "harness/record/writer.hpp"
#include "reports/reports.hpp"

namespace mailrig::cli {

namespace {

constexpr std::chrono::seconds kProbeTime{10};

struct Options {
  TargetOptions target;
  std::string profile, scenarios, out, duration;
  double rate = 0;
  std::uint32_t sessions = 0, threads = 1;
  bool may_load_this_host = false, quiet = false;
};

[[nodiscard]] load::Profile read_profile(const Options& options, scenario::Diagnostics& mistakes) {
  std::string content;
  if (!read_whole(options.profile, content)) throw Refusal{kWrongUse, options.profile + " can't be read\n"};
  load::Profile profile = load::parse_profile(content, options.profile, mistakes);
  if (options.rate > 0 && profile.arrivals.kind == load::ArrivalKind::Closed) {
    throw Refusal{kWrongUse, "--rate is for open arrivals, this profile's are closed\n"};
  }
  if (options.rate > 0) profile.arrivals.per_second = options.rate;
  if (options.sessions > 0) profile.arrivals.sessions = options.sessions;
  if (options.duration.empty()) return profile;
  const auto duration = load::parse_duration(options.duration);
  if (!duration || duration->count() <= 0) {
    throw Refusal{kWrongUse, fmt::format("--duration {}: a time like 30s was meant\n", options.duration)};
  }
  profile.phases.measured = *duration;
  return profile;
}

// Load is for hosts that agreed to it: one's own, or one that its user vouches for.
void guard(const conformance::TargetSpec& spec, bool may) {
  if (may) return;
  std::string strangers;
  const auto look = [&](const std::string& host) {
    if (!host.empty() && !net::is_loopback(host)) strangers += (strangers.empty() ? "" : ", ") + host;
  };
  look(spec.host);
  for (const auto& service : spec.services) {
    if (service && service->endpoint.host != spec.host) look(service->endpoint.host);
  }
  if (strangers.empty()) return;
  throw Refusal{kWrongUse,
                strangers + " is not this machine: if you may put load on it, say --i-may-load-this-host\n"};
}

std::shared_ptr<const conformance::Target> find_target(net::Loop& loop, const Options& options) {
  conformance::TargetSpec spec;
  if (std::string complaints = options.target.resolve(spec); !complaints.empty())
    throw Refusal{kWrongUse, complaints};
  guard(spec, options.may_load_this_host);
  conformance::ProbeResult found = conformance::probe(loop, spec, kProbeTime);
  using What = conformance::ProbeResult::What;
  if (found.what == What::Unreachable) throw Refusal{kUnreachable, found.message};
  if (found.what == What::Refused) throw Refusal{kWrongUse, found.message};
  return std::make_shared<const conformance::Target>(std::move(found.target));
}

load::Plan prepare(net::Loop& loop, const Options& options, record::RunStarted& started) {
  scenario::Diagnostics mistakes;
  const load::Profile profile = read_profile(options, mistakes);
  const auto root = find_scenarios(options.scenarios);
  if (root.empty()) throw Refusal{kWrongUse, "the scenarios folder is not found: name it by --scenarios\n"};
  const auto scenarios = find_profile_scenarios(profile, root, mistakes);
  if (!mistakes.empty()) throw Refusal{kWrongUse, scenario::render(std::move(mistakes))};
  const auto target = find_target(loop, options);
  started.seed = profile.seed;
  started.target = conformance::describe(*target);
  started.capabilities = conformance::capabilities_of(*target);
  started.remarks = target->remarks;
  load::Plan plan;
  plan.threads = std::min(options.threads, profile.arrivals.sessions);
  std::string complaints = make_plan(profile, scenarios, target, plan, started.remarks);
  if (!complaints.empty()) throw Refusal{kWrongUse, std::move(complaints)};
  return plan;
}

// One line that is written over on a terminal, and a line each otherwise.
class Status {
 public:
  explicit Status(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1) {}
  void show(const std::string& line) {
    if (quiet_) return;
    fmt::print(stderr, "{}{}{}", terminal_ ? "\r\x1b[K" : "", line, terminal_ ? "" : "\n");
    std::fflush(stderr);
    shown_ = true;
  }
  void done() const {
    if (shown_ && terminal_) fmt::print(stderr, "\n");
  }

 private:
  bool quiet_, terminal_, shown_ = false;
};

std::unique_ptr<record::Writer> open_record(const std::string& folder) {
  if (folder.empty()) return nullptr;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  auto writer = record::Writer::open(folder + "/record.jsonl");
  if (!writer) throw Refusal{kWrongUse, folder + "/record.jsonl can't be written\n"};
  return writer;
}

void report(const Options& options, const std::vector<record::Event>& events) {
  const reports::Run run = reports::fold(events);
  reports::TextOptions text;
  text.colour = ::isatty(STDOUT_FILENO) == 1;
  fmt::print("{}", reports::render_summary(run, text));
  if (options.out.empty()) return;
  if (const std::error_code error = reports::write_reports(options.out, run))
    throw Refusal{kOurFault, fmt::format("mailrig load: {}: {}\n", options.out, error.message())};
  fmt::print("{}/report.html\n", options.out);
}

int play(const Options& options) {
  net::Loop loop;
  record::RunStarted started;
  started.tool_version = MAILRIG_VERSION;
  started.command = fmt::format("mailrig load {} {}", options.profile, options.target.again());
  started.kind = "load";
  started.started_at = fmt::format("{:%FT%TZ}", fmt::gmtime(std::time(nullptr)));  // RFC 3339
  const load::Plan plan = prepare(loop, options, started);
  const auto writer = open_record(options.out);
  record::Memory memory;
  std::vector<std::reference_wrapper<record::Sink>> sinks{memory};
  if (writer) sinks.emplace_back(*writer);
  record::Tee sink(sinks);
  sink.put(started);
  Status status(options.quiet);
  load::Engine engine(loop, plan, sink, [&](const std::string& line) { status.show(line); });
  for (const int signal : {SIGINT, SIGTERM}) loop.on_signal(signal, [&](int) { engine.stop(); });
  const load::Outcome outcome = engine.run();
  status.done();
  report(options, memory.events());
  return outcome.exit_code();
}

void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

int run_load(const Options& options) {
  raise_descriptor_limit();
  return play(options);
}

}  // namespace

void add_load(CLI::App& app, Run& run) {
  CLI::App* command = app.add_subcommand("load", "put load on a target, as a profile describes it");
  const auto options = std::make_shared<Options>();
  command->add_option("profile", options->profile, "TOML file, such as scenarios/load/office.toml")
      ->required();
  options->target.add(*command);
  command->add_option("--out", options->out, "folder for record.jsonl, report.html, report.json, junit.xml");
  command->add_option("--scenarios", options->scenarios, "folder of the scenarios");
  command->add_option("--rate", options->rate, "arrivals a second, instead of the profile's")
      ->check(CLI::Range(0.001, load::kMaxRate));
  command->add_option("--sessions", options->sessions, "sessions, instead of the profile's")
      ->check(CLI::Range(1U, load::kMaxSessions));
  command->add_option("--duration", options->duration, "of the measured phase, instead of the profile's");
  command->add_option("--threads", options->threads, "each with its own sessions [1]")
      ->check(CLI::Range(1U, 256U));
  command->add_flag("--i-may-load-this-host", options->may_load_this_host,
                    "the target is not this machine, and its owner agrees");
  command->add_flag("--quiet", options->quiet, "no live line");
  command->callback([options, &run] { run = [options] { return run_load(*options); }; });
}

}  // namespace mailrig::cli
