// A server that stalls, closes, floods or talks nonsense: the player ends, in time and in bounds.
#include "harness/play/group.hpp"
#include "harness/play/peer.hpp"
#include "tests/play/support.hpp"

namespace mailrig::play {
namespace {

using scenario::Phase;
using Source = Judged::Source;

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
  ASSERT_EQ(stage.ear.broken().size(), 1U);
  EXPECT_EQ(stage.ear.broken()[0].source, Source::Lost);  // nothing is proved
}

TEST(Hostile, OfManyResponsesOnlyWhatIsMissingIsTold) {
  std::string dialogue = "S: * OK\nC: NOOP\n";
  for (int i = 0; i < 5; ++i) dialogue += "S: * ${_} FETCH (FLAGS (\\Seen ...)) # SHOULD\n";
  dialogue += "S: * 9 FETCH (FLAGS (\\Draft ...)) # SHOULD\nS: * 5000 FETCH (FLAGS (\\Seen))\nS: OK";
  const auto program = scenario::imap(dialogue, kConnected);
  ASSERT_EQ(program.mistakes, "");
  Stage stage(program);
  std::string flood;
  for (int i = 1; i <= 5000; ++i) flood += "* " + std::to_string(i) + " FETCH (FLAGS (\\Seen))\r\n";
  EXPECT_TRUE(stage.play_script({"* OK hi\r\n", flood + "A1 OK x\r\n"}));
  EXPECT_EQ(stage.ear.summary(), "+ + + + + + - + +");
}

struct NoBench final : Bench {
  bool expected(const scenario::Expectation&, bool, std::string_view, std::string) override { return true; }
  void undecided(std::string_view, std::string) override {}
  void fault(std::string_view, std::string) override {}
};

// Octets and values looked at while a group is offered `count` responses and its end.
double work_of(const scenario::Compiled& program, int count,
               const std::function<std::string(int)>& response) {
  Bindings bindings(program.program,
                    scenario::given_values(program.scenarios[0], program.program, Stage::given()));
  ImapGroup group(10'000, 128 << 20);
  NoBench bench;
  group.begin(scenario::action<scenario::Expect>(program, 1), "A1");
  imap::Response parsed;
  for (int i = 1; i <= count + 1; ++i) {
    const std::string bytes = i > count ? "A1 OK x\r\n" : response(i);
    imap::parse_response(bytes, parsed);
    group.offer(parsed, bindings, bench);
  }
  EXPECT_TRUE(group.over());
  return static_cast<double>(group.work());
}

std::string repeated(const std::string& text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

TEST(Hostile, TwiceTheOctetsMakeAboutTwiceTheWork) {
  struct Flood {
    const char* name;
    std::string patterns;
    std::function<std::string(int)> response;
  };
  const std::vector<Flood> floods = {
      {"values that disagree",
       "S: * ${=n} FETCH (FLAGS (\\Seen ...))\nS: * ${n} FETCH (FLAGS (\\Draft ...))\n",
       [](int i) {
         return "* " + std::to_string(i) + " FETCH (FLAGS (\\" + (i % 2 == 0 ? "Seen" : "Draft") + "))\r\n";
       }},
      {"one response for two of many patterns",
       repeated("S: * ${_} FETCH (FLAGS (\\Seen ...))\n", 10) + repeated("S: * 1 FETCH (FLAGS (...))\n", 2),
       [](int i) { return "* " + std::to_string(i) + " FETCH (FLAGS (\\Seen))\r\n"; }},
      {"order", "S: * ${=n} EXISTS\n" + repeated("S: * ${_} FETCH (UID ${n}) # after the line above\n", 4),
       [](int i) { return i % 2 == 0 ? "* 7 EXISTS\r\n" : "* 1 FETCH (UID " + std::to_string(i) + ")\r\n"; }},
      {"long lists of flags", "S: * ${_} FETCH (FLAGS (${=a} ${=b} ~/x.*/ \\Seen))\n",
       [](int) { return "* 1 FETCH (FLAGS (" + repeated("a ", 200) + "b))\r\n"; }},
      {"deep lists", "S: * ${_} FETCH (ENVELOPE ${=a} BODY ${a})\n",
       [](int) { return "* 1 FETCH (ENVELOPE " + repeated("(", 60) + repeated(")", 60) + " BODY NIL)\r\n"; }},
      {"ranges", "S: * VANISHED 1:4294967295\n",
       [](int i) {
         return "* VANISHED 1:" + std::to_string(4294967294U - static_cast<unsigned>(i)) + "\r\n";
       }},
  };
  for (const Flood& flood : floods) {
    const auto program = scenario::imap("C: NOOP\n" + flood.patterns + "S: OK", kConnected);
    ASSERT_EQ(program.mistakes, "") << flood.name;
    const double once = work_of(program, 5'000, flood.response);
    const double twice = work_of(program, 10'000, flood.response);
    EXPECT_LE(twice, 2.2 * once) << flood.name;
  }
}

// A limit of ours that was reached makes no verdict about the server; nor is it our fault.
TEST(Hostile, WhatIsMissingBehindOurLimitsIsNotProved) {
  const std::string flags = "S: * ${=n} FETCH (FLAGS (\\Seen))\nS: * 5 FETCH (FLAGS (\\Draft) UID ${n})\n";
  const std::string others = "S: not * ${n} FETCH (FLAGS (\\Answered))\n";
  std::string flood;
  for (int i = 1; i <= 200; ++i) flood += "* " + std::to_string(i) + " FETCH (FLAGS (\\Seen))\r\n";
  Limits limits;
  limits.unsolicited = 100;
  const auto last = [&](const std::string& lines, const std::string& replies) {
    const auto program = scenario::imap("S: * OK\nC: NOOP\n" + lines + "S: OK", kConnected);
    EXPECT_EQ(program.mistakes, "");
    Stage stage(program, limits);
    EXPECT_FALSE(stage.play_script({"* OK hi\r\n", replies + "A1 OK x\r\n"}));
    return stage.ear.broken().empty() ? Source::Expectation : stage.ear.broken().back().source;
  };
  // Number 150 would have fitted both lines, and was not kept.
  EXPECT_EQ(last(flags, flood + "* 5 FETCH (FLAGS (\\Draft) UID 150)\r\n"), Source::Lost);
  EXPECT_EQ(last(flags + others, flood + "* 5 FETCH (FLAGS (\\Draft) UID 150)\r\n"), Source::Lost);
  // What nothing fitted did not come, however much else did.
  EXPECT_EQ(last("S: * ${_} FETCH (FLAGS (\\Seen))\nS: * 5 EXISTS\n", flood), Source::Expectation);
}

TEST(Hostile, MoreThanIsKeptUnreadProvesNothing) {
  for (const char* id : {"imap/t", "pop3/t"}) {
    const auto program = scenario::compile_dialogue(id, "pause 100s\nC: NOOP", kConnected);
    Limits limits;
    limits.received = 10'000;
    Stage stage(program, limits);
    EXPECT_TRUE(stage.play(Phase::Setup, [](auto, auto) { return ""; }));
    const std::string line = id[0] == 'i' ? "* 1 EXISTS\r\n" : "+OK more\r\n";
    stage.on_wait = [&] { stage.player.received(0, repeated(line, 2'000), stage.now); };
    EXPECT_FALSE(stage.play(Phase::Body, [](auto, auto) { return ""; }));
    EXPECT_EQ(stage.ear.broken().back().source, Source::Lost) << id;
    EXPECT_NE(stage.ear.broken().back().why.find("the limit is 10000 octets"), std::string::npos) << id;
  }
}

// Tagged answers that come before the lines that ask for them are kept, but not all.
TEST(Hostile, AnswersThatWereNotKeptProveNothing) {
  const auto program = scenario::imap("S: * OK\nC raw: X1 NOOP\\r\\n\nC: NOOP\nS: OK\nS: X1 OK", kConnected);
  ASSERT_EQ(program.mistakes, "");
  Stage stage(program);
  std::string early = "X1 OK x\r\n";
  for (std::size_t i = 0; i < kEarlyLimit; ++i) early += "Y" + std::to_string(i) + " OK x\r\n";
  stage.play_script({"* OK hi\r\n", "", early + "A1 OK x\r\n"});
  EXPECT_EQ(stage.ear.broken().back().source, Source::Lost);
}

TEST(Hostile, MoreCommandsInFlightThanAreKnownByTagIsOurs) {
  std::string dialogue = "S: * OK\n";
  dialogue += repeated("C: NOOP\n", kTagsKept + 6) + repeated("S: OK\n", kTagsKept + 6);
  const auto program = scenario::imap(dialogue, kConnected);
  ASSERT_EQ(program.mistakes, "");
  Stage stage(program);
  std::string answers;
  for (std::size_t i = 1; i <= kTagsKept + 6; ++i) answers += "A" + std::to_string(i) + " OK x\r\n";
  std::vector<std::string> replies(kTagsKept + 6);
  replies.insert(replies.begin(), "* OK hi\r\n");
  replies.back() = answers;
  EXPECT_FALSE(stage.play_script(replies));
  EXPECT_EQ(stage.ear.broken().at(0).source, Source::Fault);
}

struct Flood {
  const char* id;
  const char* dialogue;
  std::string sent;
  const char* rule;  // of the RFC, that a line broke; empty: none
  const char* limit;
};

std::vector<Flood> floods() {
  const std::string long_line(1'100'000, 'x');
  return {
      {"smtp/t", "S: 220", "220 " + long_line, "smtp.reply.line-too-long",
       "a reply past the limit of 65536 octets"},
      {"smtp/t", "S: 220", "220-" + std::string(510, 'x') + "\r\n" + repeated("220-more\r\n", 10'000),
       "smtp.reply.line-too-long", "a reply past the limit of 65536 octets"},
      {"smtp/t", "S: 220", repeated("220-more\r\n", 10'000), "", "a reply past the limit of 65536 octets"},
      {"pop3/t", "S: +OK", "+OK " + long_line, "pop3.reply.line-too-long",
       "a line past the limit of 65536 octets"},
      {"pop3/t", "S: +OK", long_line, "pop3.reply.line-too-long", "a line past the limit of 65536 octets"},
      {"pop3/t", "S: +OK", "+ " + long_line, "", "a line past the limit of 65536 octets"},
      {"imap/t", "S: * OK", "* OK " + long_line, "", "a line past the limit of 1048576 octets"},
      {"imap/t", "S: * OK", "* LIST () NIL {4000000000}\r\n", "",
       "a literal past the limit of 67108864 octets"},
  };
}

// A line that the RFC bounds is the server's fault; whatever else is too much for us proves nothing, and is
// no fault of ours.
TEST(Hostile, AFloodIsJudgedByTheBoundsOfTheRfcs) {
  for (const Flood& flood : floods()) {
    const auto program = scenario::compile_dialogue(flood.id, flood.dialogue, kConnected);
    ASSERT_EQ(program.mistakes, "");
    Stage stage(program);
    EXPECT_FALSE(stage.play(Phase::Setup, [&](auto, auto) { return flood.sent; }) &&
                 stage.play(Phase::Body, {}));
    const std::vector<Heard> broken = stage.ear.broken();
    const std::string told = std::string(flood.id) + ' ' + flood.sent.substr(0, 20);
    ASSERT_EQ(broken.size(), *flood.rule == 0 ? 1U : 2U) << told;
    EXPECT_EQ(broken.front().rule, flood.rule) << told;
    EXPECT_EQ(broken.back().why, "the target sent " + std::string(flood.limit) + " that we read") << told;
  }
}

// Not even what comes while it cleans up is a pass.
TEST(Hostile, AFloodProvesNothingInAnyPhase) {
  const scenario::Rule own;
  for (const auto& [phase, source] : {std::pair{Phase::Setup, Source::Setup},
                                      {Phase::Body, Source::Lost},
                                      {Phase::Cleanup, Source::Lost}}) {
    Ear ear;
    Judge judge(ear, own, scenario::Rev::Imap4rev1);
    judge.begin(phase);
    judge.overrun("less", "more came");
    EXPECT_TRUE(judge.failed());
    EXPECT_EQ(ear.all.at(0).source, source);
    EXPECT_EQ(ear.all.at(0).mismatch, Mismatch::Unwanted);
  }
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
