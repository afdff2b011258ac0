// QUOTA (RFC 9208).
#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

using ImapQuota = Rig;

TEST_F(ImapQuota, TellsWhatIsLimitedOnly) {
  put(std::string(1500, 'x'));
  auto client = logged_in();
  EXPECT_EQ((*client)("GETQUOTAROOT new"), "* QUOTAROOT new \"\"\r\n* QUOTA \"\" ()\r\na OK told\r\n");
  EXPECT_EQ((*client)("SETQUOTA \"\" (storage 10 MESSAGE 5)"),
            "* QUOTA \"\" (STORAGE 2 10 MESSAGE 1 5)\r\na OK limited\r\n");
  EXPECT_EQ((*client)("SETQUOTA \"\" (MESSAGE 5)"), "* QUOTA \"\" (MESSAGE 1 5)\r\na OK limited\r\n");
  EXPECT_EQ((*client)("SETQUOTA \"\" ()"), "* QUOTA \"\" ()\r\na OK limited\r\n");
  EXPECT_THAT((*client)("SETQUOTA \"\" (X-OTHER 5)"), StartsWith("a NO"));
  EXPECT_THAT((*client)("GETQUOTA other"), StartsWith("a NO"));
}

TEST_F(ImapQuota, RefusesWhatGoesOver) {
  put_many(2);
  auto client = selected();
  (*client)("SETQUOTA \"\" (MESSAGE 3)");
  EXPECT_THAT((*client)("COPY 1:2 Sent"), StartsWith("a NO [OVERQUOTA]"));
  EXPECT_THAT(client->raw("a APPEND Sent {1+}\r\nx {1+}\r\ny\r\n"), StartsWith("a NO [OVERQUOTA]"));
  EXPECT_THAT((*client)("COPY 1 Sent"), StartsWith("a OK"));
  EXPECT_THAT(client->raw("a APPEND Sent {1+}\r\nx\r\n"), StartsWith("a NO [OVERQUOTA]"));
}

// RFC 8508 3.4: only what a REPLACE adds counts; a MOVE adds nothing.
TEST_F(ImapQuota, CountsWhatGoesByTheSameCommand) {
  put_many(2);
  auto client = selected();
  (*client)("SETQUOTA \"\" (MESSAGE 2)");
  EXPECT_THAT(client->raw("a REPLACE 1 INBOX {1+}\r\nx\r\n"), HasSubstr("a OK"));
  EXPECT_THAT((*client)("MOVE 1 Sent"), HasSubstr("a OK"));
}

TEST_F(ImapQuota, StatusTellsWhatExpungeWouldFree) {
  put(std::string(100, 'x'), {kDeleted, {}});
  put(std::string(10, 'x'));
  auto client = logged_in();
  EXPECT_THAT((*client)("STATUS INBOX (DELETED DELETED-STORAGE)"),
              HasSubstr("(DELETED 1 DELETED-STORAGE 100)"));
}

}  // namespace
}  // namespace mailrig::server
