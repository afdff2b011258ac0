#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct ImapSelect : Rig {};

TEST_F(ImapSelect, TellsAllThatIsRequired) {
  put("a", {kSeen, {}});
  put("b", {0, {"$Work"}});
  auto client = logged_in();
  EXPECT_EQ(
      (*client)("SELECT inbox"),
      "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work)\r\n"
      "* 2 EXISTS\r\n"
      "* 2 RECENT\r\n"
      "* OK [UNSEEN 2] first unseen\r\n"
      "* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work \\*)] these are kept\r\n"
      "* OK [UIDNEXT 3] the next one\r\n"
      "* OK [UIDVALIDITY 7] UIDs hold\r\n"
      "* OK [HIGHESTMODSEQ 3] the highest of this mailbox\r\n"
      "* OK [MAILBOXID (F1)] it stays with the mailbox\r\n"
      "* OK [URLMECH INTERNAL] how URLs are authorized\r\n"
      "a OK [READ-WRITE] selected\r\n");
}

TEST_F(ImapSelect, ExamineKeepsNothingAndTakesNoRecent) {
  put_many(1);
  auto client = logged_in();
  const std::string said = (*client)("EXAMINE INBOX");
  EXPECT_THAT(said, HasSubstr("* 1 RECENT\r\n"));
  EXPECT_THAT(said, HasSubstr("[PERMANENTFLAGS ()]"));
  EXPECT_THAT(said, HasSubstr("a OK [READ-ONLY]"));
  EXPECT_THAT((*client)("STORE 1 +FLAGS (\\Deleted)"), StartsWith("a NO [READ-ONLY]"));
  EXPECT_THAT((*client)("EXPUNGE"), StartsWith("a NO [READ-ONLY]"));
  EXPECT_THAT((*client)("MOVE 1 Trash"), StartsWith("a NO [READ-ONLY]"));
  EXPECT_THAT((*client)("FETCH 1 BODY[TEXT]"), Not(HasSubstr("FLAGS")));
  EXPECT_THAT((*client)("COPY 1 Trash"), StartsWith("a OK [COPYUID"));
  EXPECT_THAT((*client)("SELECT INBOX"), HasSubstr("* 1 RECENT\r\n"));
  EXPECT_THAT((*client)("SELECT INBOX"), HasSubstr("* 0 RECENT\r\n"));
}

TEST_F(ImapSelect, FailureLeavesNothingSelected) {
  auto client = selected();
  EXPECT_EQ((*client)("SELECT missing"), "* OK [CLOSED] left\r\na NO [NONEXISTENT] no such mailbox\r\n");
  EXPECT_THAT((*client)("CHECK"), StartsWith("a BAD"));
  EXPECT_EQ((*client)("SELECT missing"), "a NO [NONEXISTENT] no such mailbox\r\n");
}

TEST_F(ImapSelect, CloseExpungesSilentlyAndUnselectDoesNot) {
  put("a", {kDeleted, {}});
  auto client = selected();
  EXPECT_EQ((*client)("UNSELECT"), "a OK left\r\n");
  EXPECT_THAT((*client)("EXAMINE INBOX"), HasSubstr("* 1 EXISTS"));
  EXPECT_EQ((*client)("CLOSE"), "a OK closed\r\n");
  EXPECT_THAT((*client)("SELECT INBOX"), HasSubstr("* 1 EXISTS"));
  EXPECT_EQ((*client)("CLOSE"), "a OK closed\r\n");
  EXPECT_THAT((*client)("SELECT INBOX"), HasSubstr("* 0 EXISTS"));
}

TEST_F(ImapSelect, StatusCounts) {
  put("abc", {kSeen, {}});
  put("defg", {kDeleted, {}});
  auto client = logged_in();
  EXPECT_EQ(
      (*client)("STATUS INBOX (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN SIZE)"),
      "* STATUS INBOX (MESSAGES 2 RECENT 2 UIDNEXT 3 UIDVALIDITY 7 UNSEEN 1 SIZE 7)\r\na OK counted\r\n");
  EXPECT_EQ((*client)("STATUS nope (MESSAGES)"), "a NO [NONEXISTENT] no such mailbox\r\n");
}

}  // namespace
}  // namespace mailrig::server
