// Access control lists (RFC 4314), and other users' mailboxes.
#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kTheirs = "\"Other Users/user1/Projects\"";

std::string on_theirs(std::string_view verb, std::string_view rest = "") {
  return std::string(verb) + ' ' + std::string(kTheirs) + std::string(rest);
}

// user1 has Projects, user2 looks on.
struct ImapAcl : Rig {
  ImapAcl() {
    owner = logged_in();
    (*owner)("CREATE Projects");
    guest = connect();
    (*guest)("LOGIN user2 pass");
  }
  void grant(std::string_view rights, std::string_view identifier = "user2") {
    EXPECT_EQ((*owner)("SETACL Projects " + std::string(identifier) + ' ' + std::string(rights)),
              "a OK set\r\n");
  }
  std::unique_ptr<Client> owner, guest;
};

TEST_F(ImapAcl, OwnerHasAllRightsAtFirst) {
  EXPECT_EQ((*owner)("MYRIGHTS Projects"), "* MYRIGHTS Projects lrswipkxteacd\r\na OK told\r\n");
  EXPECT_EQ((*owner)("GETACL Projects"), "* ACL Projects user1 lrswipkxteacd\r\na OK told\r\n");
}

// RFC 4314 3.1, 2.1.1.
TEST_F(ImapAcl, SetsAddsAndTakesAway) {
  const auto acl = [&] { return (*owner)("GETACL Projects"); };
  grant("lrswida");
  EXPECT_THAT(acl(), HasSubstr(" user2 lrswitead\r\n"));
  grant("+c");
  EXPECT_THAT(acl(), HasSubstr(" user2 lrswikxteacd\r\n"));
  grant("-swixetka");
  EXPECT_THAT(acl(), HasSubstr(" user2 lr\r\n"));
  grant("\"\"");
  EXPECT_THAT(acl(), Not(HasSubstr("user2")));
  for (const std::string_view rights : {"lrQ", "lrq", "lr0", "+-l", "l r"})
    EXPECT_THAT((*owner)("SETACL Projects user2 \"" + std::string(rights) + '"'), StartsWith("a BAD"))
        << rights;
}

TEST_F(ImapAcl, IdentifiersArePreparedAndMeanAccounts) {
  grant("lr", "user2@example.test");
  EXPECT_THAT((*owner)("GETACL Projects"), HasSubstr(" user2 lr\r\n"));
  EXPECT_EQ((*owner)("LISTRIGHTS Projects USER2@example.test"),
            "* LISTRIGHTS Projects USER2@example.test \"\" l r s w i p k x t e a c d\r\na OK told\r\n");
  EXPECT_EQ((*owner)("LISTRIGHTS Projects user1"),
            "* LISTRIGHTS Projects user1 la r s w i p k x t e c d\r\na OK told\r\n");
  for (const std::string_view identifier : {"\"\"", "-", "\"\a\""})
    EXPECT_THAT((*owner)("SETACL Projects " + std::string(identifier) + " l"), StartsWith("a BAD"))
        << identifier;
}

// RFC 4314 2: the union, less the negative ones.
TEST_F(ImapAcl, RightsAreJoinedAndTakenAway) {
  grant("lr", "anyone");
  grant("iw");
  grant("wr", "-user2");
  EXPECT_EQ((*guest)(on_theirs("MYRIGHTS")), "* MYRIGHTS " + std::string(kTheirs) + " li\r\na OK told\r\n");
  EXPECT_THAT((*owner)("DELETEACL Projects user2"), StartsWith("a OK"));
  EXPECT_THAT((*owner)("GETACL Projects"), HasSubstr(" -user2 rw anyone lr\r\n"));
}

TEST_F(ImapAcl, OwnerCanNotBeLockedOut) {
  EXPECT_THAT((*owner)("SETACL Projects user1 r"), StartsWith("a OK"));
  EXPECT_THAT((*owner)("MYRIGHTS Projects"), HasSubstr(" lra\r\n"));
  EXPECT_THAT((*owner)("APPEND Projects {1+}\r\nx"), StartsWith("a NO [NOPERM]"));
  EXPECT_THAT((*owner)("DELETEACL Projects user1"), StartsWith("a OK"));
  EXPECT_THAT((*owner)("GETACL Projects"), HasSubstr(" user1 la\r\n"));
  EXPECT_THAT((*owner)("SELECT Projects"), StartsWith("a NO [NOPERM]"));
}

