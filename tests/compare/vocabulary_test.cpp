#include "harness/compare/vocabulary.hpp"

#include <gtest/gtest.h>

#include "harness/compare/message.hpp"

namespace mailrig::compare {
namespace {

Vocabulary vocabulary() {
  record::Stage stage;
  stage.domain = "example.test";
  stage.mailbox_prefix = "INBOX.";
  record::Transcript transcript;
  transcript.token = "k3j9f0a20001";
  transcript.accounts = {{"user1", "", "user1@example.test"}, {"ann", "", "ann@example.test"}};
  return {stage, transcript};
}

TEST(Vocabulary, PutsASidesOwnNamesAside) {
  const Vocabulary words = vocabulary();
  EXPECT_EQ(words.neutral("mailrig-k3j9f0a20001/sub"), "mailrig-${token}/sub");
  EXPECT_EQ(words.neutral("MAILRIG-K3J9F0A20001"), "MAILRIG-${token}");
  EXPECT_EQ(words.neutral("<user1@example.test> ann"), "<${address}> ${user.2}");
  EXPECT_EQ(words.neutral("x@example.test"), "x@${domain}");
}

TEST(Vocabulary, LeavesPartsOfLongerWords) {
  const Vocabulary words = vocabulary();
  EXPECT_EQ(words.neutral("user12 annual Hannover"), "user12 annual Hannover");
  EXPECT_EQ(words.neutral(""), "");
}

TEST(Vocabulary, KnowsTheNamespaceOfMailboxes) {
  const Vocabulary words = vocabulary();
  EXPECT_EQ(words.mailbox("INBOX.k3j9f0a20001"), "${token}");
  EXPECT_EQ(words.mailbox("inbox"), "INBOX");
  EXPECT_EQ(Vocabulary().mailbox("INBOX.x"), "INBOX.x");
}

TEST(Message, LosesTheFieldsOfItsWay) {
  const std::string text =
      "Return-Path: <a@b>\r\nReceived: from x\r\n by y;\r\n\tdate\r\nSubject: s\r\n\r\nReceived: stays\r\n";
  EXPECT_EQ(neutral_message(text, true, Vocabulary()), "Subject: s\r\n\r\nReceived: stays\r\n");
  EXPECT_EQ(neutral_message(text, false, Vocabulary()), text);
  EXPECT_EQ(neutral_message("", true, Vocabulary()), "");
}

TEST(Message, ShowsTheFirstLineThatDiffers) {
  const Lines lines = first_unequal_lines("a\r\nb\r\n", "a\r\nc\r\n");
  EXPECT_EQ(lines.a, "b\\r\\n");
  EXPECT_EQ(lines.b, "c\\r\\n");
  EXPECT_EQ(first_unequal_lines("a\r\n", "a\r\nmore\r\n").a, "its end");
}

}  // namespace
}  // namespace mailrig::compare
