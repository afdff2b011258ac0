#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::StartsWith;

struct ImapStore : Rig {};

TEST_F(ImapStore, ReplacesAddsAndRemoves) {
  put("x", {kDraft, {}});
  auto client = selected();
  struct Case {
    const char *command, *reply;
  };
  const Case cases[] = {
      {"STORE 1 +FLAGS (\\Deleted $Work)",
       "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work)\r\n* 1 FETCH (FLAGS (\\Deleted \\Draft "
       "\\Recent $Work))\r\na OK stored\r\n"},
      {"STORE 1 +FLAGS $work", "* 1 FETCH (FLAGS (\\Deleted \\Draft \\Recent $Work))\r\na OK stored\r\n"},
      {"STORE 1 -FLAGS (\\Draft $WORK)", "* 1 FETCH (FLAGS (\\Deleted \\Recent))\r\na OK stored\r\n"},
      {"STORE 1 FLAGS (\\Seen Other)",
       "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work Other)\r\n* 1 FETCH (FLAGS (\\Seen "
       "\\Recent Other))\r\na OK stored\r\n"},
      {"STORE 1 FLAGS.SILENT ()", "a OK stored\r\n"},
      {"UID STORE 1 +FLAGS (\\Flagged)", "* 1 FETCH (UID 1 FLAGS (\\Flagged \\Recent))\r\na OK stored\r\n"},
      {"UID STORE 9 +FLAGS (\\Flagged)", "a OK stored\r\n"}};
  for (const Case& c : cases) EXPECT_EQ((*client)(c.command), c.reply) << c.command;
}

TEST_F(ImapStore, RefusesWhatIsNotAFlagOrAMessage) {
  put_many(1);
  auto client = selected();
  EXPECT_THAT((*client)("STORE 1 +FLAGS (\\Recent)"), StartsWith("a BAD"));
  EXPECT_THAT((*client)("STORE 1 +FLAGS (\\Sunny)"), StartsWith("a BAD"));
  EXPECT_THAT((*client)("STORE 2 +FLAGS (\\Seen)"), StartsWith("a BAD"));
}

// RFC 3501 6.4.3, the example: 3, 4, 7 and 11 are deleted.
TEST_F(ImapStore, ExpungeNumbersFallAtOnce) {
  put_many(11);
  auto client = selected();
  (*client)("STORE 3,4,7,11 +FLAGS.SILENT (\\Deleted)");
  EXPECT_EQ((*client)("EXPUNGE"),
            "* 3 EXPUNGE\r\n* 3 EXPUNGE\r\n* 5 EXPUNGE\r\n* 8 EXPUNGE\r\na OK expunged\r\n");
  EXPECT_EQ((*client)("FETCH 3 UID"), "* 3 FETCH (UID 5)\r\na OK fetched\r\n");
}

// RFC 4315 2.1.
TEST_F(ImapStore, UidExpungeTakesOnlyThoseOfTheSet) {
  put_many(4);
  auto client = selected();
  (*client)("STORE 1:3 +FLAGS.SILENT (\\Deleted)");
  EXPECT_EQ((*client)("UID EXPUNGE 2,4"), "* 2 EXPUNGE\r\na OK expunged\r\n");
  EXPECT_EQ((*client)("UID SEARCH ALL"), "* SEARCH 1 3 4\r\na OK searched\r\n");
}

}  // namespace
}  // namespace mailrig::server
