// Scenarios that were skipped because the target does not offer what they need, played all the same: a server
// that does what it does not say is worth a note. A trial counts nowhere: no verdict, no finding, no wire of
// it is recorded, one TrialEnded is. What it makes it removes, as every scenario does.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "harness/conformance/runner.hpp"

namespace mailrig::conformance {

// Whether a capability may be tried unasked: not what opens a login or TLS, and not the protocol's revision.
[[nodiscard]] bool may_try(std::string_view capability);
// Whether the dialogue wants its commands to succeed, each of them: a server that knows none can't pass it.
[[nodiscard]] bool wants_success(const scenario::Program& program);

struct Trial {
  ScenarioPtr scenario;            // without the needs that are not met
  std::vector<std::string> unmet;  // those: "imap:MOVE"
};
// Of those that would be skipped, the ones that fail for nothing but capabilities that may be tried.
[[nodiscard]] std::vector<Trial> find_trials(const std::vector<ScenarioPtr>& scenarios, const Target& target);

class Trials {
 public:
  // All arguments outlive it. Replies are waited for no longer than kTrialReply.
  Trials(net::Loop& loop, const Target& target, const RunOptions& options, const record::Masker& masker,
         record::Sink& sink, net::Time started);
  Trials(const Trials&) = delete;
  Trials& operator=(const Trials&) = delete;
  ~Trials();

  // Plays what find_trials() finds among them; `ended` is called from the loop, or at once if there is
  // nothing.
  void start(const std::vector<ScenarioPtr>& scenarios, std::function<void()> ended);
  void interrupt();
  // Removes what is left of them. Runs the loop again.
  RunOutcome finish();

 private:
  struct Filter;
  const Target& target_;
  RunOptions options_;
  std::unique_ptr<Filter> filter_;
  Runner runner_;
  bool started_ = false;
};

inline constexpr std::chrono::milliseconds kTrialReply{3'000}, kTrialDeadline{20'000};

}  // namespace mailrig::conformance
