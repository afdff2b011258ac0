// APPEND of several messages (RFC 3502), REPLACE (RFC 8508).
#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct ImapAppend : Rig {
  std::string validity(std::string_view mailbox) {
    return std::to_string(store->open(*accounts.find("user1"), mailbox)->uid_validity());
  }
};

TEST_F(ImapAppend, TakesSeveralMessages) {
  auto client = logged_in();
  EXPECT_EQ(
      client->raw("a APPEND Sent (\\Seen) {1+}\r\nx \"17-Jul-1996 02:44:25 -0700\" {2+}\r\nyz {1+}\r\nw\r\n"),
      "a OK [APPENDUID " + validity("Sent") + " 1:3] appended\r\n");
  (*client)("SELECT Sent");
  EXPECT_THAT((*client)("FETCH 1:3 (FLAGS BODY.PEEK[])"),
              testing::AllOf(HasSubstr("* 1 FETCH (FLAGS (\\Seen \\Recent) BODY[] {1}\r\nx)"),
                             HasSubstr("* 2 FETCH (FLAGS (\\Recent) BODY[] {2}\r\nyz)"),
                             HasSubstr("* 3 FETCH (FLAGS (\\Recent) BODY[] {1}\r\nw)")));
}

TEST_F(ImapAppend, IsAllOrNothing) {
  auto client = logged_in();
  EXPECT_EQ(client->raw("a APPEND Sent {1+}\r\nx {0+}\r\n\r\n"), "a NO cancelled\r\n");
  EXPECT_THAT(client->raw("a APPEND Sent {1+}\r\nx (\\Odd) {1+}\r\ny\r\n"), StartsWith("a BAD"));
  EXPECT_THAT(client->raw("a APPEND Sent {1+}\r\nx{1+}\r\ny\r\n"), StartsWith("a BAD"));
  EXPECT_THAT((*client)("STATUS Sent (MESSAGES)"), HasSubstr("(MESSAGES 0)"));
}

TEST_F(ImapAppend, ReplacesWithoutInheriting) {
  put_many(3);
  put("old", {kFlagged, {"$Work"}});
  auto client = selected();
  EXPECT_EQ(client->raw("a REPLACE 4 INBOX (\\Draft) {3+}\r\nnew\r\n"),
            "* OK [APPENDUID 7 5] replacement is there\r\n* 4 EXPUNGE\r\n* 4 EXISTS\r\n* 4 RECENT\r\na OK "
            "replaced\r\n");
  EXPECT_THAT((*client)("FETCH 4 (FLAGS UID)"), HasSubstr("(FLAGS (\\Draft \\Recent) UID 5)"));
}

TEST_F(ImapAppend, ReplacesIntoAnotherMailboxByUid) {
  put_many(2);
  auto client = selected();
  EXPECT_EQ(
      client->raw("a UID REPLACE 2 Sent {1+}\r\nx\r\n"),
      "* OK [APPENDUID " + validity("Sent") + " 1] replacement is there\r\n* 2 EXPUNGE\r\na OK replaced\r\n");
}

TEST_F(ImapAppend, ReplacesNothingWhereItCannot) {
  put_many(1);
  auto client = selected();
  EXPECT_THAT(client->raw("a REPLACE 2 INBOX {1+}\r\nx\r\n"), StartsWith("a BAD"));
  EXPECT_THAT(client->raw("a REPLACE 1:2 INBOX {1+}\r\nx\r\n"), StartsWith("a BAD"));
  EXPECT_THAT(client->raw("a UID REPLACE 9 INBOX {1+}\r\nx\r\n"), StartsWith("a NO"));
  EXPECT_THAT(client->raw("a REPLACE 1 none {1+}\r\nx\r\n"), StartsWith("a NO [TRYCREATE]"));
  EXPECT_THAT(client->raw("a REPLACE 1 INBOX {0+}\r\n\r\n"), StartsWith("a NO"));
  EXPECT_THAT((*client)("STATUS INBOX (MESSAGES)"), HasSubstr("(MESSAGES 1)"));
  (*client)("EXAMINE INBOX");
  EXPECT_THAT(client->raw("a REPLACE 1 Sent {1+}\r\nx\r\n"), StartsWith("a NO [READ-ONLY]"));
}

// RFC 7162 3.2.10, 3.2.9.
TEST_F(ImapAppend, ReplaceTellsVanishedUnderQresync) {
  put_many(2);
  auto client = logged_in();
  (*client)("ENABLE QRESYNC");
  (*client)("SELECT INBOX");
  const std::string told = client->raw("a REPLACE 1 INBOX {1+}\r\nx\r\n");
  EXPECT_THAT(told, HasSubstr("* VANISHED 1\r\n"));
  EXPECT_THAT(told, Not(HasSubstr("EXPUNGE")));
  EXPECT_THAT(told, HasSubstr("a OK [HIGHESTMODSEQ "));
}

}  // namespace
}  // namespace mailrig::server
