#include "reports/fold_attempts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "harness/record/attempts.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

// "passed 7 of 10: 2 fail, 1 blocked"; of retries: "passed at the 2nd of 3 tries".
std::string rate(const std::vector<Verdict>& verdicts, std::uint32_t tries) {
  if (tries > 0) return fmt::format("passed at the {} of {} tries", shown_ordinal(verdicts.size()), tries);
  const auto passed = std::count_if(verdicts.begin(), verdicts.end(), record::passed);
  std::string text = fmt::format("passed {} of {}", passed, verdicts.size());
  std::string_view between = ": ";
  for (const Verdict verdict : kVerdicts) {
    const auto count = std::count(verdicts.begin(), verdicts.end(), verdict);
    if (count == 0 || record::passed(verdict)) continue;
    text += fmt::format("{}{} {}", between, count, name(verdict));
    between = ", ";
  }
  return text;
}

// Not of set-up and clean-up, nor of what says nothing about the target.
bool about_target(const record::Judgement& judgement) {
  using Source = record::Judgement::Source;
  return judgement.source == Source::Expectation || judgement.source == Source::Watcher ||
         judgement.source == Source::Flaw || (judgement.source == Source::Shell && judgement.rule.empty());
}

}  // namespace

AttemptsFold::Attempt& AttemptsFold::attempt(std::uint32_t number) {
  const auto found = std::find_if(attempts_.rbegin(), attempts_.rend(),
                                  [number](const Attempt& one) { return one.result.number == number; });
  if (found != attempts_.rend()) return *found;
  attempts_.emplace_back().result.number = number;
  return attempts_.back();
}

void AttemptsFold::add(const record::ScenarioStarted& event) {
  result_.title = event.title;
  result_.file = event.file;
  result_.protocol = event.protocol;
  result_.clauses = event.clauses;
  result_.needs = event.needs;
  attempt(event.attempt).result.started_at = event.at;
}

void AttemptsFold::add(const record::Judgement& event) {
  Attempt& to = attempt(event.attempt);
  const auto level = static_cast<std::size_t>(event.clause.level);
  if (event.held) {
    ++to.held;
    if (about_target(event)) ++to.strictness.held.at(level);
    return;
  }
  to.spoke.push_back(event);
  if (about_target(event)) ++to.strictness.spoke.at(static_cast<std::size_t>(event.finding)).at(level);
}

void AttemptsFold::add(const record::ScenarioEnded& event) {
  Attempt& ended = attempt(event.attempt);
  ended.ended = true;
  ended.result.verdict = event.verdict;
  ended.result.reason = event.reason;
  ended.result.took = event.took;
  ended.again = event.again;
  if (event.verdict == Verdict::Pass) std::vector<record::Wire>().swap(ended.wire);
}

ScenarioResult AttemptsFold::finish(std::uint32_t tries, Strictness& strictness) {
  std::stable_sort(attempts_.begin(), attempts_.end(),
                   [](const Attempt& a, const Attempt& b) { return a.result.number < b.result.number; });
  std::vector<Verdict> verdicts;
  for (Attempt& one : attempts_) {
    if (!one.ended) {
      one.result.verdict = Verdict::Blocked;
      one.result.reason = "the run ended before it did";
    }
    verdicts.push_back(one.result.verdict);
    result_.attempts.push_back(one.result);
  }
  result_.verdict = record::settle(verdicts);
  if (attempts_.empty()) return std::move(result_);
  Attempt& speaks = attempts_[record::spokesman(verdicts)];
  result_.attempt = speaks.result.number;
  result_.reason = result_.verdict == Verdict::Flaky ? rate(verdicts, tries) : speaks.result.reason;
  result_.started_at = speaks.result.started_at;
  result_.took = speaks.result.took;
  result_.again = std::move(speaks.again);
  result_.held = speaks.held;
  strictness.add(speaks.strictness);
  result_.spoke = std::move(speaks.spoke);
  result_.wire = std::move(speaks.wire);
  return std::move(result_);
}

}  // namespace mailrig::reports
