// A server that offers less: what is left out is neither announced nor served.
#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct ImapLesser : Rig {
  void without(std::string_view spec) { ASSERT_EQ(world.offer.drop(spec), ""); }
};

struct Row {
  std::string_view without;
  std::string_view command;
};

TEST_F(ImapLesser, RefusesWhatIsLeftOut) {
  constexpr Row kRows[] = {
      {"ID", "ID NIL"},
      {"IDLE", "IDLE"},
      {"NAMESPACE", "NAMESPACE"},
      {"MOVE", "MOVE 1 Sent"},
      {"UIDPLUS", "UID EXPUNGE 1"},
      {"UNSELECT", "UNSELECT"},
      {"SORT", "SORT (DATE) UTF-8 ALL"},
      {"SORT=DISPLAY", "SORT (DISPLAYFROM) UTF-8 ALL"},
      {"ESORT", "SORT RETURN (MIN) (DATE) UTF-8 ALL"},
      {"THREAD=REFERENCES", "THREAD REFERENCES UTF-8 ALL"},
      {"THREAD=ORDEREDSUBJECT", "THREAD ORDEREDSUBJECT UTF-8 ALL"},
      {"CONDSTORE", "SELECT INBOX (CONDSTORE)"},
      {"CONDSTORE", "FETCH 1 MODSEQ"},
      {"CONDSTORE", "FETCH 1 FLAGS (CHANGEDSINCE 1)"},
      {"CONDSTORE", "STORE 1 (UNCHANGEDSINCE 1) FLAGS ()"},
      {"CONDSTORE", "SEARCH MODSEQ 1"},
      {"CONDSTORE", "STATUS INBOX (HIGHESTMODSEQ)"},
      {"ESEARCH", "SEARCH RETURN (MIN) ALL"},
      {"SEARCHRES", "SEARCH RETURN (SAVE) ALL"},
      {"SEARCHRES", "FETCH $ FLAGS"},
      {"SEARCHRES", "SEARCH $"},
      {"LIST-EXTENDED", "LIST (SUBSCRIBED) \"\" *"},
      {"LIST-STATUS", "LIST \"\" * RETURN (STATUS (MESSAGES))"},
      {"SPECIAL-USE", "LIST (SPECIAL-USE) \"\" *"},
      {"CREATE-SPECIAL-USE", "CREATE new (USE (\\Sent))"},
      {"STATUS=SIZE", "STATUS INBOX (SIZE)"},
      {"BINARY", "FETCH 1 BINARY[]"},
      {"WITHIN", "SEARCH OLDER 1"},
      {"OBJECTID", "FETCH 1 EMAILID"},
      {"OBJECTID", "SEARCH EMAILID M1"},
      {"OBJECTID", "STATUS INBOX (MAILBOXID)"},
      {"SAVEDATE", "FETCH 1 SAVEDATE"},
      {"SAVEDATE", "SEARCH SAVEDON 1-Jan-2001"},
      {"PREVIEW", "FETCH 1 PREVIEW"},
      {"PARTIAL", "SEARCH RETURN (PARTIAL 1:2) ALL"},
      {"PARTIAL", "UID FETCH 1 FLAGS (PARTIAL 1:2)"},
      {"METADATA", "GETMETADATA INBOX /private/comment"},
      {"METADATA", "SETMETADATA INBOX (/private/comment NIL)"},
      {"LIST-METADATA", "LIST \"\" * RETURN (METADATA (/private/comment))"},
      {"QUOTA", "GETQUOTA \"\""},
      {"QUOTA", "GETQUOTAROOT INBOX"},
      {"QUOTASET", "SETQUOTA \"\" ()"},
      {"QUOTA=RES-STORAGE", "STATUS INBOX (DELETED-STORAGE)"},
      {"ACL", "GETACL INBOX"},
      {"ACL", "MYRIGHTS INBOX"},
      {"ACL", "SETACL INBOX anyone l"},
      {"ACL", "DELETEACL INBOX anyone"},
      {"ACL", "LISTRIGHTS INBOX anyone"},
      {"LIST-MYRIGHTS", "LIST \"\" * RETURN (MYRIGHTS)"},
      {"CONTEXT=SEARCH", "SEARCH RETURN (UPDATE) ALL"},
      {"CONTEXT=SORT", "SORT RETURN (UPDATE) (DATE) UTF-8 ALL"},
      {"NOTIFY", "NOTIFY NONE"},
      {"NOTIFY", "SEARCH RETURN (UPDATE (UID)) ALL"},
      {"CATENATE", "APPEND Sent CATENATE (TEXT {1+}\r\nx)"},
      {"URLAUTH", "RESETKEY"},
      {"URLAUTH", "URLFETCH x"},
      {"URLAUTH", "GENURLAUTH imap://user1@h/INBOX/;uid=1;urlauth=anonymous INTERNAL"},
      {"UTF8=ACCEPT", "APPEND Sent UTF8 (~{1+}\r\nx)"},
      {"UTF8=ACCEPT", "APPEND Sent CATENATE (UTF8 (~{1+}\r\nx))"},
      {"MULTIAPPEND", "APPEND Sent {1+}\r\nx {1+}\r\ny"},
      {"REPLACE", "REPLACE 1 INBOX {1+}\r\nx"},
  };
  for (const Row& row : kRows) {
    put_many(1);
    world.offer = Offer();
    EXPECT_THAT((*selected())(row.command), Not(StartsWith("a BAD"))) << row.command;
    without(row.without);
    EXPECT_THAT((*selected())(row.command), StartsWith("a BAD")) << row.command;
  }
}

