#include "harness/conformance/replay.hpp"

#include <algorithm>
#include <chrono>

#include <gtest/gtest.h>

#include "harness/conformance/replay_run.hpp"
#include "harness/conformance/sasl_log.hpp"
#include "harness/conformance/stage.hpp"
#include "harness/drive/notes.hpp"
#include "tests/scenario/support.hpp"

namespace mailrig::conformance {
namespace {

using record::Direction;
using std::chrono::milliseconds;

Restaged then() {
  Target target;
  target.domain = "example.test";
  target.facts = scenario::all_services();
  target.drive.at(Service::Smtp).offered = true;
  target.at(Service::Smtp).capabilities = {"PIPELINING"};
  record::Masker masker;
  masker.add("secret");
  return restage(stage_event(target, PlayOptions{}, masker)).value();
}

// A record of one SMTP scenario that begins where nothing has been read.
class Recorded {
 public:
  Recorded() {
    take.started.id = "smtp/t";
    take.transcript.emplace();
    take.transcript->scenario = "smtp/t";
    take.transcript->accounts = {{"ann", "masked", "ann@example.test", ""}};
    take.transcript->token = "t";
    take.ended.emplace();
    take.ended->again = "mailrig check smtp/t";
    phase("setup");
    event(Direction::Connected, "127.0.0.1:25");
    phase("body");
  }
  Recorded& came(std::string_view bytes) { return event(Direction::Received, bytes); }
  Recorded& sent(std::string_view bytes) { return event(Direction::Sent, bytes); }
  Recorded& after(milliseconds time) {
    now_ += time;
    return *this;
  }
  Recorded& event(Direction direction, std::string_view bytes = {}) {
    record::Wire wire;
    wire.at = now_;
    wire.scenario = take.started.id;
    wire.client = direction == Direction::Phase || direction == Direction::Timer ? "" : "smtp";
    wire.direction = direction;
    wire.bytes = std::string(bytes);
    take.wire.push_back(wire);
    now_ += milliseconds(1);
    return *this;
  }
  Recorded& phase(std::string_view name) { return event(Direction::Phase, name); }
  // The clean-up of a scenario with one SMTP client.
  Recorded& ends() {
    return phase("cleanup").event(Direction::Did, "close").event(Direction::Closed, "local");
  }
  [[nodiscard]] std::string now() const { return std::to_string(now_.count()); }

  Take take;

