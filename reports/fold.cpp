#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "harness/record/attempts.hpp"
#include "reports/capabilities.hpp"
#include "reports/fold_attempts.hpp"
#include "reports/run.hpp"
#include "reports/wire_view.hpp"

namespace mailrig::reports {

namespace {

class Fold {
 public:
  void operator()(const record::RunStarted& event) {
    run_.started = event;
    tries_ = event.retry > 0 ? event.retry + 1 : 0;
  }
  void operator()(const record::RunEnded& event) {
    run_.ended = event;
    run_.whole = true;
  }
  void operator()(const record::Stage& event) { wire_.secrets(event); }
  void operator()(const record::ScenarioStarted& event) { scenario(event.id).add(event); }
  void operator()(const record::Transcript&) {}
  void operator()(const record::Wire& event) { scenario(event.scenario).add(event); }
  void operator()(const record::Judgement& event) { scenario(event.scenario).add(event); }
  void operator()(const record::ScenarioEnded& event) { scenario(event.id).add(event); }
  void operator()(const record::Standing& event) { run_.standings.push_back(event); }
  void operator()(const record::TrialEnded& event) { run_.trials.push_back(event); }
  void operator()(const record::PhaseStarted& event) { load().phases.push_back(event); }
  void operator()(const record::Tick& event) { load().ticks.push_back(event); }
  void operator()(const record::Series& event) { load().series.push_back(event); }
  void operator()(const record::LoadEnded& event) {
    load().ended = event;
    load().whole = true;
  }
  Run finish();

 private:
  AttemptsFold& scenario(const std::string& id);
  LoadResult& load() {
    if (!run_.load) run_.load.emplace();
    return *run_.load;
  }
  void settle();
  void tally();

