// A conformance run: many scenarios at once on one loop, as far as there are accounts for them.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "harness/conformance/lease.hpp"
#include "harness/conformance/play_one.hpp"
#include "harness/conformance/selection.hpp"
#include "harness/conformance/talk.hpp"

namespace mailrig::conformance {

struct RunOptions {
  std::size_t jobs = 16;
  std::uint64_t seed = 1;  // of tokens: unique to a run
  bool strict = false;     // a weak scenario fails the run
  PlayOptions play;
  std::shared_ptr<AccountPool> accounts;  // shared with the runs beside this one; empty: its own
  std::function<std::string(const std::string& id)> again;
  std::function<void(std::size_t done, std::size_t all)> progress;  // may be empty
};

struct RunOutcome {
  std::size_t failed = 0, weak = 0, blocked = 0, broken = 0, done = 0;
  bool interrupted = false;
  std::string gone;  // the target went away: what was seen
  [[nodiscard]] int exit_code(bool strict) const;
};

class Runner {
 public:
  // All arguments outlive the runner.
  Runner(net::Loop& loop, const Target& target, const RunOptions& options, const record::Masker& masker,
         record::Sink& sink, net::Time started);
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  ~Runner();

  // Plays them all, and records each; runs the loop until the last has ended.
  RunOutcome run(std::vector<ScenarioPtr> scenarios);
  // The same in two steps, for runs side by side on one loop: `ended` is called from the loop, once,
  // when the last scenario has ended; finish() when all runs have, for it runs the loop again.
  void start(std::vector<ScenarioPtr> scenarios, std::function<void()> ended);
  RunOutcome finish();
  [[nodiscard]] bool target_is_gone() const { return !outcome_.gone.empty(); }
  // On the loop's thread: begins nothing new and cleans up what runs. A second time: at once.
  void interrupt();

 private:
  struct Waiting {
    ScenarioPtr scenario;
    std::shared_ptr<const scenario::Program> program;
    std::size_t accounts = 0;
    bool reads = false;  // mail that comes late would disturb it
  };
  struct Running {
    std::unique_ptr<PlayOne> play;
    std::vector<std::size_t> accounts;
  };

  void prepare(const ScenarioPtr& scenario);
  void skip(const ScenarioPtr& scenario, record::Verdict verdict, const std::string& reason);
  void fill();
  void no_longer_waits(const Waiting& waiting);
  void launch(const Waiting& waiting, std::vector<std::size_t> accounts);
  void ended(PlayOne& play);
  void count(record::Verdict verdict);
  void look_for_target(const PlayOne& play);
  void forget_waiting();
  void give_up_rest();
  void sweep();
  std::size_t sweep(Service service, std::size_t account, std::uint64_t first_uid);
  [[nodiscard]] scenario::Given given(const std::vector<std::size_t>& accounts);

  net::Loop& loop_;
  const Target& target_;
  const RunOptions& options_;
  const record::Masker& masker_;
  record::Sink& sink_;
  Stage stage_;
  Lease lease_;
  std::list<Waiting> waiting_;
  std::list<Running> running_;
  RunOutcome outcome_;
  std::function<void()> ended_;
  std::size_t all_ = 0, launched_ = 0;
  std::map<std::size_t, std::uint64_t> delivered_;  // by account: where mail of this run begins
  struct Look;
  std::unique_ptr<Look> look_;  // is the target still there?
};

}  // namespace mailrig::conformance
