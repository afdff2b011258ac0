#include "harness/conformance/ruling.hpp"

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

record::ScenarioStarted started_event(const scenario::Scenario& scenario, record::Elapsed at) {
  record::ScenarioStarted started;
  started.at = at;
  started.id = scenario.id;
  started.title = scenario.title;
  started.file = scenario.file;
  started.protocol = std::string(scenario::name(scenario.service));
  for (const scenario::ClauseText& clause : scenario.clauses) {
    started.clauses.push_back(record::Reference{clause.rfc, clause.section, scenario.level});
  }
  return started;
}

void Ruling::begin(record::Elapsed at) {
  began_ = at;
  sink_.put(started_event(scenario_, at));
}

void Ruling::judged(const play::Judged& judged, record::Elapsed at) {
  Judgement judgement;
  judgement.at = at;
  judgement.scenario = scenario_.id;
  if (judged.client < program_.clients.size()) judgement.client = program_.clients[judged.client].name;
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
  judgement.wanted = masker_.masked(judged.wanted);
  judgement.got = masker_.masked(judged.got);
  judgement.why = masker_.masked(judged.why);
  if (judgement.source == Judgement::Source::Setup && !judgement.held && setup_failure_.empty()) {
    setup_failure_ =
        judgement.why.empty() ? "wanted " + judgement.wanted + ", got " + judgement.got : judgement.why;
  }
  verdict_.add(judgement);
  sink_.put(judgement);
}

void Ruling::could_not_be_set_up() {
  verdict_.block(setup_failure_.empty() ? "could not be set up" : setup_failure_);
}

void Ruling::past_deadline(scenario::Phase phase, std::chrono::milliseconds deadline, record::Elapsed at) {
  Judgement judgement;
  judgement.at = at;
  judgement.scenario = scenario_.id;
  judgement.source = Judgement::Source::Shell;
  judgement.clause = reference(program_.rule.clause, Level::Must);
  judgement.why = "the scenario did not end within " + std::to_string(deadline.count()) + " ms";
  sink_.put(judgement);
  if (phase == scenario::Phase::Setup) {
    verdict_.block(judgement.why);
  } else {
    verdict_.add(judgement);
  }
}

void Ruling::end(record::Elapsed at, const std::string& again) {
  record::ScenarioEnded ended;
  ended.at = at;
  ended.id = scenario_.id;
  ended.verdict = verdict_.verdict();
  ended.reason = masker_.masked(verdict_.reason());
  ended.again = again;
  ended.took = at - began_;
  sink_.put(ended);
}

}  // namespace mailrig::conformance
