#include "harness/record/attempts.hpp"

#include <algorithm>
#include <array>

namespace mailrig::record {

namespace {

// The gravest of those that are there, from the first on.
constexpr std::array<Verdict, 7> kGravestFirst{Verdict::Broken, Verdict::Fail, Verdict::Blocked,
                                               Verdict::Weak,   Verdict::Note, Verdict::Skipped,
                                               Verdict::Pass};

bool has(std::span<const Verdict> attempts, Verdict verdict) {
  return std::find(attempts.begin(), attempts.end(), verdict) != attempts.end();
}

}  // namespace

Verdict settle(std::span<const Verdict> attempts) {
  if (attempts.empty()) return Verdict::Blocked;
  const bool any = std::any_of(attempts.begin(), attempts.end(), passed);
  const bool all = std::all_of(attempts.begin(), attempts.end(), passed);
  if (any && !all && !has(attempts, Verdict::Broken)) return Verdict::Flaky;
  for (const Verdict verdict : kGravestFirst) {
    if (has(attempts, verdict)) return verdict;
  }
  return attempts.front();
}

bool fails_run(std::span<const Verdict> attempts, bool strict, bool retried) {
  if (retried && settle(attempts) == Verdict::Flaky) return false;
  return has(attempts, Verdict::Fail) || has(attempts, Verdict::Blocked) ||
         (strict && has(attempts, Verdict::Weak));
}

std::size_t spokesman(std::span<const Verdict> attempts) {
  if (attempts.empty()) return 0;
  const Verdict whole = settle(attempts);
  const auto speaks = [whole](Verdict one) { return whole == Verdict::Flaky ? !passed(one) : one == whole; };
  const auto found = std::find_if(attempts.begin(), attempts.end(), speaks);
  return found == attempts.end() ? attempts.size() - 1 : static_cast<std::size_t>(found - attempts.begin());
}

}  // namespace mailrig::record
