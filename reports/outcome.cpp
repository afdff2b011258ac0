#include "reports/outcome.hpp"

namespace mailrig::reports {

Outcome outcome_of(const ScenarioResult& result, bool strict, bool retried) {
  if (result.known()) return Outcome::Skipped;
  switch (result.verdict) {
    case Verdict::Pass:
    case Verdict::Note:
      return Outcome::Passed;
    case Verdict::Weak:
      return strict ? Outcome::Failed : Outcome::Passed;
    case Verdict::Flaky:
      return result.fails_run(strict, retried) ? Outcome::Failed : Outcome::Passed;
    case Verdict::Fail:
      return Outcome::Failed;
    case Verdict::Skipped:
      return Outcome::Skipped;
    case Verdict::Blocked:
    case Verdict::Broken:
      return Outcome::Error;
  }
  return Outcome::Error;
}

LoadOutcome outcome_of_load(const Run& run) {
  LoadOutcome outcome;
  if (!run.load) return outcome;
  outcome.complaints = run.ended.invalid;
  if (!run.load->whole) outcome.complaints.emplace_back("the run ended before its load did");
  outcome.invalid = !outcome.complaints.empty();
  if (!outcome.invalid) outcome.complaints = run.load->ended.objectives_missed;
  return outcome;
}

}  // namespace mailrig::reports