// RFC 4314 6: as if it were not there, nor its owner.
TEST_F(ImapAcl, WhatMayNotBeSeenIsNotThere) {
  const auto answer = [&](const std::string& before, std::string_view name, const std::string& behind) {
    return (*guest)(before + " \"" + std::string(name) + '"' + behind);
  };
  for (const auto& [before, behind] :
       std::vector<std::pair<std::string, std::string>>{{"SELECT", ""},
                                                        {"EXAMINE", ""},
                                                        {"STATUS", " (MESSAGES)"},
                                                        {"GETACL", ""},
                                                        {"MYRIGHTS", ""},
                                                        {"LISTRIGHTS", " anyone"},
                                                        {"SETACL", " anyone l"},
                                                        {"DELETEACL", " anyone"},
                                                        {"DELETE", ""},
                                                        {"SUBSCRIBE", ""},
                                                        {"GETMETADATA", " /shared/comment"},
                                                        {"GETQUOTAROOT", ""},
                                                        {"RENAME", " x"},
                                                        {"APPEND", " {1+}\r\nx"}}) {
    const std::string there = answer(before, "Other Users/user1/Projects", behind);
    EXPECT_THAT(there, StartsWith("a NO [")) << before;
    EXPECT_EQ(there, answer(before, "Other Users/user1/None", behind));
    EXPECT_EQ(there, answer(before, "Other Users/user9/None", behind));
  }
}

TEST_F(ImapAcl, ListTellsWhatMayBeSeenAndLevelsOnlyWhereAsked) {
  (*owner)("CREATE Projects/deep");
  EXPECT_THAT((*guest)("LIST \"\" \"Other Users/%\""), StartsWith("a OK"));
  EXPECT_THAT((*owner)("SETACL Projects/deep user2 l"), StartsWith("a OK"));
  EXPECT_EQ((*guest)("LIST \"\" Other*"),
            "* LIST (\\HasNoChildren) \"/\" \"Other Users/user1/Projects/deep\"\r\na OK listed\r\n");
  EXPECT_EQ((*guest)("LIST \"\" \"Other Users/%\""),
            "* LIST (\\Noselect \\HasChildren) \"/\" \"Other Users/user1\"\r\na OK listed\r\n");
  EXPECT_EQ((*guest)("LIST \"\" \"Other Users/user1/%\""),
            "* LIST (\\Noselect \\HasChildren) \"/\" \"Other Users/user1/Projects\"\r\na OK listed\r\n");
  EXPECT_THAT((*owner)("LIST \"\" *"), Not(HasSubstr("Other Users")));
}

TEST_F(ImapAcl, SubscriptionsOfOthersAreTakenAndHiddenWithTheRight) {
  grant("l");
  EXPECT_THAT((*guest)(on_theirs("SUBSCRIBE")), StartsWith("a OK"));
  EXPECT_THAT((*guest)("LSUB \"\" *"), HasSubstr("Projects"));
  EXPECT_THAT((*guest)("LIST (SUBSCRIBED) \"\" *"), HasSubstr("Projects"));
  grant("\"\"");
  EXPECT_THAT((*guest)("LSUB \"\" *"), Not(HasSubstr("Projects")));
  EXPECT_THAT((*guest)("LIST (SUBSCRIBED) \"\" *"), Not(HasSubstr("Projects")));
  EXPECT_THAT((*guest)(on_theirs("UNSUBSCRIBE")), StartsWith("a OK"));
}

// RFC 4314 5.1.1, 5.2.
TEST_F(ImapAcl, SelectTellsWhatMayBeChanged) {
  put("x", {}, "Projects");
  grant("lr");
  EXPECT_THAT((*guest)(on_theirs("SELECT")),
              AllOf(HasSubstr("[PERMANENTFLAGS ()]"), HasSubstr("a OK [READ-ONLY]")));
  grant("+s");
  EXPECT_THAT((*guest)(on_theirs("SELECT")),
              AllOf(HasSubstr("[PERMANENTFLAGS (\\Seen)]"), HasSubstr("a OK [READ-WRITE]")));
  grant("+wt");
  EXPECT_EQ(
      (*guest)("NOOP"),
      "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n* OK [PERMANENTFLAGS (\\Answered \\Flagged "
      "\\Deleted \\Seen \\Draft \\*)] these are kept\r\na OK nothing done\r\n");
  EXPECT_EQ((*guest)("NOOP"), "a OK nothing done\r\n");
}

