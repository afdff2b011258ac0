#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct ImapList : Rig {};

TEST_F(ImapList, TellsSpecialUsesAndChildren) {
  auto client = logged_in();
  EXPECT_EQ((*client)("LIST \"\" *"),
            "* LIST (\\HasNoChildren \\Archive) \"/\" Archive\r\n"
            "* LIST (\\HasNoChildren \\Drafts) \"/\" Drafts\r\n"
            "* LIST (\\HasNoChildren) \"/\" INBOX\r\n"
            "* LIST (\\HasNoChildren \\Junk) \"/\" Junk\r\n"
            "* LIST (\\HasNoChildren \\Sent) \"/\" Sent\r\n"
            "* LIST (\\HasNoChildren \\Trash) \"/\" Trash\r\n"
            "a OK listed\r\n");
  EXPECT_EQ((*client)("LIST (SPECIAL-USE) \"\" S*"),
            "* LIST (\\HasNoChildren \\Sent) \"/\" Sent\r\na OK listed\r\n");
}

TEST_F(ImapList, WildcardsAndReference) {
  auto client = logged_in();
  for (const char* name : {"a", "a-b", "a/c", "a/c/d"}) (*client)(std::string("CREATE ") + name);
  EXPECT_EQ((*client)("LIST \"\" a%"),
            "* LIST (\\HasChildren) \"/\" a\r\n* LIST (\\HasNoChildren) \"/\" a-b\r\na OK listed\r\n");
  EXPECT_EQ((*client)("LIST a/ %"), "* LIST (\\HasChildren) \"/\" a/c\r\na OK listed\r\n");
  EXPECT_EQ((*client)("LIST \"\" inbOX"), "* LIST (\\HasNoChildren) \"/\" INBOX\r\na OK listed\r\n");
  EXPECT_EQ((*client)("LIST a/ \"\""), "* LIST (\\Noselect) \"/\" \"\"\r\na OK listed\r\n");
}

// RFC 3501 6.3.4, the example.
TEST_F(ImapList, DeletedParentIsALevel) {
  auto client = logged_in();
  (*client)("CREATE foo");
  (*client)("CREATE foo/bar");
  EXPECT_THAT((*client)("DELETE foo"), StartsWith("a OK"));
  EXPECT_EQ((*client)("LIST \"\" foo*"),
            "* LIST (\\Noselect \\HasChildren) \"/\" foo\r\n* LIST (\\HasNoChildren) \"/\" foo/bar\r\na OK "
            "listed\r\n");
  EXPECT_THAT((*client)("SELECT foo"), StartsWith("a NO"));
  EXPECT_THAT((*client)("DELETE foo"), StartsWith("a NO [CANNOT]"));
}

// RFC 5258 3, and example 11 in 5: a level without a mailbox is not told unless "%" or a selection asks for
// it.
TEST_F(ImapList, ExtendedListTellsALevelOnlyWhereOneIsAskedFor) {
  auto client = logged_in();
  (*client)("CREATE foo/bar");
  (*client)("SUBSCRIBE foo/bar");
  const std::string bar = "* LIST (\\HasNoChildren) \"/\" foo/bar\r\na OK listed\r\n";
  EXPECT_EQ((*client)("LIST \"\" (foo foo/bar)"), bar);
  EXPECT_EQ((*client)("LIST \"\" foo* RETURN (CHILDREN)"), bar);
  EXPECT_EQ((*client)("LIST () \"\" f%"),
            "* LIST (\\NonExistent \\HasChildren) \"/\" foo\r\na OK listed\r\n");
  EXPECT_EQ((*client)("LIST \"\" (f% foo/bar)"), "* LIST (\\NonExistent \\HasChildren) \"/\" foo\r\n" + bar);
  EXPECT_EQ(
      (*client)("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" foo"),
      "* LIST (\\NonExistent \\HasChildren) \"/\" foo (\"CHILDINFO\" (\"SUBSCRIBED\"))\r\na OK listed\r\n");
  EXPECT_EQ((*client)("LIST \"\" foo"), "* LIST (\\Noselect \\HasChildren) \"/\" foo\r\na OK listed\r\n");
  (*client)("DELETE foo/bar");
  EXPECT_EQ((*client)("LIST () \"\" f%"), "a OK listed\r\n");
  EXPECT_EQ((*client)("LIST \"\" f%"), "* LIST (\\Noselect \\HasNoChildren) \"/\" foo\r\na OK listed\r\n");
}

TEST_F(ImapList, NamesAreModifiedUtf7AndQuotesEscaped) {
  auto client = logged_in();
  EXPECT_THAT((*client)("CREATE &U,BTFw-/&ZeVnLIqe-"), StartsWith("a OK"));
  EXPECT_THAT((*client)("LIST \"\" &U,BTFw-*"), HasSubstr(" &U,BTFw-/&ZeVnLIqe-\r\n"));
  EXPECT_THAT((*client)("CREATE \"q\\\"x y\""), StartsWith("a OK"));
  EXPECT_THAT((*client)("LIST \"\" q*"), HasSubstr(" \"q\\\"x y\"\r\n"));
}

// RFC 3501 6.3.9: "LSUB "" %" with only foo/bar subscribed.
TEST_F(ImapList, LsubTellsLevelsOfSubscribedNames) {
  auto client = logged_in();
  for (const char* each : {"Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash"}) {
    EXPECT_THAT((*client)(std::string("UNSUBSCRIBE ") + each), StartsWith("a OK"));
  }
  (*client)("CREATE foo/bar");
  (*client)("SUBSCRIBE foo/bar");
  EXPECT_EQ((*client)("LSUB \"\" %"), "* LSUB (\\Noselect) \"/\" foo\r\na OK listed\r\n");
  EXPECT_EQ((*client)("LSUB \"\" *"), "* LSUB () \"/\" foo/bar\r\na OK listed\r\n");
  EXPECT_THAT((*client)("SUBSCRIBE none"), StartsWith("a NO [NONEXISTENT]"));
}

}  // namespace
}  // namespace mailrig::server
