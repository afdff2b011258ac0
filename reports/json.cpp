// Schema: docs/RESULTS.md. Times in nanoseconds; octets as the escapes of wire/visible.hpp.
#include <cmath>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "harness/record/utf8.hpp"
#include "reports/json_values.hpp"
#include "reports/latency.hpp"
#include "reports/reports.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

namespace json = boost::json;

using as_json::key;
using as_json::text;
using as_json::verdicts;

json::array texts(const std::vector<std::string>& list) {
  json::array array;
  for (const std::string& item : list) array.push_back(text(item));
  return array;
}

double finite(double number) {
  return std::isfinite(number) ? number : 0.0;
}

json::object findings(const Strictness& strictness) {
  json::object object;
  for (const record::Finding kind : kFindings) object[key(name(kind))] = strictness.of(kind);
  return object;
}

json::object by_level(const Strictness& strictness) {
  json::object object;
  for (const Level level : kLevels) {
    json::object one{{"held", strictness.held.at(static_cast<std::size_t>(level))}};
    for (const record::Finding kind : kFindings) one[key(name(kind))] = strictness.of(kind, level);
    object[key(name(level))] = std::move(one);
  }
  return object;
}

json::array tallies(const std::vector<Tally>& list) {
  json::array array;
  for (const Tally& tally : list)
    array.push_back({{"name", text(tally.name)}, {"verdicts", verdicts(tally.counts)}});
  return array;
}

json::object clause(const record::Reference& reference) {
  return {
      {"rfc", reference.rfc}, {"section", text(reference.section)}, {"level", text(name(reference.level))}};
}

json::object finding(const record::Judgement& judgement) {
  return {{"at_ns", judgement.at.count()},
          {"client", text(judgement.client)},
          {"source", text(name(judgement.source))},
          {"rule", text(judgement.rule)},
          {"clause", clause(judgement.clause)},
          {"finding", text(name(judgement.finding))},
          {"file", text(judgement.file)},
          {"line", judgement.line},
          {"column", judgement.column},
          {"wanted", text(judgement.wanted)},
          {"got", text(judgement.got)},
          {"mismatch", text(name(judgement.mismatch))},
          {"why", text(judgement.why)}};
}

json::object exchange(const record::Wire& wire) {
  return {{"at_ns", wire.at.count()},
          {"client", text(wire.client)},
          {"direction", text(name(wire.direction))},
          {"bytes", text(record::escaped(wire.bytes))}};
}

json::object standing(const record::Standing& of) {
  return {{"id", text(of.id)},         {"standing", text(name(of.what))}, {"reason", text(of.reason)},
          {"detail", text(of.detail)}, {"file", text(of.file)},           {"line", of.line},
          {"through", of.through}};
}

json::value baseline(const Run& run) {
  if (run.started.baseline.empty()) return nullptr;
  json::array standings;
  for (const record::Standing& each : run.standings) standings.push_back(standing(each));
  return json::object{{"file", text(run.started.baseline)}, {"standings", std::move(standings)}};
}

json::array attempts(const ScenarioResult& result) {
  json::array array;
  for (const AttemptResult& attempt : result.attempts) {
    array.push_back({{"attempt", attempt.number},
                     {"verdict", text(name(attempt.verdict))},
                     {"reason", text(attempt.reason)},
                     {"started_at_ns", attempt.started_at.count()},
                     {"took_ns", attempt.took.count()}});
  }
  return array;
}

json::object scenario(const ScenarioResult& result) {
  json::array clauses, spoke, wire;
  for (const record::Reference& reference : result.clauses) clauses.push_back(clause(reference));
  for (const record::Judgement& judgement : result.spoke) spoke.push_back(finding(judgement));
  for (const record::Wire& line : result.wire) wire.push_back(exchange(line));
  return {{"id", text(result.id)},
          {"title", text(result.title)},
          {"protocol", text(result.protocol)},
          {"file", text(result.file)},
          {"verdict", text(name(result.verdict))},
          {"reason", text(result.reason)},
          {"known", result.known() ? json::value(text(result.standing->reason)) : json::value(nullptr)},
          {"again", text(result.again)},
          {"started_at_ns", result.started_at.count()},
          {"took_ns", result.took.count()},
          {"clauses", std::move(clauses)},
          {"passed", result.passed()},
          {"attempts", attempts(result)},
          {"attempt", result.attempt},
          {"needs", texts(result.needs)},
          {"held", result.held},
          {"findings", std::move(spoke)},
          {"wire", std::move(wire)}};
}

json::object latency(const record::Histogram& histogram) {
  const Latency of = latency_of(histogram);
  json::object object{{"count", of.count},
                      {"min_ns", of.min.count()},
                      {"mean_ns", of.mean.count()},
                      {"max_ns", of.max.count()}};
  for (std::size_t i = 0; i < kQuantiles.size(); ++i) {
    object[key(std::string(kQuantiles.at(i).name) + "_ns")] = of.quantiles.at(i).count();
  }
  return object;
}

json::object series(const record::Series& of) {
  return {{"name", text(of.name)},
          {"of", text(name(of.of))},
          {"failed", of.failed},
          {"corrected", latency(of.corrected)},
          {"uncorrected", latency(of.uncorrected)}};
}

