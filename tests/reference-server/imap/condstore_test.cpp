// CONDSTORE and QRESYNC by the words of RFC 7162.
#include "reference-server/deviation/condstore.hpp"

#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// Messages 1 … 4 have UIDs 1 … 4 and MODSEQs 2 … 5.
struct ImapCondstore : Rig {
  ImapCondstore() {
    put_many(4);
    phone = logged_in();
    laptop = selected();
  }
  [[nodiscard]] std::string validity() const {
    return std::to_string(store->open(*accounts.find("user1"), "INBOX")->uid_validity());
  }
  std::unique_ptr<Client> phone, laptop;
};

TEST_F(ImapCondstore, SelectTellsTheHighest) {
  EXPECT_THAT((*phone)("SELECT INBOX"), HasSubstr("* OK [HIGHESTMODSEQ 5]"));
  EXPECT_EQ((*phone)("STATUS INBOX (HIGHESTMODSEQ)"),
            "* OK [HIGHESTMODSEQ 5] the highest of this mailbox\r\n* STATUS INBOX (HIGHESTMODSEQ 5)\r\n"
            "a OK counted\r\n");
}

// 3.1: the first enabling command tells HIGHESTMODSEQ, and only the first.
TEST_F(ImapCondstore, TheFirstEnablingCommandTellsTheHighest) {
  EXPECT_EQ(
      (*laptop)("FETCH 1 MODSEQ"),
      "* OK [HIGHESTMODSEQ 5] the highest of this mailbox\r\n* 1 FETCH (MODSEQ (2))\r\na OK fetched\r\n");
  EXPECT_EQ((*laptop)("FETCH 2 MODSEQ"), "* 2 FETCH (MODSEQ (3))\r\na OK fetched\r\n");
}

TEST_F(ImapCondstore, ChangesByOthersCarryUidAndModseqOnceAware) {
  (*phone)("SELECT INBOX (CONDSTORE)");
  (*laptop)("STORE 3 +FLAGS.SILENT (\\Flagged)");
  EXPECT_EQ((*phone)("NOOP"), "* 3 FETCH (UID 3 FLAGS (\\Flagged) MODSEQ (6))\r\na OK nothing done\r\n");
  EXPECT_EQ((*phone)("STORE 3 +FLAGS.SILENT (\\Seen)"), "* 3 FETCH (UID 3 MODSEQ (7))\r\na OK stored\r\n");
  EXPECT_EQ((*laptop)("NOOP"), "* 3 FETCH (FLAGS (\\Flagged \\Seen \\Recent))\r\na OK nothing done\r\n");
}

TEST_F(ImapCondstore, ConditionalStoreLeavesWhatHasChanged) {
  (*laptop)("STORE 2 +FLAGS.SILENT (\\Seen)");
  EXPECT_EQ((*phone)("SELECT INBOX (CONDSTORE)").find("a OK") != std::string::npos, true);
  EXPECT_EQ((*phone)("UID STORE 1:3 (UNCHANGEDSINCE 5) +FLAGS.SILENT (\\Deleted)"),
            "* 1 FETCH (UID 1 MODSEQ (7))\r\n* 3 FETCH (UID 3 MODSEQ (8))\r\na OK [MODIFIED 2] stored\r\n");
  EXPECT_THAT((*phone)("FETCH 2 FLAGS"), HasSubstr("FLAGS (\\Seen)"));
}

// 3.1.3: with 0 a system flag always exists, a keyword only where it is set.
TEST_F(ImapCondstore, UnchangedSinceZeroAsksWhetherTheFlagIsThere) {
  EXPECT_THAT((*laptop)("STORE 1 (UNCHANGEDSINCE 0) +FLAGS (\\Seen)"),
              EndsWith("a OK [MODIFIED 1] stored\r\n"));
  EXPECT_THAT((*laptop)("STORE 1 (UNCHANGEDSINCE 0) +FLAGS ($MDNSent)"), EndsWith("a OK stored\r\n"));
  EXPECT_THAT((*laptop)("STORE 1 (UNCHANGEDSINCE 0) +FLAGS ($mdnsent)"),
              EndsWith("a OK [MODIFIED 1] stored\r\n"));
}

// 3.1.3, behind example 11.
TEST_F(ImapCondstore, AMessageNamedTwiceIsStoredOnce) {
  EXPECT_THAT((*laptop)("STORE 2,1:3 (UNCHANGEDSINCE 5) +FLAGS.SILENT (\\Seen)"),
              EndsWith("a OK stored\r\n"));
}

