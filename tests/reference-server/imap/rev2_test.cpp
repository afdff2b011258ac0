// IMAP4rev2 (RFC 9051) and what it folds in: LIST-EXTENDED, LIST-STATUS, SEARCHRES.
#include "reference-server/deviation/rev2.hpp"

#include <array>

#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct ImapRev2 : Rig {
  ImapRev2() {
    put_many(4);
    phone = logged_in();
    (*phone)("ENABLE IMAP4rev2");
  }
  std::unique_ptr<Client> phone;
};

TEST_F(ImapRev2, IsTheClientsChoice) {
  auto other = logged_in();
  EXPECT_THAT((*other)("SELECT INBOX"), HasSubstr(" RECENT\r\n"));
  other = logged_in();
  EXPECT_EQ((*other)("ENABLE imap4REV2 CONDSTORE"), "* ENABLED IMAP4rev2 CONDSTORE\r\na OK done\r\n");
}

// RFC 9051 9, body-type-msg; RFC 3501's grammar knows message/rfc822 alone.
TEST_F(ImapRev2, AMessageGlobalHasAnEnvelopeAndABody) {
  put("Content-Type: message/global\r\n\r\nSubject: inside\r\n\r\ntext\r\n");
  auto other = logged_in();
  (*other)("SELECT INBOX");
  EXPECT_THAT((*other)("FETCH 5 BODYSTRUCTURE"),
              HasSubstr("(\"message\" \"global\" NIL NIL NIL \"7BIT\" 25 NIL NIL NIL NIL)"));
  (*phone)("SELECT INBOX");
  EXPECT_THAT((*phone)("FETCH 5 BODYSTRUCTURE"),
              HasSubstr("\"global\" NIL NIL NIL \"7BIT\" 25 (NIL \"inside\" NIL NIL NIL NIL NIL NIL NIL NIL) "
                        "(\"TEXT\" \"PLAIN\" "));
}

// RFC 9051 6.3.2 and E 10 to 12.
TEST_F(ImapRev2, SelectTellsTheMailboxAndNothingOfWhatIsRecent) {
  const std::string told = (*phone)("SELECT INBOX");
  EXPECT_THAT(told, HasSubstr("* LIST (\\HasNoChildren) \"/\" INBOX\r\n"));
  EXPECT_THAT(told, Not(HasSubstr("RECENT")));
  EXPECT_THAT(told, Not(HasSubstr("UNSEEN")));
  EXPECT_THAT((*phone)("FETCH 1 FLAGS"), StartsWith("* 1 FETCH (FLAGS ())\r\n"));
}

// 6.3.9.7
TEST_F(ImapRev2, SelectTellsTheNameThatWasAskedForInAnotherForm) {
  EXPECT_THAT((*phone)("SELECT inbox"),
              HasSubstr("* LIST (\\HasNoChildren) \"/\" INBOX (\"OLDNAME\" (inbox))\r\n"));
}

TEST_F(ImapRev2, SearchIsAnsweredByEsearch) {
  (*phone)("SELECT INBOX");
  EXPECT_EQ((*phone)("SEARCH ALL"), "* ESEARCH (TAG \"a\") ALL 1:4\r\na OK searched\r\n");
  EXPECT_EQ((*phone)("UID SEARCH DELETED"), "* ESEARCH (TAG \"a\") UID\r\na OK searched\r\n");
}

// 7.5.2, body parameter parenthesized list.
TEST_F(ImapRev2, BodyStructureHasParametersInUtf8) {
  put("Content-Type: text/plain; name*0*=iso-8859-1''Gr%FC; name*1*=%DFe\r\n\r\nx\r\n");
  (*phone)("SELECT INBOX");
  EXPECT_THAT((*phone)("FETCH 5 BODYSTRUCTURE"), HasSubstr("(\"name*\" {7}\r\nGr\xC3\xBC\xC3\x9F"
                                                           "e)"));
}

