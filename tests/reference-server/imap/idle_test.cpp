#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::StartsWith;

struct ImapIdle : Rig {};

TEST_F(ImapIdle, TellsWhatHappensUntilDone) {
  put_many(2);
  auto phone = selected();
  auto laptop = selected();
  EXPECT_EQ((*phone)("IDLE"), "+ idling\r\n");
  EXPECT_FALSE(phone->woken);
  put("new");
  EXPECT_EQ(phone->wake(), "* 3 EXISTS\r\n* 3 RECENT\r\n");
  (*laptop)("STORE 1 +FLAGS (\\Deleted)");
  EXPECT_EQ(phone->wake(), "* 1 FETCH (FLAGS (\\Deleted \\Recent))\r\n");
  (*laptop)("EXPUNGE");
  EXPECT_EQ(phone->wake(), "* 1 EXPUNGE\r\n");
  EXPECT_EQ(phone->raw("done\r\n"), "a OK no longer idle\r\n");
  put("newer");
  EXPECT_FALSE(phone->woken);
}

TEST_F(ImapIdle, TellsAtOnceWhatWaited) {
  auto phone = selected();
  put("new");
  EXPECT_EQ((*phone)("IDLE"), "+ idling\r\n* 1 EXISTS\r\n* 1 RECENT\r\n");
}

TEST_F(ImapIdle, AnythingButDoneIsRefused) {
  auto phone = selected();
  EXPECT_EQ((*phone)("IDLE"), "+ idling\r\n");
  EXPECT_EQ(phone->raw("b NOOP\r\n"), "a BAD DONE expected\r\n");
  EXPECT_THAT((*phone)("NOOP"), StartsWith("a OK"));
}

TEST_F(ImapIdle, DoneMayComeInOnePiece) {
  auto phone = selected();
  EXPECT_EQ(phone->raw("a IDLE\r\nDONE\r\nb NOOP\r\n"),
            "+ idling\r\na OK no longer idle\r\nb OK nothing done\r\n");
}

}  // namespace
}  // namespace mailrig::server
