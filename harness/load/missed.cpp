// Objectives against what was reached.
#include <fmt/format.h>

#include "harness/load/engine.hpp"

namespace mailrig::load {

namespace {

using Metric = Objective::Metric;
using record::Series;

double seconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

double share(std::uint64_t part, std::uint64_t rest) {
  return part + rest == 0 ? 0 : static_cast<double>(part) / static_cast<double>(part + rest);
}

struct Reached {
  record::Histogram latency;
  std::uint64_t failed = 0;
  bool found = false;
};

Reached reached(const std::string& name, const std::vector<Series>& series) {
  Reached out;
  for (const Series& one : series) {
    if (name.empty() ? one.of != Series::Of::Scenario : one.name != name) continue;
    out.latency.merge(one.corrected);
    out.failed += one.failed;
    out.found = true;
  }
  return out;
}

double value(const Objective& objective, const Reached& got, const record::LoadEnded& ended) {
  switch (objective.metric) {
    case Metric::Quantile:
      return seconds(got.latency.at(objective.quantile));
    case Metric::Mean:
      return got.latency.mean_ns() / 1e9;
    case Metric::Max:
      return seconds(got.latency.max());
    case Metric::Errors:
      return objective.series.empty() ? share(ended.failed, ended.finished)
                                      : share(got.failed, got.latency.count());
    case Metric::Late:
      return ended.started == 0 ? 0
                                : static_cast<double>(ended.late_starts) / static_cast<double>(ended.started);
    case Metric::Rate:
      return objective.series.empty() ? ended.achieved_per_second
                                      : static_cast<double>(got.latency.count()) / seconds(ended.measured);
  }
  return 0;
}

std::string shown(const Objective& objective, double value) {
  if (objective.metric == Metric::Errors || objective.metric == Metric::Late) {
    return fmt::format("{:.2f} %", value * 100);
  }
  return objective.metric == Metric::Rate ? fmt::format("{:.1f}/s", value) : show_seconds(value);
}

}  // namespace

// Nothing measured keeps no promise: an objective without data is missed.
std::vector<std::string> missed_objectives(const std::vector<Objective>& objectives,
                                           const std::vector<Series>& series,
                                           const record::LoadEnded& ended) {
  std::vector<std::string> missed;
  for (const Objective& objective : objectives) {
    const Reached got = reached(objective.series, series);
    if (!got.found || (got.latency.count() == 0 && got.failed == 0)) {
      missed.push_back(objective.source + ": nothing was measured");
      continue;
    }
    const double came = value(objective, got, ended);
    if (objective.below ? came < objective.limit : came > objective.limit) continue;
    missed.push_back(objective.source + ": was " + shown(objective, came));
  }
  return missed;
}

}  // namespace mailrig::load
