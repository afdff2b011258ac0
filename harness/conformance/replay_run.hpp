// A whole record judged again: another record, of the same run, by today's scenarios.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "harness/conformance/replay.hpp"
#include "harness/conformance/takes.hpp"

namespace mailrig::conformance {

struct ReplayResult {
  std::vector<record::Event> events;                  // between RunStarted and RunEnded
  std::size_t done = 0, judged = 0, as_recorded = 0;  // … because their talk was not kept
  std::vector<std::string> changed;                   // "imap/noop/answered: pass, now fail"
  std::vector<std::string> otherwise, cannot;  // the same verdict by other findings; can't be judged again
};

struct ReplayChoice {
  std::vector<ScenarioPtr> all, wanted;
  bool others = false;  // also what the record has and `all` has not, and what is of no scenario
};
[[nodiscard]] ReplayResult replay(const Takes& takes, const Then& then, const ReplayChoice& choice);

// What a reader should know of it, in sentences.
[[nodiscard]] std::vector<std::string> remarks_of(const ReplayResult& result);

}  // namespace mailrig::conformance
