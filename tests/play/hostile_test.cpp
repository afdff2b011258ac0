// A server that stalls, closes, floods or talks nonsense: the player ends, in time and in bounds.
#include "tests/play/support.hpp"

namespace mailrig::play {
namespace {

using scenario::Phase;

struct Case {
  const char* id;
  const char* dialogue;
  std::vector<std::string> replies;
};

std::vector<Case> cases() {
  return {
      {"smtp/t",
       "S: 220\nC: EHLO a\nS: 250 with SIZE ${_}\nC: QUIT\nS: 221\nclosed",
       {"220 mx hi\r\n", "250-mx\r\n250 SIZE 100\r\n", "221 bye\r\n"}},
      {"pop3/t",
       "S: +OK\nC: LIST\nS: +OK\nS: 1 10\nS: .\nC: QUIT\nS: +OK\nclosed",
       {"+OK hi\r\n", "+OK\r\n1 10\r\n.\r\n", "+OK bye\r\n"}},
      {"imap/t",
       "S: * OK\nC: FETCH 1 BODY[]\nS: * 1 FETCH (BODY[] \"abc\")\nS: OK\nC: LOGOUT\nS: * BYE\nS: OK\nclosed",
       {"* OK hi\r\n", "* 1 FETCH (BODY[] {3}\r\nabc)\r\nA1 OK x\r\n", "* BYE x\r\nA2 OK x\r\n"}},
  };
}

// Gives the octets of the script one after another and then nothing more.
struct Drip {
  explicit Drip(const Case& c, std::size_t octets) : replies(c.replies), left(octets) {}
  std::string operator()() {
    if (at == replies.size()) return {};
    std::string some = replies[at++].substr(0, left);
    left -= some.size();
    return some;
  }
  std::vector<std::string> replies;
  std::size_t at = 0, left;
};

TEST(Hostile, ClosingAtEveryOctetEndsTheDialogueAtOnce) {
  for (const Case& c : cases()) {
    const auto program = scenario::compile_dialogue(c.id, c.dialogue, kConnected);
    ASSERT_EQ(program.mistakes, "");
    std::size_t all = 0;
    for (const std::string& reply : c.replies) all += reply.size();
    for (std::size_t octets = 0; octets <= all; ++octets) {
      Stage stage(program);
      Drip drip(c, octets);
      const Server server = [&](ClientIndex, std::string_view) { return drip(); };
      stage.on_wait = [&] { stage.player.closed(0, Ended::Fin, "", stage.now); };
      EXPECT_TRUE(stage.play(Phase::Setup, server));
      EXPECT_EQ(stage.play(Phase::Body, server), octets == all) << c.id << " after " << octets;
      EXPECT_LE(stage.now, Time{} + std::chrono::seconds(20));
    }
  }
}

TEST(Hostile, StallingAtEveryOctetEndsWithTheDeadline) {
  for (const Case& c : cases()) {
    const auto program = scenario::compile_dialogue(c.id, c.dialogue, kConnected);
    for (std::size_t octets = 0; octets < 12; ++octets) {
      Stage stage(program);
      Drip drip(c, octets);
      const Server server = [&](ClientIndex, std::string_view) { return drip(); };
      EXPECT_TRUE(stage.play(Phase::Setup, server));
      EXPECT_FALSE(stage.play(Phase::Body, server));
      EXPECT_LE(stage.now, Time{} + std::chrono::seconds(11));
    }
  }
}

TEST(Hostile, RepliesThatNobodyWantsAreBounded) {
  for (const auto& [id, line] :
       {std::pair{"smtp/t", "250 more\r\n"}, {"pop3/t", "+OK more\r\n"}, {"imap/t", "* OK more\r\n"}}) {
    const auto program = scenario::compile_dialogue(id, "pause 100s\nC: NOOP", kConnected);
    Limits limits;
    limits.received = 10'000;
    Stage stage(program, limits);
    EXPECT_TRUE(stage.play(Phase::Setup, [](auto, auto) { return ""; }));
    stage.on_wait = [&, text = line] {
      for (int i = 0; i < 5'000; ++i) stage.player.received(0, text, stage.now);
    };
    EXPECT_FALSE(stage.play(Phase::Body, [](auto, auto) { return ""; })) << id;
    EXPECT_EQ(stage.ear.broken().back().wanted, "no more than was asked for") << id;
  }
}

TEST(Hostile, AGroupIsMetInTheMidstOfAFlood) {
  const auto program =
      scenario::imap("S: * OK\nC: NOOP\nS: * 7 EXISTS\nS: * ${_} FETCH (FLAGS (\\Seen))\nS: OK", kConnected);
  Limits limits;
  limits.unsolicited = 100;
  Stage stage(program, limits);
  std::string flood;
  for (int i = 1; i <= 20'000; ++i) flood += "* " + std::to_string(i) + " FETCH (FLAGS (\\Seen))\r\n";
  stage.play_script({"* OK hi\r\n", "* 7 EXISTS\r\n" + flood + "A1 OK x\r\n"});
  EXPECT_EQ(stage.ear.summary(), "+ + + +");
}

TEST(Hostile, ManyPatternsAndManyResponsesAreGivenUpInBoundedTime) {
  std::string dialogue = "S: * OK\nC: NOOP\n";
  for (int i = 0; i < 12; ++i) dialogue += "S: * ${_} FETCH (FLAGS (\\Seen ...))\n";
  dialogue += "S: * 9 FETCH (FLAGS (\\Draft ...))\nS: * 9 FETCH (FLAGS (\\Draft ...))\nS: OK";
  const auto program = scenario::imap(dialogue, kConnected);
  Stage stage(program);
  std::string flood;
  for (int i = 1; i <= 500; ++i) flood += "* " + std::to_string(i) + " FETCH (FLAGS (\\Seen))\r\n";
  EXPECT_FALSE(stage.play_script({"* OK hi\r\n", flood + "* 9 FETCH (FLAGS (\\Draft))\r\nA1 OK x\r\n"}));
}

TEST(Hostile, ALineWithoutEndIsCutOff) {
  const auto program = scenario::smtp("S: 220", kConnected);
  Stage stage(program);
  EXPECT_FALSE(stage.play_script({std::string(200'000, 'x')}));
  EXPECT_EQ(stage.ear.broken().at(0).wanted, "a response within our limits");
}

TEST(Hostile, ARuleIsToldOnce) {
  const auto program = scenario::imap("S: * OK\nC: NOOP\nS: OK", kConnected);
  Stage stage(program);
  std::string flood;
  for (int i = 0; i < 1000; ++i) flood += "B" + std::to_string(i) + " OK x\r\n";
  EXPECT_TRUE(stage.play_script({"* OK hi\r\n", flood + "A1 OK x\r\n"}));
  EXPECT_EQ(stage.ear.summary(), "+ imap.watch.tag +");
}

}  // namespace
}  // namespace mailrig::play
