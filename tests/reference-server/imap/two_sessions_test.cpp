#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct ImapTwoSessions : Rig {
  ImapTwoSessions() {
    put_many(4);
    phone = selected();
    laptop = selected();
  }
  std::unique_ptr<Client> phone, laptop;
};

TEST_F(ImapTwoSessions, RecentGoesToOneOfThem) {
  EXPECT_THAT((*phone)("FETCH 1 FLAGS"), HasSubstr("(\\Recent)"));
  EXPECT_THAT((*laptop)("FETCH 1 FLAGS"), HasSubstr("FLAGS ()"));
  put("new");
  EXPECT_EQ((*phone)("NOOP"), "* 5 EXISTS\r\n* 5 RECENT\r\na OK nothing done\r\n");
  EXPECT_EQ((*laptop)("NOOP"), "* 5 EXISTS\r\n* 0 RECENT\r\na OK nothing done\r\n");
}

// RFC 3501 7.4.1, 5.5: numbers must not change under FETCH, STORE and SEARCH.
TEST_F(ImapTwoSessions, ExpungeIsToldWhenNumbersMayChange) {
  (*laptop)("STORE 2 +FLAGS.SILENT (\\Deleted)");
  (*laptop)("EXPUNGE");
  EXPECT_EQ((*phone)("FETCH 3 UID"), "* 3 FETCH (UID 3)\r\na OK fetched\r\n");
  EXPECT_EQ((*phone)("STORE 3 +FLAGS.SILENT (\\Seen)"), "a OK stored\r\n");
  EXPECT_EQ((*phone)("SEARCH ALL"), "* SEARCH 1 3 4\r\na OK [EXPUNGEISSUED] searched\r\n");
  EXPECT_EQ((*phone)("FETCH 2:3 UID"),
            "* 3 FETCH (UID 3)\r\na NO [EXPUNGEISSUED] some of the messages no longer exist\r\n");
  EXPECT_EQ((*phone)("STORE 2 +FLAGS (\\Seen)"),
            "a NO [EXPUNGEISSUED] some of the messages no longer exist\r\n");
  EXPECT_EQ((*phone)("NOOP"), "* 2 EXPUNGE\r\na OK nothing done\r\n");
  EXPECT_EQ((*phone)("FETCH 2 UID"), "* 2 FETCH (UID 3)\r\na OK fetched\r\n");
}

// RFC 2180 4.2.1, 4.2.3
TEST_F(ImapTwoSessions, SilentStoreOfWhatIsGoneIsOk) {
  (*laptop)("STORE 2 +FLAGS.SILENT (\\Deleted)");
  (*laptop)("EXPUNGE");
  EXPECT_EQ((*phone)("STORE 1:3 +FLAGS.SILENT (\\Flagged)"), "a OK [EXPUNGEISSUED] stored\r\n");
  EXPECT_EQ((*phone)("STORE 2 +FLAGS.SILENT (\\Flagged)"), "a OK [EXPUNGEISSUED] stored\r\n");
  EXPECT_EQ((*phone)("STORE 2:3 +FLAGS (\\Seen)"),
            "* 3 FETCH (FLAGS (\\Flagged \\Seen \\Recent))\r\n"
            "a NO [EXPUNGEISSUED] some of the messages no longer exist\r\n");
}

TEST_F(ImapTwoSessions, UidCommandsMayTellExpunge) {
  (*laptop)("STORE 2 +FLAGS.SILENT (\\Deleted)");
  (*laptop)("EXPUNGE");
  EXPECT_EQ((*phone)("UID FETCH 2:3 UID"), "* 3 FETCH (UID 3)\r\n* 2 EXPUNGE\r\na OK fetched\r\n");
}

TEST_F(ImapTwoSessions, CopyOfAMessageThatIsGoneCopiesNothing) {
  (*laptop)("MOVE 2 Trash");
  EXPECT_EQ((*phone)("COPY 1:3 Sent"),
            "* 2 EXPUNGE\r\na NO [EXPUNGEISSUED] some of the messages no longer exist, nothing copied\r\n");
  EXPECT_THAT((*phone)("STATUS Sent (MESSAGES)"), HasSubstr("(MESSAGES 0)"));
}

TEST_F(ImapTwoSessions, FlagsAreToldToTheOther) {
  EXPECT_EQ((*laptop)("STORE 1 +FLAGS.SILENT (\\Answered)"), "a OK stored\r\n");
  EXPECT_EQ((*phone)("NOOP"), "* 1 FETCH (FLAGS (\\Answered \\Recent))\r\na OK nothing done\r\n");
  EXPECT_EQ((*laptop)("NOOP"), "a OK nothing done\r\n");
}

// RFC 3501 7.2.6: FLAGS has what may be met in the mailbox; a keyword is not met before.
TEST_F(ImapTwoSessions, ANewKeywordIsToldBeforeAMessageIsToldToHaveIt) {
  (*laptop)("STORE 1 FLAGS.SILENT ($New)");
  EXPECT_EQ((*phone)("FETCH 1 FLAGS"),
            "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $New)\r\n"
            "* 1 FETCH (FLAGS (\\Recent $New))\r\n* 1 FETCH (FLAGS (\\Recent $New))\r\na OK fetched\r\n");
  EXPECT_EQ((*phone)("FETCH 1 FLAGS"), "* 1 FETCH (FLAGS (\\Recent $New))\r\na OK fetched\r\n");
}

TEST_F(ImapTwoSessions, WhatCameAndWentIsNotTold) {
  const Uid uid = put("short life", {kDeleted, {}});
  (*laptop)("NOOP");
  (*laptop)("EXPUNGE");
  EXPECT_EQ((*phone)("NOOP"), "a OK nothing done\r\n");
  EXPECT_EQ((*phone)("UID FETCH " + std::to_string(uid) + " UID"), "a OK fetched\r\n");
}

// RFC 3501 7.4.1
TEST_F(ImapTwoSessions, RefusedFetchStoreAndSearchTellNoExpungeEither) {
  (*phone)("EXAMINE INBOX");
  (*laptop)("STORE 1 +FLAGS.SILENT (\\Deleted)");
  (*laptop)("EXPUNGE");
  for (const std::string_view command :
       {"STORE 2 +FLAGS (\\Seen)", "FETCH 99 FLAGS", "FETCH 0 FLAGS", "SEARCH CHARSET x-none ALL"}) {
    EXPECT_THAT((*phone)(command), Not(HasSubstr("EXPUNGE\r\n"))) << command;
  }
  EXPECT_THAT((*phone)("NOOP"), HasSubstr("* 1 EXPUNGE\r\n"));
}

TEST_F(ImapTwoSessions, CloseIsToldToTheOther) {
  (*laptop)("STORE 1,4 +FLAGS.SILENT (\\Deleted)");
  (*laptop)("CLOSE");
  EXPECT_EQ((*phone)("NOOP"), "* 1 EXPUNGE\r\n* 3 EXPUNGE\r\na OK nothing done\r\n");
}

TEST_F(ImapTwoSessions, DeletedMailboxLivesOnForWhoHasIt) {
  (*phone)("CREATE gone");
  put("last words", {}, "gone");
  (*phone)("SELECT gone");
  EXPECT_THAT((*laptop)("DELETE gone"), StartsWith("a OK"));
  EXPECT_THAT((*phone)("FETCH 1 BODY[]"), HasSubstr("last words"));
  EXPECT_THAT((*phone)("SELECT gone"), StartsWith("* OK [CLOSED] left\r\na NO"));
}

}  // namespace
}  // namespace mailrig::server
