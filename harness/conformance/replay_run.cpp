#include "harness/conformance/replay_run.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "harness/conformance/ruling.hpp"
#include "harness/scenario/diagnostic.hpp"

namespace mailrig::conformance {

namespace {

using record::Verdict;

constexpr std::size_t kShownRemarks = 20;

ScenarioPtr find(const std::vector<ScenarioPtr>& scenarios, const std::string& id) {
  const auto found = std::find_if(scenarios.begin(), scenarios.end(),
                                  [&](const ScenarioPtr& scenario) { return scenario->id == id; });
  return found == scenarios.end() ? nullptr : *found;
}

class Replays {
 public:
  Replays(const Then& then, const std::vector<ScenarioPtr>& all) : then_(then), all_(all) {}

  void put(record::Event event) { result_.events.push_back(std::move(event)); }

  void take(const Take& take, const ScenarioPtr& scenario) {
    if (!take.ended || (scenario && !take.transcript)) return keep(take);
    if (!scenario) return cannot(take, take.started, no_such(take.started.id));
    auto judged = judge_again(*scenario, take, then_);
    if (const auto* no = std::get_if<CannotJudge>(&judged)) {
      return cannot(take, started_event(*scenario, take.started.attempt, take.started.at), no->reason);
    }
    judge(take, std::get<JudgedAgain>(std::move(judged)));
  }

  ReplayResult finish() {
    result_.done = ids_.size();
    return std::move(result_);
  }

 private:
  void wire(const Take& take) {
    if (take.transcript) put(*take.transcript);
    for (const record::Wire& wire : take.wire) put(wire);
  }

  void end(const record::ScenarioEnded& ended) {
    put(ended);
    ids_.insert(ended.id);
  }

  // As it was recorded.
  void keep(const Take& take) {
    put(take.started);
    for (const record::Judgement& judgement : take.judgements) put(judgement);
    wire(take);
    if (!take.ended) return;
    if (take.ended->verdict == Verdict::Pass) ++result_.as_recorded;
    end(*take.ended);
  }

  void cannot(const Take& take, record::ScenarioStarted started, const std::string& reason) {
    started.at = take.started.at;
    put(started);
    wire(take);
    record::ScenarioEnded ended = *take.ended;
    ended.verdict = Verdict::Blocked;
    ended.reason = "can't be judged again: " + reason;
    result_.cannot.push_back(take.started.id + ": " + reason);
    end(ended);
  }

  void judge(const Take& take, JudgedAgain judged) {
    ++result_.judged;
    const Verdict then = take.ended->verdict, now = judged.ended.verdict;
    if (then != now) {
      result_.changed.push_back(
          fmt::format("{}: {}, now {}", take.started.id, record::name(then), record::name(now)));
    } else if (!same_findings(take.judgements, judged.judgements)) {
      result_.otherwise.push_back(take.started.id);
    }
    put(judged.started);
    for (record::Judgement& judgement : judged.judgements) put(std::move(judgement));
    wire(take);
    end(judged.ended);
  }

  [[nodiscard]] std::string no_such(const std::string& id) const {
    std::vector<std::string> ids;
    for (const ScenarioPtr& scenario : all_) ids.push_back(scenario->id);
    return "there is no such scenario now" + scenario::did_you_mean(scenario::nearest(id, ids));
  }

  const Then& then_;
  const std::vector<ScenarioPtr>& all_;
  std::set<std::string> ids_;
  ReplayResult result_;
};

void list(std::vector<std::string>& remarks, std::string_view what, const std::vector<std::string>& items) {
  for (std::size_t i = 0; i < std::min(items.size(), kShownRemarks); ++i) {
    remarks.push_back(fmt::format("{}: {}", what, items[i]));
  }
  if (items.size() > kShownRemarks) {
    remarks.push_back(fmt::format("{}: {} more", what, items.size() - kShownRemarks));
  }
}

}  // namespace

ReplayResult replay(const Takes& takes, const Then& then, const ReplayChoice& choice) {
  Replays replays(then, choice.all);
  for (const Take& take : takes.takes) {
    const ScenarioPtr scenario = find(choice.wanted, take.started.id);
    if (scenario || (choice.others && !find(choice.all, take.started.id))) replays.take(take, scenario);
  }
  if (choice.others) {
    for (const record::Event& event : takes.others) replays.put(event);
  }
  return replays.finish();
}

std::vector<std::string> remarks_of(const ReplayResult& result) {
  std::vector<std::string> remarks;
  std::string counts = fmt::format("{} of {} were judged again", result.judged, result.done);
  if (result.changed.empty() && result.otherwise.empty()) {
    counts += ", to the same verdicts by the same findings";
  } else {
    counts += fmt::format("; {} verdicts changed, {} stayed with other findings", result.changed.size(),
                          result.otherwise.size());
  }
  remarks.push_back(std::move(counts));
  if (result.as_recorded > 0) {
    remarks.push_back(
        fmt::format("{} that passed are shown as recorded: their talk was not kept (check --keep-wire)",
                    result.as_recorded));
  }
  list(remarks, "changed", result.changed);
  list(remarks, "other findings", result.otherwise);
  list(remarks, "can't be judged again", result.cannot);
  return remarks;
}

}  // namespace mailrig::conformance
