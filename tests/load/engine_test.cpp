#include "harness/load/engine.hpp"

#include <gtest/gtest.h>

#include "harness/scenario/compile.hpp"
#include "harness/scenario/given.hpp"
#include "harness/scenario/load_folder.hpp"
#include "tests/load/tiny_server.hpp"

namespace mailrig::load {
namespace {

using std::chrono::milliseconds;

struct Memory final : record::Sink {
  std::vector<record::Event> events;
  void put(const record::Event& event) override { events.push_back(event); }
  template <class T>
  [[nodiscard]] std::vector<T> all() const {
    std::vector<T> found;
    for (const record::Event& event : events) {
      if (const T* one = std::get_if<T>(&event)) found.push_back(*one);
    }
    return found;
  }
};

constexpr std::string_view kDeliver = R"(
title = "A message is taken"
clause = "rfc5321 3.3"
start = { state = "hello" }
catches = ["smtp.data.no-354"]
dialogue = '''
C: MAIL FROM:<${sender}>
S: 250
C: RCPT TO:<${address}>
S: 250
C: DATA
S: 354
C data: ${corpus.generated}
S: 250
'''
)";

class Load : public testing::Test {
 protected:
  void use(const TinyServer& server) {
    auto library = std::make_shared<scenario::Library>();
    library->corpus.emplace("generated", "Subject: x\r\n\r\nbody\r\n");
    scenario::Diagnostics mistakes;
    auto read = scenario::load_text("smtp/deliver", "deliver.toml", kDeliver, library, mistakes);
    ASSERT_EQ(scenario::render(mistakes), "");
    const auto kept = std::make_shared<const scenario::Scenario>(read.at(0));
    scenario::FixtureFacts facts;
    facts.of(scenario::Service::Smtp).there = true;
    Script script;
    script.id = "smtp/deliver";
    script.program =
        std::make_shared<const scenario::Program>(scenario::compile(*kept, facts, scenario::OfferOfAll()));
    script.message = script.program->find_slot("corpus.generated");
    ASSERT_TRUE(script.message);
    script.given = [kept, program = script.program](const Who& who) {
      scenario::Given given;
      given.accounts = {{"user1", "pass", "user1@example.test"}};
      given.domain = "example.test";
      given.token = "t" + std::to_string(who.session);
      return scenario::given_values(*kept, *program, given);
    };
    plan.scripts = {script};
    plan.title = "test";
    plan.messages = {"Subject: a\r\n\r\nsmall\r\n", "Subject: b\r\n\r\n" + std::string(900, 'b') + "\r\n"};
    plan.message_shares = {1, 1};
    plan.phases.measured = milliseconds(300);
    plan.target.at(scenario::Service::Smtp) = {server.endpoint(), net::TlsMode::None, true};
  }
  Outcome run() {
    net::Loop loop;
    Engine engine(loop, plan, memory, nullptr);
    const Outcome outcome = engine.run();
    ended = memory.all<record::LoadEnded>().at(0);
    return outcome;
  }
  [[nodiscard]] record::Series series(std::string_view name) const {
    for (const record::Series& one : memory.all<record::Series>()) {
      if (one.name == name) return one;
    }
    return {};
  }

