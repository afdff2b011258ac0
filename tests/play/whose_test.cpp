// How a judgement did not hold, and whose doing it is when a dialogue can't go on: ours is never theirs.
#include <tuple>

#include "tests/play/support.hpp"

namespace mailrig::play {
namespace {

using Source = Judged::Source;

const Heard& last_broken(const Stage& stage, std::vector<Heard>& kept) {
  kept = stage.ear.broken();
  EXPECT_FALSE(kept.empty());
  if (kept.empty()) kept.emplace_back();
  return kept.back();
}

TEST(Mismatch, IsToldApartFromItsWords) {
  struct Case {
    const char* dialogue;
    const char* reply;
    std::optional<Ended> ends;  // instead of the reply
    Mismatch mismatch;
  };
  const Case cases[] = {
      {"S: * OK\nC: NOOP\nS: OK", "A1 NO never\r\n", {}, Mismatch::Differs},
      {"S: * OK\nC: NOOP\nS: * 3 EXISTS\nS: OK", "A1 OK done\r\n", {}, Mismatch::Missing},
      {"S: * OK\nC: NOOP\nS: * 3 EXISTS\nS: OK", "* 4 EXISTS\r\nA1 OK done\r\n", {}, Mismatch::Differs},
      {"S: * OK\nC: NOOP\nS: OK", "", {}, Mismatch::Late},
      {"S: * OK\nC: NOOP\nS: OK", "", Ended::Reset, Mismatch::Closed},
      {"S: * OK\nC: NOOP\nS: not * ${_} EXISTS\nS: OK",
       "* 4 EXISTS\r\nA1 OK done\r\n",
       {},
       Mismatch::Unwanted},
      {"S: * OK\nC: NOOP\nS: OK   # not before 1s", "A1 OK done\r\n", {}, Mismatch::Early},
      {"S: * OK\nC: NOOP\nS: OK\nclosed within 1s", "A1 OK done\r\n", {}, Mismatch::Open},
      {"S: * OK\nC: NOOP\nsilent 1s", "A1 OK done\r\n", {}, Mismatch::Unwanted},
  };
  for (const Case& c : cases) {
    const auto program = scenario::imap(c.dialogue, kConnected);
    ASSERT_EQ(program.mistakes, "") << c.dialogue;
    Stage stage(program);
    stage.on_wait = [&] {
      if (c.ends) stage.player.closed(0, *c.ends, "", stage.now);
    };
    EXPECT_FALSE(stage.play_script({"* OK hi\r\n", c.reply})) << c.dialogue;
    std::vector<Heard> kept;
    EXPECT_EQ(last_broken(stage, kept).mismatch, c.mismatch) << c.dialogue << '\n' << c.reply;
    EXPECT_EQ(kept.back().source, Source::Expectation) << c.dialogue;
  }
}

TEST(Whose, AValueThatALineWithoutItLeavesOpenIsOurMistake) {
  const auto program =
      scenario::smtp("S: 220\nC: NOOP\nS: 250: ${=word} ...\nor S: 251\nC: HELP ${word}\nS: 214", kConnected);
  ASSERT_EQ(program.mistakes, "");
  Stage stage(program);
  EXPECT_FALSE(stage.play_script({"220 mx hi\r\n", "251 so be it\r\n"}));
  std::vector<Heard> kept;
  EXPECT_EQ(last_broken(stage, kept).source, Source::Fault);
  EXPECT_EQ(kept.back().why, "${word} has no value yet");
}

TEST(Whose, AValueThatAnUnmetShouldLeavesOpenIsAsWeakAsThat) {
  const auto program = scenario::imap(
      "S: * OK\nC: NOOP\nS: * OK [UIDNEXT ${=next}]   # rfc9051 6.3.2 SHOULD\nS: OK\nC: UID FETCH ${next} "
      "FLAGS\nS: OK",
      kConnected);
  ASSERT_EQ(program.mistakes, "");
  Stage stage(program);
  EXPECT_FALSE(stage.play_script({"* OK hi\r\n", "A1 OK done\r\n"}));
  std::vector<Heard> kept;
  EXPECT_EQ(last_broken(stage, kept).source, Source::Shell);
  EXPECT_EQ(kept.back().clause.level, Level::Should);
}

TEST(Whose, ANumberThatIsNoneIsTheOneWhoSentIt) {
  const auto program = scenario::pop3(
      "S: +OK\nC: STAT\nS: +OK ${=count} ...\nset more = ${count+1}\nC: LIST ${more}\nS: -ERR", kConnected);
  ASSERT_EQ(program.mistakes, "");
  Stage stage(program);
  EXPECT_FALSE(stage.play_script({"+OK hi\r\n", "+OK two 10\r\n"}));
  std::vector<Heard> kept;
  EXPECT_EQ(last_broken(stage, kept).source, Source::Shell);
  EXPECT_EQ(kept.back().clause.clause.rfc, 9051);  // the scenario's own
}

// What a run of `rev` finds in a status without text, and in a FETCH response beyond the mailbox.
std::vector<Heard> found_by(scenario::Rev rev, const std::string& enabled) {
  auto program = scenario::imap("S: * OK\nC: SELECT x\nS: OK\nC: FETCH 9 FLAGS\nS: OK", kConnected);
  EXPECT_EQ(program.mistakes, "");
  program.program.rev = rev;
  Stage stage(program);
  (void)stage.play_script({"* OK [CAPABILITY IMAP4rev1 IMAP4rev2] hi\r\n" + enabled,
                           "* FLAGS ()\r\n* 1 EXISTS\r\n* LIST () \"/\" x\r\n* OK [PERMANENTFLAGS ()] x\r\n"
                           "* OK [UIDNEXT 2] x\r\n* OK [UIDVALIDITY 2] x\r\nA1 OK \r\n",
                           "* 9 FETCH (FLAGS ())\r\nA2 OK x\r\n"});
  return stage.ear.broken();
}

std::string clauses(const std::vector<Heard>& found) {
  std::string text;
  for (const Heard& one : found) {
    text += one.rule + " " + std::to_string(one.clause.clause.rfc) + " " +
            std::string(one.clause.clause.section) + " " + std::string(name(one.clause.level)) + "\n";
  }
  return text;
}

TEST(Whose, EachRuleIsCitedFromTheRevisionInForce) {
  const std::string first =
      "imap.status.no-text 3501 9 SHOULD\nimap.watch.sequence-number 3501 2.3.1.2 MUST\n";
  const std::string second = "imap.watch.sequence-number 9051 2.3.1.2 MUST\n";
  EXPECT_EQ(clauses(found_by(scenario::Rev::Imap4rev1, "")), first);
  EXPECT_EQ(clauses(found_by(scenario::Rev::Imap4rev2, "")), second);
  EXPECT_EQ(clauses(found_by(scenario::Rev::Imap4rev1, "* ENABLED IMAP4rev2\r\n")), second);
}

TEST(Whose, AMechanismThatIsUnknownHereIsOurMistake) {
  auto program = scenario::smtp("S: 220\nauth PLAIN\nS: 235", kConnected);
  for (scenario::Step& step : program.program.body) {
    if (auto* auth = std::get_if<scenario::Authenticate>(&step.action)) auth->mechanism = "X-NONE";
  }
  Stage stage(program);
  EXPECT_FALSE(stage.play_script({"220 mx hi\r\n"}));
  std::vector<Heard> kept;
  EXPECT_EQ(last_broken(stage, kept).source, Source::Fault);
}

// A connection that can't be had says nothing about the claim; one that we have no socket for, of us.
TEST(Whose, AConnectionThatIsNotHadIsNobodysOrOurs) {
  for (const auto& [ended, source] : {std::tuple{Ended::Refused, Source::Lost},
                                      {Ended::TimedOut, Source::Lost},
                                      {Ended::NoSockets, Source::Fault}}) {
    const auto program = scenario::smtp("S: 220\nclose\nconnect\nS: 220", kConnected);
    ASSERT_EQ(program.mistakes, "");
    Stage stage(program);
    EXPECT_TRUE(stage.play(scenario::Phase::Setup, [](auto, auto) { return "220 mx hi\r\n"; }));
    stage.player.begin(scenario::Phase::Body, stage.now);
    for (Do todo = stage.player.next(stage.now); todo.what != Do::What::Finished;
         todo = stage.player.next(stage.now)) {
      if (todo.what == Do::What::Connect) {
        stage.player.closed(0, ended, "", stage.now);
      } else {
        stage.act(todo, {});
      }
    }
    std::vector<Heard> kept;
    EXPECT_EQ(last_broken(stage, kept).source, source) << int(ended);
  }
}

TEST(Whose, AHandshakeThatFailsIsTheirs) {
  const auto program = scenario::smtp("S: 220\nC: STARTTLS\nS: 220\ntls", kConnected);
  Stage stage(program);
  stage.tls_ends = Ended::TlsFailed;
  EXPECT_FALSE(stage.play_script({"220 mx hi\r\n", "220 go\r\n"}));
  std::vector<Heard> kept;
  EXPECT_EQ(last_broken(stage, kept).source, Source::Shell);
  EXPECT_EQ(kept.back().mismatch, Mismatch::Closed);
}

}  // namespace
}  // namespace mailrig::play
