#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct ImapSort : Rig {
  ImapSort() {
    put("Date: Fri, 10 Jan 2025 10:00:00 +0000\r\nFrom: Zoe <adams@x>\r\nSubject: b\r\nTo: "
        "m@x\r\n\r\nlonger\r\n",
        {kSeen, {}}, "INBOX", 300);
    put("Date: Fri, 10 Jan 2025 12:30:00 +0300\r\nFrom: anna <zulu@x>\r\nSubject: Re: B\r\nCc: c@x\r\n\r\n",
        {}, "INBOX", 200);
    put("From: middle@x\r\nSubject: a\r\n\r\n", {kDeleted, {}}, "INBOX", 100);
    client = selected();
  }
  std::string order(std::string_view sent) {
    const std::string said = (*client)("SORT " + std::string(sent));
    const std::size_t end = said.find("\r\na OK sorted\r\n");
    return said.starts_with("* SORT ") && end != std::string::npos ? said.substr(7, end - 7) : said;
  }
  std::unique_ptr<Client> client;
};

TEST_F(ImapSort, EveryCriterion) {
  struct Case {
    const char *sent, *order;
  };
  const Case cases[] = {{"(ARRIVAL)", "3 2 1"},
                        {"(DATE)", "3 2 1"},
                        {"(REVERSE DATE)", "1 2 3"},
                        {"(FROM)", "1 3 2"},
                        {"(DISPLAYFROM)", "2 3 1"},
                        {"(SIZE)", "3 2 1"},
                        {"(SUBJECT)", "3 1 2"},
                        {"(REVERSE SUBJECT)", "1 2 3"},
                        {"(SUBJECT REVERSE DATE)", "3 1 2"},
                        {"(subject date)", "3 2 1"},
                        {"(TO)", "2 3 1"},
                        {"(CC)", "1 3 2"},
                        {"(DISPLAYTO SIZE)", "3 2 1"}};
  for (const Case& c : cases) EXPECT_EQ(order(c.sent + std::string(" UTF-8 ALL")), c.order) << c.sent;
}

TEST_F(ImapSort, TellsNothingFoundAndRefusals) {
  EXPECT_EQ((*client)("SORT (DATE) us-ascii TEXT \"not in mailbox\""), "* SORT\r\na OK sorted\r\n");
  EXPECT_THAT((*client)("SORT (DATE) X-NONE ALL"), StartsWith("a NO [BADCHARSET (US-ASCII UTF-8 "));
  for (const char* wrong :
       {"SORT (DATE) UTF-8", "SORT () UTF-8 ALL", "SORT (REVERSE) UTF-8 ALL", "SORT DATE UTF-8 ALL",
        "SORT (DATE) ALL", "SORT (DATE) UTF-8 9", "SORT (REVERSE REVERSE DATE) UTF-8 ALL"})
    EXPECT_THAT((*client)(wrong), StartsWith("a BAD")) << wrong;
}

// RFC 5267 3
TEST_F(ImapSort, ExtendedResultsKeepTheOrder) {
  EXPECT_EQ((*client)("SORT RETURN () (REVERSE DATE) UTF-8 ALL"),
            "* ESEARCH (TAG \"a\") ALL 1:3\r\na OK sorted\r\n");
  EXPECT_EQ((*client)("UID SORT RETURN (MIN MAX ALL COUNT) (SUBJECT) UTF-8 ALL"),
            "* ESEARCH (TAG \"a\") UID MIN 3 MAX 2 ALL 3,1:2 COUNT 3\r\na OK sorted\r\n");
}

TEST_F(ImapSort, UidSortTellsUids) {
  auto other = selected();
  (*client)("EXPUNGE");
  put("Subject: 0\r\n\r\n");
  (*client)("NOOP");
  EXPECT_EQ((*client)("UID SORT (SUBJECT) UTF-8 ALL"), "* SORT 4 1 2\r\na OK sorted\r\n");
  EXPECT_EQ((*client)("SORT (SUBJECT) UTF-8 ALL"), "* SORT 3 1 2\r\na OK sorted\r\n");
  // RFC 5256 3: no EXPUNGE during SORT.
  EXPECT_THAT((*other)("SORT (DATE) UTF-8 ALL"), testing::Not(HasSubstr("EXPUNGE")));
  EXPECT_THAT((*other)("UID SORT (DATE) UTF-8 ALL"), HasSubstr("* 3 EXPUNGE\r\n"));
}

