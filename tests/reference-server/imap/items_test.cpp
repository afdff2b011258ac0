// Items of FETCH and SEARCH beyond RFC 3501: OBJECTID (RFC 8474), SAVEDATE (RFC 8514), PREVIEW (RFC 8970),
// and PARTIAL (RFC 9394).
#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct ImapItems : Rig {
  ImapItems() {
    store->use_clock([] { return std::int64_t{1'700'000'000}; });
  }
  static std::string between(std::string_view text, std::string_view before, char behind) {
    const std::size_t begin = text.find(before);
    if (begin == std::string_view::npos) return {};
    const std::size_t end = text.find(behind, begin + before.size());
    return std::string(text.substr(begin + before.size(), end - begin - before.size()));
  }
};

TEST_F(ImapItems, MailboxidStaysThroughRename) {
  auto client = logged_in();
  const std::string id = between((*client)("CREATE new"), "MAILBOXID (", ')');
  ASSERT_THAT(id, StartsWith("F"));
  (*client)("RENAME new old");
  EXPECT_THAT((*client)("STATUS old (MAILBOXID)"), HasSubstr("(MAILBOXID (" + id + "))"));
  EXPECT_THAT((*client)("SELECT old"), HasSubstr("* OK [MAILBOXID (" + id + ")]"));
  EXPECT_THAT((*client)("SELECT INBOX"), Not(HasSubstr("(" + id + ")")));
}

TEST_F(ImapItems, EmailidIsThatOfTheOriginal) {
  put_many(2);
  auto client = selected();
  const std::string id = between((*client)("FETCH 2 (EMAILID)"), "EMAILID (", ')');
  ASSERT_THAT(id, StartsWith("M"));
  EXPECT_EQ((*client)("SEARCH EMAILID " + id), "* SEARCH 2\r\na OK searched\r\n");
  EXPECT_EQ((*client)("SEARCH THREADID " + id), "* SEARCH\r\na OK searched\r\n");
  (*client)("MOVE 2 Sent");
  (*client)("SELECT Sent");
  EXPECT_EQ((*client)("FETCH 1 (EMAILID THREADID)"),
            "* 1 FETCH (EMAILID (" + id + ") THREADID NIL)\r\na OK fetched\r\n");
}

TEST_F(ImapItems, SavedateIsNotTheInternalDate) {
  put("x", {}, "INBOX", 837596665, -420);
  auto client = selected();
  EXPECT_THAT((*client)("FETCH 1 (SAVEDATE)"), HasSubstr("(SAVEDATE \"14-Nov-2023 22:13:20 +0000\")"));
  EXPECT_EQ((*client)("SEARCH SAVEDON 14-Nov-2023"), "* SEARCH 1\r\na OK searched\r\n");
  EXPECT_EQ((*client)("SEARCH SAVEDBEFORE 14-Nov-2023"), "* SEARCH\r\na OK searched\r\n");
  EXPECT_EQ((*client)("SEARCH SAVEDSINCE 15-Nov-2023"), "* SEARCH\r\na OK searched\r\n");
  EXPECT_EQ((*client)("SEARCH SAVEDATESUPPORTED"), "* SEARCH 1\r\na OK searched\r\n");
}

TEST_F(ImapItems, PreviewIsTextWithoutMarkup) {
  put("Subject: x\r\n\r\nOne  line,\r\n\r\nand another.\r\n");
  put("Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
      "<p>Gr=C3=BC=C3=9Fe</p>\r\n");
  put("Content-Type: image/png\r\n\r\nxx\r\n");
  put("\r\n" + std::string(300, 'x') + "\r\n");
  auto client = selected();
  EXPECT_THAT((*client)("FETCH 1 PREVIEW"), HasSubstr("(PREVIEW \"One line, and another.\")"));
  EXPECT_THAT((*client)("FETCH 2 (PREVIEW (LAZY))"), HasSubstr("(PREVIEW {7}\r\nGr\xC3\xBC\xC3\x9F"
                                                               "e)"));
  EXPECT_THAT((*client)("FETCH 3 (PREVIEW UID)"), HasSubstr("(PREVIEW \"\" UID 3)"));
  EXPECT_THAT((*client)("FETCH 4 PREVIEW"), HasSubstr("\"" + std::string(200, 'x') + "\""));
  EXPECT_THAT((*client)("FETCH 1 (PREVIEW (EAGER))"), StartsWith("a BAD"));
}

TEST_F(ImapItems, PartialTellsAPage) {
  put_many(5);
  auto client = selected();
  EXPECT_EQ((*client)("UID SEARCH RETURN (PARTIAL 2:3) ALL"),
            "* ESEARCH (TAG \"a\") UID PARTIAL (2:3 2:3)\r\na OK searched\r\n");
  EXPECT_EQ((*client)("SEARCH RETURN (PARTIAL -1:-2 MIN COUNT) ALL"),
            "* ESEARCH (TAG \"a\") MIN 1 PARTIAL (-1:-2 4:5) COUNT 5\r\na OK searched\r\n");
  EXPECT_EQ((*client)("SEARCH RETURN (PARTIAL 9:6) ALL"),
            "* ESEARCH (TAG \"a\") PARTIAL (9:6 NIL)\r\na OK searched\r\n");
  EXPECT_THAT((*client)("SEARCH RETURN (PARTIAL 1:2 ALL) ALL"), StartsWith("a BAD"));
  EXPECT_THAT((*client)("SEARCH RETURN (PARTIAL 1:-2) ALL"), StartsWith("a BAD"));
  EXPECT_THAT((*client)("FETCH 1:5 UID (PARTIAL 1:2)"), StartsWith("a BAD"));
  EXPECT_EQ((*client)("UID FETCH 1:5 UID (PARTIAL -2:-2)"), "* 4 FETCH (UID 4)\r\na OK fetched\r\n");
}

// RFC 9394 3.2, table 1.
TEST_F(ImapItems, PartialSaysWhatIsSaved) {
  struct Row {
    std::string_view options, saved;
  };
  constexpr Row kRows[] = {{"SAVE PARTIAL 2:3", "2 3"},
                           {"SAVE PARTIAL 2:3 MIN", "1 2 3"},
                           {"SAVE PARTIAL 2:3 MAX", "2 3 5"},
                           {"SAVE PARTIAL 2:3 MIN MAX", "1 2 3 5"},
                           {"SAVE PARTIAL 2:3 COUNT", "1 2 3 4 5"}};
  put_many(5);
  auto client = selected();
  for (const Row& row : kRows) {
    EXPECT_THAT((*client)("SEARCH RETURN (" + std::string(row.options) + ") ALL"),
                HasSubstr("PARTIAL (2:3 2:3)"));
    EXPECT_EQ((*client)("SEARCH $"), "* SEARCH " + std::string(row.saved) + "\r\na OK searched\r\n")
        << row.options;
  }
}

}  // namespace
}  // namespace mailrig::server
