#include "harness/cli/load.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include "harness/cli/command_line.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/load_plan.hpp"
#include "harness/cli/refusal.hpp"
#include "harness/cli/scenarios_folder.hpp"
#include "harness/cli/target_options.hpp"
#include "harness/conformance/probe.hpp"
#include "harness/load/engine.hpp"
#include "harness/load/rate_search.hpp"
#include "harness/record/memory.hpp"
#include "harness/record/writer.hpp"
#include "reports/reports.hpp"
#include "reports/show.hpp"

namespace mailrig::cli {

namespace {

constexpr std::chrono::seconds kProbeTime{10};

struct Options {
  TargetOptions target;
  std::string profile, scenarios, out, duration, find_rate;
  double rate = 0;
  std::uint32_t sessions = 0, threads = 1;
  bool may_load_this_host = false, quiet = false;
};

std::string wrong_rates(const Options& options, const load::Profile& profile) {
  std::string complaints;
  for (const auto& [flag, given] :
       {std::pair("--rate", options.rate > 0), std::pair("--find-rate", !options.find_rate.empty())}) {
    if (given && profile.arrivals.kind == load::ArrivalKind::Closed)
      complaints += fmt::format("{} is for open arrivals, this profile's are closed\n", flag);
  }
  if (options.find_rate.empty()) return complaints;
  if (!load::parse_rate_search(options.find_rate))
    complaints += fmt::format("--find-rate {}: two rates like 10..2000 were meant\n", options.find_rate);
  if (profile.objectives.empty()) complaints += "--find-rate: the profile has no objectives to keep\n";
  return complaints;
}

// The profile with what the flags say instead; complaints, a line each.
std::string read_profile(const Options& options, load::Profile& profile, scenario::Diagnostics& mistakes) {
  std::string content;
  if (!read_whole(options.profile, content)) return options.profile + ": can't be read\n";
  std::string complaints;
  profile = load::parse_profile(content, options.profile, mistakes);
  if (mistakes.empty()) complaints += wrong_rates(options, profile);
  if (options.rate > 0) profile.arrivals.per_second = options.rate;
  if (options.sessions > 0) profile.arrivals.sessions = options.sessions;
  if (options.duration.empty()) return complaints;
  const auto duration = load::parse_duration(options.duration);
  if (duration && duration->count() > 0) {
    profile.phases.measured = *duration;
  } else {
    complaints += fmt::format("--duration {}: a time like 30s was meant\n", options.duration);
  }
  return complaints;
}

// Load is for hosts that agreed to it: one's own, or one that its user vouches for.
std::string strangers(const conformance::TargetSpec& spec) {
  std::vector<std::string> hosts;
  const auto look = [&](const std::string& host) {
    if (host.empty() || net::is_loopback(host)) return;
    if (std::find(hosts.begin(), hosts.end(), host) == hosts.end()) hosts.push_back(host);
  };
  look(spec.host);
  for (const auto& service : spec.services) {
    if (service) look(service->endpoint.host);
  }
  for (const auto& endpoint : spec.implicit) {
    if (endpoint) look(endpoint->host);
  }
  if (hosts.empty()) return {};
  return fmt::format("{} is not this machine: if you may put load on it, say --i-may-load-this-host\n",
                     fmt::join(hosts, ", "));
}

std::shared_ptr<const conformance::Target> find_target(const conformance::TargetSpec& spec) {
  net::Loop loop;
  conformance::ProbeResult found = conformance::probe(loop, spec, kProbeTime);
  using What = conformance::ProbeResult::What;
  if (found.what == What::Unreachable) throw Refusal{kUnreachable, found.message};
  if (found.what == What::Refused) throw Refusal{kWrongUse, found.message};
  return std::make_shared<const conformance::Target>(std::move(found.target));
}

void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

load::Plan prepare(const Options& options, record::RunStarted& started) {
  scenario::Diagnostics mistakes;
  load::Profile profile;
  std::string complaints = read_profile(options, profile, mistakes);
  const auto root = find_scenarios(options.scenarios);
  std::vector<ScenarioPtr> scenarios;
  if (root.empty()) {
    complaints += "the scenarios folder is not found: name it by --scenarios\n";
  } else {
    scenarios = find_profile_scenarios(profile, root, mistakes);
  }
  conformance::TargetSpec spec;
  complaints += options.target.resolve(spec);
  if (!options.may_load_this_host) complaints += strangers(spec);
  complaints = scenario::render(std::move(mistakes)) + complaints;
  if (!complaints.empty()) throw Refusal{kWrongUse, std::move(complaints)};
  const auto target = find_target(spec);
  started.seed = profile.seed;
  started.target = conformance::describe(*target);
  started.capabilities = conformance::capabilities_of(*target);
  started.remarks = target->remarks;
  load::Plan plan;
  plan.threads = std::min(options.threads, profile.arrivals.sessions);
  complaints = make_plan(profile, scenarios, target, plan, started.remarks);
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
  if (!writer) throw Refusal{kWrongUse, "--out: " + folder + "/record.jsonl can't be written\n"};
  return writer;
}

std::string now() {
  return fmt::format("{:%FT%TZ}", fmt::gmtime(std::time(nullptr)));  // RFC 3339
}

struct Played {
  int exit_code = 0;
  reports::Run run;
};

// One load, from its plan to the reports in `out`.
Played play(const load::Plan& plan, const record::RunStarted& started, const std::string& out, bool quiet) {
  net::Loop loop;
  const auto writer = open_record(out);
  record::Memory memory;
  std::vector<std::reference_wrapper<record::Sink>> sinks{memory};
  if (writer) sinks.emplace_back(*writer);
  record::Tee sink(sinks);
  sink.put(started);
  Status status(quiet);
  load::Engine engine(loop, plan, sink, [&](const std::string& line) { status.show(line); });
  for (const int signal : {SIGINT, SIGTERM}) loop.on_signal(signal, [&](int) { engine.stop(); });
  Played played;
  played.exit_code = engine.run().exit_code();
  status.done();
  played.run = reports::fold(memory.events());
  if (out.empty()) return played;
  std::string untold;
  if (writer->failed()) untold += out + "/record.jsonl could not be written whole\n";
  untold += reports::write_reports(out, played.run);
  if (!untold.empty()) throw Refusal{kOurFault, untold};
  return played;
}

void tell(const reports::Run& run) {
  reports::TextOptions text;
  text.colour = ::isatty(STDOUT_FILENO) == 1;
  fmt::print("{}", reports::render_summary(run, text));
}

std::string shown_rate(double rate) {
  return fmt::format("{:.10g}", rate);
}

// A line for one rate that was tried.
std::string tried(double rate, const Played& played) {
  const reports::LoadResult& load = *played.run.load;
  std::string why;
  for (const std::string& missed : load.ended.objectives_missed) why += (why.empty() ? "" : "; ") + missed;
  if (why.empty()) why = fmt::format("p99 {}", reports::shown_time(load.all_scenarios.corrected.at(0.99)));
  return fmt::format("{:>10}/s {:<7} {}/s reached, {} failed, {}\n", shown_rate(rate),
                     played.exit_code == kAllWell ? "kept" : "missed",
                     reports::shown_rate(load.ended.achieved_per_second),
                     reports::shown_count(load.ended.failed), why);
}

std::string found(const load::RateSearch& search) {
  if (!search.kept())
    return fmt::format("not even {}/s keeps the objectives\n", shown_rate(*search.missed()));
  const std::string kept = shown_rate(*search.kept());
  if (!search.missed()) return fmt::format("{}/s keeps the objectives; no higher rate was tried\n", kept);
  return fmt::format("{}/s is the highest rate found that keeps the objectives; {}/s does not\n", kept,
                     shown_rate(*search.missed()));
}

// Load after load, each with reports of its own. One that does not count ends the search.
int find_rate(const Options& options, load::Plan plan, record::RunStarted started) {
  load::RateSearch search = load::parse_rate_search(options.find_rate).value();
  while (const auto rate = search.next()) {
    plan.arrivals.per_second = *rate;
    started.started_at = now();
    const std::string out = options.out.empty() ? "" : options.out + "/" + shown_rate(*rate);
    const Played played = play(plan, started, out, options.quiet);
    if (played.exit_code != kAllWell && played.exit_code != kFailed) {
      tell(played.run);
      if (search.kept()) fmt::print("{}/s keeps the objectives\n", shown_rate(*search.kept()));
      return played.exit_code;
    }
    fmt::print("{}", tried(*rate, played));
    std::fflush(stdout);
    search.told(*rate, played.exit_code == kAllWell);
  }
  fmt::print("{}", found(search));
  return search.kept() ? kAllWell : kFailed;
}

int run_load(const Options& options) {
  raise_descriptor_limit();
  record::RunStarted started;
  started.tool_version = MAILRIG_VERSION;
  started.command = command_line();
  started.kind = "load";
  started.started_at = now();
  load::Plan plan = prepare(options, started);
  if (!options.find_rate.empty()) return find_rate(options, std::move(plan), std::move(started));
  const Played played = play(plan, started, options.out, options.quiet);
  tell(played.run);
  if (!options.out.empty()) fmt::print("report: {}/report.html\n", options.out);
  return played.exit_code;
}

}  // namespace

void add_load(Command app, Run& run) {
  Command command = app.add_subcommand("load", "Put load on a target, as a profile describes it");
  const auto options = std::make_shared<Options>();
  command.add_option("profile", options->profile, "TOML file, such as scenarios/load/office.toml").required();
  options->target.add(command);
  command.add_option(
      "--out", options->out,
      "Folder for report.html, report.json, junit.xml, results.tap, summary.md and record.jsonl");
  command.add_option("--scenarios", options->scenarios, "Folder of the scenarios (also MAILRIG_SCENARIOS)");
  Option rate = command.add_option("--rate", options->rate, "Arrivals a second, instead of the profile's")
                    .range(load::kMinRate, load::kMaxRate);
  command
      .add_option("--find-rate", options->find_rate,
                  "Load after load: the highest rate between two, 10..2000, that keeps the objectives")
      .excludes(rate);
  command.add_option("--sessions", options->sessions, "Sessions, instead of the profile's")
      .range(1U, load::kMaxSessions);
  command.add_option("--duration", options->duration, "Time of the measured phase, instead of the profile's");
  command.add_option("--threads", options->threads, "Threads, each with its own sessions (default 1)")
      .range(1U, 256U);
  command.add_flag("--i-may-load-this-host", options->may_load_this_host,
                   "The target is not this machine, and its owner agrees");
  command.add_flag("--quiet", options->quiet, "No live line");
  command.callback([options, &run] { run = [options] { return run_load(*options); }; });
}

}  // namespace mailrig::cli
