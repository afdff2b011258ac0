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

PlayOne::PlayOne(const Stage& stage, ScenarioPtr scenario, std::shared_ptr<const scenario::Program> program,
                 scenario::Given given, std::string again, std::function<void(PlayOne&)> done)
    : stage_(stage),
      scenario_(std::move(scenario)),
      program_(std::move(program)),
      given_(std::move(given)),
      again_(std::move(again)),
      done_(std::move(done)),
      wire_(scenario_->id, stage.masker.disguise()),
      ruling_(*scenario_, *program_, stage.masker, stage.sink),
      deadline_(stage.loop.timer()),
      player_(*program_, scenario::given_values(*scenario_, *program_, given_), stage.options.limits, *this),
      driver_(stage.loop, stage.target.drive, *program_, player_, *this) {}

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
      connection_lost_ = connection_lost_ || (player_.failed() && player_.connection_lost());
      return play(Phase::Cleanup);
    case Phase::Cleanup:
      deadline_->disarm();
      // Not from inside the driver: `done` destroys it.
      return stage_.loop.post([this] { done_(*this); });
  }
}

void PlayOne::after_setup() {
  if (!player_.failed()) return play(Phase::Body);
  connection_lost_ = player_.connection_lost();
  ruling_.could_not_be_set_up();
  play(Phase::Cleanup);
}

void PlayOne::past_deadline() {
  const record::Elapsed at = now();
  wire_.add(at, {}, record::Direction::Deadline, {});
  if (phase_ == Phase::Cleanup) {  // what is not cleaned up by now stays
    driver_.abandon();
    return done_(*this);
  }
  ruling_.past_deadline(phase_, stage_.options.deadline, at);
  driver_.interrupt();
  deadline_->arm(stage_.loop.now() + kCleanupTime, [this] { past_deadline(); });
  play(Phase::Cleanup);
}

void PlayOne::interrupt(std::chrono::milliseconds time) {
  interrupted_ = true;
  deadline_->arm(stage_.loop.now() + time, [this] { past_deadline(); });
  if (phase_ == Phase::Cleanup) return;
  driver_.interrupt();
  play(Phase::Cleanup);
}

void PlayOne::conclude() {
  if (interrupted_) return;  // without its end it counts as not judged
  if (stage_.options.keep_wire || ruling_.verdict() != record::Verdict::Pass) keep_wire();
  ruling_.end(now(), again_);
}

void PlayOne::keep_wire() {
  (void)wire_.disguise();
  stage_.sink.put(transcript());
  for (const record::Wire& wire : wire_.events()) stage_.sink.put(wire);
}

record::Transcript PlayOne::transcript() const {
  const record::Disguise& disguise = stage_.masker.disguise();
  record::Transcript made;
  made.scenario = scenario_->id;
  for (const scenario::GivenAccount& account : given_.accounts) {
    made.accounts.push_back({account.user, disguise.applied(account.password), account.address});
  }
  made.token = given_.token;
  const std::vector<std::string> values = scenario::given_values(*scenario_, *program_, given_);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (program_->slots[i].secret) continue;  // made of the accounts
    std::string disguised = values[i];
    if (disguise.apply(disguised)) made.values.push_back({program_->slots[i].name, std::move(disguised)});
  }
  made.incomplete = wire_.incomplete();
  return made;
}

std::uint64_t PlayOne::first_uid(std::size_t account) const {
  if (!scenario_->delivers) return 0;
  const std::string suffix = account > 1 ? "." + std::to_string(account) : "";
  const auto slot = program_->find_slot("inbox.uidnext" + suffix);
  return slot ? wire::to_number(player_.value(*slot)).value_or(0) : 0;
}

void PlayOne::log(drive::ClientIndex client, record::Direction direction, std::string_view bytes, bool sasl) {
  wire_.add(told(), program_->clients[client].name, direction, bytes, sasl);
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
  ruling_.judged(judged, told());
}

}  // namespace mailrig::conformance
