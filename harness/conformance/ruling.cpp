#include "harness/conformance/ruling.hpp"

#include "harness/scenario/fixture.hpp"

namespace mailrig::conformance {

namespace {

using record::Judgement;

record::Reference reference(const Clause& clause, Level level) {
  record::Reference made;
  made.rfc = clause.rfc;
  made.section = std::string(clause.section);
  made.level = level;
  return made;
}

}  // namespace

record::ScenarioStarted started_event(const scenario::Scenario& scenario, std::uint32_t attempt,
                                      record::Elapsed at) {
  record::ScenarioStarted started;
  started.attempt = attempt;
  started.at = at;
  started.id = scenario.id;
  started.title = scenario.title;
  started.file = scenario.file;
  started.protocol = std::string(scenario::name(scenario.service));
  for (const scenario::ClauseText& clause : scenario.clauses) {
    started.clauses.push_back(record::Reference{clause.rfc, clause.section, scenario.level});
  }
  for (const scenario::Need& need : scenario.needs) started.needs.push_back(need_word(need));
  return started;
}

record::ScenarioStarted Ruling::begin(record::Elapsed at) {
  began_ = at;
  return started_event(scenario_, attempt_, at);
}

void Ruling::put(Judgement judgement) {
  sink_.put(judgement);
  said_.push_back(std::move(judgement));
}

void Ruling::judged(const play::Judged& judged, record::Elapsed at) {
  Judgement judgement;
  judgement.at = at;
  judgement.scenario = scenario_.id;
  if (judged.client < program_.clients.size()) judgement.client = program_.clients[judged.client].name;
  judgement.source = source_of(judged.source);
  judgement.held = judged.held;
  judgement.mismatch = mismatch_of(judged.mismatch);
  judgement.attempt = attempt_;
  judgement.rule = std::string(judged.rule);
  judgement.clause = reference(judged.clause.clause, judged.clause.level);
  judgement.finding = finding_named(judged.clause.finding);
  if (judged.where != nullptr) {
    judgement.file = judged.where->file;
    judgement.line = judged.where->line;
    judgement.column = judged.where->column;
  }
  judgement.wanted = masker_.masked(judged.wanted);
  judgement.got = masker_.masked(judged.got);
  judgement.why = masker_.masked(judged.why);
  look_at_fixture(judgement);
  verdict_.add(judgement);
  put(std::move(judgement));
}

// A helper that never got an answer made nothing.
void Ruling::look_at_fixture(const Judgement& judgement) {
  const bool helper = judgement.client.starts_with(scenario::kHelperPrefix);
  const std::string who = helper ? judgement.client + ": " : "";
  if (judgement.source == Judgement::Source::Setup) {
    helper_spoke_ = helper_spoke_ || (helper && judgement.held);
    if (!judgement.held && setup_failure_.empty()) setup_failure_ = who + told(judgement);
  } else if (judgement.source == Judgement::Source::Cleanup && helper && helper_spoke_ && !judgement.held &&
             not_cleaned_up_.empty()) {
    not_cleaned_up_ = who + told(judgement);
  }
}

void Ruling::carry_over(const record::Judgement& judgement) {
  verdict_.add(judgement);
  put(judgement);
}

// What was proved by then stays proved: a rule that was broken while it was set up.
void Ruling::could_not_be_set_up() {
  if (verdict_.verdict() == record::Verdict::Fail) return;
  verdict_.block(setup_failure_.empty() ? "it could not be set up" : "set-up: " + setup_failure_);
}

void Ruling::past_deadline(std::chrono::milliseconds deadline, record::Elapsed at) {
  say(Judgement::Source::Lost, program_.rule.level,
      "it did not end within " + std::to_string(deadline.count()) + " ms, although no one reply was late",
      at);
}

void Ruling::broke(const std::exception& mistake, record::Elapsed at) {
  say(Judgement::Source::Fault, program_.rule.level, mistake.what(), at);
}

void Ruling::found(const Found& found, record::Elapsed at) {
  switch (found.what) {
    case Found::What::There:
      return;
    case Found::What::Restarted:  // told beside what was judged, which stands
      return say(Judgement::Source::Shell, Level::May, found.why, at, kTargetRestarted);
    case Found::What::OneOfThese:
      return say(Judgement::Source::Lost, program_.rule.level, found.why, at, kTargetRestarted);
    case Found::What::Gone:
      return say(Judgement::Source::Lost, program_.rule.level, found.why, at, kTargetGone);
  }
}

void Ruling::say(Judgement::Source source, Level level, const std::string& why, record::Elapsed at,
                 std::string_view rule) {
  Judgement judgement;
  judgement.at = at;
  judgement.scenario = scenario_.id;
  judgement.attempt = attempt_;
  judgement.source = source;
  judgement.rule = std::string(rule);
  judgement.clause = rule.empty() ? reference(program_.rule.clause, level) : record::Reference{0, {}, level};
  judgement.mismatch =
      source == Judgement::Source::Fault ? Judgement::Mismatch::None : Judgement::Mismatch::Closed;
  judgement.wanted = source == Judgement::Source::Fault ? ""
                     : rule.empty()                     ? "the end of the dialogue"
                                                        : "the target to stay";
  judgement.why = masker_.masked(why);
  verdict_.add(judgement);
  put(std::move(judgement));
}

record::ScenarioEnded Ruling::end(record::Elapsed at, const std::string& again) const {
  record::ScenarioEnded ended;
  ended.at = at;
  ended.id = scenario_.id;
  ended.verdict = verdict_.verdict();
  ended.reason = masker_.masked(verdict_.reason());
  ended.again = again;
  ended.took = at - began_;
  ended.attempt = attempt_;
  return ended;
}

}  // namespace mailrig::conformance