// 7.5.2: unasked FETCHes carry the UID.
TEST_F(ImapRev2, NewsComesWithUids) {
  auto laptop = selected();
  (*phone)("SELECT INBOX");
  (*laptop)("STORE 2 +FLAGS.SILENT (\\Flagged)");
  EXPECT_EQ((*phone)("NOOP"), "* 2 FETCH (UID 2 FLAGS (\\Flagged))\r\na OK nothing done\r\n");
}

TEST_F(ImapRev2, NamesAreUtf8) {
  EXPECT_THAT((*phone)("CREATE \"Entw\xc3\xbcrfe & mehr\""), StartsWith("a OK"));
  EXPECT_THAT((*phone)("LIST \"\" Entw*"), HasSubstr("\"Entw\xc3\xbcrfe & mehr\"\r\n"));
  EXPECT_THAT((*phone)("STATUS \"Entw\xc3\xbcrfe & mehr\" (MESSAGES)"), HasSubstr("(MESSAGES 0)"));
  EXPECT_THAT((*logged_in())("LIST \"\" Entw*"), HasSubstr("\"Entw&APw-rfe &- mehr\"\r\n"));
  EXPECT_THAT((*phone)("CREATE \"\xff\""), StartsWith("a BAD"));
}

struct ImapListExtended : Rig {
  ImapListExtended() {
    client = logged_in();
    for (const char* name : {"Fruit/Apple", "Fruit/Banana", "Tofu", "Veg/Broccoli"})
      (*client)("CREATE " + std::string(name));
    for (const char* name : {"Fruit/Peach"}) (*client)("CREATE " + std::string(name));
    for (const char* name : {"Fruit/Banana", "Fruit/Peach"}) (*client)("SUBSCRIBE " + std::string(name));
    (*client)("DELETE Fruit/Peach");
  }
  std::unique_ptr<Client> client;
};

TEST_F(ImapListExtended, ListsWhatIsSubscribedThoughItMayBeGone) {
  EXPECT_EQ((*client)("LIST (SUBSCRIBED) \"\" Fruit/*"),
            "* LIST (\\HasNoChildren \\Subscribed) \"/\" Fruit/Banana\r\n"
            "* LIST (\\NonExistent \\HasNoChildren \\Subscribed) \"/\" Fruit/Peach\r\na OK listed\r\n");
}

