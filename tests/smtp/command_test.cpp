#include "harness/smtp/command.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailrig::smtp {
namespace {

Command parse(std::string_view line) {
  Command command;
  const auto refused = parse_command(line, command);
  EXPECT_FALSE(refused) << line << ": " << refused->reason;
  return command;
}

// What is taken is appended so that it is read the same again. RFC 5321 4.1.1, D; RFC 1870; RFC 4954.
TEST(Command, ReadsAndAppends) {
  for (const char* line : {"EHLO bar.com\r\n",
                           "HELO bar.com\r\n",
                           "EHLO [IPv6:::1]\r\n",
                           "MAIL FROM:<Smith@bar.com>\r\n",
                           "MAIL FROM:<>\r\n",
                           "MAIL FROM:<@a.example:b@c>\r\n",
                           "MAIL FROM:<ned@thor.innosoft.com> SIZE=500000 BODY=8BITMIME AUTH=<>\r\n",
                           "RCPT TO:<Jones@foo.com>\r\n",
                           "RCPT TO:<Postmaster>\r\n",
                           "RCPT TO:<a@b> NOTIFY=NEVER X\r\n",
                           "MAIL FROM:<jos\xC3\xA9@b\xC3\xBC"
                           "cher.example> SMTPUTF8\r\n",
                           "RCPT TO:<\"\xE4\xB8\xAD \xE6\x96\x87\"@example.com>\r\n",
                           "DATA\r\n",
                           "RSET\r\n",
                           "QUIT\r\n",
                           "NOOP\r\n",
                           "NOOP any text at all\r\n",
                           "HELP\r\n",
                           "HELP MAIL\r\n",
                           "VRFY Crispin\r\n",
                           "EXPN Example-People\r\n",
                           "STARTTLS\r\n",
                           "AUTH PLAIN\r\n",
                           "AUTH PLAIN =\r\n",
                           "AUTH SCRAM-SHA-256 biwsbj1hLHI9Yg==\r\n",
                           "BDAT 1000\r\n",
                           "BDAT 0 LAST\r\n"}) {
    std::string out;
    append_command(out, parse(line));
    EXPECT_EQ(out, line);
  }
}

TEST(Command, FillsWhatTheVerbHas) {
  const Command mail = parse("mail from:<a@b.c> size=5\r\n");
  EXPECT_EQ(mail.verb, Verb::Mail);
  EXPECT_EQ(mail.name, "mail");
  EXPECT_EQ(mail.path.mailbox, (Mailbox{"a", "b.c"}));
  ASSERT_EQ(mail.parameters().size(), 1U);
  EXPECT_EQ(mail.parameters()[0].keyword, "size");
  EXPECT_EQ(mail.parameters()[0].value, "5");
  const Command auth = parse("AUTH plain dGVzdA==\r\n");
  EXPECT_EQ(auth.argument, "plain");
  EXPECT_EQ(auth.initial_response, "dGVzdA==");
  EXPECT_TRUE(parse("bdat 7 last\r\n").last);
}

TEST(Command, ToleratesWhiteSpaceAtTheEnd) {
  EXPECT_EQ(parse("DATA \r\n").verb, Verb::Data);
  EXPECT_EQ(parse("RCPT TO:<a@b> \t\r\n").path.mailbox.domain, "b");
}

struct Refused {
  std::string line;
  int code;
  EnhancedCode enhanced;
};

TEST(Command, SaysWhyItRefuses) {
  const Refused table[] = {
      {"FOO\r\n", 500, {5, 5, 1}},
      {"\r\n", 500, {5, 5, 1}},
      {"MAILFROM:<a@b>\r\n", 500, {5, 5, 1}},
      {"NOOP\n", 500, {5, 5, 2}},
      {"NOOP " + std::string(kCommandLimit, 'x') + "\r\n", 500, {5, 5, 2}},
      {"NOOP \xC3\xA9\r\n", 501, {5, 5, 2}},
      {"MAIL FROM:<\xC3@b>\r\n", 501, {5, 5, 2}},
      {"RCPT TO:<a@b\xED\xA0\x80>\r\n", 501, {5, 5, 2}},
      {"EHLO b\xC3\xBC"
       "cher.example\r\n",
       501,
       {5, 5, 2}},
      {"NOOP a\rb\r\n", 501, {5, 5, 2}},
      {std::string("NOOP a\0b\r\n", 10), 501, {5, 5, 2}},
      {"EHLO\r\n", 501, {5, 5, 4}},
      {"EHLO a_b\r\n", 501, {5, 5, 4}},
      {"EHLO a b\r\n", 501, {5, 5, 4}},
      {"MAIL\r\n", 501, {5, 5, 4}},
      {"MAIL FROM\r\n", 501, {5, 5, 4}},
      {"MAIL FROM: <a@b>\r\n", 501, {5, 1, 7}},
      {"MAIL FROM :<a@b>\r\n", 501, {5, 5, 4}},
      {"MAIL TO:<a@b>\r\n", 501, {5, 5, 4}},
      {"MAIL FROM:a@b\r\n", 501, {5, 1, 7}},
      {"MAIL FROM:<a@b>SIZE=1\r\n", 501, {5, 5, 4}},
      {"MAIL FROM:<a@b> SIZE=\r\n", 501, {5, 5, 4}},
      {"MAIL FROM:<a@b> =1\r\n", 501, {5, 5, 4}},
      {"MAIL FROM:<a@b>  SIZE=1\r\n", 501, {5, 5, 4}},
      {"MAIL FROM:<a@b> A=b=c\r\n", 501, {5, 5, 4}},
      {"RCPT TO:<>\r\n", 501, {5, 1, 3}},
      {"RCPT TO:<a>\r\n", 501, {5, 1, 3}},
      {"DATA now\r\n", 501, {5, 5, 4}},
      {"RSET x\r\n", 501, {5, 5, 4}},
      {"QUIT x\r\n", 501, {5, 5, 4}},
      {"STARTTLS x\r\n", 501, {5, 5, 4}},
      {"VRFY\r\n", 501, {5, 5, 4}},
      {"EXPN\r\n", 501, {5, 5, 4}},
      {"AUTH\r\n", 501, {5, 5, 4}},
      {"AUTH PLAIN a b\r\n", 501, {5, 5, 4}},
      {"BDAT\r\n", 501, {5, 5, 4}},
      {"BDAT x\r\n", 501, {5, 5, 4}},
      {"BDAT 1 LASTING\r\n", 501, {5, 5, 4}},
      {"BDAT 18446744073709551616\r\n", 501, {5, 5, 4}},
  };
  for (const Refused& row : table) {
    Command command;
    const auto refused = parse_command(row.line, command);
    ASSERT_TRUE(refused) << row.line;
    EXPECT_EQ(refused->code, row.code) << row.line;
    EXPECT_EQ(refused->enhanced, row.enhanced) << row.line;
    EXPECT_LE(refused->offset, row.line.size());
  }
}

TEST(Command, TakesLinesUpToTheLimit) {
  EXPECT_EQ(parse("NOOP " + std::string(kCommandLimit - 7, 'x') + "\r\n").verb, Verb::Noop);
  // RFC 3461 5.4
  EXPECT_EQ(parse("RCPT TO:<" + std::string(64, 'a') + "@" + std::string(189, 'b') +
                  "> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;" + std::string(493, 'c') + "\r\n")
                .parameters()
                .size(),
            2U);
  std::string parameters;
  for (std::size_t i = 0; i < kParameterLimit; ++i) parameters += " A=1";
  Command command;
  EXPECT_FALSE(parse_command("MAIL FROM:<a@b>" + parameters + "\r\n", command));
  EXPECT_TRUE(parse_command("MAIL FROM:<a@b>" + parameters + " A\r\n", command));
}

}  // namespace
}  // namespace mailrig::smtp