json::object tick(const record::Tick& t) {
  return {{"at_ns", t.at.count()},
          {"phase", text(t.phase)},
          {"started", t.started},
          {"finished", t.finished},
          {"failed", t.failed},
          {"commands", t.commands},
          {"bytes_sent", t.bytes_sent},
          {"bytes_received", t.bytes_received},
          {"open_connections", t.open_connections},
          {"late_starts", t.late_starts},
          {"p50_ns", t.p50.count()},
          {"p99_ns", t.p99.count()},
          {"worst_ns", t.worst.count()},
          {"generator_lag_ns", t.generator_lag.count()}};
}

json::object load_totals(const record::LoadEnded& ended) {
  json::object errors;
  for (const auto& [kind, count] : ended.errors) errors[text(kind)] = count;
  return {{"profile", text(ended.profile)},
          {"arrivals", text(ended.arrivals)},
          {"wanted_per_second", finite(ended.wanted_per_second)},
          {"achieved_per_second", finite(ended.achieved_per_second)},
          {"measured_ns", ended.measured.count()},
          {"started", ended.started},
          {"finished", ended.finished},
          {"failed", ended.failed},
          {"commands", ended.commands},
          {"late_starts", ended.late_starts},
          {"bytes_sent", ended.bytes_sent},
          {"bytes_received", ended.bytes_received},
          {"connections", ended.connections},
          {"generator_lag_worst_ns", ended.generator_lag_worst.count()},
          {"generator_cpu_ns", ended.generator_cpu.count()},
          {"errors", std::move(errors)},
          {"objectives_missed", texts(ended.objectives_missed)}};
}

json::object load(const LoadResult& result) {
  json::object object = load_totals(result.ended);
  object["complete"] = result.whole;
  json::array phases, ticks, all;
  for (const record::PhaseStarted& phase : result.phases) {
    phases.push_back({{"at_ns", phase.at.count()}, {"phase", text(phase.phase)}});
  }
  for (const record::Tick& t : result.ticks) ticks.push_back(tick(t));
  for (const record::Series& of : result.series) all.push_back(series(of));
  object["phases"] = std::move(phases);
  object["ticks"] = std::move(ticks);
  object["all_scenarios"] = series(result.all_scenarios);
  object["series"] = std::move(all);
  return object;
}

json::array target(const Run& run) {
  json::array array;
  for (const auto& [what, value] : run.started.target)
    array.push_back({{"name", text(what)}, {"value", text(value)}});
  return array;
}

json::object capabilities(const Run& run) {
  json::object object;
  for (const auto& [protocol, list] : run.started.capabilities) object[text(protocol)] = texts(list);
  return object;
}

json::array capability_use(const Run& run) {
  json::array array;
  for (const CapabilityUse& use : run.capabilities) {
    array.push_back({{"service", text(use.service)},
                     {"name", text(use.name)},
                     {"advertised", use.advertised},
                     {"scenarios", use.scenarios},
                     {"run", use.run},
                     {"trials", use.trials},
                     {"trials_passed", use.passed},
                     {"works_unadvertised", use.works_unadvertised()}});
  }
  return array;
}

json::array trials(const Run& run) {
  json::array array;
  for (const record::TrialEnded& trial : run.trials) {
    array.push_back({{"id", text(trial.id)},
                     {"unmet", texts(trial.unmet)},
                     {"verdict", text(name(trial.verdict))},
                     {"positive", trial.positive},
                     {"took_ns", trial.took.count()}});
  }
  return array;
}

}  // namespace

std::string render_json(const Run& run) {
  json::array scenarios;
  for (const ScenarioResult& result : run.scenarios) scenarios.push_back(scenario(result));
  json::object object{{"schema", kJsonSchema},
                      {"tool", {{"name", "mailrig"}, {"version", text(run.started.tool_version)}}},
                      {"kind", text(run.started.kind)},
                      {"command", text(run.started.command)},
                      {"started_at", text(run.started.started_at)},
                      {"seed", run.started.seed},
                      {"repeat", run.started.repeat},
                      {"retry", run.started.retry},
                      {"took_ns", run_time(run).count()},
                      {"complete", run.whole},
                      {"interrupted", run.ended.interrupted},
                      {"exit_code", run.ended.exit_code},
                      {"invalid", texts(run.ended.invalid)},
                      {"gone", text(run.ended.gone)},
                      {"left", texts(run.ended.left)},
                      {"baseline", baseline(run)},
                      {"remarks", texts(run.started.remarks)},
                      {"target", target(run)},
                      {"capabilities", capabilities(run)},
                      {"capability_use", capability_use(run)},
                      {"trials", trials(run)},
                      {"verdicts", verdicts(run.counts)},
                      {"findings", findings(run.strictness)},
                      {"by_level", by_level(run.strictness)},
                      {"by_protocol", tallies(run.by_protocol)},
                      {"by_section", tallies(run.by_section)},
                      {"scenarios", std::move(scenarios)}};
  object["load"] = run.load ? json::value(load(*run.load)) : json::value(nullptr);
  return json::serialize(object) + "\n";
}

}  // namespace mailrig::reports
