#include "tests/reference-server/smtp/rig.hpp"

namespace mailrig::server {
namespace {

struct Row {
  std::string input;  // behind kEnvelope
  std::string codes;
  std::string stored;  // behind its trace; "-": nothing was delivered
};

const Row kRows[] = {
    {"BDAT 3 LAST\r\nabc", "250", "abc"},
    {"bdat 3 last\r\nabc", "250", "abc"},
    {"BDAT 2\r\nabBDAT 1\r\ncBDAT 0 LAST\r\n", "250,250,250", "abc"},
    {"BDAT 0 LAST\r\n", "250", ""},
    {"BDAT 0\r\nBDAT 2 LAST\r\n\r\n", "250,250", "\r\n"},
    {"BDAT 12 LAST\r\n.\r\n..\r\nNOOPNOOP\r\n", "250,500", ".\r\n..\r\nNOOPN"},
    {"BDAT 11 LAST\r\n.\r\n..\r\n.\r\n\r\nNOOP\r\n", "554,500,250", "-"},
    {"BDAT 10 LAST\r\n.\r\n..\r\n.\r\nNOOP\r\n", "250,250", ".\r\n..\r\n.\r\n"},
    {"BDAT 6\r\nNOOP\r\nBDAT 0 LAST\r\nNOOP\r\n", "250,250,250", "NOOP\r\n"},
    {"BDAT 2\r\nabBDAT 2 LAST\r\ncdBDAT 2 LAST\r\nefNOOP\r\n", "250,250,503,250", "abcd"},
    {"BDAT 2\r\nabDATA\r\nNOOP\r\n", "250,503,250", "-"},
    {"BDAT 2\r\nabRCPT TO:<user2@example.test>\r\n", "250,503", "-"},
    {"BDAT 2\r\nabRSET\r\nBDAT 2 LAST\r\nabNOOP\r\n", "250,250,503,250", "-"},
    {"BDAT 2\r\nabRSET\r\nMAIL FROM:<>\r\nRCPT TO:<user1@example.test>\r\nDATA\r\n.\r\n",
     "250,250,250,250,354,250", ""},
    {"BDAT 2\r\nabEHLO c\r\nBDAT 2 LAST\r\nab", "250,250,503", "-"},
    {"BDAT 101\r\n" + std::string(101, 'x') + "BDAT 2\r\nabBDAT 2 LAST\r\nabMAIL FROM:<>\r\n",
     "552,503,503,250", "-"},
    {"BDAT 60\r\n" + std::string(60, 'x') + "BDAT 41 LAST\r\n" + std::string(41, 'x') + "NOOP\r\n",
     "250,552,250", "-"},
    {"BDAT 3 LAST\r\na\nb", "554", "-"},
    {"BDAT 3 LAS\r\nxxxNOOP\r\n", "501,250", "-"},
    {"BDAT 101\r\n" + std::string(101, 'x') + "DATA\r\n", "552,503", "-"},
};

std::string stored(Rig& rig) {
  if (rig.inbox().empty()) return "-";
  EXPECT_EQ(rig.inbox().size(), 1U);
  const std::string& body = *rig.inbox()[0].body.octets();
  return body.substr(body.find(" +0000\r\n") + 8);
}

TEST(SmtpBdat, TakesChunksAsTheyAre) {
  for (const Row& row : kRows) {
    for (std::size_t cut = 0; cut <= row.input.size(); ++cut) {
      Rig rig;
      rig.world.limits.message = 100;
      (void)rig.talk(kEnvelope);
      std::string codes = rig.codes(row.input.substr(0, cut));
      const std::string more = rig.codes(row.input.substr(cut));
      codes += (codes.empty() || more.empty() ? "" : ",") + more;
      EXPECT_EQ(codes, row.codes) << row.input << " cut at " << cut;
      EXPECT_EQ(stored(rig), row.stored) << row.input;
    }
  }
}

TEST(SmtpBdat, ThrowsTheOctetsAwayWhereItIsOutOfPlace) {
  const std::string chunk = "BDAT 6 LAST\r\nQUIT\r\n";
  const Row table[] = {
      {chunk + "NOOP\r\n", "503,250", ""},
      {"EHLO a\r\n" + chunk + "NOOP\r\n", "250,503,250", ""},
      {"EHLO a\r\nMAIL FROM:<>\r\n" + chunk + "NOOP\r\n", "250,250,503,250", ""},
      {"EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<no@example.test>\r\n" + chunk + "NOOP\r\n", "250,250,550,554,250",
       ""},
  };
  for (const Row& row : table) {
    Rig rig;
    EXPECT_EQ(rig.codes(row.input), row.codes) << row.input;
  }
  Rig submission(SmtpKind::Submission);
  EXPECT_EQ(submission.codes("EHLO a\r\n" + chunk + "NOOP\r\n"), "250,530,250");
}

TEST(SmtpBdat, ThrowsTheOctetsAwayWhereOnlyItsSizeIsWellFormed) {
  for (const char* bad : {"BDAT 6 LASTING", "BDAT 6 FIRST", "BDAT 6 LAST x"}) {
    Rig rig;
    EXPECT_EQ(rig.codes(std::string(kEnvelope) + bad + "\r\nQUIT\r\nNOOP\r\nDATA\r\nRSET\r\n"),
              "250,250,250,501,250,503,250")
        << bad;
    EXPECT_EQ(rig.effect, Effect::None) << bad;
  }
}

// RFC 5321 3.8: what follows is no command, and nobody knows how long it is.
TEST(SmtpBdat, ClosesWhereTheSizeCannotBeRead) {
  for (const char* bad : {"BDAT", "BDAT x", "BDAT 6x", "BDAT -1 LAST", "BDAT 18446744073709551616"}) {
    Rig rig;
    const std::string said = rig.talk(std::string(kEnvelope) + bad + "\r\nRSET\r\nMAIL FROM:<a@b>\r\n");
    EXPECT_TRUE(
        said.ends_with("\r\n421 4.5.0 mail.example.test closes: where the chunk ends is not known\r\n"))
        << said;
    EXPECT_NE(said.find("\r\n501 5.5.4 "), std::string::npos) << bad;
    EXPECT_EQ(rig.effect, Effect::Close) << bad;
  }
  Rig lesser;
  EXPECT_EQ(lesser.world.offer.drop("CHUNKING"), "");
  EXPECT_EQ(lesser.codes("EHLO a\r\nBDAT x\r\nNOOP\r\n"), "250,500,250");
}

// A line that is longer than any is not answered by taking what follows for commands.
TEST(SmtpBdat, EndsTheSessionWhereItsLineHasNoEnd) {
  for (const std::size_t spaces : {600U, 13000U, 40000U}) {
    Rig rig;
    const std::string said = rig.talk("EHLO a\r\nBDAT 6" + std::string(spaces, ' ') + "LAST\r\nQUIT\r\n");
    EXPECT_TRUE(said.ends_with("where the chunk ends is not known\r\n")) << said;
    EXPECT_EQ(rig.effect, Effect::Close);
  }
}

TEST(SmtpBdat, KeepsEachOctetOfBinaryMime) {
  std::string octets;
  for (int i = 0; i < 256; ++i) octets += static_cast<char>(i);
  Rig rig;
  (void)rig.talk("EHLO a\r\nMAIL FROM:<> BODY=BINARYMIME\r\nRCPT TO:<user1@example.test>\r\n");
  EXPECT_EQ(rig.codes("DATA\r\n"), "503");
  EXPECT_EQ(rig.codes("BDAT 256 LAST\r\n" + octets), "250");
  EXPECT_EQ(stored(rig), octets);
}

TEST(LmtpBdat, TheLastChunkIsAnsweredForEachRecipient) {
  Rig rig(SmtpKind::Lmtp);
  EXPECT_EQ(
      rig.codes("LHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<user1@example.test>\r\nRCPT TO:<user2@example.test>\r\n"
                "BDAT 1\r\naBDAT 1 LAST\r\nbNOOP\r\n"),
      "250,250,250,250,250,250,250,250");
  EXPECT_EQ(rig.inbox(2).size(), 1U);
}

}  // namespace
}  // namespace mailrig::server