  Plan plan;
  Memory memory;
  record::LoadEnded ended;
};

TEST_F(Load, ClosedSessionsRepeatOnKeptConnections) {
  const TinyServer server({});
  use(server);
  plan.arrivals.sessions = 4;
  plan.threads = 2;
  const Outcome outcome = run();
  EXPECT_FALSE(outcome.unreachable);
  EXPECT_GT(ended.finished, 4U);
  EXPECT_EQ(ended.failed, 0U) << ended.errors.at(0).first;
  EXPECT_EQ(server.connections(), 4U);
  EXPECT_GE(server.messages(), ended.finished);
  EXPECT_EQ(series("smtp/deliver").uncorrected.count(), series("smtp/deliver").corrected.count());
  EXPECT_GT(series("smtp MAIL").corrected.count(), 4U);
  EXPECT_EQ(memory.all<record::PhaseStarted>().at(0).phase, "measured");
  std::uint64_t ticked = 0;
  for (const record::Tick& tick : memory.all<record::Tick>()) ticked += tick.finished;
  EXPECT_EQ(ticked, server.messages());
  EXPECT_TRUE(std::holds_alternative<record::RunEnded>(memory.events.back()));
}

TEST_F(Load, AConnectionEachWhenASessionHasOneBody) {
  const TinyServer server({});
  use(server);
  plan.arrivals.sessions = 2;
  plan.scripts[0].repeat = 1;
  static_cast<void>(run());
  EXPECT_GT(ended.finished, 2U);
  EXPECT_EQ(ended.failed, 0U);
  EXPECT_GE(server.connections(), server.messages());
}

TEST_F(Load, PhasesBeginWhenTheyDoAndNotWithATick) {
  const TinyServer server({});
  use(server);
  plan.phases.ramp = milliseconds(100);
  plan.phases.measured = milliseconds(200);
  plan.phases.cool_down = milliseconds(100);
  static_cast<void>(run());
  std::vector<std::pair<std::string, record::Elapsed>> begun;
  for (const record::PhaseStarted& phase : memory.all<record::PhaseStarted>())
    begun.emplace_back(phase.phase, phase.at);
  EXPECT_EQ(begun, (std::vector<std::pair<std::string, record::Elapsed>>{{"ramp", milliseconds(0)},
                                                                         {"measured", milliseconds(100)},
                                                                         {"cool-down", milliseconds(300)}}));
}

TEST_F(Load, OpenArrivalsComeAtTheirRate) {
  const TinyServer server({});
  use(server);
  plan.arrivals = {ArrivalKind::Constant, 20, 200};
  plan.phases.measured = milliseconds(500);
  plan.threads = 2;
  static_cast<void>(run());
  EXPECT_EQ(ended.started, 99U);  // the hundredth is due at the end of the phase, which is not of it
  EXPECT_EQ(series("smtp/deliver").corrected.count(), 99U);
  EXPECT_EQ(ended.failed, 0U);
}

TEST_F(Load, ATargetThatStallsShowsInTheCorrectedLatency) {
  TinyServer::Ways ways;
  ways.stall_at = milliseconds(250);
  ways.stall_for = milliseconds(400);
  const TinyServer server(ways);
  use(server);
  plan.arrivals = {ArrivalKind::Constant, 1, 100};  // one session: the others wait for it
  plan.phases.measured = milliseconds(1000);
  plan.phases.cool_down = milliseconds(200);
  plan.objectives = {*parse_objective("late < 5%", ended.profile)};
  const Outcome outcome = run();
  const record::Series all = series("smtp/deliver");
  EXPECT_EQ(all.corrected.count(), 99U);
  EXPECT_GT(all.corrected.at(0.9), milliseconds(200));    // whoever came meanwhile waited
  EXPECT_LT(all.uncorrected.at(0.9), milliseconds(200));  // only one saw it
  EXPECT_GT(ended.late_starts, 10U);
  EXPECT_EQ(outcome.missed.size(), 1U);
}

TEST_F(Load, ArrivalsThatNeverHadASessionAreLate) {
  TinyServer::Ways ways;
  ways.think = milliseconds(60'000);
  const TinyServer server(ways);
  use(server);
  plan.arrivals = {ArrivalKind::Constant, 1, 100};
  plan.objectives = {*parse_objective("late < 5%", ended.profile),
                     *parse_objective("errors < 100%", ended.profile)};
  const Outcome outcome = run();
  EXPECT_EQ(ended.started, 29U);
  EXPECT_EQ(ended.failed, 29U);
  EXPECT_EQ(ended.late_starts, 28U);  // all but the first
  EXPECT_EQ(outcome.missed.size(), 2U);
}

TEST_F(Load, TellsNoSecretThatAServerRepeats) {
  TinyServer::Ways ways;
  ways.refuse_mail = true;
  const TinyServer server(ways);
  use(server);
  plan.secrets = {"450"};
  static_cast<void>(run());
  ASSERT_EQ(ended.errors.size(), 1U);
  EXPECT_EQ(ended.errors[0].first.find("450"), std::string::npos) << ended.errors[0].first;
}

TEST_F(Load, FailuresAreCountedByKind) {
  TinyServer::Ways ways;
  ways.refuse_mail = true;
  const TinyServer server(ways);
  use(server);
  plan.arrivals.sessions = 2;
  plan.objectives = {*parse_objective("errors < 1%", ended.profile)};
  const Outcome outcome = run();
  EXPECT_EQ(ended.finished, 0U);
  EXPECT_GT(ended.failed, 0U);
  ASSERT_EQ(ended.errors.size(), 1U);
  EXPECT_NE(ended.errors[0].first.find("450"), std::string::npos) << ended.errors[0].first;
  EXPECT_EQ(outcome.missed.size(), 1U);
  EXPECT_FALSE(outcome.unreachable);
}

TEST_F(Load, SessionsThatLoseTheirConnectionAreReplaced) {
  TinyServer::Ways ways;
  ways.drop_after_data = true;
  const TinyServer server(ways);
  use(server);
  plan.arrivals.sessions = 2;
  plan.phases.measured = milliseconds(500);
  static_cast<void>(run());
  EXPECT_GT(ended.failed, 2U);
  EXPECT_GT(server.connections(), 2U);
}

TEST_F(Load, SaysWhenNobodyIsThere) {
  {
    const TinyServer server({});
    use(server);
  }
  const Outcome outcome = run();
  EXPECT_TRUE(outcome.unreachable);
  EXPECT_EQ(outcome.exit_code(), 3);
}

TEST_F(Load, EndsAtOnceWhenInterrupted) {
  TinyServer::Ways ways;
  ways.think = milliseconds(60'000);
  const TinyServer server(ways);
  use(server);
  plan.phases.measured = std::chrono::seconds(600);
  net::Loop loop;
  Engine engine(loop, plan, memory, nullptr);
  const auto timer = loop.timer();
  timer->arm(loop.now() + milliseconds(100), [&] { engine.stop(); });
  const Time before = loop.now();
  const Outcome outcome = engine.run();
  EXPECT_LT(loop.now() - before, std::chrono::seconds(10));
  EXPECT_EQ(outcome.exit_code(), 130);
  ended = memory.all<record::LoadEnded>().at(0);
  EXPECT_EQ(ended.failed, 1U);  // the one under way is not finished
}

}  // namespace
}  // namespace mailrig::load
