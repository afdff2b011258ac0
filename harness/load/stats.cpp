#include "harness/load/stats.hpp"

#include <algorithm>

namespace mailrig::load {

void Counts::add(const Counts& other) {
  started += other.started;
  finished += other.finished;
  failed += other.failed;
  commands += other.commands;
  late_starts += other.late_starts;
  bytes_sent += other.bytes_sent;
  bytes_received += other.bytes_received;
  connections += other.connections;
}

void Interval::add(const Interval& other) {
  counts.add(other.counts);
  open_connections += other.open_connections;
  latency.merge(other.latency);
  lag = std::max(lag, other.lag);
}

void Totals::add(const Totals& other) {
  counts.add(other.counts);
  for (const CommandSeries& theirs : other.commands) {
    CommandSeries& ours = commands[command(theirs.name)];
    ours.latency.merge(theirs.latency);
    ours.failed += theirs.failed;
  }
  if (scenarios.size() < other.scenarios.size()) scenarios.resize(other.scenarios.size());
  for (std::size_t i = 0; i < other.scenarios.size(); ++i) {
    scenarios[i].corrected.merge(other.scenarios[i].corrected);
    scenarios[i].uncorrected.merge(other.scenarios[i].uncorrected);
    scenarios[i].failed += other.scenarios[i].failed;
  }
  for (const auto& [kind, count] : other.errors) errors[kind] += count;
  lag.merge(other.lag);
  cpu += other.cpu;
}

void Totals::error(std::string_view kind) {
  if (errors.size() >= kErrorKinds && errors.find(kind) == errors.end()) kind = "other";
  const auto at = errors.find(kind);
  if (at != errors.end()) {
    ++at->second;
  } else {
    errors.emplace(kind, 1);
  }
}

std::size_t Totals::command(std::string_view name) {
  const auto found = std::find_if(commands.begin(), commands.end(),
                                  [&](const CommandSeries& series) { return series.name == name; });
  if (found != commands.end()) return static_cast<std::size_t>(found - commands.begin());
  commands.push_back({std::string(name), {}, 0});
  return commands.size() - 1;
}

}  // namespace mailrig::load