  Run run_;
  WireView wire_;
  std::unordered_map<std::string, std::size_t> index_;  // id to place in scenarios_
  std::vector<AttemptsFold> scenarios_;
  std::uint32_t tries_ = 0;
};

AttemptsFold& Fold::scenario(const std::string& id) {
  const auto [found, is_new] = index_.try_emplace(id, scenarios_.size());
  if (is_new) scenarios_.emplace_back(id);
  return scenarios_[found->second];
}

// What stands for each scenario, by id; what the list of known failures says of it.
void Fold::settle() {
  for (AttemptsFold& attempts : scenarios_)
    run_.scenarios.push_back(attempts.finish(tries_, run_.strictness));
  std::sort(run_.scenarios.begin(), run_.scenarios.end(),
            [](const ScenarioResult& a, const ScenarioResult& b) { return a.id < b.id; });
  const auto place = [](const record::Standing& one) { return std::tie(one.file, one.line, one.id); };
  std::stable_sort(run_.standings.begin(), run_.standings.end(),
                   [&](const record::Standing& a, const record::Standing& b) { return place(a) < place(b); });
  std::map<std::string_view, const record::Standing*> by_id;
  for (const record::Standing& standing : run_.standings) by_id.emplace(standing.id, &standing);
  for (ScenarioResult& result : run_.scenarios) {
    const auto found = by_id.find(result.id);
    if (found != by_id.end()) result.standing = *found->second;
  }
}

bool by_number(const Tally& a, const Tally& b) {
  const auto x = numbers_in(a.name), y = numbers_in(b.name);
  return x == y ? a.name < b.name : x < y;
}

void Fold::tally() {
  std::map<std::string, Counts> protocols, sections;
  for (const ScenarioResult& result : run_.scenarios) {
    Counts one;
    result.known() ? one.add_known() : one.add(result.verdict);
    run_.counts.add(one);
    protocols[result.protocol].add(one);
    std::vector<std::string> names;
    for (const record::Reference& clause : result.clauses) names.push_back(section_name(clause));
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const std::string& name : names) sections[name].add(one);
  }
  for (const auto& [name, counts] : protocols) run_.by_protocol.push_back({name, counts});
  for (const auto& [name, counts] : sections) run_.by_section.push_back({name, counts});
  std::sort(run_.by_section.begin(), run_.by_section.end(), by_number);
}

void merge_scenarios(LoadResult& load) {
  load.all_scenarios.name = "all scenarios";
  load.all_scenarios.of = record::Series::Of::Scenario;
  for (const record::Series& series : load.series) {
    if (series.of != record::Series::Of::Scenario) continue;
    load.all_scenarios.corrected.merge(series.corrected);
    load.all_scenarios.uncorrected.merge(series.uncorrected);
    load.all_scenarios.failed += series.failed;
  }
}

void count_skips(Run& run) {
  std::map<std::string, std::uint64_t> reasons;
  for (const ScenarioResult& result : run.scenarios) {
    if (result.verdict == Verdict::Skipped) ++reasons[result.reason];
  }
  run.skip_reasons.assign(reasons.begin(), reasons.end());
  std::stable_sort(run.skip_reasons.begin(), run.skip_reasons.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
}

Run Fold::finish() {
  settle();
  for (ScenarioResult& result : run_.scenarios) wire_.finish(result.wire);
  if (run_.load) {
    std::stable_sort(run_.load->series.begin(), run_.load->series.end(),
                     [](const record::Series& a, const record::Series& b) {
                       return a.of == b.of ? a.name < b.name : a.of < b.of;
                     });
  }
  if (run_.load) merge_scenarios(*run_.load);
  std::sort(run_.trials.begin(), run_.trials.end(),
            [](const record::TrialEnded& a, const record::TrialEnded& b) { return a.id < b.id; });
  tally();
  count_skips(run_);
  run_.capabilities = use_of_capabilities(run_);
  return std::move(run_);
}

}  // namespace

bool ScenarioResult::needs_attention() const {
  return !known() && (verdict == Verdict::Fail || verdict == Verdict::Weak || verdict == Verdict::Blocked ||
                      verdict == Verdict::Broken || verdict == Verdict::Flaky);
}

bool ScenarioResult::known() const {
  using What = record::Standing::What;
  return standing && !record::passed(verdict) &&
         (standing->what == What::Known || standing->what == What::Flaky);
}

bool ScenarioResult::fails_run(bool strict, bool retried) const {
  std::vector<Verdict> verdicts;
  for (const AttemptResult& one : attempts) verdicts.push_back(one.verdict);
  return !known() && record::fails_run(verdicts, strict, retried);
}

std::size_t ScenarioResult::passed() const {
  return static_cast<std::size_t>(
      std::count_if(attempts.begin(), attempts.end(),
                    [](const AttemptResult& one) { return record::passed(one.verdict); }));
}

const ScenarioResult* Run::find(std::string_view id) const {
  const auto found =
      std::lower_bound(scenarios.begin(), scenarios.end(), id,
                       [](const ScenarioResult& r, std::string_view wanted) { return r.id < wanted; });
  return found != scenarios.end() && found->id == id ? &*found : nullptr;
}

std::vector<const ScenarioResult*> Run::attention() const {
  std::vector<const ScenarioResult*> found;
  for (const Verdict verdict :
       {Verdict::Fail, Verdict::Broken, Verdict::Blocked, Verdict::Flaky, Verdict::Weak}) {
    for (const ScenarioResult& result : scenarios) {
      if (result.verdict == verdict && result.needs_attention()) found.push_back(&result);
    }
  }
  return found;
}

std::string section_name(const record::Reference& clause) {
  std::string name = "RFC " + std::to_string(clause.rfc);
  if (!clause.section.empty()) name += " " + clause.section;
  return name;
}

std::vector<std::uint32_t> numbers_in(const std::string& name) {
  std::vector<std::uint32_t> found;
  bool in_number = false;
  for (const char c : name) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !in_number) found.push_back(0);
    if (digit) found.back() = found.back() * 10 + static_cast<std::uint32_t>(c - '0');
    in_number = digit;
  }
  return found;
}

Run fold(std::span<const record::Event> events) {
  Fold fold;
  for (const record::Event& event : events) std::visit(fold, event);
  return fold.finish();
}

}  // namespace mailrig::reports
