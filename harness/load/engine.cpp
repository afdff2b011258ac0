#include "harness/load/engine.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "harness/record/mask.hpp"

namespace mailrig::load {

namespace {

constexpr std::chrono::milliseconds kHeadStart{20};  // threads begin together
constexpr std::size_t kShownError = 120;             // octets of an error's kind

std::vector<record::Series> series_of(const Plan& plan, const Totals& totals) {
  std::vector<record::Series> all;
  for (const CommandSeries& command : totals.commands) {
    all.push_back(
        {command.name, record::Series::Of::Command, command.latency, command.latency, command.failed});
  }
  for (std::size_t i = 0; i < totals.scenarios.size(); ++i) {
    const ScenarioSeries& scenario = totals.scenarios[i];
    all.push_back({plan.scripts[i].id, record::Series::Of::Scenario, scenario.corrected, scenario.uncorrected,
                   scenario.failed});
  }
  return all;
}

// What a server says may be what it was told, so it is masked before it is cut.
std::map<std::string, std::uint64_t> told_errors(const Totals& totals,
                                                 const std::vector<std::string>& secrets) {
  std::vector<std::pair<std::string, std::uint64_t>> kinds(totals.errors.begin(), totals.errors.end());
  for (const std::string& secret : secrets) {
    record::Masker masker;
    masker.add(secret);
    for (auto& [kind, count] : kinds) masker.mask(kind);
  }
  std::map<std::string, std::uint64_t> told;
  for (const auto& [kind, count] : kinds) told[kind.substr(0, kShownError)] += count;
  return told;
}

}  // namespace

int Outcome::exit_code() const {
  if (interrupted) return 130;
  if (unreachable) return 3;
  if (!invalid.empty()) return 6;
  return missed.empty() ? 0 : 1;
}

Engine::Engine(net::Loop& loop, const Plan& plan, record::Sink& sink,
               std::function<void(const std::string&)> status)
    : loop_(loop), plan_(plan), sink_(sink), status_(std::move(status)) {}

Engine::~Engine() {
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

Outcome Engine::run() {
  start_ = loop_.now() + kHeadStart;
  totals_.scenarios.resize(plan_.scripts.size());
  for (std::uint32_t i = 0; i < plan_.threads; ++i) {
    Worker::Reports reports;
    reports.interval = [this](std::uint64_t tick, Interval interval) {
      auto kept = std::make_shared<Interval>(std::move(interval));
      loop_.post([this, tick, kept] { collect(tick, *kept); });
    };
    reports.done = [this](Totals totals) {
      auto kept = std::make_shared<Totals>(std::move(totals));
      loop_.post([this, kept] { thread_done(*kept); });
    };
    workers_.push_back(std::make_unique<Worker>(plan_, Share{i, plan_.threads}, start_, std::move(reports)));
  }
  for (auto& worker : workers_) threads_.emplace_back([&worker] { worker->run(); });
  loop_.run();
  for (std::thread& thread : threads_) thread.join();
  emit_ticks(true);
  emit_series();
  const record::LoadEnded last = ended();
  Outcome outcome = judge(last);
  sink_.put(last);
  sink_.put(record::RunEnded{at(), outcome.exit_code(), interrupted_, outcome.invalid, {}, plan_.left});
  return outcome;
}

void Engine::stop() {
  interrupted_ = true;
  for (auto& worker : workers_) worker->stop_early();
}

void Engine::collect(std::uint64_t tick, const Interval& interval) {
  if (ticks_.size() <= tick) ticks_.resize(tick + 1);
  ticks_[tick].sum.add(interval);
  ++ticks_[tick].threads;
  emit_ticks(false);
}

// A tick goes out when all threads have told theirs.
void Engine::emit_ticks(bool all) {
  while (emitted_ < ticks_.size() && (all || ticks_[emitted_].threads == plan_.threads)) {
    emit_tick(emitted_, ticks_[emitted_].sum);
    ticks_[emitted_].sum = {};
    ++emitted_;
  }
}

// Those that begin before `until`, each when it does: a tick may be of several.
void Engine::enter_phases(Nanoseconds until) {
  const Phases& phases = plan_.phases;
  const std::array<std::pair<Nanoseconds, Nanoseconds>, 4> spans{{{Nanoseconds{}, phases.ramp},
                                                                  {phases.ramp, phases.warm_up},
                                                                  {phases.measured_from(), phases.measured},
                                                                  {phases.measured_to(), phases.cool_down}}};
  for (; entered_ < spans.size() && spans[entered_].first < until; ++entered_) {
    const auto& [begin, length] = spans[entered_];
    if (length.count() > 0) sink_.put(record::PhaseStarted{begin, std::string(phases.name_at(begin))});
  }
}

void Engine::emit_tick(std::uint64_t tick, const Interval& interval) {
  const Nanoseconds from = kTick * static_cast<std::int64_t>(tick);
  enter_phases(std::min<Nanoseconds>(from + kTick, at()));
  record::Tick out;
  out.at = std::min<Nanoseconds>(from + kTick, at());  // the last one is shorter
  out.phase = plan_.phases.name_at(from);
  out.started = interval.counts.started;
  out.finished = interval.counts.finished;
  out.failed = interval.counts.failed;
  out.commands = interval.counts.commands;
  out.bytes_sent = interval.counts.bytes_sent;
  out.bytes_received = interval.counts.bytes_received;
  out.open_connections = interval.open_connections;
  out.late_starts = interval.counts.late_starts;
  out.p50 = interval.latency.at(0.5);
  out.p99 = interval.latency.at(0.99);
  out.worst = interval.latency.max();
  out.generator_lag = interval.lag;
  sink_.put(out);
  if (status_) status_(status_line(out, plan_.phases.whole()));
}

void Engine::thread_done(const Totals& totals) {
  totals_.add(totals);
  if (++done_ == plan_.threads) loop_.stop();
}

void Engine::emit_series() {
  for (const record::Series& series : series_of(plan_, totals_)) sink_.put(series);
}

record::LoadEnded Engine::ended() const {
  record::LoadEnded out;
  out.at = at();
  out.profile = plan_.title;
  out.arrivals = describe(plan_.arrivals);
  out.wanted_per_second = plan_.arrivals.per_second;
  out.measured =
      std::clamp<Nanoseconds>(at() - plan_.phases.measured_from(), Nanoseconds{}, plan_.phases.measured);
  const Counts& counts = totals_.counts;
  const double seconds = std::chrono::duration<double>(out.measured).count();
  out.achieved_per_second = seconds > 0 ? static_cast<double>(counts.finished) / seconds : 0;
  out.started = counts.started;
  out.finished = counts.finished;
  out.failed = counts.failed;
  out.commands = counts.commands;
  out.late_starts = counts.late_starts;
  out.bytes_sent = counts.bytes_sent;
  out.bytes_received = counts.bytes_received;
  out.connections = counts.connections;
  out.generator_lag_worst = totals_.lag.max();
  out.generator_cpu = totals_.cpu;
  const auto errors = told_errors(totals_, plan_.secrets);
  out.errors.assign(errors.begin(), errors.end());
  out.objectives_missed = missed_objectives(plan_.objectives, series_of(plan_, totals_), out);
  return out;
}

Outcome Engine::judge(const record::LoadEnded& ended) const {
  Outcome out;
  out.interrupted = interrupted_;
  out.missed = ended.objectives_missed;
  out.unreachable =
      ended.finished == 0 && ended.commands == 0 && ended.failed > 0 && ended.bytes_received == 0;
  const Nanoseconds lag = totals_.lag.at(kLagQuantile);
  if (lag > kLagLimit) {
    out.invalid.push_back(
        fmt::format("the generator fell behind its own schedule: p{:g} of its lag is {} (limit {}); use "
                    "fewer sessions, a "
                    "lower rate, more threads or a faster machine",
                    kLagQuantile * 100, show_seconds(std::chrono::duration<double>(lag).count()),
                    show_seconds(std::chrono::duration<double>(kLagLimit).count())));
  }
  return out;
}

std::string status_line(const record::Tick& tick, Nanoseconds whole) {
  const auto seconds = [](Nanoseconds time) { return std::chrono::duration<double>(time).count(); };
  return fmt::format(
      "{:>9} {:3.0f}/{:.0f}s  {}/s  {} commands/s  {} failed  {} late  p50 {}  p99 {}  {} open", tick.phase,
      seconds(tick.at), seconds(whole), tick.finished, tick.commands, tick.failed, tick.late_starts,
      show_seconds(seconds(tick.p50)), show_seconds(seconds(tick.p99)), tick.open_connections);
}

}  // namespace mailrig::load