 private:
  record::Elapsed now_{1'000'000'000};
};

constexpr const char* kConnected = "start = { state = \"connected\" }";

std::variant<JudgedAgain, CannotJudge> again(const Recorded& recorded, std::string_view dialogue,
                                             const std::string& facts = kConnected) {
  const scenario::Compiled compiled = scenario::smtp(dialogue, facts);
  EXPECT_EQ(compiled.mistakes, "");
  const Restaged of = then();
  return judge_again(compiled.scenarios.at(0), recorded.take, {of.target, of.options, of.masker});
}

// "pass ++", "fail +-", or why it can't be judged.
std::string verdict(const Recorded& recorded, std::string_view dialogue,
                    const std::string& facts = kConnected) {
  const auto result = again(recorded, dialogue, facts);
  if (const auto* no = std::get_if<CannotJudge>(&result)) return no->reason;
  const auto& judged = std::get<JudgedAgain>(result);
  std::string text(record::name(judged.ended.verdict));
  text += ' ';
  for (const record::Judgement& one : judged.judgements) text += one.held ? '+' : '-';
  return text;
}

Recorded noop() {
  return Recorded().came("220 h ESMTP\r\n").sent("NOOP\r\n").came("250 o").came("k\r\n").ends();
}
constexpr const char* kNoop = "S: 220\nC: NOOP\nS: 250";

TEST(Replay, JudgesAsItWasJudged) {
  const auto result = again(noop(), kNoop);
  ASSERT_TRUE(std::holds_alternative<JudgedAgain>(result)) << std::get<CannotJudge>(result).reason;
  const auto& judged = std::get<JudgedAgain>(result);
  EXPECT_EQ(judged.ended.verdict, record::Verdict::Pass);
  EXPECT_EQ(judged.ended.again, "mailrig check smtp/t");
  ASSERT_EQ(judged.judgements.size(), 2U);
  EXPECT_EQ(judged.judgements[0].at, noop().take.wire[3].at);  // when the greeting came
}

TEST(Replay, GivesANewVerdictWhenAnExpectationIsAnother) {
  EXPECT_EQ(verdict(noop(), "S: 220\nC: NOOP\nS: 251"), "fail +-");
  EXPECT_EQ(verdict(noop(), "S: 220\nC: NOOP\nS: 251  # SHOULD"), "weak +-");
}

TEST(Replay, SaysWhatTheDialogueNowSends) {
  EXPECT_EQ(verdict(noop(), "S: 220\nC: HELP\nS: 2xx"),
            "the dialogue now sends 'HELP\\r\\n' where the record has 'NOOP\\r\\n'");
  EXPECT_EQ(verdict(noop(), "S: 220\nC: NOOP\nS: 250\nC: QUIT\nS: 221"),
            "the dialogue now sends 'QUIT\\r\\n' where the record has nothing more");
  EXPECT_EQ(verdict(noop(), "S: 220\nC cut 2: NOOP\nS: 250"),
            "the dialogue now sends 'NO' where the record has 'NOOP\\r\\n'");
  EXPECT_EQ(verdict(noop(), "S: 220\nreset"),
            "the dialogue now does 'reset' where the record has 'NOOP\\r\\n'");
}

TEST(Replay, JudgesNothingByWhatWasNeverAwaited) {
  EXPECT_EQ(verdict(noop(), "S: 220\nS: 220\nC: NOOP\nS: 250"),
            "the dialogue now waits where the record goes on with 'NOOP\\r\\n'");
  EXPECT_EQ(verdict(noop(), "S: 220\nC: NOOP\nS: 250\nS: 250"),
            "the dialogue now waits where the record ends");
}

TEST(Replay, JudgesWhatIsLeftOfADialogueThatBecameShorter) {
  EXPECT_EQ(verdict(noop(), "S: 220"), "pass +");
}

TEST(Replay, TellsTheTimeByTheRecord) {
  const Recorded late =
      Recorded().came("220 h\r\n").sent("NOOP\r\n").after(milliseconds(700)).came("250 ok\r\n").ends();
  EXPECT_EQ(verdict(late, kNoop), "pass ++");
  EXPECT_EQ(verdict(late, "S: 220\nC: NOOP\nS: 250  # within 500ms"), "fail +-");
  EXPECT_EQ(verdict(late, "S: 220\nC: NOOP\nS: 250  # within 703ms"), "pass ++");
  EXPECT_EQ(verdict(late, "S: 220\nC: NOOP\nS: 250  # not before 1s"), "fail ++-");
}

TEST(Replay, LetsTimeComeWhenItCame) {
  Recorded paused;
  paused.came("220 h\r\n");
  const std::string until = std::to_string(paused.take.wire.back().at.count() + 50'000'000);
  paused.after(milliseconds(80)).event(Direction::Timer, until).sent("NOOP\r\n").came("250 ok\r\n").ends();
  EXPECT_EQ(verdict(paused, "S: 220\npause 50ms\nC: NOOP\nS: 250"), "pass ++");
  EXPECT_EQ(verdict(paused, "S: 220\npause 20ms\nC: NOOP\nS: 250"), "pass ++");
  EXPECT_EQ(verdict(paused, "S: 220\npause 200ms\nC: NOOP\nS: 250"),
            "the dialogue now waits where the record goes on with 'NOOP\\r\\n'");
}

TEST(Replay, KnowsThatSomethingWasToldBeforeTheTimeThatHadCome) {
  Recorded raced;
  raced.came("220 h\r\n").sent("NOOP\r\n").after(std::chrono::seconds(11));
  raced.event(Direction::Overdue).came("250 ok\r\n").ends();
  EXPECT_EQ(verdict(raced, kNoop), "pass ++");
}

TEST(Replay, EndsAScenarioWhoseTimeWasUp) {
  const Recorded up =
      Recorded().came("220 h\r\n").sent("NOOP\r\n").after(milliseconds(20)).event(Direction::Deadline).ends();
  const auto result = again(up, kNoop);
  ASSERT_TRUE(std::holds_alternative<JudgedAgain>(result));
  const auto& judged = std::get<JudgedAgain>(result);
  EXPECT_EQ(judged.ended.verdict, record::Verdict::Blocked);
  EXPECT_NE(judged.judgements.back().why.find("did not end within 60000 ms"), std::string::npos);
}

TEST(Replay, TellsHowAConnectionEnded) {
  const Recorded closed = Recorded()
                              .came("220 h\r\n")
                              .sent("QUIT\r\n")
                              .came("221 bye\r\n")
                              .event(Direction::Closed, "reset, by the peer")
                              .phase("cleanup");
  EXPECT_EQ(verdict(closed, "S: 220\nC: QUIT\nS: 221\nclosed"), "pass +++");
  EXPECT_EQ(verdict(closed, "S: 220\nC: QUIT\nS: 221\nclosed by reset"), "pass +++");
  EXPECT_EQ(verdict(closed, "S: 220\nC: QUIT\nS: 221\nclosed by fin"), "fail ++-");
}

// As the driver notes it, read back by the replay.
TEST(Replay, KnowsTheNameOfAnAlert) {
  const auto ended = [](const net::Closing& closing) {
    return Recorded()
        .came("220 h\r\n")
        .sent("QUIT\r\n")
        .came("221 bye\r\n")
        .event(Direction::Closed, drive::text_of(closing))
        .phase("cleanup");
  };
  const Recorded refused = ended({net::Ending::TlsAlert, "tlsv1 alert, it says", "protocol_version"});
  EXPECT_EQ(verdict(refused, "S: 220\nC: QUIT\nS: 221\nclosed by alert"), "pass +++");
  EXPECT_EQ(verdict(refused, "S: 220\nC: QUIT\nS: 221\nclosed by alert protocol_version"), "pass +++");
  EXPECT_EQ(verdict(refused, "S: 220\nC: QUIT\nS: 221\nclosed by alert handshake_failure"), "fail ++-");
  EXPECT_EQ(verdict(refused, "S: 220\nC: QUIT\nS: 221\nclosed by fin"), "fail ++-");
  const Recorded notified = ended({net::Ending::Fin, "", "close_notify"});
  EXPECT_EQ(verdict(notified, "S: 220\nC: QUIT\nS: 221\nclosed by alert close_notify"), "pass +++");
  EXPECT_EQ(verdict(notified, "S: 220\nC: QUIT\nS: 221\nclosed by fin"), "pass +++");
  const Recorded torn = ended({net::Ending::Fin, "", ""});
  EXPECT_EQ(verdict(torn, "S: 220\nC: QUIT\nS: 221\nclosed by alert close_notify"), "fail ++-");
}

TEST(Replay, GivesTheDialogueThePlaceholder) {
  const Recorded named =
      Recorded().came("220 h\r\n").sent("HELP masked\r\n").came("214 no 'masked'\r\n").ends();
  EXPECT_EQ(verdict(named, "S: 220\nC: HELP ${password}\nS: 214"), "pass ++");
  const auto result = again(named, "S: 220\nC: HELP ${password}\nS: 250");
  const auto& judged = std::get<JudgedAgain>(result);
  EXPECT_EQ(judged.judgements.back().got, "214 no '«***»'\\r\\n");  // as in the record of then
}

TEST(Replay, TakesASaslExchangeAsItWas) {
  Recorded scram;
  scram.came("220 h\r\n").event(Direction::Sasl, "continue").sent("AUTH SCRAM-SHA-256 bWFza2VkbWFz\r\n");
  scram.came("334 cj1h\r\n")
      .event(Direction::Sasl, "done")
      .sent("bWFza2VkbWFza2A=\r\n")
      .came("235 ok\r\n")
      .ends();
  EXPECT_EQ(verdict(scram, "S: 220\nauth SCRAM-SHA-256\nS: 235"), "pass ++");
  EXPECT_EQ(verdict(scram, "S: 220\nauth PLAIN\nS: 235"),
            "the dialogue now sends 'AUTH PLAIN bWFza2VkbWFz\\r\\n' where the record has "
            "'AUTH SCRAM-SHA-256 bWFza2VkbWFz\\r\\n'");
}

TEST(Replay, KnowsWhyASaslExchangeWasGivenUp) {
  Recorded given_up;
  given_up.came("220 h\r\n").event(Direction::Sasl, "continue").sent("AUTH SCRAM-SHA-256 bWFza2VkbWFz\r\n");
  given_up.came("334 cj1h\r\n").event(Direction::Sasl, "failed, the nonce is not ours").sent("*\r\n");
  given_up.came("501 no\r\n").ends();
  const auto result = again(given_up, "S: 220\nauth SCRAM-SHA-256\nS: 501");
  ASSERT_TRUE(std::holds_alternative<JudgedAgain>(result)) << std::get<CannotJudge>(result).reason;
  const auto& judged = std::get<JudgedAgain>(result);
  EXPECT_TRUE(std::any_of(judged.judgements.begin(), judged.judgements.end(),
                          [](const record::Judgement& one) { return one.why == "the nonce is not ours"; }));
}

TEST(SaslLog, KeepsHowEachStepCameOut) {
  std::vector<std::string> log;
  std::string why;
  const auto client = logged(sasl::make_client("PLAIN", {"ann", "secret", ""}, why), why,
                             [&](const std::string& text) { log.push_back(text); });
  EXPECT_TRUE(client->client_first());
  EXPECT_EQ(client->step("").step, sasl::Step::Done);
  const auto none =
      logged(nullptr, "no such mechanism", [&](const std::string& text) { log.push_back(text); });
  EXPECT_EQ(none, nullptr);
  EXPECT_EQ(log, (std::vector<std::string>{"done", "none, no such mechanism"}));
}

TEST(Replay, KnowsWhatWasOfferedThen) {
  EXPECT_EQ(verdict(noop(), "S: 220\nif offered PIPELINING\nC: NOOP\nelse\nC: HELP\nend\nS: 250"), "pass ++");
  EXPECT_EQ(verdict(noop(), "S: 220\nif offered CHUNKING\nC: HELP\nelse\nC: NOOP\nend\nS: 250"), "pass ++");
}

TEST(Replay, BlocksWhatCouldNotBeSetUp) {
  Recorded refused;
  refused.take.wire.resize(1);  // setup begins
  refused.event(Direction::Closed, "refused, 127.0.0.1:25").phase("cleanup");
  const auto result = again(refused, kNoop);
  ASSERT_TRUE(std::holds_alternative<JudgedAgain>(result));
  EXPECT_EQ(std::get<JudgedAgain>(result).ended.verdict, record::Verdict::Blocked);
  EXPECT_NE(std::get<JudgedAgain>(result).ended.reason, "");
}

TEST(Replay, FailsWhatBrokeARuleWhileItWasSetUp) {
  Recorded endless;
  endless.take.wire.resize(2);  // setup, connected
  endless.came("220 " + std::string(70'000, 'x')).phase("cleanup").event(Direction::Did, "close");
  endless.event(Direction::Closed, "local");
  const auto result = again(endless, "C: NOOP\nS: 250", "start = { state = \"greeted\" }");
  ASSERT_TRUE(std::holds_alternative<JudgedAgain>(result)) << std::get<CannotJudge>(result).reason;
  const auto& judged = std::get<JudgedAgain>(result);
  EXPECT_EQ(judged.ended.verdict, record::Verdict::Fail);
  ASSERT_EQ(judged.judgements.size(), 2U);
  EXPECT_EQ(judged.judgements[0].rule, "smtp.reply.line-too-long");
  EXPECT_EQ(judged.judgements[1].source, record::Judgement::Source::Setup);
}

TEST(Replay, CannotJudgeWhatIsNotThere) {
  Recorded gone = noop();
  gone.take.transcript->incomplete = "more went over the wire than is kept: 5 octets";
  EXPECT_EQ(verdict(gone, kNoop), "more went over the wire than is kept: 5 octets");
  gone.take.transcript.reset();
  EXPECT_EQ(verdict(gone, kNoop), "its talk was not kept (check --keep-wire)");
  Recorded cut = noop();
  cut.take.wire.resize(5);
  EXPECT_EQ(verdict(cut, kNoop), "the record breaks off");
  cut.take.ended.reset();
  EXPECT_EQ(verdict(cut, kNoop), "the run was cut off before it ended");
  Recorded other = noop();
  for (record::Wire& wire : other.take.wire) {
    if (!wire.client.empty()) wire.client = "imap";
  }
  EXPECT_EQ(verdict(other, kNoop), "the dialogue has no client 'imap' any more");
}

// Whatever the record says, judging it ends, and does no harm.
TEST(Replay, TakesNoHarmFromARecordThatMakesNoSense) {
  for (std::size_t left_out = 0; left_out < noop().take.wire.size(); ++left_out) {
    Recorded odd = noop();
    odd.take.wire.erase(odd.take.wire.begin() + static_cast<std::ptrdiff_t>(left_out));
    EXPECT_NE(verdict(odd, kNoop), "");
    std::swap(odd.take.wire.front(), odd.take.wire.back());
    EXPECT_NE(verdict(odd, kNoop), "");
  }
}

ReplayResult run(const Recorded& recorded, std::string_view dialogue) {
  Takes takes;
  takes.takes = {recorded.take};
  const scenario::Compiled compiled = scenario::smtp(dialogue, kConnected);
  ReplayChoice choice;
  choice.all = choice.wanted = {std::make_shared<const scenario::Scenario>(compiled.scenarios.at(0))};
  choice.others = true;
  const Restaged of = then();
  return replay(takes, {of.target, of.options, of.masker}, choice);
}

TEST(ReplayRun, ShowsVerdictsThatChanged) {
  const ReplayResult result = run(noop(), "S: 220\nC: NOOP\nS: 251");
  EXPECT_EQ(result.changed, std::vector<std::string>{"smtp/t: broken, now fail"});  // no verdict was given
  EXPECT_EQ(remarks_of(result).front(),
            "1 of 1 were judged again; 1 verdicts changed, 0 stayed with other "
            "findings");
}

TEST(ReplayRun, BlocksWhatCannotBeJudged) {
  const ReplayResult result = run(noop(), "S: 220\nC: HELP\nS: 214");
  const auto& ended = std::get<record::ScenarioEnded>(result.events.back());
  EXPECT_EQ(ended.verdict, record::Verdict::Blocked);
  EXPECT_EQ(ended.reason,
            "can't be judged again: the dialogue now sends 'HELP\\r\\n' where the record has 'NOOP\\r\\n'");
  EXPECT_EQ(result.cannot.size(), 1U);
}

TEST(ReplayRun, KeepsTheVerdictOfWhatPassedUnrecorded) {
  Recorded passed = noop();
  passed.take.transcript.reset();
  passed.take.wire.clear();
  passed.take.ended->verdict = record::Verdict::Pass;
  const ReplayResult result = run(passed, kNoop);
  EXPECT_EQ(result.as_recorded, 1U);
  EXPECT_EQ(std::get<record::ScenarioEnded>(result.events.back()).verdict, record::Verdict::Pass);
  EXPECT_EQ(result.judged, 0U);
}

TEST(ReplayRun, SaysThatAScenarioIsGone) {
  Recorded renamed = noop();
  renamed.take.started.id = "smtp/tt";
  const ReplayResult result = run(renamed, kNoop);
  EXPECT_EQ(std::get<record::ScenarioEnded>(result.events.back()).reason,
            "can't be judged again: there is no such scenario now; did you mean 'smtp/t'?");
}

}  // namespace
}  // namespace mailrig::conformance
