#include "harness/conformance/runner.hpp"

#include <algorithm>
#include <exception>

#include "harness/record/attempts.hpp"

namespace mailrig::conformance {

namespace {

using record::Verdict;

constexpr std::chrono::milliseconds kInterruptTime{2'000};

// What reads INBOXes and maildrops goes first, while no mail of ours can be late; what only delivers, last.
int turn(const scenario::Scenario& scenario) {
  if (scenario.delivers) return scenario.has(scenario::Protocol::Imap) ? 2 : 3;
  return scenario.has(scenario::Protocol::Pop3) ? 0 : 1;
}

constexpr int kFirstThatDelivers = 2;
constexpr std::size_t kTokenDigits = 4;

// All tokens of a run are of one size, so messages that hold them are the same size in every run.
std::string numbered(std::size_t number) {
  std::string digits = std::to_string(number);
  return digits.size() < kTokenDigits ? std::string(kTokenDigits - digits.size(), '0') + digits : digits;
}

std::string hex(std::uint64_t value) {
  static constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuv";
  std::string text;
  for (int i = 0; i < 8; ++i, value >>= 5U) text += kDigits[value & 31U];
  return text;
}

std::set<Service> services_of(const scenario::Program& program) {
  std::set<Service> services;
  for (const scenario::Client& client : program.clients) services.insert(client.service);
  return services;
}

}  // namespace

Runner::Runner(net::Loop& loop, const Target& target, const RunOptions& options, const record::Masker& masker,
               record::Sink& sink, net::Time started)
    : loop_(loop),
      target_(target),
      options_(options),
      masker_(masker),
      sink_(sink),
      stage_{loop, target, masker, sink, started, options.play},
      lease_(options.accounts ? options.accounts : std::make_shared<AccountPool>(), target.accounts,
             [this] { loop_.post([this] { fill(); }); }),
      presence_(loop, target, options.look,
                [this](Presence::Key key, const Found& found) { decided(key, found); }),
      sweep_(loop, target, "mailrig-" + hex(options.seed)) {}

Runner::~Runner() = default;

RunOutcome Runner::run(std::vector<ScenarioPtr> scenarios) {
  start(std::move(scenarios), [this] { loop_.stop(); });
  loop_.run();
  return finish();
}

// Attempts in rounds, so that what befalls the target for a while does not befall all of one scenario's.
void Runner::start(std::vector<ScenarioPtr> scenarios, std::function<void()> ended) {
  std::stable_sort(scenarios.begin(), scenarios.end(),
                   [](const ScenarioPtr& a, const ScenarioPtr& b) { return turn(*a) < turn(*b); });
  all_ = scenarios.size() * options_.repeat;
  ended_ = std::move(ended);
  for (auto begin = scenarios.begin(); begin != scenarios.end();) {
    const auto end = std::find_if(begin, scenarios.end(),
                                  [&](const ScenarioPtr& one) { return turn(*one) != turn(**begin); });
    std::vector<Waiting> able;
    for (; begin != end; ++begin) prepare(*begin, able);
    for (std::uint32_t attempt = 1; attempt <= options_.repeat; ++attempt) {
      for (Waiting& waiting : able) {
        waiting.task.attempt = attempt;
        wait(waiting, false);
      }
    }
  }
  loop_.post([this] { fill(); });
}

RunOutcome Runner::finish() {
  for (const Running& running : running_)
    outcome_.left.push_back(running.what.task.scenario->id + ": clean-up was broken off");
  const bool whole = !outcome_.interrupted && outcome_.gone.empty();
  for (std::string& what : whole ? sweep_.run([this] { return outcome_.interrupted; }) : sweep_.not_run())
    outcome_.left.push_back(std::move(what));
  return outcome_;
}

void Runner::prepare(const ScenarioPtr& scenario, std::vector<Waiting>& able) {
  Waiting waiting;
  waiting.task.scenario = scenario;
  const auto unable = [&](Verdict verdict, const std::string& reason) {
    skip(waiting.task, verdict, reason);
    done(options_.repeat);
  };
  if (const auto reason = why_skipped(*scenario, target_)) return unable(Verdict::Skipped, *reason);
  try {
    waiting.task.program = std::make_shared<const scenario::Program>(
        scenario::compile(*scenario, target_.facts, TargetOffer(*scenario, target_)));
  } catch (const std::exception& error) {
    return unable(Verdict::Broken, error.what());
  }
  if (const std::string reason = why_not(*waiting.task.program, target_); !reason.empty())
    return unable(Verdict::Skipped, reason);
  waiting.services = services_of(*waiting.task.program);
  waiting.accounts = needs_account(*waiting.task.program) ? scenario->accounts : 0;
  if (waiting.accounts > lease_.size()) {
    return unable(Verdict::Skipped, "needs an account: --user and --password, or --users");
  }
  waiting.reads = turn(*scenario) < kFirstThatDelivers;
  able.push_back(std::move(waiting));
}

void Runner::wait(Waiting waiting, bool first) {
  if (waiting.reads) lease_.pool().reader_waits();
  waiting_.insert(first ? waiting_.begin() : waiting_.end(), std::move(waiting));
}

void Runner::skip(const Task& task, Verdict verdict, const std::string& reason, std::string_view rule) {
  const record::ScenarioStarted started =
      started_event(*task.scenario, task.attempt, loop_.now() - stage_.started);
  sink_.put(started);
  if (!rule.empty()) {
    record::Judgement judgement;
    judgement.at = started.at;
    judgement.scenario = started.id;
    judgement.attempt = task.attempt;
    judgement.source = record::Judgement::Source::Lost;
    judgement.mismatch = record::Judgement::Mismatch::Closed;
    judgement.rule = rule;
    judgement.why = masker_.masked(reason);
    sink_.put(judgement);
  }
  record::ScenarioEnded ended;
  ended.at = started.at;
  ended.id = task.scenario->id;
  ended.verdict = verdict;
  ended.reason = masker_.masked(reason);
  ended.again = options_.again ? options_.again(task.scenario->id) : "";
  ended.attempt = task.attempt;
  sink_.put(ended);
  told_.insert(task.scenario->id);
}

void Runner::done(std::size_t attempts) {
  done_ += attempts;
  if (options_.progress) options_.progress(done_, all_);
}

bool Runner::may_begin(const Waiting& waiting) {
  return waiting.reads || !lease_.pool().readers_wait();
}

// Begins what can begin. A scenario that has to wait for accounts lets others pass, but none that delivers
// passes one that reads.
void Runner::fill() {
  if (presence_.busy()) return;
  for (auto it = waiting_.begin(); it != waiting_.end() && running_.size() < options_.jobs;) {
    if (!may_begin(*it)) break;
    const auto accounts = lease_.take(it->accounts);
    if (!accounts) {
      ++it;
      continue;
    }
    const Waiting waiting = *it;
    it = waiting_.erase(it);
    no_longer_waits(waiting);
    launch(waiting, *accounts);
  }
  if (waiting_.empty() && running_.empty() && held_.empty() && ended_) std::exchange(ended_, nullptr)();
}

void Runner::no_longer_waits(const Waiting& waiting) {
  if (waiting.reads) lease_.pool().reader_waits_no_longer();
}

scenario::Given Runner::given(const std::vector<std::size_t>& accounts) {
  scenario::Given given;
  for (const std::size_t index : accounts) given.accounts.push_back(target_.accounts[index]);
  given.domain = target_.domain;
  given.host = target_.host;
  given.sender = target_.sender;
  given.mailbox_prefix = target_.mailbox_prefix;
  given.token = hex(options_.seed) + numbered(++launched_);
  return given;
}

void Runner::launch(const Waiting& waiting, std::vector<std::size_t> accounts) {
  Running running;
  running.what = waiting;
  running.accounts = std::move(accounts);
  const std::string& id = waiting.task.scenario->id;
  try {
    running.play = std::make_unique<PlayOne>(stage_, waiting.task, given(running.accounts),
                                             options_.again ? options_.again(id) : "",
                                             [this](PlayOne& play) { ended(play); });
  } catch (const std::exception& mistake) {
    lease_.give_back(running.accounts);
    skip(waiting.task, Verdict::Broken, mistake.what());
    return done(1);
  }
  presence_.begin(running.play.get(), id, waiting.services);
  running_.push_back(std::move(running));
  running_.back().play->start();
}

void Runner::ended(PlayOne& play) {
  const auto found = std::find_if(running_.begin(), running_.end(),
                                  [&](const Running& one) { return one.play.get() == &play; });
  if (found == running_.end()) return;
  give_back(*found);
  Running running = std::move(*found);
  running_.erase(found);
  if (!play.interrupted() && !record::passed(play.verdict()) && play.doubtful()) {
    held_.push_back(std::move(running));
    presence_.hold(&play);
  } else {
    presence_.end(&play);
    settle(std::move(running));
  }
  fill();
}

void Runner::give_back(const Running& running) {
  for (std::size_t i = 0; i < running.accounts.size() && running.play->delivers(); ++i) {
    sweep_.delivered(running.accounts[i], running.play->first_uid(i + 1));
  }
  lease_.give_back(running.accounts);
}

// Whether the target was there while it ran is known now.
void Runner::decided(Presence::Key key, const Found& found) {
  const auto held =
      std::find_if(held_.begin(), held_.end(), [&](const Running& one) { return one.play.get() == key; });
  if (held == held_.end()) return;
  Running running = std::move(*held);
  held_.erase(held);
  running.play->found(found);
  if (found.what == Found::What::Gone) give_up_gone();
  settle(std::move(running));
  loop_.post([this] { fill(); });
}

void Runner::settle(Running running) {
  running.play->conclude();
  if (const std::string& why = running.play->not_cleaned_up(); !why.empty())
    outcome_.left.push_back(running.what.task.scenario->id + ": " + why);
  if (!running.play->interrupted()) {
    told_.insert(running.what.task.scenario->id);
    retry(running.what, running.play->verdict());
    done(1);
  }
  // Its timer may be what called us.
  loop_.post([kept = std::make_shared<Running>(std::move(running))] { (void)kept; });
}

void Runner::retry(const Waiting& waiting, Verdict verdict) {
  const Task& task = waiting.task;
  if (!record::fails_run(std::span(&verdict, 1), options_.strict, false)) return;
  if (task.attempt > options_.retry || outcome_.interrupted || presence_.gone(waiting.services)) return;
  if (options_.not_again.count(task.scenario->id) > 0) return;
  Waiting again = waiting;
  ++again.task.attempt;
  ++all_;
  wait(std::move(again), true);
}

void Runner::forget_waiting() {
  for (const Waiting& waiting : waiting_) no_longer_waits(waiting);
  waiting_.clear();
}

// What would use a service that is gone is not begun.
void Runner::give_up_gone() {
  outcome_.gone = presence_.gone();
  for (auto it = waiting_.begin(); it != waiting_.end();) {
    if (!presence_.gone(it->services)) {
      ++it;
      continue;
    }
    const Waiting waiting = *it;
    it = waiting_.erase(it);
    no_longer_waits(waiting);
    if (told_.count(waiting.task.scenario->id) == 0) {
      skip(waiting.task, Verdict::Blocked, "the target is gone: " + outcome_.gone, kTargetGone);
    }
    done(1);
  }
}

// What is held is not judged: nobody looks any more.
void Runner::interrupt() {
  if (outcome_.interrupted) return loop_.stop();
  outcome_.interrupted = true;
  forget_waiting();
  presence_.forget_all();
  held_.clear();
  for (Running& running : running_) running.play->interrupt(kInterruptTime);
  loop_.post([this] { fill(); });
}

}  // namespace mailrig::conformance
