#include "harness/conformance/ratchet.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "harness/record/attempts.hpp"

namespace mailrig::conformance {

namespace {

using record::Standing;
using record::Verdict;
using What = Standing::What;

// What one entry says of what its scenario came to; nothing: it has nothing to say.
class Judge {
 public:
  Judge(const Entry& entry, const Outcome& outcome, const RatchetOptions& options)
      : entry_(entry), outcome_(outcome), options_(options) {}

  [[nodiscard]] std::optional<What> judge() {
    if (outcome_.verdict() == Verdict::Skipped || outcome_.verdict() == Verdict::Broken) return std::nullopt;
    return entry_.list == Entry::List::Known ? known() : flaky();
  }
  [[nodiscard]] const std::string& detail() const { return detail_; }

 private:
  What say(What what, std::string detail) {
    detail_ = std::move(detail);
    return what;
  }

  What known() {
    const Verdict now = outcome_.verdict();
    if (record::passed(now)) return say(What::Fixed, "passes now");
    if (now == Verdict::Flaky) {
      return say(What::Changed, fmt::format("passed {} of {}: it is flaky now", outcome_.passed(),
                                            outcome_.attempts.size()));
    }
    if (now != entry_.verdict) {
      if (now == Verdict::Weak && !options_.strict) return say(What::Fixed, "breaks no MUST any more");
      return say(What::Changed, fmt::format("{} and not {}", name(now), name(entry_.verdict)));
    }
    const std::string how = difference(counted(entry_.shape), counted(outcome_.shape()));
    return how.empty() ? What::Known : say(What::Changed, how);
  }

  // Of a failure in a run that is not strict, a SHOULD beside it is no news.
  [[nodiscard]] Shape counted(const Shape& shape) const {
    return options_.strict || entry_.verdict == Verdict::Weak ? shape : musts(shape);
  }

  std::optional<What> flaky() {
    const std::size_t passed = outcome_.passed(), of = outcome_.attempts.size();
    const double share = entry_.at_least.share();
    const std::string rate =
        fmt::format("passed {} of {}, accepted is {}", passed, of, shown(entry_.at_least));
    if (passed < of) {
      return say(at_most(passed, of, share) < kChance ? What::Rarer : What::Flaky, rate);
    }
    const double chance = std::pow(share, static_cast<double>(of));
    if (chance >= kChance) return std::nullopt;
    return say(What::Steady, fmt::format("passed all of {}, which a rate of {} does in {:.2g} of 100 runs",
                                         of, shown(entry_.at_least), chance * 100));
  }

  const Entry& entry_;
  const Outcome& outcome_;
  const RatchetOptions& options_;
  std::string detail_;
};

const Outcome* find(std::span<const Outcome> outcomes, const std::string& id) {
  const auto found =
      std::find_if(outcomes.begin(), outcomes.end(), [&](const Outcome& one) { return one.id == id; });
  return found == outcomes.end() ? nullptr : &*found;
}

std::string no_such(const std::string& id, const std::vector<std::string>& all) {
  const std::string_view meant = scenario::nearest(id, all);
  return meant.empty() ? "is no scenario" : fmt::format("is no scenario (did you mean '{}'?)", meant);
}

bool is_stale(What what) {
  return what == What::Fixed || what == What::NoSuch || what == What::Steady;
}

class Ratchet {
 public:
  Ratchet(const Baseline& baseline, const RatchetOptions& options) : baseline_(baseline), options_(options) {}

  void entry(const Entry& entry, std::span<const Outcome> outcomes, const std::vector<std::string>& all) {
    if (std::find(all.begin(), all.end(), entry.id) == all.end()) {
      return add(entry, What::NoSuch, no_such(entry.id, all));
    }
    const Outcome* outcome = find(outcomes, entry.id);
    if (outcome == nullptr) return;  // not selected
    Judge judge(entry, *outcome, options_);
    if (const auto what = judge.judge()) add(entry, *what, judge.detail());
  }

  void outcome(const Outcome& outcome) {
    if (outcome.verdict() == Verdict::Broken) made_.broken = true;
    if (!record::fails_run(outcome.verdicts(), options_.strict, options_.retried)) return;
    const auto standing = std::find_if(made_.standings.begin(), made_.standings.end(),
                                       [&](const Standing& one) { return one.id == outcome.id; });
    const bool accounted =
        standing != made_.standings.end() && (standing->what == What::Known || standing->what == What::Flaky);
    if (!accounted) made_.failed = true;
  }

  Assessment take() { return std::move(made_); }

 private:
  void add(const Entry& entry, What what, std::string detail) {
    made_.stale = made_.stale || is_stale(what);
    made_.failed = made_.failed || (what == What::Changed && fails(entry)) || what == What::Rarer;
    made_.standings.push_back({entry.id, what, entry.reason, std::move(detail), baseline_.file,
                               entry.lines.first, entry.lines.last});
  }
  // A weak scenario that is weak otherwise is no failure of a run that does not count them.
  [[nodiscard]] bool fails(const Entry& entry) const {
    return options_.strict || entry.verdict != Verdict::Weak;
  }

  const Baseline& baseline_;
  const RatchetOptions& options_;
  Assessment made_;
};

}  // namespace

double at_most(std::size_t passed, std::size_t of, double share) {
  if (share <= 0 || passed >= of) return 1;
  if (share >= 1) return 0;
  const auto n = static_cast<double>(of);
  double sum = 0;
  for (std::size_t k = 0; k <= passed; ++k) {
    const auto x = static_cast<double>(k);
    const double ways = std::lgamma(n + 1) - std::lgamma(x + 1) - std::lgamma(n - x + 1);
    sum += std::exp(ways + x * std::log(share) + (n - x) * std::log1p(-share));
  }
  return std::min(sum, 1.0);
}

Assessment assess(std::span<const Outcome> outcomes, const Baseline& baseline, const RatchetOptions& options,
                  const std::vector<std::string>& all) {
  Ratchet ratchet(baseline, options);
  for (const Entry& entry : baseline.entries) ratchet.entry(entry, outcomes, all);
  for (const Outcome& outcome : outcomes) ratchet.outcome(outcome);
  return ratchet.take();
}

}  // namespace mailrig::conformance