struct ImapThread : Rig {
  void message(std::string_view id, std::string_view references, std::string_view subject, int day) {
    put("Date: " + std::to_string(day) + " Jan 2025 10:00:00 +0000\r\nMessage-ID: <" + std::string(id) +
        "@x>\r\nReferences: " + std::string(references) + "\r\nSubject: " + std::string(subject) +
        "\r\n\r\n");
  }
  std::string threads(std::string_view algorithm) {
    const std::string said = (*selected())("THREAD " + std::string(algorithm) + " UTF-8 ALL");
    const std::size_t end = said.find("\r\na OK threaded\r\n");
    return said.starts_with("* THREAD") && end != std::string::npos ? said.substr(8, end - 8) : said;
  }
};

// RFC 5256 4: (2)(3 6 (4 23)(44 7 96)), with other numbers.
TEST_F(ImapThread, SplitsWhereRepliesDo) {
  message("two", "", "two", 1);
  message("three", "", "three", 2);
  message("four", "<three@x> <six@x>", "four", 4);
  message("six", "<three@x>", "six", 3);
  message("seven", "<six@x> <fortyfour@x>", "seven", 6);
  message("fortyfour", "<six@x>", "fortyfour", 5);
  message("twentythree", "<four@x>", "twentythree", 7);
  message("ninetysix", "<seven@x>", "ninetysix", 8);
  EXPECT_EQ(threads("REFERENCES"), " (1)(2 4 (3 7)(6 5 8))");
}

TEST_F(ImapThread, GathersByMissingParentsAndSubjects) {
  EXPECT_EQ(threads("REFERENCES"), "");
  message("a", "<gone@x>", "one", 1);
  message("b", "<gone@x>", "two", 2);
  EXPECT_EQ(threads("REFERENCES"), " ((1)(2))");
  message("c", "", "Re: one", 3);  // a dummy has that subject: its child
  EXPECT_EQ(threads("REFERENCES"), " ((1)(2)(3))");
  message("d", "<alone@x>", "four", 4);
  EXPECT_EQ(threads("REFERENCES"), " ((1)(2)(3))(4)");
  message("e", "", "Re: four", 5);
  EXPECT_EQ(threads("REFERENCES"), " ((1)(2)(3))(4 5)");
  message("f", "", "five", 6);
  message("g", "", "five", 7);  // neither is a reply: siblings
  EXPECT_EQ(threads("REFERENCES"), " ((1)(2)(3))(4 5)((6)(7))");
}

TEST_F(ImapThread, MakesNoLoopsAndTakesTheFirstOfEqualIds) {
  message("a", "<b@x>", "a", 1);
  message("b", "<a@x>", "b", 2);
  message("a", "", "c", 3);
  message("d", "<a@x>", "d", 4);
  message("self", "<self@x>", "e", 5);
  EXPECT_EQ(threads("REFERENCES"), " (2 1 4)(3)(5)");
}

TEST_F(ImapThread, OrderedSubjectHasNoGrandchildren) {
  message("a", "", "Re: x", 3);
  message("b", "<a@x>", "y", 1);
  message("c", "", "X", 2);
  message("d", "", "x (fwd)", 4);
  EXPECT_EQ(threads("ORDEREDSUBJECT"), " (2)(3 (1)(4))");
  EXPECT_THAT(threads("X-OTHER"), StartsWith("a BAD"));
}

TEST_F(ImapThread, DeepThreadsAreOneLine) {
  std::string expected = " (1";
  message("0", "", "s0", 1);
  for (int i = 1; i < 20'000; ++i) {
    message(std::to_string(i), "<" + std::to_string(i - 1) + "@x>", "s" + std::to_string(i), 1);
    expected += " " + std::to_string(i + 1);
  }
  EXPECT_EQ(threads("REFERENCES"), expected + ")");
}

}  // namespace
}  // namespace mailrig::server
