#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct ImapCopy : Rig {
  std::string validity(std::string_view mailbox) {
    return std::to_string(store->open(*accounts.find("user1"), mailbox)->uid_validity());
  }
};

TEST_F(ImapCopy, KeepsFlagsAndDateAndTellsUids) {
  put("x", {kFlagged, {"$Work"}}, "INBOX", 837596665, -420);
  put_many(2);
  put("old", {}, "Sent");
  auto client = selected();
  EXPECT_EQ((*client)("COPY 1,3 Sent"), "a OK [COPYUID " + validity("Sent") + " 1,3 2:3] copied\r\n");
  (*client)("SELECT Sent");
  EXPECT_EQ((*client)("FETCH 2 (FLAGS INTERNALDATE)"),
            "* 2 FETCH (FLAGS (\\Flagged \\Recent $Work) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\")\r\n"
            "a OK fetched\r\n");
}

TEST_F(ImapCopy, MissingMailboxWantsTryCreate) {
  put_many(1);
  auto client = selected();
  EXPECT_THAT((*client)("COPY 1 none"), StartsWith("a NO [TRYCREATE]"));
  EXPECT_THAT((*client)("MOVE 1 none"), StartsWith("a NO [TRYCREATE]"));
  EXPECT_EQ((*client)("UID COPY 9 Sent"), "a OK copied\r\n");
  EXPECT_EQ((*client)("UID MOVE 9 Sent"), "a OK moved\r\n");
}

TEST_F(ImapCopy, IntoTheSameMailbox) {
  put_many(2);
  auto client = selected();
  EXPECT_EQ((*client)("COPY 1:2 INBOX"), "* 4 EXISTS\r\n* 4 RECENT\r\na OK [COPYUID 7 1:2 3:4] copied\r\n");
  EXPECT_EQ((*client)("MOVE 1 INBOX"),
            "* OK [COPYUID 7 1 5] moved to\r\n* 1 EXPUNGE\r\n* 4 EXISTS\r\n* 4 RECENT\r\na OK moved\r\n");
}

// RFC 6851 3.3, 4.3.
TEST_F(ImapCopy, MoveTellsCopyuidBeforeExpunge) {
  put_many(4);
  auto client = selected();
  EXPECT_EQ((*client)("UID MOVE 2:3 Trash"),
            "* OK [COPYUID " + validity("Trash") +
                " 2:3 1:2] moved to\r\n* 2 EXPUNGE\r\n* 2 EXPUNGE\r\na OK moved\r\n");
  EXPECT_EQ((*client)("UID SEARCH ALL"), "* SEARCH 1 4\r\na OK searched\r\n");
  EXPECT_THAT((*client)("STATUS Trash (MESSAGES)"), HasSubstr("(MESSAGES 2)"));
}

}  // namespace
}  // namespace mailrig::server
