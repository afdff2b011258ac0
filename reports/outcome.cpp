#include "reports/outcome.hpp"

namespace mailrig::reports {

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
