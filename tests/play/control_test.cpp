// if, check and open while playing.
#include <gtest/gtest.h>

#include "harness/play/compare.hpp"
#include "tests/play/support.hpp"

namespace mailrig::play {
namespace {

using Operator = scenario::Comparison::Operator;
using scenario::Phase;

TEST(Compare, NumbersByValueOfAnyLength) {
  EXPECT_TRUE(holds(Operator::Equal, "007", "7"));
  EXPECT_TRUE(holds(Operator::Greater, "100000000000000000000001", "99999999999999999999999"));
  EXPECT_TRUE(holds(Operator::LessOrEqual, "9", "10"));
  EXPECT_FALSE(holds(Operator::Less, "10", "9"));
  EXPECT_TRUE(holds(Operator::GreaterOrEqual, "0", "000"));
  EXPECT_TRUE(holds(Operator::NotEqual, "1", "2"));
}

TEST(Compare, OtherValuesByTheirOctetsAndNeverByOrder) {
  EXPECT_TRUE(holds(Operator::Equal, "a", "a"));
  EXPECT_TRUE(holds(Operator::NotEqual, "a", "A"));
  EXPECT_TRUE(holds(Operator::NotEqual, "", "0"));
  EXPECT_FALSE(holds(Operator::Less, "a", "b"));
  EXPECT_FALSE(holds(Operator::GreaterOrEqual, "a", "a"));
  EXPECT_FALSE(holds(Operator::Less, "-1", "1"));
}

// What is sent after the first command was answered so.
std::string sent_after(const scenario::Compiled& program, const std::string& greeting,
                       const std::string& answer) {
  EXPECT_EQ(program.mistakes, "");
  Stage stage(program);
  bool first = true;
  const auto server = [&](ClientIndex, std::string_view bytes) {
    if (bytes == "connect") return greeting;
    return std::exchange(first, false) ? answer : std::string();
  };
  (void)stage.play(Phase::Setup, server);
  (void)stage.play(Phase::Body, server);
  EXPECT_EQ(stage.writes.size(), 2U) << stage.written;
  return stage.writes.back();
}

TEST(Closed, HoldsForAConnectionThatWasThereAndHasEnded) {
  const auto program = scenario::imap(
      "if closed\nC: BEFORE\nend\nconnect\nS: * OK\nif closed\nC: OPEN\nend\nC: LOGOUT\nS: * BYE\n"
      "silent 1s\nif closed\nconnect\nS: * OK\nC: AGAIN\nelse\nC: STILL\nend",
      "start = { state = \"none\" }");
  ASSERT_EQ(program.mistakes, "");
  for (const bool closes : {true, false}) {
    Stage stage(program);
    stage.on_wait = [&] {
      if (closes) stage.player.closed(0, Ended::Fin, "", stage.now);
    };
    EXPECT_TRUE(stage.play(Phase::Body, [&](ClientIndex, std::string_view bytes) -> std::string {
      return bytes == "connect"                               ? "* OK hi\r\n"
             : bytes.find("LOGOUT") != std::string_view::npos ? "* BYE\r\n"
                                                              : "";
    }));
    EXPECT_EQ(stage.written, closes ? "A1 LOGOUT\r\nA2 AGAIN\r\n" : "A1 LOGOUT\r\nA2 STILL\r\n");
  }
}

// A helper that the server let go of while the dialogue went on.
TEST(CleanUp, OpensItsConnectionAgain) {
  const auto program = scenario::imap("C: NOOP\nS: OK", "start = { state = \"selected\" }");
  ASSERT_EQ(program.mistakes, "");
  for (const bool closes : {true, false}) {
    Stage stage(program);
    const auto server = [&](ClientIndex, std::string_view bytes) {
      const std::string tag(bytes.substr(0, bytes.find(' ')));
      return bytes == "connect" ? "* OK hi\r\n" : tag + " OK done\r\n";
    };
    EXPECT_TRUE(stage.play(Phase::Setup, server));
    EXPECT_TRUE(stage.play(Phase::Body, server));
    if (closes) stage.player.closed(1, Ended::Reset, "", stage.now);
    stage.written.clear();
    EXPECT_TRUE(stage.play(Phase::Cleanup, server));
    for (const Heard& one : stage.ear.broken()) EXPECT_EQ(one.source, Judged::Source::Watcher) << one.why;
    EXPECT_EQ(stage.written.find("LOGIN") != std::string::npos, closes) << stage.written;
    EXPECT_NE(stage.written.find("DELETE \"mailrig-t0k3n\""), std::string::npos) << stage.written;
  }
}

TEST(Answered, LooksAtAnImapStatusAndItsCode) {
  const auto program = scenario::imap(
      "S: * OK\nC: NOOP\nS: OK|NO|BAD\nif answered NO [TRYCREATE]\nC: CREATE\nelse if answered NO|BAD\nC: "
      "LOGOUT\n"
      "else\nC: CHECK\nend",
      kConnected);
  EXPECT_EQ(sent_after(program, "* OK hi\r\n", "A1 NO [TRYCREATE] no\r\n"), "A2 CREATE\r\n");
  EXPECT_EQ(sent_after(program, "* OK hi\r\n", "A1 BAD what\r\n"), "A2 LOGOUT\r\n");
  EXPECT_EQ(sent_after(program, "* OK hi\r\n", "* 3 EXISTS\r\nA1 OK [X] done\r\n"), "A2 CHECK\r\n");
}

TEST(Answered, LooksAtAContinuation) {
  const auto program = scenario::imap(
      "S: * OK\nC raw: x APPEND a {3}\\r\\n\nS: +\nor S: x NO\nif answered +\nC raw: abc\\r\\n\nelse\nC: "
      "CHECK\nend",
      kConnected);
  EXPECT_EQ(sent_after(program, "* OK hi\r\n", "+ go\r\n"), "abc\r\n");
  EXPECT_EQ(sent_after(program, "* OK hi\r\n", "x NO sorry\r\n"), "A1 CHECK\r\n");
}

TEST(Answered, LooksAtAnSmtpReply) {
  const auto program = scenario::smtp(
      "S: 220\nC: EHLO a\nS: 2xx|5xx\nif answered 250 with SIZE\nC: MAIL\nelse if answered 5xx 5.5.1\nC: "
      "HELO\nelse\n"
      "C: QUIT\nend",
      kConnected);
  EXPECT_EQ(sent_after(program, "220 hi\r\n", "250-mx\r\n250 SIZE 10\r\n"), "MAIL\r\n");
  EXPECT_EQ(sent_after(program, "220 hi\r\n", "502 5.5.1 no\r\n"), "HELO\r\n");
  EXPECT_EQ(sent_after(program, "220 hi\r\n", "250 mx\r\n"), "QUIT\r\n");
}

TEST(Answered, LooksAtAPop3StatusLine) {
  const auto program = scenario::pop3(
      "S: +OK\nC: LIST\nS: +OK\nS: ...\nS: .\nor S: -ERR\nif answered +OK two\nC: RETR 2\nelse if answered "
      "-ERR [SYS/TEMP]\n"
      "C: NOOP\nelse\nC: QUIT\nend",
      kConnected);
  EXPECT_EQ(sent_after(program, "+OK hi\r\n", "+OK two\r\n1 10\r\n2 10\r\n.\r\n"), "RETR 2\r\n");
  EXPECT_EQ(sent_after(program, "+OK hi\r\n", "-ERR [SYS/TEMP] later\r\n"), "NOOP\r\n");
  EXPECT_EQ(sent_after(program, "+OK hi\r\n", "-ERR\r\n"), "QUIT\r\n");
}

TEST(Answered, AReplyThatDidNotComeIsNotTheOneBefore) {
  const auto program = scenario::imap(
      "S: * OK\nC: NOOP\nS: OK\nC: CHECK\nS: OK   # SHOULD; within 1s\nif answered OK\nC: IDLE\nelse\nC: "
      "LOGOUT\nend",
      kConnected);
  Stage stage(program);
  stage.play_script({"* OK hi\r\n", "A1 OK done\r\n", ""});
  EXPECT_EQ(stage.writes.back(), "A3 LOGOUT\r\n");
}

TEST(Answered, DataBetweenDoNotCoverTheReply) {
  const auto program =
      scenario::imap("S: * OK\nC: NOOP\nS: NO|OK\nS: * 3 EXISTS\nif answered NO\nC: LOGOUT\nend", kConnected);
  Stage stage(program);
  stage.play_script({"* OK hi\r\n", "A1 NO no\r\n* 3 EXISTS\r\n"});
  EXPECT_EQ(stage.writes.back(), "A2 LOGOUT\r\n");
}

TEST(Answered, PipelinedAnswersStayInOrderThroughBranches) {
  const auto program = scenario::imap(
      "S: * OK\nC more: NOOP\nC: CHECK\nS: OK|NO\nif answered NO\nS: BAD\nelse\nS: NO\nend", kConnected);
  Stage stage(program);
  EXPECT_TRUE(stage.play_script({"* OK hi\r\n", "A1 NO a\r\nA2 BAD b\r\n"})) << stage.ear.summary();
}

TEST(Answered, ABodyThatIsPlayedAgainLooksAtItsOwnReplies) {
  const auto program = scenario::imap("C: NOOP\nS: OK|NO\nif answered OK\nC: CHECK\nS: OK\nend", kConnected);
  Stage stage(program);
  int sent = 0;
  const auto server = [&](ClientIndex, std::string_view bytes) -> std::string {
    if (bytes == "connect") return "* OK hi\r\n";
    const std::string tag(bytes.substr(0, bytes.find(' ')));
    return tag + (++sent == 1 ? " NO\r\n" : " OK\r\n");
  };
  EXPECT_TRUE(stage.play(Phase::Setup, server));
  EXPECT_TRUE(stage.play(Phase::Body, server));
  EXPECT_TRUE(stage.play(Phase::Body, server));
  EXPECT_EQ(stage.written, "A1 NOOP\r\nA2 NOOP\r\nA3 CHECK\r\n");
}

TEST(If, ComparesWhatWasBound) {
  const auto program = scenario::imap(
      "S: * OK\nC: NOOP\nS: * ${=n} EXISTS\nS: OK\nif ${n} > 9\nC: CHECK\nelse\nC: LOGOUT\nend", kConnected);
  EXPECT_EQ(sent_after(program, "* OK hi\r\n", "* 10 EXISTS\r\nA1 OK done\r\n"), "A2 CHECK\r\n");
  EXPECT_EQ(sent_after(program, "* OK hi\r\n", "* 9 EXISTS\r\nA1 OK done\r\n"), "A2 LOGOUT\r\n");
}

TEST(Check, SaysBothValues) {
  const auto program = scenario::imap(
      "S: * OK\nC: NOOP\nS: * ${=n} EXISTS\nS: OK\ncheck ${n} > 9   # rfc7162 3.1.1 SHOULD\ncheck ${n} = "
      "3\ncheck ${n} = 4",
      kConnected);
  ASSERT_EQ(program.mistakes, "");
  Stage stage(program);
  EXPECT_FALSE(stage.play_script({"* OK hi\r\n", "* 3 EXISTS\r\nA1 OK done\r\n"}));
  EXPECT_EQ(stage.ear.summary(), "+ + + - + -");
  const Heard broken = stage.ear.broken().at(0);
  EXPECT_EQ(broken.wanted, "check ${n} > 9");
  EXPECT_EQ(broken.got, "3 > 9");
  EXPECT_EQ(broken.source, Judged::Source::Expectation);
}

TEST(Open, HoldsUntilItsTimeIsOver) {
  const auto program = scenario::smtp("S: 220\nopen 500ms\nC: NOOP", kConnected);
  Stage stage(program);
  EXPECT_TRUE(stage.play_script({"220 mx hi\r\n250 whatever comes\r\n"}));
  EXPECT_EQ(stage.now, Time{} + milliseconds(500));
}

TEST(Open, DoesNotHoldWhenTheConnectionEnds) {
  const auto program = scenario::smtp("S: 220\nopen 500ms   # rfc5321 4.1 SHOULD\nopen 0s", kConnected);
  Stage stage(program);
  stage.on_wait = [&] { stage.player.closed(0, Ended::Reset, "", stage.now); };
  EXPECT_FALSE(stage.play_script({"220 mx hi\r\n"}));
  EXPECT_EQ(stage.ear.summary(), "+ - -");
  EXPECT_EQ(stage.ear.broken().at(0).why, "the connection ended with RST");
}

TEST(Open, NowIsAtOnce) {
  const auto program = scenario::smtp("S: 220\nopen 0ms", kConnected);
  Stage stage(program);
  EXPECT_TRUE(stage.play_script({"220 mx hi\r\n"}));
  EXPECT_EQ(stage.now, Time{});
}

TEST(Silent, AnEndIsSilence) {
  const auto program = scenario::smtp("S: 220\nsilent 500ms\nclosed", kConnected);
  Stage stage(program);
  stage.on_wait = [&] { stage.player.closed(0, Ended::Fin, "", stage.now); };
  EXPECT_TRUE(stage.play_script({"220 mx hi\r\n"}));
}

}  // namespace
}  // namespace mailrig::play
