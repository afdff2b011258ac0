#include "harness/transcribe/draft.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailrig::transcribe {
namespace {

TEST(Draft, WhatTheNotationWouldReadOtherwiseIsSetInFront) {
  Draft draft;
  EXPECT_EQ(draft.plain("NOOP \\Seen"), "NOOP \\Seen");
  EXPECT_EQ(draft.plain("a ${b} # c"), "${text1}");
  EXPECT_EQ(draft.plain(std::string_view("gr\xC3\xBC\0\r\n", 7)), "${text2}");
  EXPECT_THAT(draft.lines, testing::ElementsAre("set text1 = \"a \\x24{b} \\x23 c\"",
                                                "set text2 = \"gr\\xC3\\xBC\\x00\\r\\n\""));
}

TEST(Draft, TheSameOctetsAreKeptOnce) {
  Draft draft;
  draft.name = "a";
  EXPECT_EQ(draft.keep("x"), "a-1");
  EXPECT_EQ(draft.keep("y"), "a-2");
  EXPECT_EQ(draft.keep("x"), "a-1");
}

TEST(Draft, TheFileHasItsFactsInFrontOfItsLines) {
  Draft draft;
  draft.title = "t";
  draft.clause = "rfc3501 7";
  draft.protocol = "imap";
  draft.tls = "none";
  draft.needs = {"MOVE"};
  draft.messages = {"one \\Seen"};
  draft.mailboxes = {{"box2", {}}};
  draft.makes = {"${mailbox}-made1"};
  draft.lines = {"S: * OK"};
  EXPECT_EQ(to_toml(draft),
            "title     = \"t\"\nclause    = \"rfc3501 7\"\nprotocol  = \"imap\"\nneeds     = [\"MOVE\"]\n"
            "start     = { state = \"connected\", tls = \"none\", messages = [\"one \\\\Seen\"] }\n"
            "mailboxes = { box2 = [] }\nmakes     = [\"${mailbox}-made1\"]\ntags      = [\"recorded\"]\n\n"
            "dialogue = '''\nS: * OK\n'''\n");
}

}  // namespace
}  // namespace mailrig::transcribe
