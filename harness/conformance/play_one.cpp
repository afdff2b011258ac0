#include "harness/conformance/play_one.hpp"

#include "harness/conformance/replay.hpp"
#include "harness/conformance/sasl_log.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::conformance {

namespace {

using scenario::Phase;

constexpr std::chrono::milliseconds kCleanupTime{15'000};

record::Direction direction_of(drive::Note note) {
  switch (note) {
    case drive::Note::Connected:
      return record::Direction::Connected;
    case drive::Note::Secured:
      return record::Direction::Secured;
    case drive::Note::Closed:
      return record::Direction::Closed;
    default:
      return record::Direction::Did;
  }
}

}  // namespace

PlayOne::PlayOne(const Stage& stage, Task task, scenario::Given given, std::string again,
                 std::function<void(PlayOne&)> done)
    : stage_(stage),
      task_(std::move(task)),
      given_(std::move(given)),
      again_(std::move(again)),
      done_(std::move(done)),
      wire_(task_.scenario->id, task_.attempt, stage.masker.disguise()),
      ruling_(*task_.scenario, *task_.program, task_.attempt, stage.masker, stage.sink),
      deadline_(stage.loop.timer()),
      player_(*task_.program, scenario::given_values(*task_.scenario, *task_.program, given_),
              stage.options.limits, *this),
      driver_(stage.loop, stage.target.drive, *task_.program, player_, *this) {
  player_.set_sasl([this](drive::ClientIndex client, std::string_view mechanism,
                          const sasl::Credentials& credentials,
                          std::string& why) { return make_sasl(client, mechanism, credentials, why); });
}

PlayOne::~PlayOne() = default;

std::unique_ptr<sasl::Client> PlayOne::make_sasl(drive::ClientIndex client, std::string_view mechanism,
                                                 const sasl::Credentials& credentials, std::string& why) {
  auto made = sasl::make_client(mechanism, credentials, why);
  return logged(std::move(made), why,
                [this, client](const std::string& text) { log(client, record::Direction::Sasl, text); });
}

void PlayOne::start() {
  started_ = ruling_.begin(now());
  stage_.sink.put(started_);
  deadline_->arm(stage_.loop.now() + stage_.options.deadline, [this] { past_deadline(); });
  play(Phase::Setup);
}

void PlayOne::play(Phase phase) {
  phase_ = phase;
  driver_.play(phase);
}

void PlayOne::finished() {
  switch (phase_) {
    case Phase::Setup:
      return after_setup();
    case Phase::Body:
      return play(Phase::Cleanup);
    case Phase::Cleanup:
      return end();
  }
}

void PlayOne::end() {
  deadline_->disarm();
  ended_at_ = now();
  // Not from inside the driver: `done` destroys it.
  stage_.loop.post([this] { done_(*this); });
}

// The target is cleaned up all the same, if that can be done.
void PlayOne::broke(const std::exception& mistake) {
  ruling_.broke(mistake, told());
  if (phase_ != Phase::Cleanup) return clean_up(kCleanupTime);
  driver_.abandon();
  end();
}

void PlayOne::clean_up(std::chrono::milliseconds time) {
  driver_.interrupt();
  deadline_->arm(stage_.loop.now() + time, [this] { past_deadline(); });
  play(Phase::Cleanup);
}

void PlayOne::after_setup() {
  if (!player_.failed()) return play(Phase::Body);
  ruling_.could_not_be_set_up();
  play(Phase::Cleanup);
}

void PlayOne::past_deadline() {
  const record::Elapsed at = now();
  if (at >= driver_.until() - stage_.started) wire_.add(at, {}, record::Direction::Overdue, {});
  wire_.add(at, {}, record::Direction::Deadline, {});
  if (phase_ == Phase::Cleanup) {  // what is not cleaned up by now stays
    ruling_.cleanup_past_deadline();
    driver_.abandon();
    ended_at_ = at;
    return done_(*this);
  }
  doubtful_ = true;
  ruling_.past_deadline(stage_.options.deadline, at);
  clean_up(kCleanupTime);
}

void PlayOne::interrupt(std::chrono::milliseconds time) {
  interrupted_ = true;
  if (phase_ == Phase::Cleanup) {
    deadline_->arm(stage_.loop.now() + time, [this] { past_deadline(); });
  } else {
    clean_up(time);
  }
}

void PlayOne::conclude() {
  if (interrupted_) return;  // without its end it counts as not judged
  const record::ScenarioEnded ended = ruling_.end(ended_at_, again_);
  if (stage_.options.keep_wire || ended.verdict != record::Verdict::Pass) keep_wire(ended);
  stage_.sink.put(ended);
}

void PlayOne::keep_wire(const record::ScenarioEnded& ended) {
  wire_.disguise();
  record::Transcript kept = transcript();
  if (kept.incomplete.empty()) kept.incomplete = why_not_again(kept, ended);
  stage_.sink.put(kept);
  for (const record::Wire& wire : wire_.events()) stage_.sink.put(wire);
}

// What is kept is judged again at once. A password that is also a number, or a word of the protocol,
// can't be replaced without a change of what was said: tried, not guessed.
std::string PlayOne::why_not_again(const record::Transcript& kept, const record::ScenarioEnded& ended) const {
  record::Masker masker;
  for (const std::string& placeholder : stage_.masker.disguise().placeholders()) masker.add(placeholder);
  const Take take{started_, kept, wire_.events(), ruling_.judgements(), ended};
  const auto again = judge_again(*task_.scenario, take, {stage_.target, stage_.options, masker});
  const auto* judged = std::get_if<JudgedAgain>(&again);
  if (judged != nullptr && same_findings(take.judgements, judged->judgements)) return {};
  return "a password, or something else that is not kept, decides how it is judged";
}

record::Transcript PlayOne::transcript() const {
  const record::Disguise& disguise = stage_.masker.disguise();
  record::Transcript made;
  made.scenario = task_.scenario->id;
  for (const scenario::GivenAccount& account : given_.accounts) {
    made.accounts.push_back({account.user, disguise.applied(account.password), account.address,
                             disguise.applied(account.bearer)});
  }
  made.attempt = task_.attempt;
  made.token = given_.token;
  const std::vector<std::string> values = scenario::given_values(*task_.scenario, *task_.program, given_);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (task_.program->slots[i].secret) continue;  // made of the accounts
    std::string disguised = values[i];
    if (disguise.apply(disguised))
      made.values.push_back({task_.program->slots[i].name, std::move(disguised)});
  }
  made.incomplete = wire_.incomplete();
  return made;
}

