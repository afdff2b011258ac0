#include "harness/pop3/dialogue.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace mailrig::pop3 {
namespace {

using Next = Dialogue::Next;

// "verb:status[:block octets]" of each response in `bytes`, received a byte at a time.
std::vector<std::string> read_all(Dialogue& dialogue, std::string bytes, std::size_t step = 1) {
  std::vector<std::string> seen;
  Reply reply;
  std::size_t size = 0;
  std::size_t have = 0;
  while (have < bytes.size()) {
    have = std::min(bytes.size(), have + step);
    while (dialogue.next(std::string_view(bytes).substr(0, have), reply, size) == Next::Unit) {
      std::string one(dialogue.answered());
      one += reply.status == Status::Ok ? ":ok" : reply.status == Status::Err ? ":err" : ":+";
      if (reply.multi_line) one += ":" + std::to_string(reply.block.size());
      if (!dialogue.asked()) one += ":unasked";
      seen.push_back(one);
      bytes.erase(0, size);
      have -= size;
    }
  }
  EXPECT_EQ(bytes, "");
  return seen;
}

using Seen = std::vector<std::string>;

TEST(Dialogue, KnowsWhichCommandIsAnswered) {
  for (std::size_t step = 1; step < 100; ++step) {
    Dialogue dialogue;
    dialogue.sent("USER a\r\nPASS b\r\nSTAT\r\nLIST\r\nLIST 1\r\nRETR 1\r\nuidl\r\nTOP 1 0\r\nQUIT\r\n");
    EXPECT_EQ(dialogue.outstanding(), 9U);
    EXPECT_EQ(dialogue.awaited(), "USER");
    EXPECT_EQ(
        read_all(dialogue,
                 "+OK ready\r\n+OK\r\n+OK\r\n+OK 1 3\r\n+OK\r\n1 3\r\n.\r\n+OK 1 3\r\n+OK\r\n+OK\r\n.\r\n"
                 "-ERR no\r\n+OK\r\n.\r\n+OK bye\r\n",
                 step),
        (Seen{":ok", "USER:ok", "PASS:ok", "STAT:ok", "LIST:ok:8", "LIST:ok", "RETR:ok:8", "UIDL:err",
              "TOP:ok:3", "QUIT:ok"}));
    EXPECT_EQ(dialogue.outstanding(), 0U);
  }
}

TEST(Dialogue, FollowsPartialLines) {
  Dialogue dialogue;
  for (const char c : std::string("CAPA\r\nNOOP\r\n")) dialogue.sent({&c, 1});
  dialogue.sent("RET");
  EXPECT_EQ(dialogue.outstanding(), 2U);
  EXPECT_EQ(read_all(dialogue, "+OK\r\n+OK\r\nTOP\r\n.\r\n+OK\r\n"), (Seen{":ok", "CAPA:ok:8", "NOOP:ok"}));
  dialogue.sent("R 1\r\n");
  EXPECT_EQ(read_all(dialogue, "+OK\r\n.\r\n"), Seen{"RETR:ok:3"});
}

TEST(Dialogue, LinesWithinAuthAreNoCommands) {
  Dialogue dialogue;
  dialogue.sent("AUTH LOGIN\r\n");
  EXPECT_EQ(read_all(dialogue, "+OK\r\n+ VXNlcm5hbWU6\r\n"), (Seen{":ok", ":+"}));
  dialogue.sent("dQ==\r\n");
  EXPECT_EQ(read_all(dialogue, "+ UGFzc3dvcmQ6\r\n"), Seen{":+"});
  dialogue.sent("cA==\r\n");
  EXPECT_EQ(dialogue.outstanding(), 1U);
  EXPECT_EQ(read_all(dialogue, "+OK\r\n"), Seen{"AUTH:ok"});
  dialogue.sent("NOOP\r\n");
  EXPECT_EQ(read_all(dialogue, "+OK\r\n"), Seen{"NOOP:ok"});
}

TEST(Dialogue, AnInitialResponseNeedsNoLine) {
  Dialogue dialogue;
  dialogue.sent("AUTH PLAIN AGEAYg==\r\nSTAT\r\n");
  EXPECT_EQ(dialogue.outstanding(), 2U);
  EXPECT_EQ(read_all(dialogue, "+OK\r\n+OK\r\n+OK 0 0\r\n"), (Seen{":ok", "AUTH:ok", "STAT:ok"}));
}

TEST(Dialogue, AResponseSentEarlyBelongsToAuth) {
  Dialogue dialogue;
  dialogue.sent("AUTH PLAIN\r\nAGEAYg==\r\nSTAT\r\n");
  EXPECT_EQ(dialogue.outstanding(), 2U);
  EXPECT_EQ(read_all(dialogue, "+OK\r\n+ \r\n+OK\r\n+OK 0 0\r\n"), (Seen{":ok", ":+", "AUTH:ok", "STAT:ok"}));
}

TEST(Dialogue, AResponseSentEarlyIsACommandWhenAuthIsRefused) {
  Dialogue dialogue;
  dialogue.sent("AUTH NONE\r\nAGEAYg==\r\nSTAT\r\n");
  EXPECT_EQ(read_all(dialogue, "+OK\r\n-ERR\r\n-ERR\r\n+OK 0 0\r\n"),
            (Seen{":ok", "AUTH:err", ":err", "STAT:ok"}));
}

TEST(Dialogue, AuthWithoutArgumentHasABlock) {
  Dialogue dialogue;
  dialogue.sent("AUTH\r\n");
  EXPECT_EQ(read_all(dialogue, "+OK\r\n+OK\r\nPLAIN\r\n.\r\n"), (Seen{":ok", "AUTH:ok:10"}));
}

TEST(Dialogue, TellsWhatNobodyAskedFor) {
  Dialogue dialogue;
  EXPECT_EQ(read_all(dialogue, "+OK\r\n+OK\r\n"), (Seen{":ok", ":ok:unasked"}));
  dialogue.sent("NOOP\r\n");
  EXPECT_EQ(read_all(dialogue, "+ \r\n"), Seen{"NOOP:+:unasked"});
}

TEST(Dialogue, BeginsAnewAfterReset) {
  Dialogue dialogue;
  dialogue.sent("RETR 1\r\nRET");
  dialogue.reset();
  EXPECT_EQ(dialogue.outstanding(), 0U);
  dialogue.sent("NOOP\r\n");
  EXPECT_EQ(read_all(dialogue, "+OK\r\n+OK\r\n"), (Seen{":ok", "NOOP:ok"}));
}

TEST(Dialogue, SaysWhenTheServerNeverEndsALine) {
  Dialogue dialogue;
  Reply reply;
  std::size_t size = 0;
  EXPECT_EQ(dialogue.next(std::string(kLineLimit, 'x'), reply, size), Next::TooLong);
  EXPECT_GT(size, 0U);
}

TEST(Dialogue, IsBounded) {
  Dialogue dialogue;
  for (std::size_t i = 0; i < kOutstandingLimit + 10; ++i) dialogue.sent("NOOP\r\n");
  EXPECT_EQ(dialogue.outstanding(), kOutstandingLimit);
}

// RFC 6856 2.1, 3.2: text for people may be UTF-8 once that was asked for.
TEST(Pop3Dialogue, TakesUtf8BehindLangAndUtf8Alone) {
  for (const std::string_view asked : {"LANG de\r\n", "UTF8\r\n", "NOOP\r\n"}) {
    Dialogue dialogue;
    Reply reply;
    std::size_t size = 0;
    ASSERT_EQ(dialogue.next("+OK hi\r\n", reply, size), Dialogue::Next::Unit);
    dialogue.sent(asked);
    ASSERT_EQ(dialogue.next("+OK de \xC3\xA4\r\n", reply, size), Dialogue::Next::Unit);
    EXPECT_EQ(reply.flaws.empty(), asked != "NOOP\r\n") << asked;
    dialogue.sent("NOOP\r\n");
    ASSERT_EQ(dialogue.next("+OK \xC3\xA4\r\n", reply, size), Dialogue::Next::Unit);
    EXPECT_EQ(reply.flaws.empty(), asked != "NOOP\r\n") << asked;
  }
}

}  // namespace
}  // namespace mailrig::pop3
