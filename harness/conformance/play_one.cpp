#include "harness/conformance/play_one.hpp"

#include "harness/wire/ascii.hpp"

namespace mailrig::conformance {

namespace {

using scenario::Phase;

constexpr std::chrono::milliseconds kCleanupTime{15'000};

record::Reference reference(const Clause& clause, Level level) {
  record::Reference made;
  made.rfc = clause.rfc;
  made.section = std::string(clause.section);
  made.level = level;
  return made;
}

}  // namespace

PlayOne::PlayOne(const Stage& stage, ScenarioPtr scenario, std::shared_ptr<const scenario::Program> program,
                 std::vector<std::string> given, std::string again, std::function<void(PlayOne&)> done)
    : stage_(stage),
      scenario_(std::move(scenario)),
      program_(std::move(program)),
      again_(std::move(again)),
      done_(std::move(done)),
      wire_(scenario_->id, stage.masker),
      deadline_(stage.loop.timer()),
      player_(*program_, std::move(given), stage.options.limits, *this),
      driver_(stage.loop, stage.target.drive, *program_, player_, *this) {}

PlayOne::~PlayOne() = default;

void PlayOne::start() {
  began_ = now();
  record::ScenarioStarted started;
  started.at = began_;
  started.id = scenario_->id;
  started.title = scenario_->title;
  started.file = scenario_->file;
  started.protocol = std::string(scenario::name(scenario_->service));
  for (const scenario::ClauseText& clause : scenario_->clauses) {
    started.clauses.push_back(reference(Clause{clause.rfc, clause.section}, scenario_->level));
  }
  stage_.sink.put(started);
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
  verdict_.block(setup_failure_.empty() ? "could not be set up" : setup_failure_);
  play(Phase::Cleanup);
}

void PlayOne::past_deadline() {
  if (phase_ == Phase::Cleanup) {  // what is not cleaned up by now stays
    driver_.abandon();
    return done_(*this);
  }
  record::Judgement judgement;
  judgement.at = now();
  judgement.scenario = scenario_->id;
  judgement.source = record::Judgement::Source::Shell;
  judgement.clause = reference(program_->rule.clause, Level::Must);
  judgement.why =
      "the scenario did not end within " + std::to_string(stage_.options.deadline.count()) + " ms";
  stage_.sink.put(judgement);
  if (phase_ == Phase::Setup) {
    verdict_.block(judgement.why);
  } else {
    verdict_.add(judgement);
  }
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
  if (stage_.options.keep_wire || verdict_.verdict() != record::Verdict::Pass) wire_.flush(stage_.sink);
  record::ScenarioEnded ended;
  ended.at = now();
  ended.id = scenario_->id;
  ended.verdict = verdict_.verdict();
  ended.reason = stage_.masker.masked(verdict_.reason());
  ended.again = again_;
  ended.took = ended.at - began_;
  stage_.sink.put(ended);
}

std::uint64_t PlayOne::first_uid(std::size_t account) const {
  if (!scenario_->delivers) return 0;
  const std::string suffix = account > 1 ? "." + std::to_string(account) : "";
  const auto slot = program_->find_slot("inbox.uidnext" + suffix);
  return slot ? wire::to_number(player_.value(*slot)).value_or(0) : 0;
}

void PlayOne::log(drive::ClientIndex client, record::Direction direction, std::string_view bytes) {
  wire_.add(now(), program_->clients[client].name, direction, bytes);
}

void PlayOne::sent(drive::ClientIndex client, std::string_view bytes) {
  log(client, record::Direction::Sent, bytes);
}

void PlayOne::received(drive::ClientIndex client, std::string_view bytes) {
  log(client, record::Direction::Received, bytes);
}

void PlayOne::marked(drive::ClientIndex client, const std::string& text) {
  log(client, record::Direction::Mark, text);
}

void PlayOne::judged(const play::Judged& judged) {
  record::Judgement judgement;
  judgement.at = now();
  judgement.scenario = scenario_->id;
  if (judged.client < program_->clients.size()) judgement.client = program_->clients[judged.client].name;
  judgement.source = source_of(judged.source);
  judgement.held = judged.held;
  judgement.rule = std::string(judged.rule);
  judgement.clause = reference(judged.clause.clause, judged.clause.level);
  judgement.finding = finding_named(judged.clause.finding);
  if (judged.where != nullptr) {
    judgement.file = judged.where->file;
    judgement.line = judged.where->line;
    judgement.column = judged.where->column;
  }
  judgement.wanted = stage_.masker.masked(judged.wanted);
  judgement.got = stage_.masker.masked(judged.got);
  judgement.why = stage_.masker.masked(judged.why);
  if (judgement.source == record::Judgement::Source::Setup && !judgement.held && setup_failure_.empty()) {
    setup_failure_ =
        judgement.why.empty() ? "wanted " + judgement.wanted + ", got " + judgement.got : judgement.why;
  }
  verdict_.add(judgement);
  stage_.sink.put(judgement);
}

}  // namespace mailrig::conformance
