// Words and lines of SMTP and POP3 replies.
#include "tests/play/match_support.hpp"

namespace mailrig::play {
namespace {

struct Row {
  const char* lines;
  const char* reply;
  bool fits;
};

void expect(const Row& row, const Tried& tried) {
  EXPECT_EQ(tried.fits, row.fits) << row.lines << " | " << row.reply << " | " << tried.why;
  EXPECT_EQ(tried.why.empty(), row.fits) << row.lines << " | " << row.reply;
}

TEST(EhloKeyword, ParametersAreASetWhereTheKeywordHasOne) {
  static const Row rows[] = {
      {"S: 250 with AUTH PLAIN LOGIN", "250-mx\r\n250 AUTH LOGIN PLAIN\r\n", true},
      {"S: 250 with AUTH PLAIN LOGIN", "250-mx\r\n250 AUTH plain login PLAIN\r\n", true},
      {"S: 250 with AUTH PLAIN LOGIN", "250-mx\r\n250 AUTH PLAIN\r\n", false},
      {"S: 250 with AUTH PLAIN LOGIN", "250-mx\r\n250 AUTH PLAIN LOGIN CRAM-MD5\r\n", false},
      {"S: 250 with AUTH PLAIN ...", "250-mx\r\n250 AUTH LOGIN PLAIN CRAM-MD5\r\n", true},
      {"S: 250 with AUTH ~/SCRAM-.*/ ...", "250-mx\r\n250 AUTH PLAIN SCRAM-SHA-256\r\n", true},
      {"S: 250 with AUTH ${_} PLAIN", "250-mx\r\n250 AUTH PLAIN LOGIN\r\n", true},
      {"S: 250 with AUTH", "250-mx\r\n250 AUTH PLAIN\r\n", true},
      {"S: 250 with LIMITS RCPTMAX=5 MAILMAX=3", "250-mx\r\n250 LIMITS MAILMAX=3 RCPTMAX=5\r\n", true},
      {"S: 250 with FUTURERELEASE 10 20", "250-mx\r\n250 FUTURERELEASE 20 10\r\n", false},
      {"S: 250 with AUTH LOGIN ...", "250-mx\r\n250-AUTH PLAIN\r\n250 AUTH LOGIN\r\n", true},
      {"S: 250 without AUTH PLAIN ...", "250-mx\r\n250 AUTH LOGIN PLAIN\r\n", false},
      {"S: 250 without AUTH PLAIN ...", "250-mx\r\n250 AUTH LOGIN\r\n", true},
  };
  for (const Row& row : rows) expect(row, try_smtp(row.lines, row.reply));
}

// RFC 2034 4: the same code at the beginning of each line.
TEST(EnhancedCode, IsInEveryLine) {
  static const Row rows[] = {
      {"S: 250 2.x.x", "250-2.1.0 a\r\n250 2.1.0 b\r\n", true},
      {"S: 250 2.x.x", "250-a\r\n250 2.1.0 b\r\n", false},
      {"S: 250 2.1.0", "250-2.1.5 a\r\n250 2.1.0 b\r\n", false},
      {"S: 550 5.1.1|5.7.x", "550-5.7.1 a\r\n550 5.7.1 b\r\n", true},
  };
  for (const Row& row : rows) expect(row, try_smtp(row.lines, row.reply));
}

TEST(SmtpWords, StandBehindTheEnhancedCode) {
  EXPECT_EQ(try_smtp("S: 250: ${=first} ...", "250 2.1.0 sender ok\r\n").bound.at("first"), "sender");
  EXPECT_EQ(try_smtp("S: 250: ${=first} ...", "250 5.1.0 sender ok\r\n").bound.at("first"), "5.1.0");
  static const Row rows[] = {
      {"S: 250: sender", "250 2.1.0 sender ok\r\n", true},
      {"S: 250: sender only", "250 2.1.0 sender ok\r\n", false},
      {"S: 250: sender ok only", "250 2.1.0 sender ok\r\n", true},
      {"S: 250: only", "250\r\n", true},
      {"S: 250: only", "250 x\r\n", false},
      {"S: 250: \"only\"", "250 only x\r\n", true},
  };
  for (const Row& row : rows) expect(row, try_smtp(row.lines, row.reply));
}

constexpr const char* kList = "250-Ann <ann@a.test>\r\n250-Bob <bob@a.test>\r\n250 Cat <cat@a.test>\r\n";

TEST(SmtpLines, ComeInOrder) {
  static const Row rows[] = {
      {"S: 250-: ann <ann@a.test> only\nS: 250-: Bob ...\nS: 250: Cat", kList, true},
      {"S: 250-: Ann\nS: 250-: Bob ...\nS: 250: Cat", kList, true},
      {"S: 250-: Ann only\nS: 250-\nS: 250: Cat", kList, false},
      {"S: 250-: Bob ...\nS: 250-: Ann ...\nS: 250: Cat", kList, false},
      {"S: 250-...\nS: 250: Cat", kList, true},
      {"S: 250-...\nS: 250: Bob", kList, false},
      {"S: 250-\nS: 250", kList, false},
      {"S: 250-\nS: 250-\nS: 250", kList, true},
      {"S: 250-...\nS: 250-~/.*<bob@.*>/\nS: 250-...\nS: 250", kList, true},
      {"S: 250- any order\nS: 250-: Cat ...\nS: 250: Ann", kList, true},
      {"S: 250- any order\nS: 250-: Cat ...\nS: 250: Dan", kList, false},
      {"S: 250- any order\nS: 250-: ${_} <ann@a.test>\nS: 250: Ann", kList, false},
      {"S: 250-...\nS: 250 2.1.5", "250-2.1.5 a\r\n250 2.1.5 b\r\n", true},
      {"S: 250-: a only\nS: 250 2.1.5: b only", "250-2.1.5 a\r\n250 2.1.5 b\r\n", true},
  };
  for (const Row& row : rows) expect(row, try_smtp(row.lines, row.reply));
  EXPECT_EQ(try_smtp("S: 250-...\nS: 250-: Bob ${=whom} only\nS: 250-...\nS: 250", kList).bound.at("whom"),
            "<bob@a.test>");
}

TEST(Pop3Words, MayBeAllThereAre) {
  static const Row rows[] = {
      {"S: +OK ${_} ${_} only", "+OK 2 320\r\n", true},
      {"S: +OK ${_} ${_} only", "+OK 2 320 octets\r\n", false},
      {"S: +OK ${_} ${_}", "+OK 2 320 octets\r\n", true},
      {"S: +OK ${_} ${_} only", "+OK 2\r\n", false},
      {"S: +OK only", "+OK\r\n", true},
      {"S: -ERR [SYS/TEMP] only", "-ERR [SYS/TEMP] x\r\n", false},
  };
  for (const Row& row : rows) expect(row, try_pop3(row.lines, row.reply));
}

TEST(Pop3Block, InAnyOrderGivesEachLineItsOwn) {
  static const Row rows[] = {
      {"S: +OK any order\nS: ${_} ...\nS: TOP\nS: .", "+OK\r\nTOP\r\nUIDL\r\n.\r\n", true},
      {"S: +OK any order\nS: ${_} ...\nS: TOP\nS: .", "+OK\r\nTOP\r\n.\r\n", false},
      {"S: +OK any order\nS: SASL ${_} ...\nS: SASL PLAIN\nS: .", "+OK\r\nSASL PLAIN\r\n.\r\n", false},
  };
  for (const Row& row : rows) expect(row, try_pop3(row.lines, row.reply));
}

}  // namespace
}  // namespace mailrig::play
