#include "harness/imap/dialogue.hpp"

#include <gtest/gtest.h>

namespace mailrig::imap {
namespace {

// Reads one response; its verb, or "-" for none.
std::string answer(Dialogue& dialogue, std::string_view bytes) {
  static Response response;
  std::size_t size = 0;
  EXPECT_EQ(dialogue.next(bytes, response, size), Dialogue::Next::Unit);
  EXPECT_EQ(size, bytes.size());
  return dialogue.answered().empty() ? "-" : std::string(dialogue.answered());
}

TEST(ImapDialogue, PairsTagsWithCommandsInAnyOrder) {
  Dialogue dialogue;
  dialogue.sent("a1 NOOP\r\na2 uid fetch 1:* FLAGS\r\na3 LOGOUT\r\n");
  EXPECT_EQ(dialogue.outstanding(), 3U);
  EXPECT_EQ(dialogue.awaited(), "NOOP");
  EXPECT_EQ(answer(dialogue, "* 1 FETCH (UID 1)\r\n"), "-");
  EXPECT_EQ(answer(dialogue, "a2 OK done\r\n"), "UID FETCH");
  EXPECT_EQ(answer(dialogue, "a1 OK done\r\n"), "NOOP");
  EXPECT_EQ(answer(dialogue, "a3 OK done\r\n"), "LOGOUT");
  EXPECT_EQ(dialogue.outstanding(), 0U);
  EXPECT_TRUE(dialogue.asked());
  EXPECT_EQ(answer(dialogue, "a3 OK done\r\n"), "-");
  EXPECT_FALSE(dialogue.asked());
}

TEST(ImapDialogue, IsOfRev2OnceThatIsEnabledOrNothingElseIsOffered) {
  struct Row {
    const char* bytes;
    bool rev2, utf8;
  };
  static constexpr Row kRows[] = {
      {"* OK [CAPABILITY IMAP4rev1 IMAP4rev2] hi\r\n", false, false},
      {"* OK [CAPABILITY IMAP4rev2 IDLE] hi\r\n", true, true},
      {"* CAPABILITY IMAP4rev2\r\n", true, true},
      {"* ENABLED IMAP4REV2\r\n", true, true},
      {"* ENABLED UTF8=ACCEPT\r\n", false, true},
      {"* ENABLED CONDSTORE\r\n", false, false},
  };
  for (const Row& row : kRows) {
    Dialogue dialogue;
    EXPECT_EQ(answer(dialogue, row.bytes), "-");
    EXPECT_EQ(dialogue.rev2(), row.rev2) << row.bytes;
    EXPECT_EQ(dialogue.utf8(), row.utf8) << row.bytes;
  }
}

TEST(ImapDialogue, LetsTheTextOfAStatusBeEmptyInRev2) {
  for (const bool enabled : {false, true}) {
    Dialogue dialogue;
    EXPECT_EQ(answer(dialogue, enabled ? "* ENABLED IMAP4rev2\r\n" : "* ENABLED\r\n"), "-");
    Response response;
    std::size_t size = 0;
    EXPECT_EQ(dialogue.next("* OK \r\n", response, size), Dialogue::Next::Unit);
    EXPECT_EQ(response.flaws.items().empty(), enabled);
  }
}

TEST(ImapDialogue, FollowsCommandsCutAnywhere) {
  const std::string sent = "a1 LOGIN {4}\r\nuser {4+}\r\npass\r\na2 UID SEARCH ALL\r\n";
  for (std::size_t cut = 0; cut <= sent.size(); ++cut) {
    Dialogue dialogue;
    dialogue.sent(sent.substr(0, cut));
    dialogue.sent(sent.substr(cut));
    EXPECT_EQ(dialogue.outstanding(), 2U) << cut;
    EXPECT_TRUE(dialogue.continuation_owed());
    EXPECT_EQ(answer(dialogue, "+ go\r\n"), "-");
    EXPECT_FALSE(dialogue.continuation_owed());
    EXPECT_EQ(answer(dialogue, "a1 OK x\r\n"), "LOGIN");
    EXPECT_EQ(answer(dialogue, "a2 OK x\r\n"), "UID SEARCH");
  }
}

TEST(ImapDialogue, SeesNoCommandInALiteral) {
  Dialogue dialogue;
  dialogue.sent("a1 APPEND x {9+}\r\na2 NOOP\r\n\r\n");
  EXPECT_EQ(dialogue.outstanding(), 1U);
}

TEST(ImapDialogue, TakesTheNextLineAsACommandWhenALiteralIsRefused) {
  Dialogue dialogue;
  dialogue.sent("a1 APPEND x {900}\r\n");
  EXPECT_EQ(answer(dialogue, "a1 NO [TRYCREATE] none\r\n"), "APPEND");
  EXPECT_FALSE(dialogue.continuation_owed());
  dialogue.sent("a2 NOOP\r\n");
  EXPECT_EQ(answer(dialogue, "a2 OK x\r\n"), "NOOP");
}

TEST(ImapDialogue, KnowsIdleFromStartToDone) {
  Dialogue dialogue;
  dialogue.sent("a1 IDLE\r\n");
  EXPECT_TRUE(dialogue.idling());
  EXPECT_TRUE(dialogue.continuation_owed());
  EXPECT_EQ(answer(dialogue, "+ idling\r\n"), "-");
  EXPECT_TRUE(dialogue.asked());
  dialogue.sent("DONE\r\n");
  EXPECT_EQ(dialogue.outstanding(), 1U);
  EXPECT_EQ(answer(dialogue, "a1 OK x\r\n"), "IDLE");
  EXPECT_FALSE(dialogue.idling());
}

TEST(ImapDialogue, TakesAuthenticateLinesForNoCommands) {
  Dialogue dialogue;
  dialogue.sent("a1 AUTHENTICATE PLAIN\r\n");
  EXPECT_EQ(answer(dialogue, "+ \r\n"), "-");
  dialogue.sent("AHVzZXIAcGFzcw==\r\n");
  EXPECT_EQ(dialogue.outstanding(), 1U);
  EXPECT_EQ(answer(dialogue, "+ more\r\n"), "-");
  EXPECT_TRUE(dialogue.asked());
  EXPECT_EQ(answer(dialogue, "a1 OK x\r\n"), "AUTHENTICATE");
}

TEST(ImapDialogue, SaysThatAContinuationWasNotAskedFor) {
  Dialogue dialogue;
  dialogue.sent("a1 NOOP\r\n");
  EXPECT_EQ(answer(dialogue, "+ go\r\n"), "-");
  EXPECT_FALSE(dialogue.asked());
}

TEST(ImapDialogue, LearnsThatUtf8IsOn) {
  Dialogue dialogue;
  EXPECT_EQ(answer(dialogue, "* ENABLED UTF8=ACCEPT\r\n"), "-");
  EXPECT_TRUE(dialogue.utf8());
  dialogue.reset();
  EXPECT_FALSE(dialogue.utf8());
}

}  // namespace
}  // namespace mailrig::imap