TEST_F(ImapAcl, WhoMayNoLongerReadIsShownOut) {
  grant("lr");
  (*guest)(on_theirs("SELECT"));
  (*guest)("IDLE");
  grant("l");
  put("secret", {}, "Projects");
  EXPECT_THAT(guest->wake(), StartsWith("* BYE"));
  EXPECT_EQ(guest->effect, Effect::Close);
}

// RFC 4314 4: flags that may not be changed stay as they were.
TEST_F(ImapAcl, StoreChangesWhatMayBeChanged) {
  put("x", {kSeen | kDeleted, {"old"}}, "Projects");
  grant("lrw");
  (*guest)(on_theirs("SELECT"));
  EXPECT_THAT((*guest)("STORE 1 FLAGS (\\Flagged new)"),
              HasSubstr("FLAGS (\\Flagged \\Deleted \\Seen \\Recent new)"));
  EXPECT_THAT((*guest)("STORE 1 -FLAGS (\\Flagged \\Seen)"),
              HasSubstr("FLAGS (\\Deleted \\Seen \\Recent new)"));
  EXPECT_THAT((*guest)("STORE 1 -FLAGS (\\Seen)"), StartsWith("a NO [NOPERM]"));
  grant("lrst");
  EXPECT_THAT((*guest)("STORE 1 FLAGS ()"), HasSubstr("FLAGS (\\Recent new)"));
  EXPECT_THAT((*guest)("STORE 1 +FLAGS (new)"), HasSubstr("a NO [NOPERM]"));
}

TEST_F(ImapAcl, FetchSetsSeenOnlyWithItsRight) {
  put("x", {}, "Projects");
  grant("lrw");
  (*guest)(on_theirs("SELECT"));
  EXPECT_THAT((*guest)("FETCH 1 BODY[]"), Not(HasSubstr("\\Seen")));
  grant("+s");
  EXPECT_THAT((*guest)("FETCH 1 BODY[]"), HasSubstr("\\Seen"));
}

TEST_F(ImapAcl, InsertionKeepsTheFlagsThatMayBeSet) {
  grant("lris");
  EXPECT_THAT((*guest)(on_theirs("APPEND", " (\\Seen \\Deleted \\Flagged word) {1+}\r\nx")),
              StartsWith("a OK"));
  (*guest)(on_theirs("SELECT"));
  EXPECT_THAT((*guest)("FETCH 1 FLAGS"), HasSubstr("FLAGS (\\Seen \\Recent)"));
  (*owner)("SELECT Projects");
  (*owner)("STORE 1 +FLAGS (\\Answered)");
  EXPECT_THAT((*guest)(on_theirs("COPY 1")), HasSubstr("a OK"));
  EXPECT_THAT((*guest)("FETCH 2 FLAGS"), HasSubstr("FLAGS (\\Seen"));
  EXPECT_THAT((*guest)("FETCH 2 FLAGS"), Not(HasSubstr("Answered")));
}

TEST_F(ImapAcl, RemovalNeedsItsRights) {
  put("x", {kDeleted, {}}, "Projects");
  grant("lrit");
  (*guest)(on_theirs("SELECT"));
  EXPECT_THAT((*guest)("EXPUNGE"), StartsWith("a NO [NOPERM]"));
  EXPECT_THAT((*guest)("MOVE 1 INBOX"), StartsWith("a NO [NOPERM]"));
  EXPECT_THAT((*guest)(on_theirs("REPLACE 1", " {1+}\r\nx")), StartsWith("a NO [NOPERM]"));
  EXPECT_THAT((*guest)("CLOSE"), StartsWith("a OK"));
  EXPECT_THAT((*owner)("STATUS Projects (MESSAGES)"), HasSubstr("(MESSAGES 1)"));
  grant("+e");
  (*guest)(on_theirs("SELECT"));
  EXPECT_THAT((*guest)("MOVE 1 INBOX"), HasSubstr("* 1 EXPUNGE"));
}

TEST_F(ImapAcl, EachIsToldWhatTheOtherDoes) {
  put("x", {}, "Projects");
  grant("lriste");
  (*owner)("SELECT Projects");
  (*guest)(on_theirs("SELECT"));
  (*guest)("STORE 1 +FLAGS (\\Deleted)");
  EXPECT_THAT((*owner)("NOOP"), HasSubstr("* 1 FETCH (FLAGS (\\Deleted"));
  (*owner)("EXPUNGE");
  EXPECT_THAT((*guest)("NOOP"), HasSubstr("* 1 EXPUNGE"));
}

