// ${#n}: a message's number on its connection, after each EXPUNGE and VANISHED that was seen.
#include "tests/play/support.hpp"

namespace mailrig::play {
namespace {

using Source = Judged::Source;

constexpr std::string_view kSelect = "S: * OK\nC: SELECT INBOX\nS: OK\n";
const std::string kSelected =
    "* FLAGS ()\r\n* 5 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 60] x\r\nA1 OK [READ-WRITE] x\r\n";

struct Played {
  bool held = false;
  std::vector<Heard> broken;
  std::string last;  // octets sent
};

Played play(const std::string& dialogue, std::vector<std::string> replies, Limits limits = {}) {
  const auto program = scenario::imap(std::string(kSelect) + dialogue, kConnected);
  EXPECT_EQ(program.mistakes, "") << dialogue;
  Played played;
  if (!program.mistakes.empty()) return played;
  Stage stage(program, limits);
  replies.insert(replies.begin(), {"* OK hi\r\n", kSelected});
  played.held = stage.play_script(std::move(replies));
  played.broken = stage.ear.broken();
  played.last = stage.writes.empty() ? std::string() : stage.writes.back();
  return played;
}

std::string told(const Played& played) {
  std::string all;
  for (const Heard& one : played.broken) all += one.wanted + " | " + one.got + " | " + one.why + '\n';
  return all;
}

const std::string kBind = "C: FETCH 3 FLAGS\nS: * ${=#n} FETCH (FLAGS ())\nS: OK\n";
const std::string kBound = "* 3 FETCH (FLAGS ())\r\nA2 OK x\r\n";

TEST(MessageNumber, FollowsExpungesBelowIt) {
  const Played played =
      play(kBind + "C: NOOP\nS: OK\nC: FETCH ${#n} FLAGS\nS: * ${#n} FETCH (FLAGS ())\nS: OK",
           {kBound, "* 4 EXPUNGE\r\n* 1 EXPUNGE\r\nA3 OK x\r\n", "* 2 FETCH (FLAGS ())\r\nA4 OK x\r\n"});
  EXPECT_TRUE(played.held) << told(played);
  EXPECT_EQ(played.last, "A4 FETCH 2 FLAGS\r\n");
}

TEST(MessageNumber, IsComputedWith) {
  const Played played = play(kBind + "C: NOOP\nS: OK\nC: FETCH ${#n-1}:${#n+1} FLAGS\nS: OK",
                             {kBound, "* 1 EXPUNGE\r\nA3 OK x\r\n", "A4 OK x\r\n"});
  EXPECT_EQ(played.last, "A4 FETCH 1:3 FLAGS\r\n");
}

TEST(MessageNumber, IsSetAndFollowsFromThere) {
  const Played played =
      play("set #n = 4\nC: NOOP\nS: OK\ncheck ${#n} = 2\nset #m = ${#n+1}\nC: FETCH ${#m} FLAGS\nS: OK",
           {"* 1 EXPUNGE\r\n* 1 EXPUNGE\r\nA2 OK x\r\n", "A3 OK x\r\n"});
  EXPECT_TRUE(played.held) << told(played);
  EXPECT_EQ(played.last, "A3 FETCH 3 FLAGS\r\n");
}

// Lines match in any order, each response as it was understood when it came.
TEST(MessageNumber, OfAResponseIsThatOfItsMoment) {
  const std::string dialogue =
      "set #a = 2\nset #b = 3\nC: EXPUNGE\nS: * ${#b} EXPUNGE\nS: * ${#a} EXPUNGE\nS: OK";
  for (const char* order : {"* 2 EXPUNGE\r\n* 2 EXPUNGE\r\n", "* 3 EXPUNGE\r\n* 2 EXPUNGE\r\n"}) {
    const Played played = play(dialogue, {order + std::string("A2 OK x\r\n")});
    EXPECT_TRUE(played.held) << order << told(played);
  }
  EXPECT_FALSE(play(dialogue, {"* 2 EXPUNGE\r\n* 3 EXPUNGE\r\nA2 OK x\r\n"}).held);
}

TEST(MessageNumber, BoundByALaterResponseIsLookedAtFromAnEarlierOne) {
  const Played played =
      play("C: NOOP\nS: * ${=#n} FETCH (FLAGS (\\Seen))\nS: * ${#n} FETCH (FLAGS (\\Draft))\nS: OK",
           {"* 4 FETCH (FLAGS (\\Draft))\r\n* 2 EXPUNGE\r\n* 3 FETCH (FLAGS (\\Seen))\r\nA2 OK x\r\n"});
  EXPECT_TRUE(played.held) << told(played);
}

TEST(MessageNumber, FollowsWhatCameWhenNobodyAsked) {
  const std::string dialogue = kBind + "C: NOOP\nC: NOOP\nS: OK\nS: OK\nC: FETCH ${#n} FLAGS\nS: OK";
  const Played played = play(dialogue, {kBound, "", "A3 OK x\r\nA4 OK x\r\n* 2 EXPUNGE\r\n", "A5 OK x\r\n"});
  EXPECT_EQ(played.last, "A5 FETCH 2 FLAGS\r\n");
}

TEST(MessageNumber, FollowsVanishedByKnownUids) {
  const std::string fetched =
      "* 1 FETCH (UID 11)\r\n* 2 FETCH (UID 12)\r\n* 3 FETCH (UID 13 FLAGS ())\r\nA2 OK x\r\n";
  const std::string dialogue =
      "C: FETCH 1:3 (UID)\nS: * ${=#n} FETCH (UID 13 FLAGS ())\nS: OK\nC: NOOP\nS: OK\nC: FETCH ${#n} "
      "FLAGS\nS: OK";
  EXPECT_EQ(play(dialogue, {fetched, "* VANISHED 11:12,50\r\nA3 OK x\r\n", "A4 OK x\r\n"}).last,
            "A4 FETCH 1 FLAGS\r\n");
  EXPECT_EQ(play(dialogue, {fetched, "* VANISHED (EARLIER) 1:9\r\nA3 OK x\r\n", "A4 OK x\r\n"}).last,
            "A4 FETCH 3 FLAGS\r\n");
}

// UIDs ascend: below a known one all are smaller.
TEST(MessageNumber, FollowsVanishedBetweenKnownUids) {
  const std::string dialogue =
      "C: FETCH 3 (UID)\nS: * ${=#n} FETCH (UID 13)\nS: OK\nC: NOOP\nS: OK\nC: FETCH ${#n} FLAGS\nS: OK";
  EXPECT_EQ(
      play(dialogue, {"* 3 FETCH (UID 13)\r\nA2 OK x\r\n", "* VANISHED 4\r\nA3 OK x\r\n", "A4 OK x\r\n"})
          .last,
      "A4 FETCH 2 FLAGS\r\n");
}

TEST(MessageNumber, ThatNoFetchTellsApartIsOurs) {
  const std::string send = kBind + "C: NOOP\nS: OK\nC: FETCH ${#n} FLAGS\nS: OK";
  const std::string expect = kBind + "C: NOOP\nS: OK\nC: FETCH 1 FLAGS\nS: * ${#n} FETCH (FLAGS ())\nS: OK";
  const std::string absent =
      kBind + "C: NOOP\nS: OK\nC: FETCH 1 FLAGS\nS: not * ${#n} FETCH (FLAGS ())\nS: OK";
  for (const std::string& dialogue : {send, expect, absent}) {
    const Played played =
        play(dialogue, {kBound, "* VANISHED 4\r\nA3 OK x\r\n", "* 1 FETCH (FLAGS ())\r\nA4 OK x\r\n"});
    ASSERT_FALSE(played.broken.empty()) << dialogue;
    EXPECT_EQ(played.broken.back().source, Source::Fault) << told(played);
    EXPECT_NE(played.broken.back().why.find("VANISHED"), std::string::npos) << told(played);
  }
}

TEST(MessageNumber, OfAMessageThatTheServerTookAwayAccusesIt) {
  const Played played = play(kBind + "C: NOOP\nS: OK\nC: FETCH ${#n} FLAGS\nS: OK",
                             {kBound, "* 1 EXPUNGE\r\n* 2 EXPUNGE\r\nA3 OK x\r\n"});
  ASSERT_EQ(played.broken.size(), 1U);
  EXPECT_EQ(played.broken[0].source, Source::Shell);
  EXPECT_EQ(
      played.broken[0].why,
      "the message of ${#n}, number 3 when that was bound, is gone: as number 2 it was expunged, and this "
      "scenario had sent nothing that expunges");
}

TEST(MessageNumber, OfAMessageThatTheScenarioExpungedIsItsMistake) {
  const Played played =
      play(kBind + "C: EXPUNGE\nS: OK\nC: FETCH ${#n} FLAGS\nS: OK", {kBound, "* 3 EXPUNGE\r\nA3 OK x\r\n"});
  ASSERT_EQ(played.broken.size(), 1U);
  EXPECT_EQ(played.broken[0].source, Source::Fault);
  EXPECT_NE(played.broken[0].why.find("this scenario has sent what expunges"), std::string::npos);
}

TEST(MessageNumber, OfAMessageThatIsGoneFitsNoResponse) {
  const std::string replies[] = {kBound, "* 3 EXPUNGE\r\nA3 OK x\r\n", "* 3 FETCH (FLAGS ())\r\nA4 OK x\r\n"};
  const std::string before = kBind + "C: EXPUNGE\nS: OK\nC: NOOP\n";
  const Played wanted =
      play(before + "S: * ${#n} FETCH (FLAGS ())\nS: OK", {replies[0], replies[1], replies[2]});
  ASSERT_EQ(wanted.broken.size(), 1U);
  EXPECT_EQ(wanted.broken[0].source, Source::Expectation);
  EXPECT_NE(wanted.broken[0].why.find("is gone: as number 3 it was expunged"), std::string::npos)
      << told(wanted);
  EXPECT_TRUE(
      play(before + "S: not * ${#n} FETCH (FLAGS ())\nS: OK", {replies[0], replies[1], replies[2]}).held);
}

TEST(MessageNumber, IsOfOneSelectedMailbox) {
  const Played played = play(kBind + "C: SELECT other\nS: OK\nC: FETCH ${#n} FLAGS\nS: OK",
                             {kBound, "* FLAGS ()\r\n* 5 EXISTS\r\nA3 OK x\r\n"});
  ASSERT_EQ(played.broken.size(), 1U);
  EXPECT_EQ(played.broken[0].source, Source::Fault);
  EXPECT_NE(played.broken[0].why.find("not selected any more"), std::string::npos);
}

TEST(MessageNumber, IsBoundByNumbersAlone) {
  const std::string dialogue =
      "C: SEARCH ALL\nS: * SEARCH ${=#n} ...\nS: OK\nC: NOOP\nS: OK\nC: FETCH ${#n} FLAGS\nS: OK";
  EXPECT_EQ(play(dialogue, {"* SEARCH 4 5\r\nA2 OK x\r\n", "* 1 EXPUNGE\r\nA3 OK x\r\n", "A4 OK x\r\n"}).last,
            "A4 FETCH 3 FLAGS\r\n");
  EXPECT_FALSE(play("C: NOOP\nS: * FLAGS (${=#n})\nS: OK", {"* FLAGS (\\Seen)\r\nA2 OK x\r\n"}).held);
}

TEST(MessageNumber, ManyExpungesAreFollowedInNoTime) {
  std::string flood;
  for (int i = 0; i < 50'000; ++i) flood += "* 1 EXPUNGE\r\n";
  const auto program = scenario::imap(
      std::string(kSelect) + "set #n = 99999\nC: NOOP\nS: * ${#n} FETCH (FLAGS ())\nS: OK", kConnected);
  ASSERT_EQ(program.mistakes, "");
  Stage stage(program);
  EXPECT_TRUE(
      stage.play_script({"* OK hi\r\n", "* FLAGS ()\r\n* 100000 EXISTS\r\nA1 OK x\r\n",
                         flood + "* 49999 FETCH (FLAGS ())\r\n" + flood.substr(0, 1300) + "A2 OK x\r\n"}));
}

}  // namespace
}  // namespace mailrig::play
