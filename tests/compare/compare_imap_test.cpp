#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/compare/talked.hpp"

namespace mailrig::compare {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Talked greeted(const std::string& token = "k0a1b2c30001") {
  Talked talked(token);
  talked.s("* OK ready\r\n");
  return talked;
}
Talked selected(const std::string& token = "k0a1b2c30001") {
  Talked talked = greeted(token);
  talked.c("A1 SELECT \"mailrig-" + token + "\"\r\n").s("* 3 EXISTS\r\nA1 OK [READ-WRITE] in\r\n");
  return talked;
}

TEST(CompareImap, PutsTagsTextOrderAndNamesAside) {
  Talked a = greeted("k0a1b2c30001"), b = greeted("z9z9z9z90002");
  a.c("A1 LIST \"\" *\r\n")
      .s("* LIST () \"/\" mailrig-k0a1b2c30001\r\n* LIST () \"/\" INBOX\r\nA1 OK done\r\n");
  b.c("B7 LIST \"\" *\r\n")
      .s("* LIST () \"/\" inbox\r\n* LIST () \"/\" \"mailrig-z9z9z9z90002\"\r\n* OK still here\r\nB7 OK at "
         "last\r\n");
  EXPECT_THAT(lines(a, b), IsEmpty());
}

TEST(CompareImap, TellsAnAnswerThatDiffersAndNothingThatFollowsFromIt) {
  Talked a = greeted(), b = greeted();
  a.c("A1 LIST \"\" *\r\n").s("* LIST () \"/\" INBOX\r\nA1 OK done\r\n");
  b.c("A1 LIST \"\" *\r\n").s("A1 NO [CANNOT] never\r\n");
  EXPECT_THAT(lines(a, b), ElementsAre("imap LIST: status: OK | NO"));
}

TEST(CompareImap, KeepsTheRelationsOfUids) {
  const auto fetched = [](Talked talked, const std::string& first, const std::string& second,
                          const std::string& again) {
    talked.c("A2 FETCH 1:2 (UID)\r\n")
        .s("* 1 FETCH (UID " + first + ")\r\n* 2 FETCH (UID " + second + ")\r\nA2 OK\r\n")
        .c("A3 FETCH 2 (UID)\r\n")
        .s("* 2 FETCH (UID " + again + ")\r\nA3 OK\r\n");
    return talked;
  };
  const Talked a = fetched(selected(), "4", "7", "7");
  EXPECT_THAT(lines(a, fetched(selected(), "100", "101", "101")), IsEmpty());
  EXPECT_THAT(lines(a, fetched(selected(), "100", "101", "102")),
              ElementsAre("imap FETCH: * n FETCH: UID: as before | another"));
  EXPECT_THAT(lines(a, fetched(selected(), "100", "99", "99")),
              ElementsAre("imap FETCH: * n FETCH: UID: in order | in another order"));
}

TEST(CompareImap, KnowsUidsByTheirMailbox) {
  const auto moved = [](Talked talked, const std::string& from, const std::string& to) {
    talked.c("A2 UID FETCH 1:* (UID)\r\n")
        .s("* 1 FETCH (UID " + from + ")\r\nA2 OK\r\n")
        .c("A3 UID COPY " + from + " \"other\"\r\n")
        .s("A3 OK [COPYUID 77 " + from + " " + to + "] copied\r\n");
    return talked;
  };
  // One server counts on over all mailboxes, the other begins anew in each.
  EXPECT_THAT(lines(moved(selected(), "1", "1"), moved(selected(), "1", "2")), IsEmpty());
}

TEST(CompareImap, KnowsWhoseMailboxItIs) {
  const auto read = [](const std::string& first, const std::string& second) {
    Talked talked;
    talked.account("user2");
    for (const auto& [client, user, next] :
         {std::tuple("one", "user1", first), std::tuple("two", "user2", second)}) {
      talked.as(client)
          .connected()
          .s("* OK hi\r\n")
          .c("A1 LOGIN \"" + std::string(user) + "\" x\r\n")
          .s("A1 OK in\r\n");
      talked.c("A2 STATUS INBOX (UIDNEXT)\r\n").s("* STATUS INBOX (UIDNEXT " + next + ")\r\nA2 OK there\r\n");
    }
    return talked;
  };
  EXPECT_THAT(lines(read("5", "5"), read("7", "70")), IsEmpty());
}

TEST(CompareImap, CountsFromWhatAnInboxHeldWhereMailIsDelivered) {
  const auto read = [](const std::string& before, const std::string& after, const std::string& number) {
    Talked talked;
    talked.as("sender").s("220 hi\r\n").c("DATA\r\n").s("354 go\r\n").c("x\r\n.\r\n").s("250 ok\r\n");
    talked.as("reader").connected().s("* OK hi\r\n").c("A1 SELECT INBOX\r\n");
    talked.s("* " + before + " EXISTS\r\n" + (before == "0" ? "" : "* OK [UNSEEN 1] x\r\n") + "A1 OK in\r\n");
    talked.c("A2 NOOP\r\n").s("* " + after + " EXISTS\r\nA2 OK done\r\n");
    talked.c("A3 UID FETCH 7 (UID)\r\n").s("* " + number + " FETCH (UID 7)\r\nA3 OK done\r\n");
    return talked;
  };
  EXPECT_THAT(lines(read("2", "3", "3"), read("0", "1", "1")), IsEmpty());
  EXPECT_THAT(lines(read("2", "3", "3"), read("0", "2", "1")),
              ElementsAre("imap unasked: * EXISTS: number: +1 | +2"));
}

// A message of someone else's that comes between set-up and dialogue raises it on one side alone.
TEST(CompareImap, LetsUidnextOfAnInboxBeRaisedByOthersWhereMailIsDelivered) {
  const auto read = [](const std::string& mailbox, const std::string& before, const std::string& later) {
    Talked talked;
    talked.as("sender").s("220 hi\r\n").c("DATA\r\n").s("354 go\r\n").c("x\r\n.\r\n").s("250 ok\r\n");
    talked.as("reader").connected().s("* OK hi\r\n");
    talked.c("A1 STATUS " + mailbox + " (UIDNEXT)\r\n");
    talked.s("* STATUS " + mailbox + " (UIDNEXT " + before + ")\r\nA1 OK there\r\n");
    talked.c("A2 SELECT " + mailbox + "\r\n");
    talked.s("* 0 EXISTS\r\n* OK [UIDNEXT " + later + "] x\r\nA2 OK in\r\n");
    return talked;
  };
  EXPECT_THAT(lines(read("INBOX", "5", "5"), read("INBOX", "5", "6")), IsEmpty());
  EXPECT_THAT(lines(read("other", "5", "5"), read("other", "5", "6")),
              ElementsAre("imap SELECT: * OK [UIDNEXT]: as before | another"));
}

TEST(CompareImap, PairsCopiedMessagesWhateverTheOrderOfTheSets) {
  const auto copied = [](const std::string& code) {
    Talked talked = selected();
    talked.c("A2 UID COPY 3:4 other\r\n").s("A2 OK [COPYUID 7 " + code + "] done\r\n");
    talked.c("A3 STATUS other (UIDNEXT)\r\n").s("* STATUS other (UIDNEXT 12)\r\nA3 OK\r\n");
    return talked;
  };
  EXPECT_THAT(lines(copied("3:4 10:11"), copied("4,3 11,10")), IsEmpty());
}

TEST(CompareImap, ComparesFetchItemsAndFlagsAsSets) {
  Talked a = selected(), b = selected();
  a.c("A2 FETCH 1 (FLAGS UID)\r\n").s("* 1 FETCH (FLAGS (\\Seen \\Recent) UID 4)\r\nA2 OK\r\n");
  b.c("A2 FETCH 1 (FLAGS UID)\r\n")
      .s("* 1 FETCH (UID 9)\r\n* 1 FETCH (FLAGS (\\Flagged \\SEEN))\r\nA2 OK\r\n");
  EXPECT_THAT(lines(a, b), ElementsAre("imap FETCH: * n FETCH: FLAGS \\FLAGGED: - | yes"));
}

TEST(CompareImap, ComparesExpungesByTheMessagesThatTheyName) {
  Talked a = selected(), b = selected(), c = selected();
  a.c("A2 EXPUNGE\r\n").s("* 3 EXPUNGE\r\n* 2 EXPUNGE\r\nA2 OK\r\n");
  b.c("A2 EXPUNGE\r\n").s("* 2 EXPUNGE\r\n* 2 EXPUNGE\r\nA2 OK\r\n");
  c.c("A2 EXPUNGE\r\n").s("* 2 EXPUNGE\r\n* 1 EXPUNGE\r\nA2 OK\r\n");
  EXPECT_THAT(lines(a, b), IsEmpty());
  EXPECT_THAT(lines(a, c),
              ElementsAre("imap EXPUNGE: * 3 EXPUNGE: yes | -", "imap EXPUNGE: * 1 EXPUNGE: - | yes"));
}

TEST(CompareImap, ComparesStructuresPlaceByPlace) {
  Talked a = selected(), b = selected();
  a.c("A2 FETCH 1 BODYSTRUCTURE\r\n")
      .s("* 1 FETCH (BODYSTRUCTURE (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 5 1 NIL NIL NIL))\r\nA2 OK\r\n");
  b.c("A2 FETCH 1 BODYSTRUCTURE\r\n")
      .s("* 1 FETCH (BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"8bit\" 6 1 NIL NIL))\r\nA2 OK\r\n");
  EXPECT_THAT(lines(a, b), ElementsAre("imap FETCH: * n FETCH: BODYSTRUCTURE.6: \"7BIT\" | \"8bit\"",
                                       "imap FETCH: * n FETCH: BODYSTRUCTURE.7: 5 | 6",
                                       "imap FETCH: * n FETCH: BODYSTRUCTURE.11: NIL | -"));
}

TEST(CompareImap, ComparesTextsByTheirOctetsHoweverTheyAreWritten) {
  Talked a = selected(), b = selected(), c = selected();
  a.c("A2 FETCH 1 BODY[TEXT]\r\n").s("* 1 FETCH (BODY[TEXT] {4}\r\nab\r\n)\r\nA2 OK done\r\n");
  b.c("A2 FETCH 1 BODY[TEXT]\r\n").s("* 1 FETCH (BODY[TEXT] {4}\r\nab\r\n)\r\nA2 OK yes\r\n");
  c.c("A2 FETCH 1 BODY[TEXT]\r\n").s("* 1 FETCH (BODY[TEXT] \"ab\")\r\nA2 OK done\r\n");
  EXPECT_THAT(lines(a, b), IsEmpty());
  EXPECT_THAT(lines(a, c), ElementsAre("imap FETCH: * n FETCH: BODY[TEXT]: ab\\r\\n | ab"));
}

TEST(CompareImap, ComparesWhatCameUnaskedWhereverItCame) {
  Talked a = selected(), b = selected(), c = selected();
  a.c("A2 NOOP\r\n").s("* 4 EXISTS\r\n* 4 FETCH (FLAGS ())\r\nA2 OK\r\n").c("A3 CHECK\r\n").s("A3 OK\r\n");
  b.c("A2 NOOP\r\n")
      .s("A2 OK\r\n")
      .c("A3 CHECK\r\n")
      .s("* 5 EXISTS\r\n* 4 EXISTS\r\n* 4 FETCH (FLAGS ())\r\nA3 OK\r\n");
  c.c("A2 NOOP\r\n").s("A2 OK\r\n").c("A3 CHECK\r\n").s("* 5 EXISTS\r\nA3 OK\r\n");
  EXPECT_THAT(lines(a, b), IsEmpty());
  EXPECT_THAT(lines(a, c),
              ElementsAre("imap unasked: * EXISTS: number: 4 | 5", "imap unasked: * n FETCH: yes | -"));
}

TEST(CompareImap, ComparesCodesAndTheirArguments) {
  Talked a = greeted(), b = greeted();
  a.c("A1 SELECT x\r\n")
      .s("* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT 4] n\r\n* OK [PERMANENTFLAGS (\\Seen \\*)] p\r\nA1 OK "
         "[READ-WRITE] in\r\n");
  b.c("A1 SELECT x\r\n")
      .s("* OK [UIDNEXT 44] n\r\n* OK [UIDVALIDITY 9] v\r\n* OK [PERMANENTFLAGS (\\Seen)] p\r\nA1 OK "
         "[READ-ONLY] in\r\n");
  EXPECT_THAT(lines(a, b),
              ElementsAre("imap SELECT: [READ-WRITE]: yes | -", "imap SELECT: [READ-ONLY]: - | yes",
                          "imap SELECT: * OK [PERMANENTFLAGS]: \\*: yes | -"));
}

TEST(CompareImap, ReadsStatusListSearchAndEsearch) {
  Talked a = selected(), b = selected();
  a.c("A2 STATUS x (MESSAGES UIDNEXT)\r\n").s("* STATUS x (MESSAGES 3 UIDNEXT 4)\r\nA2 OK\r\n");
  b.c("A2 STATUS x (MESSAGES UIDNEXT)\r\n").s("* STATUS x (UIDNEXT 99 MESSAGES 2)\r\nA2 OK\r\n");
  a.c("A3 SEARCH ALL\r\n")
      .s("* SEARCH 3 1\r\nA3 OK\r\n")
      .c("A4 UID SEARCH ALL\r\n")
      .s("* SEARCH 5 6\r\nA4 OK\r\n");
  b.c("A3 SEARCH ALL\r\n")
      .s("* SEARCH 1 3\r\nA3 OK\r\n")
      .c("A4 UID SEARCH ALL\r\n")
      .s("* SEARCH 50\r\nA4 OK\r\n");
  a.c("A5 SEARCH RETURN (COUNT) ALL\r\n").s("* ESEARCH (TAG \"A5\") COUNT 2\r\nA5 OK\r\n");
  b.c("A5 SEARCH RETURN (COUNT) ALL\r\n").s("* ESEARCH (TAG \"A5\") COUNT 3\r\nA5 OK\r\n");
  EXPECT_THAT(lines(a, b), ElementsAre("imap STATUS: * STATUS x: MESSAGES: 3 | 2",
                                       "imap UID SEARCH: * SEARCH: UID[1]: yes | -",
                                       "imap SEARCH: * ESEARCH: COUNT: 2 | 3"));
}

TEST(CompareImap, PutsTheTimesOfADeliveryStatusAside) {
  Talked a = selected(), b = selected();
  a.c("A2 FETCH 1 BODY[2]\r\n").s("* 1 FETCH (BODY[2] {24}\r\nArrival-Date: 1\r\nA: b\r\n)\r\nA2 OK\r\n");
  b.c("A2 FETCH 1 BODY[2]\r\n").s("* 1 FETCH (BODY[2] {24}\r\nArrival-Date: 2\r\nA: c\r\n)\r\nA2 OK\r\n");
  EXPECT_THAT(lines(a, b), ElementsAre("imap FETCH: * n FETCH: BODY[2]: A: b\\r\\n | A: c\\r\\n"));
}

TEST(CompareImap, KnowsAMailboxByAnotherName) {
  const auto talk = [](const std::string& token, const std::string& comment) {
    Talked talked(token);
    const std::string name = "mailrig-" + token;
    talked.s("* OK hi\r\n")
        .c("A1 GETQUOTAROOT " + name + "\r\n")
        .s("* QUOTAROOT " + name + " \"\"\r\nA1 OK\r\n");
    talked.c("A2 GETMETADATA " + name + " /private/comment\r\n");
    talked.s("* METADATA " + name + " (/private/comment " + comment + ")\r\nA2 OK\r\n");
    talked.c("A3 APPEND " + name + " CATENATE (URL \"/" + name + "/;UID=9\")\r\n");
    talked.s("A3 NO [BADURL /" + name + "/;UID=9] no\r\n");
    return talked;
  };
  EXPECT_THAT(lines(talk("k0a1b2c30001", "a"), talk("k0a1b2c30002", "a")), IsEmpty());
  EXPECT_THAT(lines(talk("k0a1b2c30001", "a"), talk("k0a1b2c30002", "b")),
              ElementsAre("imap GETMETADATA: * METADATA mailrig-${token}: 1.2: A | B"));
}

// RFC 4314 2: rights are a set, and so is the list of who has them.
TEST(CompareImap, ComparesRightsAsSets) {
  const auto talk = [](const std::string& token, const std::string& acl, const std::string& mine) {
    Talked talked(token);
    const std::string name = "mailrig-" + token;
    talked.s("* OK hi\r\n").c("A1 GETACL " + name + "\r\n").s("* ACL " + name + acl + "\r\nA1 OK\r\n");
    talked.c("A2 MYRIGHTS " + name + "\r\n").s("* MYRIGHTS " + name + " " + mine + "\r\nA2 OK\r\n");
    return talked;
  };
  const Talked a = talk("k0a1b2c30001", " anyone lrx fred w", "lrx");
  EXPECT_THAT(lines(a, talk("k0a1b2c30002", " fred w anyone xrl", "xlr")), IsEmpty());
  EXPECT_THAT(lines(a, talk("k0a1b2c30002", " fred w anyone xrl", "lr")),
              ElementsAre("imap MYRIGHTS: * MYRIGHTS mailrig-${token}: rights: lrx | lr"));
}

TEST(CompareImap, DoesNotSplitWhatIsPipelinedByTheTimeOfTheAnswers) {
  Talked a = selected(), b = selected();
  a.c("A2 NOOP\r\n").c("A3 CAPABILITY\r\n").s("A2 OK\r\n* CAPABILITY X\r\nA3 OK\r\n");
  b.c("A2 NOOP\r\n").s("A2 OK\r\n").c("A3 CAPABILITY\r\n").s("* CAPABILITY X\r\nA3 OK\r\n");
  EXPECT_THAT(lines(a, b), IsEmpty());
}

TEST(CompareImap, FollowsLiteralsAndSeveralCommandsInOneWrite) {
  Talked a = selected(), b = selected();
  a.c("A2 APPEND x {2+}\r\nhi\r\nA3 NOOP\r\n").s("A2 OK [APPENDUID 7 1] a\r\nA3 OK\r\n");
  b.c("A2 APPEND x {2+}\r\nhi\r\nA3 NOOP\r\n").s("A2 OK [APPENDUID 8 5] a\r\nA3 BAD\r\n");
  EXPECT_THAT(lines(a, b), ElementsAre("imap NOOP: status: OK | BAD"));
}

}  // namespace
}  // namespace mailrig::compare
