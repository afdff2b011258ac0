#include "harness/conformance/outcomes.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "harness/conformance/verdict.hpp"
#include "harness/record/attempts.hpp"

namespace mailrig::conformance {

namespace {

class Fold {
 public:
  void operator()(const record::Judgement& judgement) {
    if (judgement.held) return;
    spoke_[{judgement.scenario, judgement.attempt}].push_back(&judgement);
  }
  void operator()(const record::ScenarioEnded& ended) {
    Attempt attempt;
    attempt.number = ended.attempt;
    attempt.verdict = ended.verdict;
    const bool blocked = ended.verdict == record::Verdict::Blocked;
    for (const record::Judgement* judgement : spoke_[{ended.id, ended.attempt}]) {
      if (judgement->rule == kTargetGone) return;  // nothing was learnt of it
      std::string line = trait(*judgement, blocked);
      if (!line.empty()) attempt.shape.push_back(std::move(line));
    }
    settle(attempt.shape);
    ended_[ended.id].push_back(std::move(attempt));
  }
  template <typename Other>
  void operator()(const Other&) {}

  std::vector<Outcome> finish() {
    std::vector<Outcome> all;
    for (auto& [id, attempts] : ended_) {
      std::sort(attempts.begin(), attempts.end(),
                [](const Attempt& a, const Attempt& b) { return a.number < b.number; });
      all.push_back({id, std::move(attempts)});
    }
    return all;
  }

 private:
  std::map<std::pair<std::string, std::uint32_t>, std::vector<const record::Judgement*>> spoke_;
  std::map<std::string, std::vector<Attempt>> ended_;
};

}  // namespace

std::vector<record::Verdict> Outcome::verdicts() const {
  std::vector<record::Verdict> all;
  for (const Attempt& attempt : attempts) all.push_back(attempt.verdict);
  return all;
}

record::Verdict Outcome::verdict() const {
  return record::settle(verdicts());
}

std::size_t Outcome::passed() const {
  return static_cast<std::size_t>(std::count_if(
      attempts.begin(), attempts.end(), [](const Attempt& one) { return record::passed(one.verdict); }));
}

Shape Outcome::shape() const {
  Shape all;
  for (const Attempt& attempt : attempts) all.insert(all.end(), attempt.shape.begin(), attempt.shape.end());
  settle(all);
  return all;
}

std::vector<Outcome> outcomes(std::span<const record::Event> events) {
  Fold fold;
  for (const record::Event& event : events) std::visit(fold, event);
  return fold.finish();
}

}  // namespace mailrig::conformance