TEST_F(ImapLesser, AnnouncesNoneOfIt) {
  for (const CapInfo& each : all_capabilities()) {
    if (each.protocol != "imap") continue;
    world.offer = Offer();
    without("imap:" + std::string(each.name));
    const std::string said = (*connect())("CAPABILITY");
    EXPECT_THAT(said, Not(HasSubstr(' ' + std::string(each.name) + ' '))) << said;
  }
  without("all");
  EXPECT_EQ((*connect())("CAPABILITY"), "* CAPABILITY IMAP4rev1\r\na OK that is all\r\n");
}

// RFC 7888 5: one of LITERAL+ and LITERAL- is announced, and LITERAL- ends at 4096 octets.
TEST_F(ImapLesser, LiteralMinusEndsAt4096Octets) {
  const auto append = [](std::size_t octets) {
    return "a APPEND Sent {" + std::to_string(octets) + "+}\r\n" + std::string(octets, 'x') + "\r\n";
  };
  without("LITERAL+");
  const auto client = logged_in();
  EXPECT_THAT((*client)("CAPABILITY"), testing::AllOf(HasSubstr(" LITERAL- "), Not(HasSubstr("LITERAL+"))));
  EXPECT_THAT(client->raw(append(4096)), StartsWith("a OK"));
  EXPECT_THAT(client->raw(append(4097)), StartsWith("a BAD [TOOBIG]"));
  EXPECT_THAT((*client)("NOOP"), StartsWith("a OK"));
  without("LITERAL-");
  const auto without_any = logged_in();
  EXPECT_THAT(without_any->raw(append(10)), StartsWith("a BAD"));
  EXPECT_THAT((*without_any)("NOOP"), StartsWith("a OK"));
}

TEST_F(ImapLesser, TellsNoUidsWithoutUidplus) {
  put_many(1);
  without("UIDPLUS");
  const auto client = selected();
  EXPECT_EQ((*client)("COPY 1 Sent"), "a OK copied\r\n");
  EXPECT_EQ(client->raw("a APPEND Sent {1+}\r\nx\r\n"), "a OK appended\r\n");
}

}  // namespace
}  // namespace mailrig::server
