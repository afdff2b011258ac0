// A conformance run: many scenarios at once on one loop, as far as there are accounts for them.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "harness/conformance/lease.hpp"
#include "harness/conformance/play_one.hpp"
#include "harness/conformance/presence.hpp"
#include "harness/conformance/selection.hpp"
#include "harness/conformance/sweep.hpp"

namespace mailrig::conformance {

struct RunOptions {
  std::size_t jobs = 16;
  std::uint64_t seed = 1;           // of tokens: unique to a run
  std::uint32_t repeat = 1;         // attempts of each scenario, whatever they come to
  std::uint32_t retry = 0;          // further attempts of one that failed, until it does not
  bool strict = false;              // a broken SHOULD is a failure, too
  std::set<std::string> not_again;  // ids that are not tried again: they are known to fail
  PlayOptions play;
  LookLimits look;
  std::shared_ptr<AccountPool> accounts;  // shared with the runs beside this one; empty: its own
  std::function<std::string(const std::string& id)> again;
  std::function<void(std::size_t done, std::size_t all)> progress;  // may be empty
};

// What can't be seen from the record.
struct RunOutcome {
  bool interrupted = false;
  std::string gone;               // the target went away: what was seen, and what was running
  std::vector<std::string> left;  // what of ours may still be there, and why
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
    Task task;
    std::set<Service> services;
    std::size_t accounts = 0;
    bool reads = false;  // mail that comes late would disturb it
  };
  struct Running {
    std::unique_ptr<PlayOne> play;
    Waiting what;
    std::vector<std::size_t> accounts;
  };

  void prepare(const ScenarioPtr& scenario, std::vector<Waiting>& able);
  void wait(Waiting waiting, bool first);
  void skip(const Task& task, record::Verdict verdict, const std::string& reason, std::string_view rule = {});
  void fill();
  void no_longer_waits(const Waiting& waiting);
  void launch(const Waiting& waiting, std::vector<std::size_t> accounts);
  void ended(PlayOne& play);
  void decided(Presence::Key key, const Found& found);
  void settle(Running running);
  void retry(const Waiting& waiting, record::Verdict verdict);
  void done(std::size_t attempts);
  void forget_waiting();
  void give_up_gone();
  void give_back(const Running& running);
  [[nodiscard]] scenario::Given given(const std::vector<std::size_t>& accounts);
  [[nodiscard]] bool may_begin(const Waiting& waiting);

  net::Loop& loop_;
  const Target& target_;
  const RunOptions& options_;
  const record::Masker& masker_;
  record::Sink& sink_;
  Stage stage_;
  Lease lease_;
  std::list<Waiting> waiting_;
  std::list<Running> running_, held_;  // held: it ended, and whether the target was there is not yet known
  std::set<std::string> told_;         // ids of which an attempt has been recorded
  RunOutcome outcome_;
  std::function<void()> ended_;
  std::size_t all_ = 0, done_ = 0, launched_ = 0;
  Presence presence_;
  Sweep sweep_;
};

}  // namespace mailrig::conformance
