#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/transcribe/talked.hpp"

namespace mailrig::transcribe {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr auto kImap = Protocol::Imap;

const std::initializer_list<std::string_view> kReading = {
    "S: * OK ready",
    "C: a1 LOGIN alice \"secret word\"",
    "S: a1 OK [CAPABILITY IMAP4rev1] in",
    "C: a2 SELECT INBOX",
    "S: * FLAGS (\\Seen \\Deleted)",
    "S: * 2 EXISTS",
    "S: * 0 RECENT",
    "S: * OK [UIDVALIDITY 17] v",
    "S: * OK [UIDNEXT 9] n",
    "S: a2 OK [READ-WRITE] done",
    "C: a3 UID FETCH 5,8 (FLAGS BODY.PEEK[])",
    "S: * 1 FETCH (UID 5 FLAGS (\\Seen) BODY[] {5}\r\nx: y\n)",
    "S: * 2 FETCH (UID 8 FLAGS () RFC822.SIZE 300)",
    "S: a3 OK done",
    "C: a4 LOGOUT",
    "S: * BYE",
    "S: a4 OK",
    "server closes"};

TEST(TranscribeImap, TagsCredentialsAndUidsAreNotOfThatRun) {
  const Draft draft = draft_of(kImap, kReading);
  EXPECT_THAT(draft.lines, ElementsAre("S: * OK", "C: LOGIN ${quoted:user} ${quoted:password}", "S: OK",
                                       "C: SELECT ${mailbox}", "S: * FLAGS (...)", "S: * 2 EXISTS",
                                       "S: * OK [UIDVALIDITY ${_}]", "S: * OK [UIDNEXT ${_}]", "S: OK",
                                       "C: UID FETCH ${uid.1},${uid.2} (FLAGS BODY.PEEK[])",
                                       "S: * 1 FETCH (UID ${uid.1} FLAGS (\\Seen ...) BODY[] ${message.1})",
                                       "S: * 2 FETCH (UID ${uid.2} FLAGS (...))", "S: OK", "C: LOGOUT",
                                       "S: * BYE", "S: OK", "closed"));
}

TEST(TranscribeImap, WhatWasFetchedWholeIsTheScenariosOwnAndTheRestIsGenerated) {
  const Draft draft = draft_of(kImap, kReading);
  EXPECT_THAT(draft.messages, ElementsAre("one-1 \\Seen", "generated:2:300"));
  EXPECT_EQ(draft.corpus.at("one-1"), "x: y\n");
}

TEST(TranscribeImap, HowTheTalkWasCutMakesNoDifference) {
  const Session session = talked(kImap, kReading);
  EXPECT_EQ(to_toml(transcribe(session, "one")), to_toml(transcribe(cut_everywhere(session), "one")));
}

TEST(TranscribeImap, CompressionBeginsWhereItBegan) {
  const Draft draft = draft_of(kImap, {"S: * OK ready", "C: a1 COMPRESS DEFLATE", "S: a1 OK now", "compress",
                                       "C: a2 NOOP", "S: a2 OK", "server closes"});
  EXPECT_THAT(draft.lines, ElementsAre("S: * OK", "C: COMPRESS DEFLATE", "S: OK", "compress", "C: NOOP",
                                       "S: OK", "closed"));
  EXPECT_THAT(draft.needs, Contains("COMPRESS=DEFLATE"));
}

TEST(TranscribeImap, NoPasswordIsWritten) {
  const Draft draft = draft_of(kImap, {"S: * OK", "C: 1 LOGIN {5+}\r\nalice {11+}\r\nsecret word", "S: 1 OK",
                                       "C: 2 ID (\"x\" \"secret word\")", "S: * ID NIL", "S: 2 OK",
                                       "C: 3 APPEND INBOX {18+}\r\na: secret word\r\n\r\n", "S: 3 OK"});
  EXPECT_THAT(to_toml(draft), Not(HasSubstr("secret")));
  EXPECT_THAT(draft.corpus.begin()->second, Not(HasSubstr("secret")));
}

TEST(TranscribeImap, AuthenticateBecomesAnAuthLine) {
  struct Row {
    std::initializer_list<std::string_view> talk;
    std::string_view line, reply;
  };
  for (const Row& row :
       {Row{{"S: * OK", "C: a AUTHENTICATE PLAIN AGEAcGFzc3dvcmQ=", "S: a OK"}, "auth PLAIN", "S: OK"},
        Row{{"S: * OK", "C: a AUTHENTICATE plain", "S: + ", "C: AGEAcGFzc3dvcmQ=", "S: a NO no"},
            "auth PLAIN wrong no-initial",
            "S: NO"},
        Row{{"S: * OK", "C: a AUTHENTICATE LOGIN", "S: + VXNlcjo=", "C: *", "S: a BAD"},
            "auth LOGIN cancel no-initial",
            "S: BAD"}}) {
    EXPECT_THAT(draft_of(kImap, row.talk).lines, ElementsAre("S: * OK", row.line, row.reply));
  }
}

TEST(TranscribeImap, AMailboxThatTheClientMakesIsMadeAgainAndCleanedUp) {
  const Draft draft =
      draft_of(kImap, {"S: * PREAUTH", "C: 1 CREATE Sent", "S: 1 OK", "C: 2 SELECT \"Nowhere\"", "S: 2 NO",
                       "C: 3 STATUS Drafts (MESSAGES UIDNEXT)", "S: * STATUS Drafts (MESSAGES 1 UIDNEXT 7)",
                       "S: 3 OK", "C: 4 RENAME Sent Old", "S: 4 OK", "C: 5 DELETE Old", "S: 5 OK"});
  EXPECT_THAT(draft.lines, ElementsAre("S: * PREAUTH", "C: CREATE ${mailbox}-made1", "S: OK",
                                       "C: SELECT \"${mailbox}-none1\"", "S: NO",
                                       "C: STATUS ${mailbox} (MESSAGES UIDNEXT)",
                                       "S: * STATUS ${mailbox} (MESSAGES 1 UIDNEXT ${_})", "S: OK",
                                       "C: RENAME ${mailbox}-made1 ${mailbox}-made2", "S: OK",
                                       "C: DELETE ${mailbox}-made2", "S: OK"));
  EXPECT_THAT(draft.makes, ElementsAre("${mailbox}-made1", "${mailbox}-made2"));
}

TEST(TranscribeImap, AUidThatIsSaidAgainIsBound) {
  const Draft draft =
      draft_of(kImap, {"S: * OK", "C: 1 SELECT inbox", "S: * 0 EXISTS", "S: 1 OK", "C: 2 APPEND INBOX {6}",
                       "S: + go", "C: a: b\r\n", "S: * 1 EXISTS", "S: 2 OK [APPENDUID 3 40] done",
                       "C: 3 UID STORE 40 +FLAGS (\\Deleted)", "S: * 1 FETCH (UID 40 FLAGS (\\Deleted))",
                       "S: 3 OK", "C: 4 EXPUNGE", "S: * 1 EXPUNGE", "S: 4 OK"});
  EXPECT_THAT(draft.lines,
              ElementsAre("S: * OK", "C: SELECT ${mailbox}", "S: * 0 EXISTS", "S: OK",
                          "C: APPEND ${mailbox} ${literal:corpus.one-1}", "S: OK [APPENDUID ${_} ${=new1}]",
                          "C: UID STORE ${new1} +FLAGS (\\Deleted)",
                          "S: * 1 FETCH (UID ${new1} FLAGS (\\Deleted ...))", "S: OK", "C: EXPUNGE",
                          "S: * 1 EXPUNGE", "S: OK"));
  EXPECT_THAT(draft.needs, ElementsAre("UIDPLUS"));
}

TEST(TranscribeImap, WhatAnEarlierSessionMarkedIsMarkedFromTheStart) {
  const Draft draft = draft_of(kImap, {"S: * OK", "C: 1 SELECT INBOX", "S: * 2 EXISTS", "S: 1 OK",
                                       "C: 2 EXPUNGE", "S: * 2 EXPUNGE", "S: 2 OK"});
  EXPECT_THAT(draft.messages, ElementsAre("generated:1:1024", "generated:2:1024 \\Deleted"));
}

TEST(TranscribeImap, FlagsAtTheStartAreThoseThatTheClientDidNotChange) {
  const Draft draft = draft_of(
      kImap, {"S: * OK", "C: 1 SELECT INBOX", "S: * 1 EXISTS", "S: 1 OK", "C: 2 STORE 1 +FLAGS (\\Deleted)",
              "S: * 1 FETCH (FLAGS (\\Seen \\Deleted \\Recent))", "S: 2 OK"});
  EXPECT_THAT(draft.messages, ElementsAre("generated:1:1024 \\Seen"));
  EXPECT_THAT(draft.lines, Contains("S: * 1 FETCH (FLAGS (\\Seen \\Deleted ...))"));
}

TEST(TranscribeImap, WhatTheRfcLeavesFreeIsLeftFree) {
  struct Row {
    std::string_view sent, told, pattern;
  };
  for (const Row& row :
       {Row{"CAPABILITY", "* CAPABILITY IMAP4rev1 XVENDOR", "S: * CAPABILITY ..."},
        Row{"LIST \"\" *", "* LIST (\\HasChildren) \".\" work", "S: * LIST (...) ${_} ${_}"},
        Row{"NAMESPACE", "* NAMESPACE ((\"\" \"/\")) NIL NIL", "S: * NAMESPACE ${_} ${_} ${_}"},
        Row{"ID NIL", "* ID (\"name\" \"x\")", "S: * ID ${_}"},
        Row{"FETCH 1 (ENVELOPE INTERNALDATE)",
            "* 1 FETCH (ENVELOPE NIL INTERNALDATE \"1-Jan-2026 00:00:00 +0000\" FLAGS ())",
            "S: * 1 FETCH (ENVELOPE ${_} INTERNALDATE ${_})"},
        Row{"SEARCH 1:*", "* SEARCH 1", "S: * SEARCH 1"},
        Row{"SEARCH TEXT x", "* SEARCH 1", "S: * SEARCH ..."}}) {
    const std::string sent = "C: b " + std::string(row.sent);
    const std::string told = "S: " + std::string(row.told);
    const Draft draft =
        draft_of(kImap, {"S: * OK", "C: a SELECT INBOX", "S: * 1 EXISTS", "S: a OK", sent, told, "S: b OK"});
    EXPECT_THAT(draft.lines, Contains(std::string(row.pattern))) << row.sent;
  }
}

TEST(TranscribeImap, OfSeveralExpungedTheOrderIsTheServers) {
  const Draft draft = draft_of(kImap, {"S: * OK", "C: 1 SELECT INBOX", "S: * 2 EXISTS", "S: 1 OK",
                                       "C: 2 STORE 1:2 FLAGS.SILENT (\\Deleted)", "S: 2 OK", "C: 3 EXPUNGE",
                                       "S: * 2 EXPUNGE", "S: * 1 EXPUNGE", "S: 3 OK"});
  EXPECT_THAT(draft.lines, testing::IsSupersetOf(Lines{"S: * ${_} EXPUNGE", "S: * ${_} EXPUNGE"}));
}

TEST(TranscribeImap, IdleIsPlayedToItsEnd) {
  const Draft draft =
      draft_of(kImap, {"S: * PREAUTH", "C: 1 IDLE", "S: + idling", "C: DONE", "S: 1 OK", "client closes"});
  EXPECT_THAT(draft.lines,
              ElementsAre("S: * PREAUTH", "C: IDLE", "S: +", "C untagged: DONE", "S: OK", "close"));
}

TEST(TranscribeImap, ANumberThatAnotherClientMovedIsLeftOpen) {
  const Draft draft =
      draft_of(kImap, {"S: * OK", "C: 1 SELECT INBOX", "S: * 1 EXISTS", "S: 1 OK", "C: 2 NOOP",
                       "S: * 2 EXISTS", "S: 2 OK", "C: 3 FETCH 1 UID", "S: * 1 FETCH (UID 4)", "S: 3 OK"});
  EXPECT_THAT(draft.lines, Contains("S: * ${_} FETCH (UID ${_})"));
  EXPECT_EQ(draft.remarks.size(), 2U);
}

}  // namespace
}  // namespace mailrig::transcribe
