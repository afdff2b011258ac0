// METADATA (RFC 5464), LIST-METADATA (RFC 9590).
#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

using ImapMetadata = Rig;

TEST_F(ImapMetadata, IsKeptByNameInAnyCase) {
  auto client = logged_in();
  EXPECT_EQ((*client)("SETMETADATA INBOX (/private/comment \"x\" /Shared/Comment \"y\")"), "a OK noted\r\n");
  EXPECT_EQ((*client)("GETMETADATA INBOX (/PRIVATE/comment /shared/comment)"),
            "* METADATA INBOX (/PRIVATE/comment \"x\" /shared/comment \"y\")\r\na OK told\r\n");
  EXPECT_EQ((*client)("SETMETADATA INBOX (/private/comment NIL)"), "a OK noted\r\n");
  EXPECT_EQ((*client)("GETMETADATA INBOX /private/comment"),
            "* METADATA INBOX (/private/comment NIL)\r\na OK told\r\n");
}

TEST_F(ImapMetadata, TakesOctetsOfEveryKind) {
  auto client = logged_in();
  const std::string value("a\0b\r\n\xC3\xA4", 7);
  EXPECT_EQ(client->raw("a SETMETADATA INBOX (/private/comment ~{7+}\r\n" + value + ")\r\n"),
            "a OK noted\r\n");
  EXPECT_THAT((*client)("GETMETADATA INBOX /private/comment"), HasSubstr("~{7}\r\n" + value + ")"));
}

TEST_F(ImapMetadata, LooksBelowAsDeepAsAsked) {
  auto client = logged_in();
  (*client)("SETMETADATA INBOX (/private/a \"0\" /private/a/b \"1\" /private/a/b/c \"2\" /private/ab \"3\")");
  EXPECT_THAT((*client)("GETMETADATA (DEPTH 1) INBOX /private/a"),
              HasSubstr("(/private/a \"0\" /private/a/b \"1\")"));
  EXPECT_THAT((*client)("GETMETADATA INBOX (DEPTH infinity) (/private/a)"),
              HasSubstr("(/private/a \"0\" /private/a/b \"1\" /private/a/b/c \"2\")"));
  EXPECT_EQ((*client)("GETMETADATA (DEPTH 1) INBOX /private/none"), "a OK told\r\n");
}

TEST_F(ImapMetadata, LeavesOutWhatIsLargerThanMaxsize) {
  auto client = logged_in();
  (*client)("SETMETADATA INBOX (/private/a \"123\" /private/b \"12345\")");
  EXPECT_EQ((*client)("GETMETADATA (MAXSIZE 3) INBOX (/private/a /private/b)"),
            "* METADATA INBOX (/private/a \"123\")\r\na OK [METADATA LONGENTRIES 5] told but for what is "
            "larger\r\n");
}

TEST_F(ImapMetadata, IsAllOrNothing) {
  auto client = logged_in();
  const std::string large(64 * 1024 + 1, 'x');
  EXPECT_THAT(client->raw("a SETMETADATA INBOX (/private/a \"1\" /private/b {65537+}\r\n" + large + ")\r\n"),
              StartsWith("a NO [METADATA MAXSIZE 65536]"));
  std::string many = "SETMETADATA INBOX (";
  for (int i = 0; i < 100; ++i) many += (i > 0 ? " " : "") + ("/private/e" + std::to_string(i)) + " \"1\"";
  EXPECT_EQ((*client)(many + ")"), "a OK noted\r\n");
  EXPECT_THAT((*client)("SETMETADATA INBOX (/private/a \"1\")"), StartsWith("a NO [METADATA TOOMANY]"));
  EXPECT_EQ((*client)("SETMETADATA INBOX (/private/e1 \"2\")"), "a OK noted\r\n");
  EXPECT_THAT((*client)("GETMETADATA INBOX /private/a"), HasSubstr("NIL"));
}

