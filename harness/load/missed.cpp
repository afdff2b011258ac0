// Objectives against what was reached.
#include <algorithm>

#include <fmt/format.h>

#include "harness/load/engine.hpp"

namespace mailrig::load {

namespace {

using Metric = Objective::Metric;
using record::Series;

double seconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

struct Reached {
  record::Histogram latency;
  std::uint64_t answered = 0, failed = 0, tried = 0;
  bool found = false;
};

Reached reached(const std::string& name, const std::vector<Series>& series) {
  Reached out;
  for (const Series& one : series) {
    if (name.empty() ? one.of != Series::Of::Scenario : one.name != name) continue;
    out.latency.merge(one.corrected);
    // Latency of a command is that of each answer, refusals too. Of scenarios only those that finished have
    // an uncorrected one; the corrected one has those that the run's end cut off besides, which are failures.
    const std::uint64_t answered = one.uncorrected.count();
    out.answered += answered;
    out.failed += one.failed;
    out.tried += one.of == Series::Of::Command ? answered : answered + one.failed;
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
      return objective.series.empty() ? share(ended.failed, ended.failed + ended.finished)
                                      : share(got.failed, got.tried);
    case Metric::Late:
      return share(ended.late_starts, ended.started);
    case Metric::Rate:
      return objective.series.empty() ? ended.achieved_per_second
                                      : static_cast<double>(got.answered) / seconds(ended.measured);
  }
  return 0;
}

bool is_of_latency(Metric metric) {
  return metric == Metric::Quantile || metric == Metric::Mean || metric == Metric::Max;
}

std::string shown(const Objective& objective, double value) {
  if (objective.metric == Metric::Errors || objective.metric == Metric::Late) {
    return fmt::format("{:.2f} %", value * 100);
  }
  return objective.metric == Metric::Rate ? fmt::format("{:.1f}/s", value) : show_seconds(value);
}

}  // namespace

// Nothing measured keeps no promise: an objective without data is missed. A load judges as it goes: what
// fails is missed, too, unless an objective says how many errors may be.
std::vector<std::string> missed_objectives(const std::vector<Objective>& objectives,
                                           const std::vector<Series>& series,
                                           const record::LoadEnded& ended) {
  std::vector<std::string> missed;
  for (const Objective& objective : objectives) {
    const Reached got = reached(objective.series, series);
    const bool counts = got.failed > 0 && !is_of_latency(objective.metric);
    if (!got.found || (got.latency.count() == 0 && !counts)) {
      missed.push_back(objective.source + ": nothing was measured");
      continue;
    }
    const double came = value(objective, got, ended);
    if (objective.below ? came < objective.limit : came > objective.limit) continue;
    missed.push_back(objective.source + ": was " + shown(objective, came));
  }
  const bool bounded = std::any_of(objectives.begin(), objectives.end(), [](const Objective& objective) {
    return objective.metric == Metric::Errors;
  });
  if (!bounded && ended.failed > 0) {
    missed.push_back(fmt::format("errors: {} of {} scenarios failed, and no objective says how many may",
                                 ended.failed, ended.failed + ended.finished));
  }
  return missed;
}

}  // namespace mailrig::load
