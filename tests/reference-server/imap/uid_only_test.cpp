// UIDONLY (RFC 9586).
#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct ImapUidOnly : Rig {
  std::unique_ptr<Client> enabled() {
    auto client = logged_in();
    EXPECT_EQ((*client)("ENABLE UIDONLY"), "* ENABLED UIDONLY\r\na OK done\r\n");
    EXPECT_THAT((*client)("SELECT INBOX"), testing::AllOf(HasSubstr("a OK"), Not(HasSubstr("UNSEEN"))));
    return client;
  }
};

TEST_F(ImapUidOnly, RefusesMessageNumbers) {
  put_many(3);
  auto client = enabled();
  for (const std::string_view command :
       {"FETCH 1 FLAGS", "STORE 1 FLAGS ()", "COPY 1 Sent", "MOVE 1 Sent", "SEARCH ALL", "UID SEARCH 1",
        "UID SEARCH NOT (OR 1:2 SEEN)", "SORT (DATE) UTF-8 ALL", "THREAD REFERENCES UTF-8 ALL",
        "UID SORT (DATE) UTF-8 1"}) {
    EXPECT_THAT((*client)(command), StartsWith("a BAD [UIDREQUIRED]")) << command;
  }
  EXPECT_THAT((*client)("UID SEARCH RETURN (SAVE) ALL"), StartsWith("a OK"));
  EXPECT_THAT((*client)("UID SEARCH $ UID 1:2"), HasSubstr("* SEARCH 1 2"));
}

TEST_F(ImapUidOnly, TellsUidfetchAndVanished) {
  put_many(3);
  (*selected())("STORE 1 +FLAGS (\\Deleted)");
  (*selected())("EXPUNGE");
  auto client = enabled();
  EXPECT_EQ((*client)("UID FETCH 2 (FLAGS)"), "* 2 UIDFETCH (FLAGS ())\r\na OK fetched\r\n");
  EXPECT_EQ((*client)("UID FETCH 2 (UID)"), "* 2 UIDFETCH (UID 2)\r\na OK fetched\r\n");
  EXPECT_EQ((*client)("UID STORE 2 +FLAGS (\\Deleted)"),
            "* 2 UIDFETCH (FLAGS (\\Deleted))\r\na OK stored\r\n");
  auto other = selected();
  (*other)("STORE 2 +FLAGS (\\Seen)");
  EXPECT_EQ((*client)("NOOP"), "* 3 UIDFETCH (FLAGS (\\Seen))\r\na OK nothing done\r\n");
  EXPECT_EQ((*client)("EXPUNGE"), "* VANISHED 2\r\na OK expunged\r\n");
  EXPECT_THAT((*client)("UID MOVE 3 Sent"), HasSubstr("* VANISHED 3\r\n"));
}

TEST_F(ImapUidOnly, TakesNoMatchDataOfQresync) {
  put_many(1);
  auto client = logged_in();
  (*client)("ENABLE UIDONLY QRESYNC");
  EXPECT_THAT((*client)("SELECT INBOX (QRESYNC (7 1 1:2 (1 1)))"), StartsWith("a BAD [UIDREQUIRED]"));
  EXPECT_THAT((*client)("SELECT INBOX (QRESYNC (7 1 1:2))"), HasSubstr("* 1 UIDFETCH ("));
}

}  // namespace
}  // namespace mailrig::server