TEST_F(ImapMetadata, OfTheServerIsEachUsersOwn) {
  auto client = logged_in();
  EXPECT_EQ((*client)("SETMETADATA \"\" (/private/vendor/x/y \"1\")"), "a OK noted\r\n");
  EXPECT_EQ((*client)("GETMETADATA \"\" /private/vendor/x/y"),
            "* METADATA \"\" (/private/vendor/x/y \"1\")\r\na OK told\r\n");
  EXPECT_THAT((*client)("SETMETADATA \"\" (/shared/comment \"1\")"), StartsWith("a NO [NOPERM]"));
  EXPECT_THAT((*client)("GETMETADATA none /private/comment"), StartsWith("a NO [NONEXISTENT]"));
}

TEST_F(ImapMetadata, RefusesWhatIsNoEntry) {
  auto client = logged_in();
  for (const std::string_view entry :
       {"comment", "/other/comment", "/private", "/private/", "/private//a", "/private/a/",
        "/private/vendor/x", "\"/private/%\"", "\"/private/*\""}) {
    EXPECT_THAT((*client)("GETMETADATA INBOX " + std::string(entry)), StartsWith("a BAD")) << entry;
  }
}

// RFC 5464 4.1.
TEST_F(ImapMetadata, GoesWithTheMailbox) {
  auto client = logged_in();
  (*client)("CREATE x");
  (*client)("SETMETADATA x (/private/comment \"1\")");
  (*client)("RENAME x y");
  EXPECT_THAT((*client)("GETMETADATA y /private/comment"), HasSubstr("\"1\""));
  (*client)("DELETE y");
  (*client)("CREATE y");
  EXPECT_THAT((*client)("GETMETADATA y /private/comment"), HasSubstr("NIL"));
  (*client)("SETMETADATA INBOX (/private/comment \"2\")");
  (*client)("RENAME INBOX z");
  EXPECT_THAT((*client)("GETMETADATA z /private/comment"), HasSubstr("\"2\""));
  EXPECT_THAT((*client)("GETMETADATA INBOX /private/comment"), HasSubstr("\"2\""));
}

// RFC 5464 3.2: "/private" is "stored on a per-user basis and not visible to other users".
TEST_F(ImapMetadata, PrivateIsEachUsersOwnInASharedMailbox) {
  auto owner = logged_in();
  auto guest = connect();
  (*guest)("LOGIN user2 pass");
  (*owner)("SETMETADATA INBOX (/private/comment \"mine\" /shared/comment \"ours\")");
  (*owner)("SETACL INBOX user2 lrs");
  const std::string theirs = "\"Other Users/user1/INBOX\"";
  EXPECT_EQ((*guest)("GETMETADATA " + theirs + " (/private/comment /shared/comment)"),
            "* METADATA \"Other Users/user1/INBOX\" (/private/comment NIL /shared/comment \"ours\")\r\n"
            "a OK told\r\n");
  EXPECT_EQ((*guest)("SETMETADATA " + theirs + " (/private/comment/a \"guest's\")"), "a OK noted\r\n");
  EXPECT_EQ((*guest)("GETMETADATA (DEPTH infinity) " + theirs + " /PRIVATE/comment"),
            "* METADATA \"Other Users/user1/INBOX\" (/private/comment/a \"guest's\")\r\na OK told\r\n");
  EXPECT_EQ((*owner)("GETMETADATA (DEPTH infinity) INBOX /private/comment"),
            "* METADATA INBOX (/private/comment \"mine\")\r\na OK told\r\n");
  EXPECT_THAT((*guest)("LIST \"\" \"Other Users/*\" RETURN (METADATA (/private/comment/a))"),
              HasSubstr("* METADATA \"Other Users/user1/INBOX\" (/private/comment/a \"guest's\")\r\n"));
}

TEST_F(ImapMetadata, StandsBehindEachListedMailbox) {
  auto client = logged_in();
  (*client)("SETMETADATA Sent (/private/comment \"1\")");
  EXPECT_THAT((*client)("LIST \"\" S% RETURN (METADATA (/private/comment /shared/comment))"),
              HasSubstr("Sent\r\n* METADATA Sent (/private/comment \"1\" /shared/comment NIL)\r\na OK"));
}

}  // namespace
}  // namespace mailrig::server