TEST_F(ImapCondstore, WhatChangesNothingRaisesNothing) {
  (*laptop)("STORE 1 +FLAGS (\\Seen)");
  EXPECT_THAT((*laptop)("STORE 1 +FLAGS (\\Seen)"), StartsWith("* 1 FETCH"));
  EXPECT_THAT((*laptop)("STATUS INBOX (HIGHESTMODSEQ)"), HasSubstr("(HIGHESTMODSEQ 6)"));
}

TEST_F(ImapCondstore, ChangedSinceTellsOnlyThoseWithTheirModseq) {
  (*laptop)("STORE 2 +FLAGS.SILENT (\\Seen)");
  EXPECT_THAT((*laptop)("UID FETCH 1:* (FLAGS) (CHANGEDSINCE 5)"),
              EndsWith("* 2 FETCH (UID 2 FLAGS (\\Seen \\Recent) MODSEQ (6))\r\na OK fetched\r\n"));
}

TEST_F(ImapCondstore, SearchTellsTheHighestOfWhatItFound) {
  EXPECT_THAT((*laptop)("SEARCH MODSEQ 4"), EndsWith("* SEARCH 3 4 (MODSEQ 5)\r\na OK searched\r\n"));
  EXPECT_THAT((*laptop)("SEARCH MODSEQ \"/flags/\\\\draft\" all 4"), HasSubstr("* SEARCH 3 4 (MODSEQ 5)"));
  EXPECT_THAT((*laptop)("SEARCH OR NOT MODSEQ 1 LARGER 50000"), HasSubstr("* SEARCH\r\n"));
  EXPECT_THAT((*laptop)("SEARCH RETURN (ALL) MODSEQ 3"),
              HasSubstr("* ESEARCH (TAG \"a\") ALL 2:4 MODSEQ 5\r\n"));
  EXPECT_THAT((*laptop)("SEARCH RETURN (MIN) MODSEQ 3"), HasSubstr("MIN 2 MODSEQ 3\r\n"));
  EXPECT_THAT((*laptop)("SEARCH RETURN (MIN MAX) MODSEQ 3"), HasSubstr("MIN 2 MAX 4 MODSEQ 5\r\n"));
  EXPECT_THAT((*laptop)("SEARCH MODSEQ \"/flags/x\" whose 4"), StartsWith("a BAD"));
}

TEST_F(ImapCondstore, QresyncWantsToBeEnabled) {
  EXPECT_THAT((*phone)("SELECT INBOX (QRESYNC (7 1))"), StartsWith("a BAD"));
  EXPECT_EQ((*phone)("ENABLE QRESYNC X-OTHER"), "* ENABLED QRESYNC\r\na OK done\r\n");
  EXPECT_THAT((*phone)("SELECT INBOX (QRESYNC (7 1))"), HasSubstr("a OK"));
  EXPECT_THAT((*phone)("UID FETCH 1:* (FLAGS) (VANISHED)"), StartsWith("a BAD"));
  EXPECT_THAT((*phone)("FETCH 1:* (FLAGS) (CHANGEDSINCE 1 VANISHED)"), StartsWith("a BAD"));
  EXPECT_THAT((*laptop)("UID FETCH 1:* (FLAGS) (CHANGEDSINCE 1 VANISHED)"), StartsWith("a BAD"));
}

TEST_F(ImapCondstore, ResynchronisesWhatIsGoneAndWhatHasChanged) {
  (*laptop)("STORE 2,4 +FLAGS.SILENT (\\Deleted)");
  (*laptop)("EXPUNGE");
  (*laptop)("STORE 1 +FLAGS.SILENT (\\Seen)");
  (*phone)("ENABLE QRESYNC");
  const std::string said = (*phone)("SELECT INBOX (QRESYNC (" + validity() + " 5))");
  EXPECT_THAT(said,
              HasSubstr("* VANISHED (EARLIER) 2,4\r\n* 1 FETCH (UID 1 FLAGS (\\Seen) MODSEQ (10))\r\na OK"));
  EXPECT_THAT((*phone)("SELECT INBOX (QRESYNC (" + validity() + " 10))"),
              testing::AllOf(Not(HasSubstr("VANISHED")), Not(HasSubstr("FETCH"))));
  EXPECT_THAT((*phone)("SELECT INBOX (QRESYNC (" + validity() + " 5 3:4))"),
              testing::AllOf(HasSubstr("* VANISHED (EARLIER) 4\r\n"), Not(HasSubstr("FETCH"))));
  EXPECT_THAT((*phone)("SELECT INBOX (QRESYNC (99 5))"), Not(HasSubstr("VANISHED")));
  EXPECT_THAT((*phone)("UID FETCH 1:3 (FLAGS) (CHANGEDSINCE 9 VANISHED)"), Not(HasSubstr("VANISHED")));
}