std::uint64_t PlayOne::first_uid(std::size_t account) const {
  if (!task_.scenario->delivers) return 0;
  const std::string suffix = account > 1 ? "." + std::to_string(account) : "";
  const auto slot = task_.program->find_slot("inbox.uidnext" + suffix);
  return slot ? wire::to_number(player_.value(*slot)).value_or(0) : 0;
}

void PlayOne::log(drive::ClientIndex client, record::Direction direction, std::string_view bytes, bool sasl) {
  wire_.add(told(), task_.program->clients[client].name, direction, bytes, sasl);
}

void PlayOne::sent(drive::ClientIndex client, std::string_view bytes, bool sasl) {
  log(client, record::Direction::Sent, bytes, sasl);
}

void PlayOne::received(drive::ClientIndex client, std::string_view bytes) {
  log(client, record::Direction::Received, bytes);
}

void PlayOne::noted(drive::ClientIndex client, drive::Note note, const std::string& text) {
  switch (note) {
    case drive::Note::Phase:
      return wire_.add(told(), {}, record::Direction::Phase, scenario::name(phase_));
    case drive::Note::Timer:
      return wire_.add(told(), {}, record::Direction::Timer,
                       std::to_string((driver_.until() - stage_.started).count()));
    case drive::Note::Overdue:
      return wire_.add(told(), {}, record::Direction::Overdue, {});
    default:
      return log(client, direction_of(note), text);
  }
}

void PlayOne::judged(const play::Judged& judged) {
  using Source = play::Judged::Source;
  const bool nobody = judged.mismatch == play::Mismatch::Closed || judged.mismatch == play::Mismatch::Late;
  doubtful_ = doubtful_ || (!judged.held && nobody && judged.source != Source::Cleanup);
  ruling_.judged(judged, told());
}

}  // namespace mailrig::conformance