// RFC 4314 4.
TEST_F(ImapAcl, HierarchyNeedsItsRights) {
  grant("lr");
  EXPECT_THAT((*guest)(on_theirs("DELETE")), StartsWith("a NO [NOPERM]"));
  EXPECT_THAT((*guest)("CREATE \"Other Users/user1/Projects/new\""), StartsWith("a NO [NOPERM]"));
  EXPECT_THAT((*guest)("CREATE \"Other Users/user1/new\""), StartsWith("a NO [NOPERM]"));
  EXPECT_THAT((*guest)("CREATE \"Other Users\""), StartsWith("a NO"));
  grant("+k");
  EXPECT_THAT((*guest)("CREATE \"Other Users/user1/Projects/new\""), StartsWith("a OK"));
  EXPECT_THAT((*owner)("GETACL Projects/new"), HasSubstr(" user2 lrkc\r\n"));
  EXPECT_THAT((*owner)("SETACL Projects/new user2 +x"), StartsWith("a OK"));
  EXPECT_THAT((*guest)("RENAME \"Other Users/user1/Projects/new\" mine"), StartsWith("a NO [CANNOT]"));
  EXPECT_THAT((*guest)("RENAME \"Other Users/user1/Projects/new\" \"Other Users/user1/Projects/newer\""),
              StartsWith("a OK"));
  EXPECT_THAT((*owner)("GETACL Projects/newer"), HasSubstr(" user2 lrkxc\r\n"));
  EXPECT_THAT((*guest)("DELETE \"Other Users/user1/Projects/newer\""), StartsWith("a OK"));
}

TEST_F(ImapAcl, WhatIsPutIntoAMailboxCountsForItsOwner) {
  grant("lri");
  (*owner)("SETQUOTA \"\" (MESSAGE 1)");
  EXPECT_THAT((*guest)(on_theirs("APPEND", " {1+}\r\nx")), StartsWith("a OK"));
  EXPECT_THAT((*guest)(on_theirs("APPEND", " {1+}\r\nx")), StartsWith("a NO [OVERQUOTA]"));
  EXPECT_EQ((*guest)(on_theirs("GETQUOTAROOT")),
            "* QUOTAROOT " + std::string(kTheirs) +
                " \"Other Users/user1\"\r\n"
                "* QUOTA \"Other Users/user1\" (MESSAGE 1 1)\r\na OK told\r\n");
  EXPECT_THAT((*guest)("GETQUOTA \"Other Users/user1\""), HasSubstr("(MESSAGE 1 1)"));
  grant("l");
  EXPECT_THAT((*guest)("GETQUOTA \"Other Users/user1\""), StartsWith("a NO"));
  EXPECT_THAT((*guest)(on_theirs("GETQUOTAROOT")), StartsWith("a NO [NOPERM]"));
}

// RFC 8440 3, RFC 5819 2.
TEST_F(ImapAcl, ListBringsRightsAlong) {
  grant("l");
  EXPECT_EQ((*guest)("LIST \"\" Other* RETURN (MYRIGHTS STATUS (MESSAGES))"),
            "* LIST (\\HasNoChildren \\Noselect) \"/\" " + std::string(kTheirs) + "\r\n* MYRIGHTS " +
                std::string(kTheirs) + " l\r\na OK listed\r\n");
}

TEST_F(ImapAcl, UrlsOfMessagesNeedTheRightToRead) {
  put("x", {}, "Projects");
  grant("l");
  const std::string append = "a APPEND INBOX CATENATE (URL \"/Other%20Users/user1/Projects/;UID=1\")\r\n";
  EXPECT_THAT(guest->raw(append), StartsWith("a NO [BADURL"));
  grant("+r");
  EXPECT_THAT(guest->raw(append), StartsWith("a OK"));
}

TEST_F(ImapAcl, WithoutItThereIsNothingOfIt) {
  grant("lr");
  EXPECT_EQ(world.offer.drop("ACL"), "");
  EXPECT_THAT((*guest)(on_theirs("SELECT")), StartsWith("a NO"));
  EXPECT_THAT((*guest)("NAMESPACE"), StartsWith("* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n"));
  EXPECT_THAT((*guest)("MYRIGHTS INBOX"), StartsWith("a BAD"));
  EXPECT_THAT((*guest)("LIST \"\" *"), Not(HasSubstr("Other Users")));
}

}  // namespace
}  // namespace mailrig::server
