// Patterns against replies: what fits and what does not, and why.
#include "harness/play/match_imap.hpp"
#include "harness/play/match_pop3.hpp"
#include "harness/play/match_smtp.hpp"
#include "tests/play/support.hpp"

namespace mailrig::play {
namespace {

struct Row {
  const char* pattern;
  const char* reply;
  bool fits;
};

const scenario::Pattern& only_pattern(const scenario::Compiled& compiled, std::size_t step = 0) {
  return scenario::action<scenario::Expect>(compiled, step).expectations.at(0).any_of.at(0);
}

void expect(const Row& row, bool fits, const std::string& why) {
  EXPECT_EQ(fits, row.fits) << row.pattern << " | " << row.reply << " | " << why;
  EXPECT_EQ(why.empty(), row.fits) << row.pattern << " | " << row.reply;
}

TEST(MatchSmtp, Table) {
  static const Row rows[] = {
      {"S: 250", "250 ok\r\n", true},
      {"S: 250", "251 ok\r\n", false},
      {"S: 2xx", "251 ok\r\n", true},
      {"S: 250|251", "251 ok\r\n", true},
      {"S: 550 5.1.1", "550 5.1.1 no\r\n", true},
      {"S: 550 5.1.1", "550 5.1.2 no\r\n", false},
      {"S: 550 5.1.1", "550 no\r\n", false},
      {"S: 5xx 5.x.x", "554 5.7.1 no\r\n", true},
      {"S: 250 with PIPELINING", "250-mx\r\n250 pipelining\r\n", true},
      {"S: 250 with PIPELINING", "250-PIPELINING\r\n250 SIZE\r\n", false},
      {"S: 250 with SIZE ${_}", "250-mx\r\n250 SIZE 10\r\n", true},
      {"S: 250 with SIZE ${_}", "250-mx\r\n250 SIZE\r\n", false},
      {"S: 250 with AUTH LOGIN ...", "250-mx\r\n250 AUTH PLAIN LOGIN\r\n", true},
      {"S: 250 with AUTH CRAM-MD5 ...", "250-mx\r\n250 AUTH PLAIN LOGIN\r\n", false},
      {"S: 250 without STARTTLS", "250-mx\r\n250 STARTTLS\r\n", false},
      {"S: 250 without STARTTLS", "250-mx\r\n250 STARTTLSX\r\n", true},
      {"S: 220 ~/.*ESMTP.*/", "220 mx ESMTP\r\n", true},
      {"S: 220 ~/.*ESMTP.*/", "220 mx SMTP\r\n", false},
      {"S: 250: mx ...", "250 MX hello\r\n", true},
      {"S: 250: mx ...", "250 my hello\r\n", false},
  };
  for (const Row& row : rows) {
    const auto program = scenario::smtp(row.pattern, kConnected);
    ASSERT_EQ(program.mistakes, "") << row.pattern;
    Bindings bindings(program.program, {});
    std::string scratch, why;
    Match match{bindings, scratch, &why};
    smtp::Reply reply;
    smtp::parse_reply(row.reply, reply);
    expect(row, match_smtp(std::get<scenario::SmtpPattern>(only_pattern(program)), reply, match), why);
  }
}

TEST(MatchPop3, Table) {
  static const Row rows[] = {
      {"S: +OK", "+OK\r\n", true},
      {"S: +OK", "-ERR\r\n", false},
      {"S: -ERR [IN-USE]", "-ERR [IN-USE] x\r\n", true},
      {"S: -ERR [SYS]", "-ERR [SYS/TEMP] x\r\n", true},
      {"S: -ERR [SYS/PERM]", "-ERR [SYS/TEMP] x\r\n", false},
      {"S: +OK 2 320", "+OK 2 320\r\n", true},
      {"S: +OK 2 320", "+OK 2 320 octets\r\n", true},
      {"S: +OK 2 320", "+OK 2 321\r\n", false},
      {"S: + ~/ ?/", "+ \r\n", true},
      {"S: + ~/ ?/", "+ hello\r\n", false},
      {"S: +OK\nS: 1 10\nS: .", "+OK\r\n1 10\r\n.\r\n", true},
      {"S: +OK\nS: 1 10\nS: .", "+OK\r\n1 10\r\n2 20\r\n.\r\n", false},
      {"S: +OK\nS: 1 10\nS: ...\nS: .", "+OK\r\n1 10\r\n2 20\r\n.\r\n", true},
      {"S: +OK\nS: ...\nS: 2 20\nS: .", "+OK\r\n1 10\r\n2 20\r\n.\r\n", true},
      {"S: +OK\nS: ...\nS: 3 30\nS: .", "+OK\r\n1 10\r\n2 20\r\n.\r\n", false},
      {"S: +OK\nS: .", "+OK\r\n.\r\n", true},
      {"S: +OK any order\nS: UIDL\nS: TOP\nS: .", "+OK\r\nTOP\r\nUSER\r\nUIDL\r\n.\r\n", true},
      {"S: +OK any order\nS: STLS\nS: .", "+OK\r\nTOP\r\n.\r\n", false},
      {"S: +OK\nS: message ${corpus.dots}\nS: .", "+OK\r\nA: b\r\n\r\n..\r\n.\r\n", true},
      {"S: +OK\nS: message ${corpus.dots}\nS: .", "+OK\r\nA: b\r\n\r\n...\r\n.\r\n", false},
  };
  for (const Row& row : rows) {
    const auto program = scenario::pop3(std::string("C: RETR 1\n") + row.pattern, kConnected);
    ASSERT_EQ(program.mistakes, "") << row.pattern;
    Bindings bindings(program.program,
                      scenario::given_values(program.scenarios[0], program.program, Stage::given()));
    std::string scratch, why;
    Match match{bindings, scratch, &why};
    pop3::Reply reply;
    pop3::parse_reply(row.reply, true, reply);
    expect(row, match_pop3(std::get<scenario::Pop3Pattern>(only_pattern(program, 1)), reply, match), why);
  }
}

TEST(MatchImap, Table) {
  static const Row rows[] = {
      {"S: OK", "A1 OK x\r\n", true},
      {"S: OK", "A1 NO x\r\n", false},
      {"S: NO|BAD", "A1 BAD x\r\n", true},
      {"S: OK", "A2 OK x\r\n", false},
      {"S: B7 OK", "B7 OK x\r\n", true},
      {"S: NO [TRYCREATE]", "A1 NO [trycreate] x\r\n", true},
      {"S: NO [TRYCREATE]", "A1 NO x\r\n", false},
      {"S: * OK [UIDNEXT ${_}]", "* OK [UIDNEXT 4] x\r\n", true},
      {"S: * OK [UIDNEXT 5]", "* OK [UIDNEXT 4] x\r\n", false},
      {"S: * OK [PERMANENTFLAGS (\\* \\Seen)]", "* OK [PERMANENTFLAGS (\\Seen \\*)] x\r\n", true},
      {"S: * BYE", "* BYE x\r\n", true},
      {"S: +", "+ go\r\n", true},
      {"S: * 3 EXISTS", "* 3 EXISTS\r\n", true},
      {"S: * 3 EXISTS", "* 03 exists\r\n", true},
      {"S: * 3 EXISTS", "* 4 EXISTS\r\n", false},
      {"S: * FLAGS (\\Seen \\Draft)", "* FLAGS (\\Draft \\Seen)\r\n", true},
      {"S: * FLAGS (\\Seen)", "* FLAGS (\\Draft \\Seen)\r\n", false},
      {"S: * FLAGS (\\Seen ...)", "* FLAGS (\\Draft \\Seen)\r\n", true},
      {"S: * 1 FETCH (FLAGS (\\Seen))", "* 1 FETCH (UID 3 FLAGS (\\Seen))\r\n", true},
      {"S: * 1 FETCH (FLAGS (\\Seen) UID 3)", "* 1 FETCH (UID 3 FLAGS (\\Seen))\r\n", true},
      {"S: * 1 FETCH (FLAGS (\\Seen))", "* 1 FETCH (FLAGS (\\Seen \\Recent))\r\n", true},
      {"S: * 1 FETCH (FLAGS (\\Recent))", "* 1 FETCH (FLAGS ())\r\n", false},
      {"S: * 1 FETCH (FLAGS ())", "* 1 FETCH (FLAGS (\\Seen))\r\n", false},
      {"S: * 1 FETCH (BODY[] \"abc\")", "* 1 FETCH (BODY[] {3}\r\nabc)\r\n", true},
      {"S: * 1 FETCH (BODY[] \"\")", "* 1 FETCH (BODY[] NIL)\r\n", false},
      {"S: * 1 FETCH (BODY[] NIL)", "* 1 FETCH (BODY[] NIL)\r\n", true},
      {"S: * 1 FETCH (BODY[] NIL)", "* 1 FETCH (BODY[] \"\")\r\n", false},
      {"S: * 1 FETCH (BODY[] ${corpus.plain})", "* 1 FETCH (BODY[] {21}\r\nSubject: a\r\n\r\nhello\r\n)\r\n",
       true},
      {"S: * 1 FETCH (BODY[HEADER.FIELDS (SUBJECT)] ${_})",
       "* 1 FETCH (BODY[HEADER.FIELDS (Subject)] {2}\r\n\r\n)\r\n", true},
      {"S: * 1 FETCH (ENVELOPE (${_} ${=a} ${a} ...))",
       "* 1 FETCH (ENVELOPE (NIL ((\"x\" NIL)) (({1}\r\nx NIL)) 3))\r\n", true},
      {"S: * 1 FETCH (ENVELOPE (${_} ${=a} ${a} ...))",
       "* 1 FETCH (ENVELOPE (NIL ((\"x\" NIL)) ((\"y\" NIL)) 3))\r\n", false},
      {"S: * CAPABILITY IDLE ...", "* CAPABILITY IMAP4rev1 IDLE\r\n", true},
      {"S: * CAPABILITY MOVE ...", "* CAPABILITY IMAP4rev1 IDLE\r\n", false},
      {"S: * SEARCH 1 2", "* SEARCH 2 1\r\n", true},
      {"S: * SEARCH 1 2", "* SEARCH 2 1 3\r\n", false},
      {"S: * SEARCH", "* SEARCH\r\n", true},
      {"S: * STATUS x (MESSAGES 1 UIDNEXT 2)", "* STATUS \"x\" (UIDNEXT 2 MESSAGES 1)\r\n", true},
      {"S: * STATUS x (MESSAGES 1)", "* STATUS x (UIDNEXT 2 MESSAGES 1)\r\n", false},
      {"S: * STATUS x (MESSAGES 1 ...)", "* STATUS x (UIDNEXT 2 MESSAGES 1)\r\n", true},
      {"S: * LIST (...) \"/\" INBOX", "* LIST (\\HasNoChildren) \"/\" Inbox\r\n", true},
      {"S: * LIST (\\Noselect ...) \"/\" x", "* LIST (\\HasNoChildren) \"/\" x\r\n", false},
      {"S: * LIST (...) NIL x", "* LIST () \"/\" x\r\n", false},
      {"S: * ESEARCH (TAG ${_}) ALL 1,2,3", "* ESEARCH (TAG \"A1\") ALL 1:3\r\n", true},
      {"S: * 1 FETCH (ENVELOPE (NIL \"s\" ...))", "* 1 FETCH (ENVELOPE (NIL {1}\r\ns NIL))\r\n", true},
      {"S: * 1 FETCH (INTERNALDATE ~/.*1996.*/)",
       "* 1 FETCH (INTERNALDATE \"17-Jul-1996 02:44:25 -0700\")\r\n", true},
  };
  for (const Row& row : rows) {
    const auto program = scenario::imap(row.pattern, kConnected);
    ASSERT_EQ(program.mistakes, "") << row.pattern;
    Bindings bindings(program.program,
                      scenario::given_values(program.scenarios[0], program.program, Stage::given()));
    std::string scratch, why;
    Match match{bindings, scratch, &why};
    imap::Response response;
    imap::parse_response(row.reply, response);
    expect(row, match_imap(std::get<scenario::ImapPattern>(only_pattern(program)), response, "A1", match),
           why);
  }
}

}  // namespace
}  // namespace mailrig::play
