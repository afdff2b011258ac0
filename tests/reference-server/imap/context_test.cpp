// Searches that are kept up to date (RFC 5267 4.3).
#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct ImapContext : Rig {
  static std::string tagged(Client& client, std::string_view command) {
    return client.raw(std::string(command) + "\r\n");
  }
};

TEST_F(ImapContext, TellsWhatComesAndGoes) {
  put_many(3);
  auto client = selected();
  EXPECT_EQ(tagged(*client, "x UID SEARCH RETURN (UPDATE COUNT) SEEN"),
            "* ESEARCH (TAG \"x\") UID COUNT 0\r\nx OK searched\r\n");
  EXPECT_EQ((*client)("UID STORE 1:2 +FLAGS.SILENT (\\Seen)"),
            "* ESEARCH (TAG \"x\") UID ADDTO (0 1:2)\r\na OK stored\r\n");
  auto other = selected();
  (*other)("STORE 1 -FLAGS (\\Seen)");
  EXPECT_EQ(
      (*client)("NOOP"),
      "* ESEARCH (TAG \"x\") UID REMOVEFROM (0 1)\r\n* 1 FETCH (FLAGS (\\Recent))\r\na OK nothing done\r\n");
  put("new", {kSeen, {}});
  EXPECT_THAT((*client)("NOOP"),
              HasSubstr("EXISTS\r\n* 4 RECENT\r\n* ESEARCH (TAG \"x\") UID ADDTO (0 4)\r\n"));
}

// RFC 5267 4.3.3, 4.3.4: numbers are right where they stand.
TEST_F(ImapContext, NumbersAreThoseOfTheMoment) {
  put_many(3);
  auto client = selected();
  tagged(*client, "x SEARCH RETURN (UPDATE ALL) 1:3");
  (*client)("STORE 2 +FLAGS.SILENT (\\Deleted)");
  EXPECT_EQ((*client)("EXPUNGE"),
            "* ESEARCH (TAG \"x\") REMOVEFROM (0 2)\r\n* 2 EXPUNGE\r\na OK expunged\r\n");
  put("new");
  EXPECT_THAT((*client)("NOOP"), Not(HasSubstr("ESEARCH")));  // 1:3 were the messages then
}

TEST_F(ImapContext, EndsByCancelupdateAndWithTheMailbox) {
  put_many(1);
  auto client = selected();
  tagged(*client, "x SEARCH RETURN (UPDATE COUNT) SEEN");
  EXPECT_THAT(tagged(*client, "x SEARCH RETURN (UPDATE COUNT) ALL"), StartsWith("x BAD"));
  EXPECT_THAT((*client)("CANCELUPDATE \"y\""), StartsWith("a BAD"));
  EXPECT_THAT((*client)("CANCELUPDATE x"), StartsWith("a BAD"));
  EXPECT_EQ((*client)("CANCELUPDATE \"x\""), "a OK no further updates\r\n");
  EXPECT_THAT((*client)("STORE 1 FLAGS.SILENT (\\Seen)"), Not(HasSubstr("ESEARCH")));
  tagged(*client, "x SEARCH RETURN (UPDATE COUNT) SEEN");
  (*client)("SELECT INBOX");
  EXPECT_THAT((*client)("STORE 1 FLAGS.SILENT ()"), Not(HasSubstr("ESEARCH")));
}

TEST_F(ImapContext, RefusesMoreThanItKeeps) {
  put_many(1);
  auto client = selected();
  for (int i = 0; i < 10; ++i)
    EXPECT_THAT(tagged(*client, "x" + std::to_string(i) + " SEARCH RETURN (UPDATE CONTEXT) ALL"),
                Not(HasSubstr("NOUPDATE")));
  EXPECT_THAT(tagged(*client, "x10 SEARCH RETURN (UPDATE COUNT) ALL"),
              HasSubstr("COUNT 1\r\n* NO [NOUPDATE \"x10\"] no more updates\r\nx10 OK"));
  EXPECT_THAT(tagged(*client, "y SORT RETURN (UPDATE COUNT) (DATE) UTF-8 ALL"),
              HasSubstr("* NO [NOUPDATE \"y\"]"));
}

}  // namespace
}  // namespace mailrig::server
