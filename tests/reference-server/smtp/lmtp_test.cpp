// LMTP (RFC 2033): LHLO, a reply for each recipient, and the deviations of these.
#include <set>

#include "tests/reference-server/smtp/rig.hpp"

namespace mailrig::server {
namespace {

const std::string kMail = "LHLO c\r\nMAIL FROM:<a@b>\r\n";
const std::string kOne = "RCPT TO:<user1@example.test>\r\n";
const std::string kTwo = "RCPT TO:<user2@example.test>\r\n";
const std::string kNobody = "RCPT TO:<nobody@example.test>\r\n";
const std::string kMessage = "DATA\r\nA: b\r\n\r\nc\r\n.\r\n";

// 4.1
TEST(Lmtp, IsGreetedByLhloAlone) {
  Rig rig(SmtpKind::Lmtp);
  EXPECT_EQ(rig.codes("EHLO c\r\nHELO c\r\nMAIL FROM:<a@b>\r\nLHLO c\r\nMAIL FROM:<a@b>\r\n"),
            "500,500,503,250,250");
  EXPECT_NE(rig.greeting().find("LMTP"), std::string::npos);
  Rig smtp;
  EXPECT_EQ(smtp.codes("LHLO c\r\nLHLO\r\nMAIL FROM:<a@b>\r\n"), "500,500,503");
}

// 4.1
TEST(Lmtp, HelpKnowsLhloAlone) {
  Rig rig(SmtpKind::Lmtp);
  EXPECT_EQ(rig.codes("HELP LHLO\r\nHELP EHLO\r\nHELP HELO\r\n"), "214,504,504");
  EXPECT_EQ(rig.talk("HELP\r\n").find("EHLO"), std::string::npos);
  Rig smtp;
  EXPECT_EQ(smtp.codes("HELP LHLO\r\nHELP EHLO\r\nHELP HELO\r\n"), "504,214,214");
}

// 5
TEST(Lmtp, OffersWhatItMust) {
  Rig rig(SmtpKind::Lmtp);
  const std::string offered = rig.talk("LHLO c\r\n");
  for (const char* keyword : {"PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME"})
    EXPECT_NE(offered.find(keyword), std::string::npos) << keyword;
}

// 4.2
TEST(Lmtp, AnswersAMessageForEachRecipient) {
  Rig rig(SmtpKind::Lmtp);
  EXPECT_EQ(rig.codes(kMail + kOne + kNobody + kTwo + kOne + kMessage + "NOOP\r\n"),
            "250,250,250,550,250,250,354,250,250,250,250");
  EXPECT_EQ(rig.inbox(1).size(), 1U);
  EXPECT_EQ(rig.inbox(2).size(), 1U);
  EXPECT_NE(rig.inbox(1)[0].body.octets()->find(" with LMTP "), std::string::npos);
}

TEST(Lmtp, RefusesAMessageForEachRecipient) {
  Rig rig(SmtpKind::Lmtp);
  rig.world.limits.message = 20;
  EXPECT_EQ(rig.codes(kMail + kOne + kTwo + "DATA\r\n" + std::string(40, 'x') + "\r\n.\r\nNOOP\r\n"),
            "250,250,250,250,354,552,552,250");
}

TEST(Lmtp, HasNoDataWithoutARecipientThatWasTaken) {
  Rig rig(SmtpKind::Lmtp);
  EXPECT_EQ(rig.codes(kMail + "DATA\r\n" + kNobody + "DATA\r\n"), "250,250,503,550,503");
}

TEST(Lmtp, CountsTheRecipientsOfOneTransaction) {
  Rig rig(SmtpKind::Lmtp);
  EXPECT_EQ(rig.codes(kMail + kOne + kTwo + "RSET\r\nMAIL FROM:<a@b>\r\n" + kOne + kMessage +
                      "MAIL FROM:<a@b>\r\n" + kTwo + kMessage),
            "250,250,250,250,250,250,250,354,250,250,250,354,250");
}

// 4.3: one reply for each recipient that was taken, for none of them none; a chunk that isn't the last has
// one.
TEST(Lmtp, AnswersNoLastChunkWhereNobodyWasTaken) {
  Rig rig(SmtpKind::Lmtp);
  EXPECT_EQ(rig.codes(kMail + kNobody + "BDAT 2 LAST\r\nhiNOOP\r\nDATA\r\n"), "250,250,550,250,503");
  Rig more(SmtpKind::Lmtp);
  EXPECT_EQ(more.codes(kMail + "BDAT 2\r\nhiBDAT 0 LAST\r\nNOOP\r\n"), "250,250,503,250");
  Rig none(SmtpKind::Lmtp);  // RFC 3030 2: no transaction, no BDAT
  EXPECT_EQ(none.codes("LHLO c\r\nBDAT 2 LAST\r\nhiNOOP\r\n"), "250,503,250");
}

struct Row {
  const char* name;
  std::string talk;
};

std::string seen(const Row& row, bool deviating) {
  Rig rig(SmtpKind::Lmtp);
  if (deviating) rig.deviate(row.name);
  std::string out = rig.talk(row.talk);
  for (const unsigned user : {1U, 2U}) {
    for (const StoredMessage& message : rig.inbox(user)) out += *message.body.octets();
  }
  return out;
}

TEST(LmtpDeviation, EachIsSeenFromOutside) {
  const std::vector<Row> rows{
      {"lmtp.hello.helo-taken", "HELO c\r\n"},
      {"lmtp.hello.no-pipelining", "LHLO c\r\n"},
      {"lmtp.hello.no-enhanced-codes", "LHLO c\r\n"},
      {"lmtp.hello.no-8bitmime", "LHLO c\r\n"},
      {"lmtp.data.without-rcpt-554", kMail + kNobody + "DATA\r\n"},
      {"lmtp.data.one-reply", kMail + kOne + kTwo + kMessage},
      {"lmtp.data.reply-per-mailbox", kMail + kOne + kOne + kMessage},
      {"lmtp.data.reply-for-refused", kMail + kOne + kNobody + kMessage},
      {"lmtp.data.second-lost", kMail + kOne + kTwo + kMessage},
      {"lmtp.data.counts-on", kMail + kOne + kMessage + "MAIL FROM:<a@b>\r\n" + kOne + kMessage},
  };
  std::set<std::string_view> tried;
  for (const Row& row : rows) {
    EXPECT_NE(seen(row, true), seen(row, false)) << row.name;
    tried.insert(row.name);
  }
  for (const Deviation* deviation : lmtp_deviations()) {
    EXPECT_TRUE(tried.contains(deviation->name)) << deviation->name;
    EXPECT_EQ(deviation->clause.rfc, 2033);
  }
}

}  // namespace
}  // namespace mailrig::server
