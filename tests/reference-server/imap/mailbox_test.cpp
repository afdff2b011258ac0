#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct ImapMailbox : Rig {};

TEST_F(ImapMailbox, CreateDeleteRenameAndTheirRefusals) {
  auto client = logged_in();
  struct Case {
    const char *command, *reply;
  };
  const Case cases[] = {{"CREATE x/y", "a OK"},
                        {"CREATE x/y", "a NO [ALREADYEXISTS]"},
                        {"CREATE inbox", "a NO [ALREADYEXISTS]"},
                        {"CREATE \"a*\"", "a NO [CANNOT]"},
                        {"CREATE \"\"", "a NO [CANNOT]"},
                        {"CREATE &AGE-", "a NO [CANNOT]"},
                        {"CREATE A&Awo-", "a NO [CANNOT]"},
                        {"CREATE s (USE (\\Sent))", "a OK"},
                        {"CREATE t (USE (\\All))", "a NO [USEATTR]"},
                        {"RENAME x/y z", "a OK"},
                        {"RENAME x/y z", "a NO [NONEXISTENT]"},
                        {"RENAME z A&Awo-", "a NO [CANNOT]"},
                        {"RENAME z INBOX", "a NO [ALREADYEXISTS]"},
                        {"DELETE z", "a OK"},
                        {"DELETE z", "a NO [NONEXISTENT]"},
                        {"DELETE INBOX", "a NO [CANNOT]"}};
  for (const Case& c : cases) EXPECT_THAT((*client)(c.command), StartsWith(c.reply)) << c.command;
}

TEST_F(ImapMailbox, RenameOfInboxMovesItsMessages) {
  put_many(2);
  auto client = logged_in();
  EXPECT_THAT((*client)("RENAME INBOX old"), StartsWith("a OK"));
  EXPECT_THAT((*client)("STATUS INBOX (MESSAGES)"), HasSubstr("(MESSAGES 0)"));
  EXPECT_THAT((*client)("STATUS old (MESSAGES)"), HasSubstr("(MESSAGES 2)"));
}

TEST_F(ImapMailbox, AppendKeepsFlagsDateAndOctets) {
  auto client = selected();
  EXPECT_EQ(client->raw("a APPEND INBOX (\\Flagged $Work) \"17-Jul-1996 02:44:25 -0700\" {4}\r\n"),
            "+ go on\r\n");
  EXPECT_EQ(client->raw("abc\n\r\n"),
            "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work)\r\n* 1 EXISTS\r\n* 1 RECENT\r\na "
            "OK [APPENDUID 7 1] appended\r\n");
  EXPECT_EQ((*client)("FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])"),
            "* 1 FETCH (FLAGS (\\Flagged \\Recent $Work) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" "
            "RFC822.SIZE 4 BODY[] {4}\r\nabc\n)\r\na OK fetched\r\n");
}

TEST_F(ImapMailbox, AppendRefusals) {
  auto client = logged_in();
  struct Case {
    const char *command, *reply;
  };
  const Case cases[] = {{"APPEND none {1+}\r\nx", "a NO [TRYCREATE]"},
                        {"APPEND none CATENATE (URL \"/INBOX/;UID=9\")", "a NO [TRYCREATE]"},
                        {"APPEND none {0+}\r\n", "a NO [TRYCREATE]"},
                        {"APPEND INBOX (\\Recent) {1+}\r\nx", "a BAD"},
                        {"APPEND INBOX (\\Sunny) {1+}\r\nx", "a BAD"},
                        {"APPEND INBOX \"31-Foo-1996 02:44:25 -0700\" {1+}\r\nx", "a BAD"}};
  for (const Case& c : cases) EXPECT_THAT((*client)(c.command), StartsWith(c.reply)) << c.command;
}

}  // namespace
}  // namespace mailrig::server
