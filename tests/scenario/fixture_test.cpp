// What is set up and cleaned up, for which target.
#include <gtest/gtest.h>

#include "harness/scenario/given.hpp"
#include "tests/scenario/support.hpp"

namespace mailrig::scenario {
namespace {

// All that is sent in a phase, a line each, by client.
std::string sent(const std::vector<Step>& steps, const Program& program) {
  std::string all;
  for (const Step& step : steps) {
    if (const auto* send = std::get_if<Send>(&step.action)) {
      all += program.clients[step.client].name + " " + shown(send->bytes, program);
    }
  }
  return all;
}

TEST(Fixture, MakesAMailboxAndKnowsItsUids) {
  const Compiled compiled =
      imap("C: FETCH ${uid.2} FLAGS\nS: OK", "start = { messages = [\"plain \\\\Seen\", \"dots\"] }");
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_EQ(sent(compiled.program.setup, compiled.program),
            "setup.imap ${tag} LOGIN ${quoted:user} ${quoted:password}\r\n"
            "setup.imap ${tag} CREATE ${quoted:mailbox}\r\n"
            "setup.imap ${tag} APPEND ${quoted:mailbox} (\\Seen) {${size:message.1}}\r\n"
            "setup.imap ${message.1}\r\n"
            "setup.imap ${tag} APPEND ${quoted:mailbox} {${size:message.2}}\r\n"
            "setup.imap ${message.2}\r\n"
            "setup.imap ${tag} EXAMINE ${quoted:mailbox}\r\n"
            "setup.imap ${tag} FETCH 1:* (UID)\r\n"
            "setup.imap ${tag} CLOSE\r\n"
            "imap ${tag} LOGIN ${quoted:user} ${quoted:password}\r\n"
            "imap ${tag} SELECT ${quoted:mailbox}\r\n");
  EXPECT_EQ(sent(compiled.program.cleanup, compiled.program),
            "setup.imap ${tag} LOGIN ${quoted:user} ${quoted:password}\r\n"  // if it was closed meanwhile
            "setup.imap ${tag} DELETE ${quoted:mailbox}\r\nsetup.imap ${tag} LOGOUT\r\n");
}

// RFC 6855 4, and RFC 9755 4, which has no data extension.
TEST(Fixture, EnablesUtf8ForMessagesThatWantIt) {
  FixtureFacts facts = all_services();
  const auto setup = [&facts](const std::string& message) {
    const Compiled compiled = compile_dialogue("imap/t", "C: FETCH 1 FLAGS\nS: OK",
                                               "start = { messages = [\"" + message + "\"] }", facts);
    EXPECT_EQ(compiled.mistakes, "");
    return sent(compiled.program.setup, compiled.program);
  };
  EXPECT_EQ(setup("utf8header").find("UTF8"), std::string::npos);
  facts.utf8_accept = true;
  EXPECT_EQ(setup("plain").find("UTF8"), std::string::npos);
  const std::string said = setup("utf8header");
  EXPECT_NE(said.find("setup.imap ${tag} ENABLE UTF8=ACCEPT\r\n"), std::string::npos) << said;
  EXPECT_NE(said.find("setup.imap ${tag} APPEND ${quoted:mailbox} UTF8 (~{${size:message.1}}\r\n"),
            std::string::npos)
      << said;
  EXPECT_NE(said.find("setup.imap ${tag} APPEND ${quoted:mailbox} {${size:message.1}}\r\n"),
            std::string::npos)
      << said;
}

TEST(Fixture, IsAListOfMessagesByName) {
  const Compiled named =
      imap("C: FETCH ${uid.2} FLAGS\nS: OK",
           "start = { mailbox = \"two-messages\" }\nmailboxes = { other = \"two-messages\" }");
  const Compiled listed = imap("C: FETCH ${uid.2} FLAGS\nS: OK",
                               "start = { messages = [\"plain \\\\Seen\", \"dots\"] }\n"
                               "mailboxes = { other = [\"plain \\\\Seen\", \"dots\"] }");
  ASSERT_EQ(named.mistakes, "");
  EXPECT_EQ(sent(named.program.setup, named.program), sent(listed.program.setup, listed.program));
  EXPECT_EQ(named.scenarios[0].messages[0].flags, "\\Seen");
}

TEST(Fixture, UpgradesAndLogsInAsTheTargetWants) {
  FixtureFacts facts = all_services();
  facts.of(Service::Imap).starttls = facts.of(Service::Imap).auth_plain = true;
  const Compiled compiled =
      compile_dialogue("imap/t", "C: NOOP\nS: OK", "start = { state = \"authenticated\" }", facts);
  EXPECT_EQ(sent(compiled.program.setup, compiled.program), "imap ${tag} STARTTLS\r\n");
  EXPECT_TRUE(std::holds_alternative<Authenticate>(compiled.program.setup[5].action));
  const Compiled clear = compile_dialogue("imap/t", "C: NOOP\nS: OK",
                                          "start = { state = \"authenticated\", tls = \"none\" }", facts);
  EXPECT_EQ(sent(clear.program.setup, clear.program), "");
}

TEST(Fixture, EnablesRev2ForClientsWhereBothAreOffered) {
  FixtureFacts facts = all_services();
  facts.rev = Rev::Imap4rev2;
  facts.of(Service::Imap).enables = true;
  const Compiled compiled = compile_dialogue("imap/t", "C: NOOP\nS: OK", "", facts);
  EXPECT_EQ(sent(compiled.program.setup, compiled.program),
            "setup.imap ${tag} LOGIN ${quoted:user} ${quoted:password}\r\n"
            "setup.imap ${tag} CREATE ${quoted:mailbox}\r\n"
            "imap ${tag} LOGIN ${quoted:user} ${quoted:password}\r\n"
            "imap ${tag} ENABLE IMAP4rev2\r\n"
            "imap ${tag} SELECT ${quoted:mailbox}\r\n");
}

TEST(Compile, StandsOnTheClauseOfTheRunsRevision) {
  FixtureFacts facts = all_services();
  const std::string content =
      "title = \"t\"\nclause = [\"rfc3501 6.3.1\", \"rfc9051 6.3.2\"]\ncatches = [\"x\"]\n"
      "dialogue = '''\nC: NOOP\nS: OK\n'''\n";
  EXPECT_EQ(compile_text("imap/t", content, facts).program.rule.clause.rfc, 3501);
  facts.rev = Rev::Imap4rev2;
  const Compiled second = compile_text("imap/t", content, facts);
  EXPECT_EQ(second.program.rule.clause.rfc, 9051);
  EXPECT_EQ(second.program.rule.clause.section, "6.3.2");
}

TEST(Fixture, NothingForAGreetingAlone) {
  const Compiled compiled = smtp("S: 220", "start = { state = \"connected\" }");
  EXPECT_EQ(compiled.program.setup.size(), 1U);
  EXPECT_EQ(compiled.program.clients.size(), 1U);
}

TEST(Fixture, SmtpStates) {
  const Compiled compiled = smtp("C: DATA\nS: 354", "start = { state = \"rcpt\" }");
  EXPECT_NE(sent(compiled.program.setup, compiled.program).find("smtp RCPT TO:<${address}>\r\n"),
            std::string::npos);
}

TEST(Fixture, LmtpIsGreetedByLhlo) {
  const Compiled compiled = compile_dialogue("lmtp/t", "C: DATA\nS: 354", "start = { state = \"rcpt\" }");
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_NE(sent(compiled.program.setup, compiled.program)
                .find("lmtp LHLO mailrig.test\r\nlmtp MAIL FROM:<${sender}>"),
            std::string::npos);
}

TEST(Fixture, FillsAMaildropByImapAndEmptiesItAgain) {
  const Compiled compiled =
      pop3("C: RETR ${number.1}\nS: +OK\nS: ...\nS: .", "start = { messages = [\"plain\"] }");
  ASSERT_EQ(compiled.mistakes, "");
  const std::string setup = sent(compiled.program.setup, compiled.program);
  EXPECT_NE(setup.find("setup.imap ${tag} STATUS INBOX (MESSAGES UIDNEXT)\r\n"), std::string::npos);
  EXPECT_NE(setup.find("setup.imap ${tag} APPEND INBOX {"), std::string::npos);
  const std::string cleanup = sent(compiled.program.cleanup, compiled.program);
  EXPECT_NE(
      cleanup.find("UID SEARCH UID ${inbox.next.1}:${plus:inbox.next.2-1} LARGER ${plus:inbox.size.1-1} "
                   "SMALLER ${plus:inbox.size.1+1}"),
      std::string::npos);
  EXPECT_NE(cleanup.find("UID STORE ${inbox.appended.1} +FLAGS.SILENT (\\Deleted)"), std::string::npos);
}

// Of a POP3 server with one more service beside it.
Compiled maildrop(Service way) {
  FixtureFacts facts;
  facts.of(Service::Pop3).there = facts.of(way).there = true;
  return compile_dialogue("pop3/t", "C: RETR ${number.1}\nS: +OK\nS: ...\nS: .",
                          "start = { messages = [\"plain\"] }", facts);
}

TEST(Fixture, FillsAMaildropByWhateverTakesMailWithoutImap) {
  struct Row {
    Service way;
    const char* begins;
  };
  static constexpr Row kRows[] = {
      {Service::Smtp, "setup.smtp EHLO mailrig.test\r\nsetup.smtp MAIL FROM:<${sender}>\r\n"},
      {Service::Lmtp, "setup.lmtp LHLO mailrig.test\r\nsetup.lmtp MAIL FROM:<${sender}>\r\n"},
      {Service::Submission,
       "setup.submission AUTH PLAIN ${plain}\r\nsetup.submission MAIL FROM:<${sender}>\r\n"}};
  for (const Row& row : kRows) {
    const Compiled compiled = maildrop(row.way);
    ASSERT_EQ(compiled.mistakes, "");
    const std::string setup = sent(compiled.program.setup, compiled.program);
    EXPECT_NE(setup.find(row.begins), std::string::npos) << setup;
    EXPECT_NE(setup.find("${stuffed:inbox.mail.1}"), std::string::npos) << setup;
  }
}

TEST(Fixture, KnowsOursInAMaildropByItsHeader) {
  FixtureFacts facts;
  facts.of(Service::Pop3).there = facts.of(Service::Smtp).there = true;
  for (const auto& [top, asks] : {std::pair{true, "setup.pop3 TOP ${plus:inbox.before+1} 0\r\n"},
                                  std::pair{false, "setup.pop3 RETR ${plus:inbox.before+1}\r\n"}}) {
    facts.top = top;
    const Compiled compiled =
        compile_dialogue("pop3/t", "C: NOOP\nS: +OK", "start = { messages = [\"plain\"] }", facts);
    EXPECT_NE(sent(compiled.program.setup, compiled.program).find(asks), std::string::npos);
    EXPECT_NE(sent(compiled.program.cleanup, compiled.program).find(asks), std::string::npos);
  }
}

// RFC 6856 2.1: or messages with UTF-8 in their headers may be withheld from us.
TEST(Fixture, SaysUtf8BeforeItLooksIntoAMaildropThatKnowsIt) {
  FixtureFacts facts;
  facts.of(Service::Pop3).there = facts.of(Service::Smtp).there = true;
  for (const bool utf8 : {true, false}) {
    facts.utf8 = utf8;
    const Compiled compiled =
        compile_dialogue("pop3/t", "C: NOOP\nS: +OK", "start = { messages = [\"plain\"] }", facts);
    const std::string setup = sent(compiled.program.setup, compiled.program);
    EXPECT_EQ(setup.find("setup.pop3 UTF8\r\nsetup.pop3 USER ") != std::string::npos, utf8) << setup;
  }
}

TEST(Fixture, PrefersSmtpToLmtpAndBothToSubmission) {
  FixtureFacts facts = all_services();
  facts.of(Service::Imap).there = false;
  const auto way = [&] {
    return compile_dialogue("pop3/t", "C: NOOP\nS: +OK", "start = { messages = [\"plain\"] }", facts)
        .program.clients.back()
        .name;
  };
  EXPECT_EQ(way(), "setup.smtp");
  facts.of(Service::Smtp).there = false;
  EXPECT_EQ(way(), "setup.lmtp");
  facts.of(Service::Lmtp).there = false;
  EXPECT_EQ(way(), "setup.submission");
}

TEST(Fixture, DeletesWhatTheDialogueMakes) {
  const Compiled compiled = imap("C: CREATE ${mailbox}-new\nS: OK", "makes = [\"${mailbox}-new\"]");
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_NE(sent(compiled.program.cleanup, compiled.program).find("DELETE ${quoted:made.1}"),
            std::string::npos);
}

TEST(Cases, GiveOneScenarioEach) {
  const Compiled compiled = compile_text("smtp/t", file_of("C raw: a${end}\nS: 250 ${code}"), all_services());
  EXPECT_NE(compiled.mistakes, "");
  const Compiled two = compile_text("smtp/t",
                                    file_of("C raw: a${end}${size:end}\nS: 250") +
                                        "[[cases]]\nname = \"lf\"\nend = \"\\n\"\n[[cases]]\nname = "
                                        "\"cr\"\nend = \"\\r\"\ncatches = [\"y\"]\n",
                                    all_services());
  ASSERT_EQ(two.mistakes, "");
  ASSERT_EQ(two.scenarios.size(), 2U);
  EXPECT_EQ(two.scenarios[0].id, "smtp/t/lf");
  EXPECT_EQ(two.scenarios[1].catches, (std::vector<std::string>{"y"}));
  EXPECT_EQ(action<Send>(two, 0).bytes.pieces[0].text, "a\n");
}

TEST(Given, GeneratesMessagesFromTheirSeed) {
  const Compiled compiled = imap("C: X ${message.1} ${message.2} ${header.1} ${message.3}\nS: OK",
                                 "start = { messages = [\"generated:7\", \"generated:7:10KiB \\\\Seen\", "
                                 "\"generated:8\"] }");
  ASSERT_EQ(compiled.mistakes, "");
  const auto values = given_values(compiled.scenarios[0], compiled.program, Given());
  const auto value = [&](const char* name) { return values.at(compiled.program.find_slot(name).value()); };
  EXPECT_NEAR(static_cast<double>(value("message.1").size()), 1024, 2);
  EXPECT_NEAR(static_cast<double>(value("message.2").size()), 10'240, 2);
  EXPECT_EQ(value("message.1"), octets_of({"", "", StartMessage::Generated{7, 1024}}, {}));
  EXPECT_NE(value("message.1"), value("message.3"));
  EXPECT_TRUE(value("message.1").starts_with(value("header.1")));
  EXPECT_TRUE(value("header.1").ends_with("\r\n\r\n"));
  EXPECT_EQ(compiled.scenarios[0].messages[1].flags, "\\Seen");
}

TEST(Given, HasValuesOfEverySlotThatIsGiven) {
  const Compiled compiled = imap(
      "C: X ${user.2} ${plain} ${message.1} ${header.1} ${top.1} ${corpus.dots} ${mailbox} ${sender}\nS: OK",
      "needs = [\"accounts:2\"]\nstart = { messages = [\"plain\"] }");
  ASSERT_EQ(compiled.mistakes, "");
  Given given;
  given.accounts = {{"a", "secret", "a@x"}, {"b", "geheim", "b@x"}};
  given.domain = "x";
  given.token = "t1";
  const auto values = given_values(compiled.scenarios[0], compiled.program, given);
  const auto value = [&](const char* name) { return values.at(compiled.program.find_slot(name).value()); };
  EXPECT_EQ(value("user.2"), "b");
  EXPECT_EQ(value("plain"), "AGEAc2VjcmV0");
  EXPECT_EQ(value("message.1"), "Subject: a\r\n\r\nhello\r\n");
  EXPECT_EQ(value("header.1"), "Subject: a\r\n\r\n");
  EXPECT_EQ(value("top.1"), "Subject: a\r\n\r\nhello\r\n");
  EXPECT_EQ(value("corpus.dots"), "A: b\r\n\r\n.\r\n");
  EXPECT_EQ(value("mailbox"), "mailrig-t1");
  EXPECT_EQ(value("sender"), "mailrig-t1@x");
  EXPECT_TRUE(compiled.program.slots[*compiled.program.find_slot("plain")].secret);
}

}  // namespace
}  // namespace mailrig::scenario
