#include "harness/scenario/compile.hpp"

#include <stdexcept>

#include "harness/scenario/dialogue_compiler.hpp"
#include "harness/scenario/fixture.hpp"

namespace mailrig::scenario {

namespace {

std::vector<Step> compile_fixture(const std::string& text, Phase phase, DialogueContext context, Names& names,
                                  Diagnostics& mistakes) {
  std::vector<std::string> clients;
  for (const Client& client : context.clients) clients.push_back(client.name);
  context.phase = phase;
  context.rule.level = phase == Phase::Setup ? Level::Must : Level::Should;
  context.rule.finding.clear();
  const Location at{phase == Phase::Setup ? "set-up" : "clean-up", 1, 1};
  return compile_lines(parse_lines(Text{text, at}, clients, mistakes), context, names, mistakes);
}

}  // namespace

std::optional<SlotIndex> Program::find_slot(std::string_view slot_name) const {
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].name == slot_name) return static_cast<SlotIndex>(i);
  }
  return std::nullopt;
}

Program compile(const Scenario& scenario, const FixtureFacts& facts, Diagnostics& mistakes) {
  Program program;
  for (const ClientFacts& client : scenario.clients) {
    program.clients.push_back(Client{client.name, client.service, client.account, client.tls});
  }
  const Sections sections(scenario);
  program.texts = sections.texts();
  if (!scenario.clauses.empty()) {
    program.rule.clause = Clause{scenario.clauses[0].rfc, sections.view(scenario.clauses[0].section)};
  }
  program.rule.level = scenario.level;
  program.rule.finding = scenario.finding;

  Names names(scenario);
  const DialogueContext context{program.clients, sections, program.rule, Phase::Body, facts.literal_plus};
  program.body = compile_lines(scenario.lines, context, names, mistakes);
  if (!mistakes.empty()) return program;

  Fixture fixture = write_fixture(scenario, facts, names);
  program.clients.insert(program.clients.end(), fixture.helpers.begin(), fixture.helpers.end());
  names.allow_all();
  program.setup = compile_fixture(fixture.setup, Phase::Setup, context, names, mistakes);
  program.cleanup = compile_fixture(fixture.cleanup, Phase::Cleanup, context, names, mistakes);
  program.slots = std::move(names.slots());
  return program;
}

Program compile(const Scenario& scenario, const FixtureFacts& facts) {
  Diagnostics mistakes;
  Program program = compile(scenario, facts, mistakes);
  if (!mistakes.empty()) throw std::logic_error("scenario " + scenario.id + ": " + render(mistakes.front()));
  return program;
}

}  // namespace mailrig::scenario
