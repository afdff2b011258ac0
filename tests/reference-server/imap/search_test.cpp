#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct ImapSearch : Rig {
  ImapSearch() {
    // 5-Feb-2020 23:30 at +0100; the Date field is of the day before.
    put("Date: Tue, 4 Feb 2020 10:00:00 +0000\r\nFrom: Smith <smith@example.test>\r\n"
        "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= friend\r\nTo: a@example.test\r\n\r\nThe quick brown fox\r\n",
        {kSeen, {"$Work"}}, "INBOX", 1580941800, 60);
    put("From: jones@example.test\r\nContent-Transfer-Encoding: base64\r\nX-Odd: "
        "yes\r\n\r\nSGVsbG8gV29ybGQ=\r\n",
        {kDeleted | kFlagged, {}}, "INBOX", 1581600000);
    put("Subject: third\r\nCc: cc@example.test\r\n\r\nlazy dog\r\n", {kAnswered | kDraft, {}}, "INBOX",
        1582000000);
    client = selected();
  }
  std::string hits(std::string_view keys) {
    const std::string said = (*client)("SEARCH " + std::string(keys));
    const std::size_t end = said.find("\r\na OK searched\r\n");
    if (!said.starts_with("* SEARCH") || end == std::string::npos) return said;
    return end > 8 ? said.substr(9, end - 9) : "";
  }
  std::unique_ptr<Client> client;
};

TEST_F(ImapSearch, EveryKey) {
  struct Case {
    const char *keys, *hits;
  };
  const Case cases[] = {{"ALL", "1 2 3"},
                        {"ANSWERED", "3"},
                        {"UNANSWERED", "1 2"},
                        {"DELETED", "2"},
                        {"UNDELETED", "1 3"},
                        {"DRAFT", "3"},
                        {"UNDRAFT", "1 2"},
                        {"FLAGGED", "2"},
                        {"UNFLAGGED", "1 3"},
                        {"SEEN", "1"},
                        {"UNSEEN", "2 3"},
                        {"NEW", "2 3"},
                        {"OLD", ""},
                        {"RECENT", "1 2 3"},
                        {"KEYWORD $work", "1"},
                        {"UNKEYWORD $Work", "2 3"},
                        {"FROM smith", "1"},
                        {"TO A@EXAMPLE", "1"},
                        {"CC cc@", "3"},
                        {"BCC x", ""},
                        {"SUBJECT Third", "3"},
                        {"BODY QUICK", "1"},
                        {"BODY \"hello world\"", "2"},
                        {"BODY third", ""},
                        {"TEXT third", "3"},
                        {"TEXT x-odd", "2"},
                        {"HEADER X-Odd \"\"", "2"},
                        {"HEADER x-odd YES", "2"},
                        {"HEADER Subject dog", ""},
                        {"ON 5-Feb-2020", "1"},
                        {"ON 6-Feb-2020", ""},
                        {"BEFORE 13-Feb-2020", "1"},
                        {"SINCE 13-Feb-2020", "2 3"},
                        {"SENTON 4-Feb-2020", "1"},
                        {"SENTBEFORE 4-Feb-2020", ""},
                        {"SENTSINCE 4-Feb-2020", "1"},
                        {"LARGER 55", "1 2"},
                        {"SMALLER 56", "3"},
                        {"2:3", "2 3"},
                        {"*", "3"},
                        {"UID 1,3:99", "1 3"},
                        {"NOT SEEN", "2 3"},
                        {"OR SEEN DELETED", "1 2"},
                        {"SEEN DELETED", ""},
                        {"NOT (OR SEEN DELETED)", "3"},
                        {"OR (FLAGGED DELETED) (DRAFT NOT SEEN)", "2 3"},
                        {"NOT NOT SEEN", "1"}};
  for (const Case& c : cases) EXPECT_EQ(hits(c.keys), c.hits) << c.keys;
}

TEST_F(ImapSearch, DecodesWordsAndComparesUtf8) {
  EXPECT_EQ(client->raw("a SEARCH CHARSET UTF-8 SUBJECT {7+}\r\nGr\xC3\xBC\xC3\x9F"
                        "e\r\n"),
            "* SEARCH 1\r\na OK searched\r\n");
}

TEST_F(ImapSearch, DecodesTheHeaderOfAnEmbeddedMessage) {  // RFC 5255 4.6
  put("Content-Type: message/rfc822\r\n\r\nSubject: =?UTF-8?Q?one_?=\r\n =?UTF-8?Q?two?=\r\nTo: "
      "x\r\n\r\ny\r\n");
  (*client)("NOOP");
  EXPECT_EQ(hits("BODY \"one two\""), "4");
  EXPECT_EQ(hits("TEXT \"subject: one\""), "4");
  put("Subject: three\r\n\r\ny\r\n");
  (*client)("NOOP");
  EXPECT_EQ(hits("TEXT \"subject: three\""), "5");
}