// 3.2.5.2: the client knows what is gone up to the last pair that is right.
TEST_F(ImapCondstore, MatchDataNarrowsWhatVanished) {
  (*laptop)("STORE 1,3 +FLAGS.SILENT (\\Deleted)");
  (*laptop)("EXPUNGE");
  (*phone)("ENABLE QRESYNC");
  EXPECT_THAT((*phone)("SELECT INBOX (QRESYNC (" + validity() + " 5 1:4 (1,2 2,3)))"),
              HasSubstr("* VANISHED (EARLIER) 3\r\n"));
  EXPECT_THAT((*phone)("SELECT INBOX (QRESYNC (" + validity() + " 5 1:4 (1:2 2,4)))"),
              Not(HasSubstr("VANISHED")));
}

TEST_F(ImapCondstore, VanishedInPlaceOfExpunge) {
  (*phone)("ENABLE QRESYNC");
  (*phone)("SELECT INBOX");
  (*phone)("STORE 1:2 +FLAGS.SILENT (\\Deleted)");
  EXPECT_EQ((*phone)("EXPUNGE"), "* VANISHED 1:2\r\na OK [HIGHESTMODSEQ 9] expunged\r\n");
  EXPECT_EQ((*phone)("EXPUNGE"), "a OK expunged\r\n");
  EXPECT_THAT((*laptop)("NOOP"), StartsWith("* 1 EXPUNGE\r\n* 1 EXPUNGE\r\n"));
  EXPECT_EQ((*phone)("FETCH 1 UID"), "* 1 FETCH (UID 3)\r\na OK fetched\r\n");
  EXPECT_EQ((*phone)("MOVE 1 Trash").find("a OK [HIGHESTMODSEQ 10] moved") != std::string::npos, true);
  (*phone)("STORE 1 +FLAGS.SILENT (\\Deleted)");
  EXPECT_EQ((*phone)("CLOSE"), "a OK closed\r\n");
}

// 3.2, 6: no MODSEQ may be taken for known that is behind an EXPUNGE not told yet.
TEST_F(ImapCondstore, TellsWhatIsKnownWhileVanishedWaits) {
  (*phone)("ENABLE QRESYNC");
  (*phone)("SELECT INBOX");
  (*laptop)("STORE 2 +FLAGS.SILENT (\\Deleted)");
  (*phone)("NOOP");
  (*laptop)("EXPUNGE");
  EXPECT_EQ((*phone)("STORE 1 +FLAGS.SILENT (\\Seen)"),
            "* 1 FETCH (UID 1 MODSEQ (8))\r\n* OK [HIGHESTMODSEQ 6] what is behind it is still to be told\r\n"
            "a OK stored\r\n");
  EXPECT_EQ((*phone)("NOOP"), "* VANISHED 2\r\na OK nothing done\r\n");
}

// … nor one of the many by which INBOX goes empty when it is renamed.
TEST_F(ImapCondstore, TellsWhatIsKnownWhileInboxWasRenamed) {
  (*phone)("ENABLE QRESYNC");
  (*phone)("SELECT INBOX");
  (*laptop)("RENAME INBOX kept");
  EXPECT_THAT((*phone)("STORE 1 +FLAGS (\\Seen)"),
              StartsWith("* OK [HIGHESTMODSEQ 5] what is behind it is still to be told\r\n"));
  EXPECT_THAT((*phone)("SELECT INBOX (QRESYNC (" + validity() + " 5))"),
              HasSubstr("* VANISHED (EARLIER) 1:4\r\n"));
}

TEST_F(ImapCondstore, AnotherMailboxIsAnnouncedByClosed) {
  (*phone)("SELECT INBOX");
  EXPECT_THAT((*phone)("SELECT Sent"), StartsWith("* OK [CLOSED] left\r\n"));
  (*phone)("CLOSE");
  EXPECT_THAT((*phone)("SELECT Sent"), Not(HasSubstr("CLOSED")));
}

TEST(CondstoreDeviations, NamesAreUniqueAndCarryTheirClause) {
  std::vector<std::string_view> names;
  for (const Deviation* deviation : condstore_deviations()) {
    EXPECT_EQ(deviation->clause.rfc, 7162) << deviation->name;
    names.push_back(deviation->name);
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

}  // namespace
}  // namespace mailrig::server
