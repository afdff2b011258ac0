// What the attempts of one scenario come to: one rule for the exit code and for every report.
#pragma once

#include <cstddef>
#include <span>

#include "harness/record/event.hpp"

namespace mailrig::record {

// Neither the target nor we did anything that asks for a look.
[[nodiscard]] constexpr bool passed(Verdict verdict) {
  return verdict == Verdict::Pass || verdict == Verdict::Note;
}

// All alike: that. One of ours broken: broken. Some passed and others did not: flaky. None passed: the
// gravest, fail before blocked before weak. No attempt at all: blocked.
[[nodiscard]] Verdict settle(std::span<const Verdict> attempts);
// Whether the run fails for it: a MUST was broken, or it could not be judged; in a strict run a SHOULD,
// too. One that was tried again and passed at last does not count; one of ours never does.
[[nodiscard]] bool fails_run(std::span<const Verdict> attempts, bool strict, bool retried);
// The attempt that stands for them: the first that did not pass, if the whole did not; else the last.
[[nodiscard]] std::size_t spokesman(std::span<const Verdict> attempts);

}  // namespace mailrig::record