// RFC 9051 6.4.4: BODY "doesn't match any header fields", TEXT looks at those of MIME, too.
TEST_F(ImapSearch, TextLooksAtFieldsOfParts) {
  put("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
      "Content-Type: image/png; name=kitten.png\r\nContent-Description: "
      "=?utf-8?q?K=C3=A4tzchen?=\r\n\r\nx\r\n"
      "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inside\r\n\r\ninnermost\r\n--b--\r\n");
  (*client)("NOOP");
  EXPECT_EQ(hits("TEXT kitten"), "4");
  EXPECT_EQ(client->raw("a SEARCH TEXT {7+}\r\nk\xC3\xA4tzch\r\n"), "* SEARCH 4\r\na OK searched\r\n");
  EXPECT_EQ(hits("TEXT inside"), "4");
  EXPECT_EQ(hits("BODY kitten"), "");
  EXPECT_EQ(hits("BODY inside"), "4");
  client = logged_in();
  (*client)("ENABLE IMAP4rev2");
  (*client)("SELECT INBOX");
  EXPECT_EQ((*client)("SEARCH BODY inside"), "* ESEARCH (TAG \"a\")\r\na OK searched\r\n");
  EXPECT_EQ((*client)("SEARCH BODY innermost"), "* ESEARCH (TAG \"a\") ALL 4\r\na OK searched\r\n");
}

// RFC 5255 4.3: i;unicode-casemap.
// RFC 3501 6.4.4: the envelope's addresses are searched, which have no comments (7.4.2).
TEST_F(ImapSearch, AddressesAreFoundAsTheEnvelopeHasThem) {
  put("From: <ann (home) @ (here) example.test>\r\nTo: \"Doe\\, Jo\" <jo@example.test>,\r\n team: "
      "kim@example.test;\r\nCc: cy@example.test (Cy\r\n Young)\r\n\r\n");
  (*client)("NOOP");
  for (const char* keys : {"FROM ann@example.test", "FROM \"(HOME)\"", "TO \"Doe, Jo\"", "TO team", "TO kim@",
                           "CC \"cy young\"", "CC \"Cy Young <cy@example.test>\""})
    EXPECT_EQ(hits(keys), "4") << keys;
  EXPECT_EQ(hits("HEADER From ann@example.test"), "");
  EXPECT_EQ(hits("TO ann@"), "");
}

TEST_F(ImapSearch, TellsNoCapitalsOutsideAscii) {
  EXPECT_EQ(client->raw("a SEARCH CHARSET UTF-8 SUBJECT {4+}\r\nGR\xC3\x9C\r\n"),
            "* SEARCH 1\r\na OK searched\r\n");
  EXPECT_EQ(client->raw("a SEARCH CHARSET ISO-8859-1 SUBJECT {3+}\r\ngr\xDC\r\n"),
            "* SEARCH 1\r\na OK searched\r\n");
}

// RFC 5032 2
TEST_F(ImapSearch, OlderAndYoungerTakeTheSecondItself) {
  world.unix_time = [] { return std::int64_t{1'581'600'010}; };
  EXPECT_EQ(hits("OLDER 10"), "1 2");
  EXPECT_EQ(hits("OLDER 11"), "1");
  EXPECT_EQ(hits("YOUNGER 10"), "2 3");
  EXPECT_EQ(hits("YOUNGER 9"), "3");
  EXPECT_THAT((*client)("SEARCH OLDER 0"), StartsWith("a BAD"));
}

TEST_F(ImapSearch, UnknownCharsetIsRefusedWithTheKnownOnes) {
  EXPECT_THAT((*client)("SEARCH CHARSET X-NONE ALL"), StartsWith("a NO [BADCHARSET (US-ASCII UTF-8 "));
  EXPECT_EQ(hits("CHARSET us-ascii ALL"), "1 2 3");
}

TEST_F(ImapSearch, UidSearchTellsUids) {
  (*client)("EXPUNGE");
  EXPECT_EQ((*client)("UID SEARCH ALL"), "* SEARCH 1 3\r\na OK searched\r\n");
  EXPECT_EQ((*client)("SEARCH UID 3"), "* SEARCH 2\r\na OK searched\r\n");
}

TEST_F(ImapSearch, NumbersBeyondTheEndAreRefused) {
  EXPECT_THAT((*client)("SEARCH 4"), StartsWith("a BAD"));
  (*client)("CREATE empty");
  (*client)("SELECT empty");
  EXPECT_THAT((*client)("SEARCH *"), StartsWith("a BAD"));
  EXPECT_THAT((*client)("SEARCH UID *"), HasSubstr("a OK"));
}

// RFC 4731 3.1.
TEST_F(ImapSearch, ExtendedResults) {
  struct Case {
    const char *command, *reply;
  };
  const Case cases[] = {{"SEARCH RETURN (MIN COUNT) ALL", "* ESEARCH (TAG \"a\") MIN 1 COUNT 3\r\n"},
                        {"SEARCH RETURN () NOT SEEN", "* ESEARCH (TAG \"a\") ALL 2:3\r\n"},
                        {"UID SEARCH RETURN (MIN MAX ALL COUNT) OR SEEN DRAFT",
                         "* ESEARCH (TAG \"a\") UID MIN 1 MAX 3 ALL 1,3 COUNT 2\r\n"},
                        {"SEARCH RETURN (MIN ALL COUNT) BCC x", "* ESEARCH (TAG \"a\") COUNT 0\r\n"},
                        {"SEARCH RETURN (MAX) BCC x", "* ESEARCH (TAG \"a\")\r\n"}};
  for (const Case& c : cases) EXPECT_EQ((*client)(c.command), c.reply + std::string("a OK searched\r\n"));
}

}  // namespace
}  // namespace mailrig::server
