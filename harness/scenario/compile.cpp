#include "harness/scenario/compile.hpp"

#include <algorithm>
#include <stdexcept>

#include "harness/scenario/blocks.hpp"
#include "harness/scenario/condition.hpp"
#include "harness/scenario/dialogue_compiler.hpp"
#include "harness/scenario/fixture.hpp"
#include "harness/scenario/write_out.hpp"

namespace mailrig::scenario {

namespace {

CompiledLines compile_fixture(const std::string& text, Phase phase, DialogueContext context, Names& names,
                              Diagnostics& mistakes) {
  std::vector<std::string> clients;
  for (const Client& client : context.clients) clients.push_back(client.name);
  context.phase = phase;
  context.rule.level = phase == Phase::Setup ? Level::Must : Level::Should;
  context.rule.finding.clear();
  const Location at{phase == Phase::Setup ? "set-up" : "clean-up", 1, 1};
  return compile_lines(write_out(Text{text, at}, clients, {}, mistakes), context, names, mistakes);
}

// Of a client when the set-up has brought it to where it starts.
Channel channel_of(const ClientFacts& client, const ServiceFacts& facts) {
  const bool upgraded = client.state > State::Greeted;
  switch (client.tls) {
    case TlsStart::Implicit:
      return Channel::Tls;
    case TlsStart::StartTls:
      return upgraded ? Channel::Tls : Channel::Clear;
    case TlsStart::None:
      return Channel::Clear;
    case TlsStart::Default:
      break;
  }
  return facts.implicit || (facts.starttls && upgraded) ? Channel::Tls : Channel::RunInTheClear;
}

void look_ahead(Program& program) {
  for (const Step& step : program.body) {
    if (const auto* branch = std::get_if<Branch>(&step.action)) {
      program.asks_answers = program.asks_answers || std::holds_alternative<Pattern>(branch->condition);
    } else if (const auto* at_once = std::get_if<AtOnce>(&step.action)) {
      program.threads = std::max(program.threads, at_once->threads.size());
    }
  }
}

// The first clause; where both revisions have the rule, that of the run's.
const ClauseText* clause_in(const Scenario& scenario, Rev rev) {
  if (scenario.clauses.empty()) return nullptr;
  const std::uint16_t ours = rev == Rev::Imap4rev2 ? 9051 : 3501, other = rev == Rev::Imap4rev2 ? 3501 : 9051;
  if (scenario.clauses.front().rfc != other) return &scenario.clauses.front();
  const auto found = std::find_if(scenario.clauses.begin(), scenario.clauses.end(),
                                  [ours](const ClauseText& clause) { return clause.rfc == ours; });
  return found == scenario.clauses.end() ? &scenario.clauses.front() : &*found;
}

// How many branches the longest 'if' has that a target settles.
std::size_t settled_branches(const std::vector<Line>& lines) {
  Diagnostics ignored;
  const Blocks blocks = match_blocks(lines, ignored);
  std::size_t most = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].verb != Verb::If) continue;
    std::size_t branches = 0;
    bool settled = false;
    for (std::size_t head = i; blocks.next[head] != 0; head = blocks.next[head], ++branches)
      settled = settled || is_settled_early(lines[head].text);
    if (settled) most = std::max(most, branches);
  }
  return most;
}

// `branch`: see DialogueContext.
Program compile(const Scenario& scenario, const FixtureFacts& facts, const Offer& offer,
                std::optional<std::size_t> branch, Diagnostics& mistakes) {
  Program program;
  std::vector<Channel> channels;
  for (const ClientFacts& client : scenario.clients) {
    program.clients.push_back(Client{client.name, client.service, client.account, client.tls, client.choice});
    channels.push_back(channel_of(client, facts.of(client.service)));
  }
  const Sections sections(scenario);
  program.texts = sections.texts();
  if (const ClauseText* clause = clause_in(scenario, facts.rev))
    program.rule.clause = Clause{clause->rfc, sections.view(clause->section)};
  program.rule.level = scenario.level;
  program.rule.finding = scenario.finding;
  program.rev = facts.rev;

  Names names(scenario);
  DialogueContext context{program.clients, sections, program.rule, offer, scenario.service};
  context.literal_plus = facts.literal_plus;
  context.rev = facts.rev;
  context.branch = branch;
  context.channels = std::move(channels);
  CompiledLines body = compile_lines(scenario.lines, context, names, mistakes);
  program.body = std::move(body.steps);
  program.binds_channel = body.secure.binds_channel;
  program.bares_secret = body.secure.bares_secret;
  program.cannot = std::move(body.secure.cannot);
  look_ahead(program);
  if (!mistakes.empty()) return program;

  Fixture fixture = write_fixture(scenario, facts, names);
  program.clients.insert(program.clients.end(), fixture.helpers.begin(), fixture.helpers.end());
  names.allow_all();
  CompiledLines setup = compile_fixture(fixture.setup, Phase::Setup, context, names, mistakes);
  program.setup = std::move(setup.steps);
  program.bares_secret = program.bares_secret || setup.secure.bares_secret;
  program.cleanup = compile_fixture(fixture.cleanup, Phase::Cleanup, context, names, mistakes).steps;
  program.slots = std::move(names.slots());
  return program;
}

}  // namespace

std::optional<SlotIndex> Program::find_slot(std::string_view slot_name) const {
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].name == slot_name) return static_cast<SlotIndex>(i);
  }
  return std::nullopt;
}

Program compile(const Scenario& scenario, const FixtureFacts& facts, const Offer& offer) {
  Diagnostics mistakes;
  Program program = compile(scenario, facts, offer, {}, mistakes);
  if (!mistakes.empty()) throw std::logic_error("scenario " + scenario.id + ": " + render(mistakes.front()));
  return program;
}

std::vector<Program> compile_all(const Scenario& scenario) {
  FixtureFacts facts;
  for (ServiceFacts& service : facts.services) service.there = true;
  std::vector<Program> programs;
  Diagnostics mistakes;
  const std::size_t branches = settled_branches(scenario.lines);
  for (std::size_t branch = 0; branch <= branches; ++branch)
    programs.push_back(compile(scenario, facts, OfferOfAll(), branch, mistakes));
  return programs;
}

void find_mistakes(const Scenario& scenario, const FixtureFacts& facts, Diagnostics& mistakes) {
  const std::size_t branches = settled_branches(scenario.lines);
  for (std::size_t branch = 0; branch <= branches; ++branch) {
    (void)compile(scenario, facts, OfferOfAll(), branch, mistakes);
  }
}

}  // namespace mailrig::scenario