// RFC 5258 3.5
TEST_F(ImapListExtended, TellsOfWhatIsSelectedBelow) {
  EXPECT_EQ(
      (*client)("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" F%"),
      "* LIST (\\NonExistent \\HasChildren) \"/\" Fruit (\"CHILDINFO\" (\"SUBSCRIBED\"))\r\na OK listed\r\n");
  EXPECT_THAT((*client)("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" Fruit*"), Not(HasSubstr("CHILDINFO")));
  EXPECT_THAT((*client)("LIST (RECURSIVEMATCH) \"\" %"), StartsWith("a BAD"));
}

TEST_F(ImapListExtended, TakesSeveralPatternsAndPassesOverTheEmptyOne) {
  EXPECT_EQ((*client)("LIST \"\" (Tofu \"\" To* Nothing) RETURN (SUBSCRIBED)"),
            "* LIST (\\HasNoChildren) \"/\" Tofu\r\na OK listed\r\n");
  EXPECT_EQ((*client)("LIST () \"\" \"\""), "a OK listed\r\n");
}

// RFC 5819 2
TEST_F(ImapListExtended, CountsWhatItLists) {
  EXPECT_EQ((*client)("LIST \"\" (Tofu Frui%) RETURN (STATUS (MESSAGES UIDNEXT))"),
            "* LIST (\\NonExistent \\HasChildren) \"/\" Fruit\r\n* LIST (\\HasNoChildren) \"/\" Tofu\r\n"
            "* STATUS Tofu (MESSAGES 0 UIDNEXT 1)\r\na OK listed\r\n");
  EXPECT_THAT((*client)("LIST \"\" * RETURN (STATUS ())"), StartsWith("a BAD"));
}

struct ImapSearchres : Rig {
  ImapSearchres() {
    put_many(4);
    client = selected();
  }
  std::unique_ptr<Client> client;
};

TEST_F(ImapSearchres, KeepsWhatWasFound) {
  EXPECT_EQ((*client)("SEARCH RETURN (SAVE) 2:3"), "a OK searched\r\n");
  EXPECT_EQ((*client)("FETCH $ UID"), "* 2 FETCH (UID 2)\r\n* 3 FETCH (UID 3)\r\na OK fetched\r\n");
  EXPECT_EQ((*client)("UID SEARCH NOT UID $"), "* SEARCH 1 4\r\na OK searched\r\n");
  EXPECT_EQ((*client)("SEARCH OR $ 4"), "* SEARCH 2 3 4\r\na OK searched\r\n");
  EXPECT_THAT((*client)("STORE $ +FLAGS.SILENT (\\Deleted)"), EndsWith("a OK stored\r\n"));
  EXPECT_THAT((*client)("STORE 1 +FLAGS.SILENT (\\Deleted)"), EndsWith("a OK stored\r\n"));
  EXPECT_THAT((*client)("UID EXPUNGE $"), StartsWith("* 2 EXPUNGE\r\n* 2 EXPUNGE\r\n"));
  EXPECT_EQ((*client)("FETCH $ UID"), "a OK fetched\r\n");
}

// RFC 5182 2.4
TEST_F(ImapSearchres, SavesTheEndsAloneWhereTheseAreAskedFor) {
  EXPECT_EQ((*client)("SEARCH RETURN (MAX SAVE MIN) ALL"),
            "* ESEARCH (TAG \"a\") MIN 1 MAX 4\r\na OK searched\r\n");
  EXPECT_EQ((*client)("SEARCH $"), "* SEARCH 1 4\r\na OK searched\r\n");
  EXPECT_THAT((*client)("SEARCH RETURN (SAVE MAX COUNT) ALL"), HasSubstr("MAX 4 COUNT 4"));
  EXPECT_EQ((*client)("SEARCH $"), "* SEARCH 1 2 3 4\r\na OK searched\r\n");
}

// 2.1: what is refused with SAVE empties it, all else leaves it.
TEST_F(ImapSearchres, IsEmptyAfterARefusal) {
  (*client)("SEARCH RETURN (SAVE) ALL");
  (*client)("SEARCH 1");
  (*client)("SEARCH CHARSET KLINGON ALL");
  EXPECT_EQ((*client)("SEARCH $"), "* SEARCH 1 2 3 4\r\na OK searched\r\n");
  EXPECT_THAT((*client)("SEARCH RETURN (SAVE) CHARSET KLINGON ALL"), StartsWith("a NO [BADCHARSET"));
  EXPECT_EQ((*client)("SEARCH $"), "* SEARCH\r\na OK searched\r\n");
  (*client)("SEARCH RETURN (SAVE) ALL");
  (*client)("SELECT INBOX");
  EXPECT_EQ((*client)("SEARCH $"), "* SEARCH\r\na OK searched\r\n");
}

struct ImapBinary : Rig {
  ImapBinary() { client = selected(); }
  void put_text(std::string_view message) {
    (*client)("APPEND INBOX {" + std::to_string(message.size()) + "+}\r\n" + std::string(message));
  }
  std::unique_ptr<Client> client;
};

TEST_F(ImapBinary, UndoesTheTransferEncoding) {
  put_text("MIME-Version: 1.0\r\nContent-Transfer-Encoding: base64\r\n\r\naABpIQ==\r\n");
  EXPECT_EQ(
      (*client)("FETCH 1 (BINARY.PEEK[1] BINARY.SIZE[1])"),
      std::string("* 1 FETCH (BINARY[1] ~{4}\r\nh") + '\0' + "i! BINARY.SIZE[1] 4)\r\na OK fetched\r\n");
  EXPECT_EQ((*client)("FETCH 1 (BINARY.PEEK[1]<2.9>)"),
            "* 1 FETCH (BINARY[1]<2> {2}\r\ni!)\r\na OK fetched\r\n");
  EXPECT_EQ((*client)("FETCH 1 (BINARY.PEEK[2] BINARY.SIZE[2])"),
            "* 1 FETCH (BINARY[2] NIL BINARY.SIZE[2] 0)\r\na OK fetched\r\n");
  EXPECT_THAT((*client)("FETCH 1 BINARY[1]"), HasSubstr("FLAGS (\\Seen"));
  EXPECT_THAT((*client)("FETCH 1 BINARY[HEADER]"), StartsWith("a BAD"));
}

// RFC 3516 4.3, 4.4
TEST_F(ImapBinary, RefusesWhatItCanNotUndoOrKeep) {
  put_text("MIME-Version: 1.0\r\nContent-Transfer-Encoding: x-rot13\r\n\r\nuryyb\r\n");
  EXPECT_THAT((*client)("FETCH 1 BINARY.SIZE[1]"), StartsWith("a NO [UNKNOWN-CTE]"));
  EXPECT_THAT((*client)("APPEND INBOX ~{8+}\r\na: b\r\n\r\n"), HasSubstr("a OK [APPENDUID"));
  EXPECT_THAT((*client)(std::string("APPEND INBOX ~{3+}\r\na") + '\0' + "b"),
              StartsWith("a NO [UNKNOWN-CTE]"));
}

struct ImapRev2Deviations : Rig {
  // What a client is told of `command`, IMAP4rev2 enabled and a name that is not ASCII subscribed.
  std::string told(const std::string& deviation, const std::string& command) {
    deviations = Deviations();
    if (!deviation.empty()) {
      EXPECT_EQ(deviations.add(deviation), "");
    }
    auto client = logged_in();
    std::string seen = (*client)("ENABLE IMAP4rev2");
    (*client)("SELECT INBOX");
    return seen + (*client)(command);
  }
};

TEST_F(ImapRev2Deviations, AreSeenInWhatIsSaid) {
  put_many(2);
  auto client = logged_in();
  (*client)("CREATE &AOQ-/b");
  (*client)("SUBSCRIBE &AOQ-/b");
  const std::vector<std::array<std::string, 3>> rows = {
      {"imap.rev2.names-broken-utf8", "LIST \"\" *", "\"\xc3/b\""},
      {"imap.rev2.oldname-bare", "SELECT inbox", "(\"OLDNAME\" inbox)"},
      {"imap.rev2.alone", "CAPABILITY", "CAPABILITY IMAP4rev2 "},
      {"imap.list.childinfo-unquoted", "LIST (SUBSCRIBED RECURSIVEMATCH) \"\" %",
       "(\"CHILDINFO\" (SUBSCRIBED))"},
      {"imap.list.both-children", "LIST \"\" INBOX", "(\\HasNoChildren \\HasChildren)"},
      {"imap.list.marked-unmarked", "LIST \"\" INBOX", "\\Marked \\Unmarked"},
      {"imap.esearch.no-uid", "UID SEARCH ALL", "* ESEARCH (TAG \"a\") ALL 1:2"}};
  for (const auto& [deviation, command, shown] : rows) {
    EXPECT_THAT(told(deviation, command), HasSubstr(shown)) << deviation;
    EXPECT_THAT(told("", command), Not(HasSubstr(shown))) << deviation;
  }
  EXPECT_THAT(told("", "NOOP"), HasSubstr("ENABLED"));
  EXPECT_THAT(told("imap.enable.no-data", "NOOP"), Not(HasSubstr("ENABLED")));
  EXPECT_THAT(told("imap.rev2.alone", "SELECT INBOX"), HasSubstr(" RECENT\r\n"));
}

TEST(Rev2Deviations, NamesAreUniqueAndCarryTheirClause) {
  std::vector<std::string_view> names;
  for (const Deviation* deviation : rev2_deviations()) {
    EXPECT_NE(deviation->clause.rfc, 0) << deviation->name;
    names.push_back(deviation->name);
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

}  // namespace
}  // namespace mailrig::server
