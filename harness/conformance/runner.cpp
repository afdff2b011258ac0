#include "harness/conformance/runner.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>

#include "harness/conformance/interview.hpp"

namespace mailrig::conformance {

namespace {

using record::Verdict;

constexpr std::chrono::milliseconds kInterruptTime{2'000};
constexpr std::chrono::milliseconds kLookTime{3'000};
constexpr std::chrono::milliseconds kQuietTime{500};  // so long no mail of ours came: there is none left
constexpr std::chrono::milliseconds kTick{1};
constexpr int kSweepRounds = 20;
constexpr std::size_t kPathsSearched = 64;

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

}  // namespace

// One connection to each service; none that answers: the target is gone.
struct Runner::Look final : net::Handler {
  Look(Runner& owner, net::Loop& loop, const drive::Address& address) : runner(owner) {
    net::ConnectOptions options;
    options.endpoint = address.endpoint;
    options.timeout = kLookTime;
    where = net::to_string(address.endpoint);
    connection = loop.connect(options, *this);
  }
  void connected() override { end(""); }
  void received(std::string_view) override { end(""); }
  void closed(const net::Closing& closing) override {
    const bool refused = closing.ending == net::Ending::Refused ||
                         closing.ending == net::Ending::Unreachable ||
                         closing.ending == net::Ending::TimedOut || closing.ending == net::Ending::NoSuchHost;
    end(refused ? where + ": " + std::string(net::name(closing.ending)) : "");
  }
  void end(const std::string& gone) {
    if (over) return;
    over = true;
    if (!gone.empty() && runner.outcome_.gone.empty()) {
      runner.outcome_.gone = gone;
      runner.give_up_rest();
    }
    runner.loop_.post([owner = &runner] {
      owner->look_.reset();
      owner->fill();
    });
  }
  Runner& runner;
  std::string where;
  bool over = false;
  std::unique_ptr<net::Connection> connection;
};

int RunOutcome::exit_code(bool strict) const {
  if (interrupted) return 130;
  if (!gone.empty()) return 3;
  if (broken > 0) return 4;
  if (failed > 0 || blocked > 0 || (strict && weak > 0)) return 1;
  return 0;
}

Runner::Runner(net::Loop& loop, const Target& target, const RunOptions& options, const record::Masker& masker,
               record::Sink& sink, net::Time started)
    : loop_(loop),
      target_(target),
      options_(options),
      masker_(masker),
      sink_(sink),
      stage_{loop, target, masker, sink, started, options.play},
      lease_(options.accounts ? options.accounts : std::make_shared<AccountPool>(), target.accounts,
             [this] { loop_.post([this] { fill(); }); }) {}

Runner::~Runner() = default;

RunOutcome Runner::run(std::vector<ScenarioPtr> scenarios) {
  start(std::move(scenarios), [this] { loop_.stop(); });
  loop_.run();
  return finish();
}

void Runner::start(std::vector<ScenarioPtr> scenarios, std::function<void()> ended) {
  std::stable_sort(scenarios.begin(), scenarios.end(),
                   [](const ScenarioPtr& a, const ScenarioPtr& b) { return turn(*a) < turn(*b); });
  all_ = scenarios.size();
  ended_ = std::move(ended);
  for (const ScenarioPtr& scenario : scenarios) prepare(scenario);
  loop_.post([this] { fill(); });
}

RunOutcome Runner::finish() {
  if (!outcome_.interrupted && outcome_.gone.empty()) sweep();
  return outcome_;
}

// Mail that a queue brought after its scenario had cleaned up: looked for until none comes any more.
void Runner::sweep() {
  const bool imap = target_.drive.at(Service::Imap).offered && !target_.facts.of(Service::Imap).auth_plain;
  if (delivered_.empty() || (!imap && !target_.drive.at(Service::Pop3).offered)) return;
  for (int round = 0; round < kSweepRounds && !outcome_.interrupted; ++round) {
    const net::Time quiet = loop_.now() + kQuietTime;
    while (loop_.now() < quiet && !outcome_.interrupted) {
      loop_.run_for(std::chrono::duration_cast<std::chrono::milliseconds>(quiet - loop_.now()) + kTick);
    }
    std::size_t removed = 0;
    for (const auto& [account, first_uid] : delivered_) {
      removed += sweep(imap ? Service::Imap : Service::Pop3, account, first_uid);
    }
    if (removed == 0) return;
  }
}

std::size_t Runner::sweep(Service service, std::size_t account, std::uint64_t first_uid) {
  const drive::Address& address = target_.drive.at(service);
  Talk talk(loop_, kLookTime);
  talk.begin(address.endpoint, address.tls == net::TlsMode::Implicit ? target_.drive.tls : nullptr);
  if (!talk.wait_connected()) return 0;
  Interview interview{talk, target_.drive.tls, address.tls == net::TlsMode::StartTls, true,
                      &target_.accounts[account]};
  Ours ours;
  ours.token = "mailrig-" + hex(options_.seed);
  if (!target_.sender.empty()) ours.return_paths.push_back(target_.sender);
  for (const auto& [sender, ignored] : delivered_) {
    if (ours.return_paths.size() < kPathsSearched)
      ours.return_paths.push_back(target_.accounts[sender].address);
  }
  ours.first_uid = std::max<std::uint64_t>(first_uid, 1);
  ours.uidplus = target_.facts.uidplus;
  return (service == Service::Imap ? sweep_inbox(interview, ours) : sweep_maildrop(interview, ours))
      .value_or(0);
}

void Runner::prepare(const ScenarioPtr& scenario) {
  if (const auto reason = why_skipped(*scenario, target_)) return skip(scenario, Verdict::Skipped, *reason);
  Waiting waiting;
  waiting.scenario = scenario;
  try {
    waiting.program = std::make_shared<const scenario::Program>(
        scenario::compile(*scenario, target_.facts, TargetOffer(*scenario, target_)));
  } catch (const std::exception& error) {
    return skip(scenario, Verdict::Broken, error.what());
  }
  if (const std::string reason = why_not(*waiting.program, target_); !reason.empty())
    return skip(scenario, Verdict::Skipped, reason);
  waiting.accounts = needs_account(*waiting.program) ? scenario->accounts : 0;
  if (waiting.accounts > lease_.size()) {
    return skip(scenario, Verdict::Skipped, "needs an account: --user and --password, or --users");
  }
  waiting.reads = turn(*scenario) < kFirstThatDelivers;
  if (waiting.reads) lease_.pool().reader_waits();
  waiting_.push_back(std::move(waiting));
}

void Runner::skip(const ScenarioPtr& scenario, Verdict verdict, const std::string& reason) {
  const record::ScenarioStarted started = started_event(*scenario, 1, loop_.now() - stage_.started);
  sink_.put(started);
  record::ScenarioEnded ended;
  ended.at = started.at;
  ended.id = scenario->id;
  ended.verdict = verdict;
  ended.reason = masker_.masked(reason);
  ended.again = options_.again ? options_.again(scenario->id) : "";
  sink_.put(ended);
  count(verdict);
}

void Runner::count(Verdict verdict) {
  outcome_.failed += verdict == Verdict::Fail ? 1 : 0;
  outcome_.weak += verdict == Verdict::Weak ? 1 : 0;
  outcome_.blocked += verdict == Verdict::Blocked ? 1 : 0;
  outcome_.broken += verdict == Verdict::Broken ? 1 : 0;
  ++outcome_.done;
  if (options_.progress) options_.progress(outcome_.done, all_);
}

// Begins what can begin. A scenario that has to wait for accounts lets others pass, but none that delivers
// passes one that reads.
void Runner::fill() {
  if (look_) return;
  for (auto it = waiting_.begin(); it != waiting_.end() && running_.size() < options_.jobs;) {
    if (!it->reads && lease_.pool().readers_wait()) break;
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
  if (waiting_.empty() && running_.empty() && ended_) std::exchange(ended_, nullptr)();
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
  scenario::Given values = given(accounts);
  running.accounts = std::move(accounts);
  running.play = std::make_unique<PlayOne>(
      stage_, Task{waiting.scenario, waiting.program, 1}, std::move(values),
      options_.again ? options_.again(waiting.scenario->id) : "", [this](PlayOne& play) { ended(play); });
  running_.push_back(std::move(running));
  running_.back().play->start();
}

void Runner::ended(PlayOne& play) {
  const auto found = std::find_if(running_.begin(), running_.end(),
                                  [&](const Running& one) { return one.play.get() == &play; });
  if (found == running_.end()) return;
  play.conclude();
  if (!play.interrupted()) count(play.verdict());
  if (play.connection_lost()) look_for_target(play);
  for (std::size_t i = 0; i < found->accounts.size(); ++i) {
    if (!play.delivers()) break;
    const std::uint64_t first = play.first_uid(i + 1);
    std::uint64_t& known = delivered_.emplace(found->accounts[i], first).first->second;
    known = std::min(known, first);
  }
  lease_.give_back(found->accounts);
  // Its timer may be what called us.
  loop_.post([kept = std::make_shared<Running>(std::move(*found))] { (void)kept; });
  running_.erase(found);
  fill();
}

// A connection was refused or broke: is it the scenario, or is nobody there any more?
void Runner::look_for_target(const PlayOne&) {
  if (look_ || !outcome_.gone.empty() || outcome_.interrupted) return;
  for (const Service service : kServices) {
    if (!target_.drive.at(service).offered) continue;
    look_ = std::make_unique<Look>(*this, loop_, target_.drive.at(service));
    return;
  }
}

void Runner::forget_waiting() {
  for (const Waiting& waiting : waiting_) no_longer_waits(waiting);
  waiting_.clear();
}

void Runner::give_up_rest() {
  for (const Waiting& waiting : waiting_)
    skip(waiting.scenario, Verdict::Blocked, "the target is gone: " + outcome_.gone);
  forget_waiting();
}

void Runner::interrupt() {
  if (outcome_.interrupted) return loop_.stop();
  outcome_.interrupted = true;
  forget_waiting();
  for (Running& running : running_) running.play->interrupt(kInterruptTime);
  loop_.post([this] { fill(); });
}

}  // namespace mailrig::conformance
