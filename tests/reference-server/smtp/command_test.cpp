#include "tests/reference-server/smtp/rig.hpp"

namespace mailrig::server {
namespace {

TEST(SmtpGreeting, NamesTheServer) {
  Rig rig;
  EXPECT_EQ(rig.greeting(), "220 mail.example.test ESMTP mailrig\r\n");
}

TEST(SmtpEhlo, ListsTheExtensions) {
  Rig rig;
  rig.world.limits.message = 1000;
  EXPECT_EQ(rig.talk("EHLO client.example\r\n"),
            "250-mail.example.test\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250-8BITMIME\r\n"
            "250-CHUNKING\r\n250-BINARYMIME\r\n250-DSN\r\n250-SMTPUTF8\r\n250-LIMITS "
            "RCPTMAX=1000\r\n250-ENHANCEDSTATUSCODES\r\n250-STARTTLS\r\n250-AUTH "
            "SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN\r\n"
            "250 HELP\r\n");
  EXPECT_EQ(rig.talk("HELO client.example\r\n"), "250 mail.example.test\r\n");
}

TEST(SmtpEhlo, OffersOnlyWhatThereIs) {
  Rig rig;
  rig.world.tls_available = false;
  rig.world.plaintext_login = false;
  const std::string offer = rig.talk("EHLO [127.0.0.1]\r\n");
  EXPECT_EQ(offer.find("STARTTLS"), std::string::npos);
  EXPECT_EQ(offer.find("PLAIN"), std::string::npos);
  Rig secure(SmtpKind::Mta, true);
  EXPECT_EQ(secure.talk("EHLO a\r\n").find("STARTTLS"), std::string::npos);
}

struct Row {
  const char* input;
  const char* output;
};

TEST(SmtpCommand, IsAnsweredAtAnyTime) {
  const Row table[] = {
      {"NOOP\r\n", "250 2.0.0 ok\r\n"},
      {"noop with text\r\n", "250 2.0.0 ok\r\n"},
      {"RSET\r\n", "250 2.0.0 ok\r\n"},
      {"VRFY user1\r\n", "252 2.0.0 not told; mail will be tried\r\n"},
      {"EXPN list\r\n", "502 5.5.1 no lists here\r\n"},
      {"BDAT 0 x\r\n", "501 5.5.4 nothing more expected\r\n"},
      {"FOO\r\n", "500 5.5.1 command not recognised\r\n"},
      {"\r\n", "500 5.5.1 command not recognised\r\n"},
      {"NOOP\n", "500 5.5.2 a line ends in CRLF\r\n"},
      {"NOOP \xC3\xA9\r\n", "501 5.5.2 printable ASCII expected\r\n"},
      {"DATA x\r\n", "501 5.5.4 nothing more expected\r\n"},
      {"EHLO\r\n", "501 5.5.4 domain expected\r\n"},
      {"MAIL FROM:<a@b>\r\n", "503 5.5.1 EHLO first\r\n"},
      {"RCPT TO:<a@b>\r\n", "503 5.5.1 MAIL first\r\n"},
      {"DATA\r\n", "503 5.5.1 MAIL first\r\n"},
  };
  for (const Row& row : table) {
    Rig rig;
    EXPECT_EQ(rig.talk(row.input), row.output);
    EXPECT_EQ(rig.effect, Effect::None);
    Rig slow;
    EXPECT_EQ(slow.talk_slowly(row.input), row.output);
  }
}

TEST(SmtpHelp, ListsTheCommands) {
  Rig rig;
  EXPECT_TRUE(rig.talk("HELP\r\n").starts_with("214-2.0.0 "));
}

TEST(SmtpQuit, SaysGoodbyeAndCloses) {
  Rig rig;
  EXPECT_EQ(rig.talk("QUIT\r\nNOOP\r\n"), "221 2.0.0 mail.example.test closes\r\n");
  EXPECT_EQ(rig.effect, Effect::Close);
}

TEST(SmtpCommand, LinesBeyondEveryLimitAreRefusedOnce) {
  for (const std::size_t size : {600U, 5000U, 12288U, 12289U, 50'000U}) {
    Rig rig;
    EXPECT_EQ(rig.codes("NOOP " + std::string(size, 'x') + "\r\nNOOP\r\n"), "500,250") << size;
  }
}

TEST(SmtpSession, TimesOut) {
  Rig rig;
  (void)rig.greeting();
  EXPECT_EQ(rig.session->idle_limit(), std::chrono::minutes(5));
  std::string output;
  EXPECT_EQ(rig.session->idle_timeout(output), Effect::Close);
  EXPECT_EQ(output, "421 4.4.2 mail.example.test closes: nothing came\r\n");
}

}  // namespace
}  // namespace mailrig::server
