#include "harness/play/player.hpp"

#include <tuple>

#include "tests/play/support.hpp"

namespace mailrig::play {
namespace {

using scenario::Phase;

struct Talk {
  const char* name;
  const char* id;
  const char* dialogue;
  std::vector<std::string> replies;  // to the connection and to each write, in turn
  const char* summary;               // what was judged
};

scenario::Compiled compiled(const Talk& talk) {
  scenario::FixtureFacts facts;  // of one service: what is delivered is not looked for in an INBOX
  const auto service =
      scenario::service_named(std::string_view(talk.id).substr(0, std::string_view(talk.id).find('/')));
  facts.of(service.value()).there = true;
  return scenario::compile_dialogue(talk.id, talk.dialogue, kConnected, facts);
}

const std::vector<Talk>& talks() {
  static const std::vector<Talk> all = {
      {"Smtp",
       "smtp/t",
       "S: 220\nC: EHLO a\nS: 250 with PIPELINING, SIZE ${_} without CHUNKING\nC: QUIT\nS: 221",
       {"220 mx hi\r\n", "250-mx\r\n250-PIPELINING\r\n250 SIZE 100\r\n", "221 bye\r\n"},
       "+ + +"},
      {"SmtpWrongCode",
       "smtp/t",
       "S: 220\nC: EHLO a\nS: 250\nC: QUIT\nS: 221",
       {"220 mx hi\r\n", "550 no\r\n", "221 bye\r\n"},
       "+ -"},
      {"SmtpShouldGoesOn",
       "smtp/t",
       "S: 220\nC: EHLO a\nS: 251   # rfc5321 4.2 SHOULD\nC: QUIT\nS: 221",
       {"220 mx hi\r\n", "250 mx\r\n", "221 bye\r\n"},
       "+ - +"},
      {"SmtpAlternative",
       "smtp/t",
       "S: 220\nC: VRFY x\nS: 250\nor S: 252",
       {"220 mx hi\r\n", "252 perhaps\r\n"},
       "+ +"},
      {"SmtpPipelined",
       "smtp/t",
       "S: 220\nC more: NOOP\nC more: NOOP\nC: RSET\nS: 250\nS: 250\nS: 250",
       {"220 mx hi\r\n", "250 a\r\n250 b\r\n250 c\r\n"},
       "+ + + +"},
      {"LmtpReplyForEachRecipient",  // RFC 2033 4.2; and none is taken for unasked
       "lmtp/t",
       "S: 220\nC more: RCPT TO:<a@b>\nC: RCPT TO:<c@d>\nS: 250\nS: 250\nC: DATA\nS: 354\nC data: x\nC: "
       "QUIT\nS: 250\nS: 452\nS: 221",
       {"220 mx hi\r\n", "250 a\r\n250 b\r\n", "354 go\r\n", "250 one\r\n452 two\r\n", "221 bye\r\n"},
       "+ + + + + + +"},
      {"LmtpReplyTooMany",
       "lmtp/t",
       "S: 220\nC: RCPT TO:<a@b>\nS: 250\nC: DATA\nS: 354\nC data: x\nS: 250\nS: 250",
       {"220 mx hi\r\n", "250 a\r\n", "354 go\r\n", "250 one\r\n452 two\r\n"},
       "+ + + smtp.watch.unasked-reply + -"},
      {"SmtpBinds",
       "smtp/t",
       "S: 220: ${=domain_name} ...\nC: EHLO a\nS: 250: ${domain_name} ...",
       {"220 mx hi\r\n", "250 mx\r\n"},
       "+ +"},
      {"SmtpFlaw",
       "smtp/t",
       "S: 220\nC: NOOP\nS: 250",
       {"220 mx hi\r\n", "250-a\r\n251 b\r\n"},
       "+ smtp.reply.code-changed -"},
      {"Pop3",
       "pop3/t",
       "S: +OK\nC: LIST\nS: +OK\nS: 1 10\nS: ...\nS: .\nC: QUIT\nS: +OK",
       {"+OK hi\r\n", "+OK two\r\n1 10\r\n2 20\r\n.\r\n", "+OK bye\r\n"},
       "+ + +"},
      {"Pop3Code",
       "pop3/t",
       "S: +OK\nC: USER x\nS: -ERR [IN-USE]",
       {"+OK hi\r\n", "-ERR [AUTH] no\r\n"},
       "+ -"},
      {"Imap",
       "imap/t",
       "S: * OK\nC: CAPABILITY\nS: * CAPABILITY IMAP4rev1 ...\nS: OK",
       {"* OK hi\r\n", "* CAPABILITY IDLE IMAP4rev1\r\nA1 OK done\r\n"},
       "+ + +"},
      {"ImapMissing",
       "imap/t",
       "S: * OK\nC: NOOP\nS: * 3 EXISTS\nS: OK",
       {"* OK hi\r\n", "* 4 EXISTS\r\nA1 OK done\r\n"},
       "+ -"},
      {"ImapAbsent",
       "imap/t",
       "S: * OK\nC: NOOP\nS: not * ${_} EXISTS\nS: OK",
       {"* OK hi\r\n", "* 4 EXISTS\r\nA1 OK done\r\n"},
       "+ -"},
      {"ImapOrder",
       "imap/t",
       "S: * OK\nC: NOOP\nS: * 5 EXISTS\nS: * 1 RECENT   # after the line above\nS: OK",
       {"* OK hi\r\n", "* 1 RECENT\r\n* 5 EXISTS\r\nA1 OK done\r\n"},
       "+ + -"},
      {"ImapAnyOrder",
       "imap/t",
       "S: * OK\nC: NOOP\nS: * 5 EXISTS\nS: * 1 RECENT\nS: OK",
       {"* OK hi\r\n", "* 1 RECENT\r\n* 5 EXISTS\r\nA1 OK done\r\n"},
       "+ + + +"},
      {"ImapEachItsOwn",
       "imap/t",
       "S: * OK\nC: NOOP\nS: * ${_} FETCH (FLAGS (\\Seen))\nS: * 2 FETCH (FLAGS (\\Seen))\nS: OK",
       {"* OK hi\r\n", "* 2 FETCH (FLAGS (\\Seen))\r\n* 1 FETCH (FLAGS (\\Seen))\r\nA1 OK done\r\n"},
       "+ + + +"},
      {"ImapBinds",
       "imap/t",
       "S: * OK\nC: NOOP\nS: * ${=n} EXISTS\nS: * ${n} RECENT\nS: OK",
       {"* OK hi\r\n", "* 7 RECENT\r\n* 3 EXISTS\r\n* 7 EXISTS\r\nA1 OK done\r\n"},
       "+ + + +"},
      {"ImapPipelined",
       "imap/t",
       "S: * OK\nC more: NOOP\nC: CHECK\nS: OK\nS: BAD",
       {"* OK hi\r\n", "A1 OK a\r\nA2 BAD b\r\n"},
       "+ + +"},
      {"ImapOutOfOrder",
       "imap/t",
       "S: * OK\nC more: NOOP\nC: CHECK\nS: OK\nS: BAD",
       {"* OK hi\r\n", "A2 BAD b\r\nA1 OK a\r\n"},
       "+ + +"},
      {"ImapContinuationRefused",
       "imap/t",
       "S: * OK\nC raw: x APPEND a {3}\\r\\n\nS: +\nC raw: abc\\r\\n\nS: x OK",
       {"* OK hi\r\n", "x NO sorry\r\n"},
       "+ -"},
      {"ImapTagUnknown",
       "imap/t",
       "S: * OK\nC: NOOP\nS: OK",
       {"* OK hi\r\n", "B7 OK what\r\nA1 OK done\r\n"},
       "+ imap.watch.tag +"},
  };
  return all;
}

class Talks : public testing::TestWithParam<std::size_t> {};

TEST_P(Talks, AreJudgedTheSameWayHoweverTheBytesAreCut) {
  const Talk& talk = talks()[GetParam()];
  const scenario::Compiled program = compiled(talk);
  ASSERT_EQ(program.mistakes, "");
  for (const std::size_t chunk :
       {std::string::npos, std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}}) {
    Stage stage(program);
    stage.chunk = chunk;
    stage.play_script(talk.replies);
    std::string why;
    for (const Heard& heard : stage.ear.broken())
      why += heard.rule + ": " + heard.wanted + " | " + heard.got + " | " + heard.why + "\n";
    EXPECT_EQ(stage.ear.summary(), talk.summary) << talk.name << " in pieces of " << chunk << "\n" << why;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Talks, testing::Range<std::size_t>(0, talks().size()),
                         [](const auto& instance) { return talks()[instance.param].name; });

TEST(Player, WaitsAndThenSaysThatNothingCame) {
  const auto program = scenario::smtp("S: 220\nC: NOOP\nS: 250   # within 3s", kConnected);
  Stage stage(program);
  const Time begin = stage.now;
  EXPECT_FALSE(stage.play_script({"220 mx hi\r\n", ""}));
  EXPECT_EQ(stage.now - begin, milliseconds(3000));
  EXPECT_EQ(stage.ear.broken().at(0).why, "nothing that fits came within 3000 ms");
  EXPECT_FALSE(stage.player.connection_lost());
}

TEST(Player, SaysThatTheConnectionEnded) {
  const auto program = scenario::smtp("S: 220\nC: NOOP\nS: 250", kConnected);
  Stage stage(program);
  stage.on_wait = [&] { stage.player.closed(0, Ended::Fin, "", stage.now); };
  EXPECT_FALSE(stage.play_script({"220 mx hi\r\n", ""}));
  EXPECT_EQ(stage.ear.broken().at(0).why, "the connection ended with FIN");
  EXPECT_TRUE(stage.player.connection_lost());
}

TEST(Player, NamesTheNearestResponse) {
  const auto program =
      scenario::imap("S: * OK\nC: FETCH 1 FLAGS\nS: * 1 FETCH (FLAGS (\\Seen ...))\nS: OK", kConnected);
  Stage stage(program);
  stage.play_script({"* OK hi\r\n", "* 1 FETCH (FLAGS (\\Draft))\r\nA1 OK done\r\n"});
  const Heard broken = stage.ear.broken().at(0);
  EXPECT_EQ(broken.got, "* 1 FETCH (FLAGS (\\\\Draft))\\r\\n");
  EXPECT_EQ(broken.wanted, "S: * 1 FETCH (FLAGS (\\Seen ...))");
  EXPECT_NE(broken.why.find("\\\\Seen"), std::string::npos) << broken.why;
}

TEST(Player, WritesPiecesWithPauses) {
  const auto program = scenario::smtp("S: 220\nC cut 2,4 pause 50ms: NOOP\nS: 250", kConnected);
  Stage stage(program);
  int writes = 0;
  EXPECT_TRUE(stage.play(Phase::Setup, [](auto, auto) { return "220 mx hi\r\n"; }));
  EXPECT_TRUE(stage.play(Phase::Body, [&](auto, auto) { return ++writes == 3 ? "250 ok\r\n" : ""; }));
  EXPECT_EQ(stage.writes, (std::vector<std::string>{"NO", "OP", "\r\n"}));
  EXPECT_EQ(stage.now, Time{} + milliseconds(100));
}

TEST(Player, KeepsMoreBackForOneSegment) {
  const auto program = scenario::smtp("S: 220\nC more: NOOP\nC: RSET\nS: 250\nS: 250", kConnected);
  Stage stage(program);
  EXPECT_TRUE(stage.play_script({"220 mx hi\r\n", "250 ok\r\n250 ok\r\n"}));
  EXPECT_EQ(stage.writes, (std::vector<std::string>{"NOOP\r\nRSET\r\n"}));
}

TEST(Player, TellsHowLongEachCommandTook) {
  const auto program =
      scenario::smtp("S: 220\nC: NOOP\nS: 250\nC more: RSET\nC: HELP\nS: 250\nS: 502", kConnected);
  Stage stage(program);
  stage.answer_after = milliseconds(5);
  EXPECT_TRUE(stage.play_script({"220 mx hi\r\n", "250 ok\r\n", "250 ok\r\n502 no\r\n"}));
  ASSERT_EQ(stage.ear.answers.size(), 3u);
  EXPECT_EQ(stage.ear.answers[0].verb, "NOOP");
  EXPECT_EQ(stage.ear.answers[0].took, milliseconds(5));
  EXPECT_EQ(stage.ear.answers[2].verb, "HELP");
  EXPECT_FALSE(stage.ear.answers[2].accepted);
}

TEST(Player, ImapAnswersAreTimedByTag) {
  const auto program = scenario::imap("S: * OK\nC more: NOOP\nC: CHECK\nS: OK\nS: OK", kConnected);
  Stage stage(program);
  EXPECT_TRUE(stage.play_script({"* OK hi\r\n", "A2 OK b\r\nA1 OK a\r\n"}));
  ASSERT_EQ(stage.ear.answers.size(), 2u);
  EXPECT_EQ(stage.ear.answers[0].verb, "CHECK");
  EXPECT_EQ(stage.ear.answers[1].verb, "NOOP");
}

TEST(Player, ABodyThatIsPlayedAgainBindsAnew) {
  const auto program = scenario::imap("C: NOOP\nS: * ${=n} EXISTS\nS: OK", kConnected);
  Stage stage(program);
  int round = 0;
  const auto server = [&](ClientIndex, std::string_view bytes) -> std::string {
    if (bytes == "connect") return "* OK hi\r\n";
    ++round;
    return "* " + std::to_string(round) + " EXISTS\r\nA" + std::to_string(round) + " OK done\r\n";
  };
  EXPECT_TRUE(stage.play(Phase::Setup, server));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(stage.play(Phase::Body, server)) << i;
}

TEST(Player, SaslExchangesAreWhole) {
  const auto program = scenario::smtp("S: 220\nauth LOGIN no-initial\nS: 235", kConnected);
  ASSERT_EQ(program.mistakes, "");
  Stage stage(program);
  EXPECT_TRUE(stage.play_script(
      {"220 mx hi\r\n", "334 VXNlcm5hbWU6\r\n", "334 UGFzc3dvcmQ6\r\n", "235 welcome\r\n"}));
  EXPECT_EQ(stage.written, "AUTH LOGIN\r\nYW5u\r\nc2VjcmV0\r\n");
}

TEST(Player, PlainWithInitialResponse) {
  const auto program = scenario::pop3("S: +OK\nauth PLAIN\nS: +OK", kConnected);
  Stage stage(program);
  EXPECT_TRUE(stage.play_script({"+OK hi\r\n", "+OK welcome\r\n"}));
  EXPECT_EQ(stage.written, "AUTH PLAIN AGFubgBzZWNyZXQ=\r\n");
}

TEST(Player, ThrowsAwayWhatCameInTheClearBeforeTls) {
  const auto program =
      scenario::smtp("S: 220\nC: STARTTLS\nS: 220\ntls\nsilent 500ms\nC: NOOP\nS: 250", kConnected);
  Stage stage(program);
  EXPECT_TRUE(stage.play_script({"220 mx hi\r\n", "220 go\r\n250 in the clear\r\n", "250 ok\r\n"}))
      << stage.ear.summary();
}

TEST(Player, EndsAtTlsWhereTheServerMayCloseInstead) {
  for (const auto& [line, ended, good] :
       {std::tuple{"tls or closed", Ended::Fin, true}, std::tuple{"tls or closed", Ended::TlsAlert, true},
        std::tuple{"tls or closed", Ended::TlsFailed, false}, std::tuple{"tls", Ended::Fin, false}}) {
    const auto program =
        scenario::smtp(std::string("S: 220\nC: STARTTLS\nS: 220\n") + line + "\nC: NOOP\nS: 250", kConnected);
    ASSERT_EQ(program.mistakes, "");
    Stage stage(program);
    stage.tls_ends = ended;
    EXPECT_EQ(stage.play_script({"220 mx hi\r\n", "220 go\r\n"}), good) << line << ' ' << int(ended);
    EXPECT_EQ(stage.written, "STARTTLS\r\n");
  }
}

TEST(Player, HearsWhatBreaksASilence) {
  const auto program = scenario::smtp("S: 220\nsilent 500ms", kConnected);
  Stage stage(program);
  stage.on_wait = [&] { stage.feed(0, "4"); };
  EXPECT_FALSE(stage.play_script({"220 mx hi\r\n"}));
  EXPECT_EQ(stage.ear.broken().at(0).got, "4");
}

TEST(Player, KnowsHowAConnectionShouldEnd) {
  for (const auto& [line, ended, holds] : {std::tuple{"closed", Ended::Reset, true},
                                           {"closed by fin", Ended::Fin, true},
                                           {"closed by fin", Ended::Reset, false},
                                           {"closed by alert", Ended::TlsAlert, true}}) {
    const auto program = scenario::smtp(std::string("S: 220\n") + line, kConnected);
    Stage stage(program);
    const Ended how = ended;
    stage.on_wait = [&] { stage.player.closed(0, how, "", stage.now); };
    EXPECT_EQ(stage.play_script({"220 mx hi\r\n"}), holds) << line;
  }
}

}  // namespace
}  // namespace mailrig::play
