#include "harness/conformance/play_one.hpp"

#include "harness/wire/ascii.hpp"

namespace mailrig::conformance {

namespace {

using scenario::Phase;

constexpr std::chrono::milliseconds kCleanupTime{15'000};

record::Direction direction_of(drive::Note note) {
  using drive::Note;
  using record::Direction;
  switch (note) {
    case Note::Phase:
      return Direction::Phase;
    case Note::Connected:
      return Direction::Connected;
    case Note::Secured:
      return Direction::Secured;
    case Note::Closed:
      return Direction::Closed;
    case Note::Did:
      return Direction::Did;
    case Note::Timer:
      return Direction::Timer;
  }
  return Direction::Mark;
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
      driver_(stage.loop, stage.target.drive, *task_.program, player_, *this) {}

PlayOne::~PlayOne() = default;

void PlayOne::start() {
  ruling_.begin(now());
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
  ruling_.broke(mistake, now());
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
  wire_.add(at, {}, record::Direction::Deadline, {});
  if (phase_ == Phase::Cleanup) {  // what is not cleaned up by now stays
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
  if (stage_.options.keep_wire || ruling_.verdict() != record::Verdict::Pass) keep_wire();
  ruling_.end(ended_at_, again_);
}

void PlayOne::keep_wire() {
  (void)wire_.disguise();
  stage_.sink.put(transcript());
  for (const record::Wire& wire : wire_.events()) stage_.sink.put(wire);
}

record::Transcript PlayOne::transcript() const {
  const record::Disguise& disguise = stage_.masker.disguise();
  record::Transcript made;
  made.scenario = task_.scenario->id;
  for (const scenario::GivenAccount& account : given_.accounts) {
    made.accounts.push_back({account.user, disguise.applied(account.password), account.address});
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
  if (note == drive::Note::Phase || note == drive::Note::Timer) {
    return wire_.add(told(), {}, direction_of(note),
                     note == drive::Note::Phase ? scenario::name(phase_) : std::string_view());
  }
  log(client, direction_of(note), text);
}

void PlayOne::judged(const play::Judged& judged) {
  using Source = play::Judged::Source;
  const bool nobody = judged.mismatch == play::Mismatch::Closed || judged.mismatch == play::Mismatch::Late;
  doubtful_ = doubtful_ || (!judged.held && nobody && judged.source != Source::Cleanup);
  ruling_.judged(judged, told());
}

}  // namespace mailrig::conformance
