#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct ImapSession : Rig {};

constexpr std::string_view kBase =
    "IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE NAMESPACE CHILDREN SPECIAL-USE CREATE-SPECIAL-USE "
    "STATUS=SIZE "
    "UIDPLUS UNSELECT MOVE ESEARCH SEARCHRES LIST-EXTENDED LIST-STATUS BINARY CONDSTORE QRESYNC "
    "SORT SORT=DISPLAY ESORT THREAD=ORDEREDSUBJECT THREAD=REFERENCES I18NLEVEL=1 WITHIN MULTIAPPEND OBJECTID "
    "SAVEDATE PREVIEW REPLACE PARTIAL METADATA LIST-METADATA QUOTA QUOTASET QUOTA=RES-STORAGE "
    "QUOTA=RES-MESSAGE "
    "UIDONLY CATENATE CONTEXT=SEARCH CONTEXT=SORT COMPRESS=DEFLATE INPROGRESS ACL RIGHTS=texk LIST-MYRIGHTS "
    "NOTIFY UTF8=ACCEPT URLAUTH";

TEST_F(ImapSession, GreetsWithItsCapabilities) {
  auto client = connect();
  EXPECT_THAT(client->greeting, StartsWith("* OK [CAPABILITY IMAP4rev1 "));
  EXPECT_THAT(client->greeting, HasSubstr(" STARTTLS "));
  EXPECT_THAT(client->greeting, testing::EndsWith("] localhost ready\r\n"));
}

TEST_F(ImapSession, AdvertisesOnlyWhatIsTrueNow) {
  EXPECT_THAT((*connect(true))("CAPABILITY"), Not(HasSubstr("STARTTLS")));
  world.plaintext_login = false;
  auto clear = connect();
  EXPECT_THAT((*clear)("CAPABILITY"), HasSubstr(" LOGINDISABLED"));
  EXPECT_THAT((*clear)("CAPABILITY"), Not(HasSubstr("AUTH=PLAIN")));
  EXPECT_EQ((*clear)("LOGIN user1 pass"), "a NO [PRIVACYREQUIRED] not without TLS\r\n");
  EXPECT_EQ((*clear)("AUTHENTICATE PLAIN"), "a NO [PRIVACYREQUIRED] not without TLS\r\n");
  auto tls = connect(true);
  EXPECT_THAT((*tls)("CAPABILITY"), HasSubstr("AUTH=PLAIN"));
  EXPECT_THAT((*tls)("LOGIN user1 pass"), StartsWith("a OK"));
  EXPECT_EQ((*tls)("CAPABILITY"), "* CAPABILITY " + std::string(kBase) + "\r\na OK that is all\r\n");
}

TEST_F(ImapSession, EachCommandHasItsStates) {
  struct Case {
    const char* command;
    const char *before, *authenticated, *chosen;
  };
  const Case cases[] = {{"NOOP", "a OK", "a OK", "a OK"},
                        {"ID NIL", "* ID", "* ID", "* ID"},
                        {"NAMESPACE", "a BAD", "* NAMESPACE", "* NAMESPACE"},
                        {"LOGIN user1 pass", "a OK", "a BAD", "a BAD"},
                        {"AUTHENTICATE PLAIN AAA=", "a NO", "a BAD", "a BAD"},
                        {"STARTTLS", "a OK", "a BAD", "a BAD"},
                        {"ENABLE X", "a BAD", "* ENABLED\r\na OK", "a BAD"},
                        {"LIST \"\" \"\"", "a BAD", "* LIST (\\Noselect) \"/\" \"\"\r\na OK", "* LIST"},
                        {"CREATE x", "a BAD", "a OK", "a NO [ALREADYEXISTS]"},
                        {"FETCH 1 FLAGS", "a BAD", "a BAD", "* 1 FETCH"},
                        {"EXPUNGE", "a BAD", "a BAD", "a OK"},
                        {"CHECK", "a BAD", "a BAD", "a OK"},
                        {"CLOSE", "a BAD", "a BAD", "a OK"},
                        {"UNSELECT", "a BAD", "a BAD", "a OK"},
                        {"XYZZY", "a BAD", "a BAD", "a BAD"}};
  put_many(1);
  for (const Case& c : cases) {
    EXPECT_THAT((*connect())(c.command), StartsWith(c.before)) << c.command;
    EXPECT_THAT((*logged_in())(c.command), StartsWith(c.authenticated)) << c.command;
    EXPECT_THAT((*selected())(c.command), StartsWith(c.chosen)) << c.command;
  }
}

TEST_F(ImapSession, LogoutSaysByeFirst) {
  auto client = logged_in();
  EXPECT_EQ((*client)("LOGOUT"), "* BYE logging out\r\na OK good day\r\n");
  EXPECT_EQ(client->effect, Effect::Close);
}

TEST_F(ImapSession, AnsweredTheSameHoweverTheInputIsCut) {
  put_many(2);
  const std::string talk =
      "1 LOGIN {5}\r\nuser1 {4}\r\npass\r\n2 SELECT INBOX\r\n3 FETCH 1:2 (FLAGS BODY[TEXT])\r\n"
      "4 APPEND INBOX {5+}\r\nhello\r\n5 IDLE\r\nDONE\r\n6 UNSELECT\r\n7 LOGOUT\r\n";
  const auto said = [&](std::size_t cut, bool bytewise) {
    store = make_memory_store(7);
    world.store = store.get();
    put_many(2);
    auto client = connect();
    std::string out;
    if (!bytewise) {
      out = client->raw(std::string_view(talk).substr(0, cut));
      if (cut < talk.size()) out += client->raw(std::string_view(talk).substr(cut));
      return out;
    }
    for (const char c : talk) out += client->raw(std::string_view(&c, 1));
    return out;
  };
  const std::string whole = said(talk.size(), false);
  EXPECT_THAT(whole, HasSubstr("7 OK good day"));
  EXPECT_EQ(said(0, true), whole);
  for (std::size_t cut = 1; cut < talk.size(); ++cut) ASSERT_EQ(said(cut, false), whole) << cut;
}

TEST_F(ImapSession, StartTlsDropsWhatCameBehindIt) {
  auto client = connect();
  EXPECT_EQ(client->raw("1 STARTTLS\r\n2 NOOP\r\n"), "1 OK begin TLS\r\n");
  EXPECT_EQ(client->effect, Effect::StartTls);
  client->session().secured();
  EXPECT_EQ(client->raw("3 STARTTLS\r\n"), "3 BAD TLS is up already\r\n");
}

TEST_F(ImapSession, AuthenticatesByPlainInBothForms) {
  // "\0user1\0pass"
  auto client = connect();
  EXPECT_EQ((*client)("AUTHENTICATE PLAIN"), "+ \r\n");
  EXPECT_THAT(client->raw("AHVzZXIxAHBhc3M=\r\n"), StartsWith("a OK [CAPABILITY IMAP4rev1"));
  EXPECT_THAT((*connect())("AUTHENTICATE plain AHVzZXIxAHBhc3M="), StartsWith("a OK"));
  EXPECT_THAT((*connect())("AUTHENTICATE PLAIN AHVzZXIxAHdyb25n"), StartsWith("a NO [AUTHENTICATIONFAILED]"));
  EXPECT_THAT((*connect())("AUTHENTICATE XYZZY"), StartsWith("a NO"));
}

TEST_F(ImapSession, TakesTheUserNameAlongWithLogin) {
  auto client = connect();
  EXPECT_EQ((*client)("AUTHENTICATE LOGIN dXNlcjE="), "+ UGFzc3dvcmQ=\r\n");
  EXPECT_THAT(client->raw("cGFzcw==\r\n"), StartsWith("a OK"));
}

TEST_F(ImapSession, AuthenticateCanBeCancelled) {
  auto client = connect();
  EXPECT_EQ((*client)("AUTHENTICATE PLAIN"), "+ \r\n");
  EXPECT_EQ(client->raw("*\r\n"), "a BAD cancelled\r\n");
  EXPECT_THAT((*client)("AUTHENTICATE LOGIN"), StartsWith("+ "));
  EXPECT_THAT(client->raw("no base64!\r\n"), StartsWith("a BAD"));
  EXPECT_THAT((*client)("NOOP"), StartsWith("a OK"));
}

TEST_F(ImapSession, WrongPasswordsEndTheConnectionAfterAWhile) {
  auto client = connect();
  for (int i = 1; i < 10; ++i)
    EXPECT_THAT((*client)("LOGIN user1 no"), StartsWith("a NO [AUTHENTICATIONFAILED]"));
  EXPECT_THAT((*client)("LOGIN user1 no"), StartsWith("* BYE"));
  EXPECT_EQ(client->effect, Effect::Close);
}

TEST_F(ImapSession, LargeLiteralsAreRefusedBeforeLogin) {
  auto client = connect();
  EXPECT_THAT(client->raw("a LOGIN {2000000000}\r\n"), Not(HasSubstr("+ ")));
  EXPECT_THAT((*client)("NOOP"), StartsWith("a OK"));
}

TEST_F(ImapSession, AutologoutSaysBye) {
  auto client = logged_in();
  EXPECT_EQ(client->session().idle_limit(), std::chrono::minutes(30));
  std::string output;
  EXPECT_EQ(client->session().idle_timeout(output), Effect::Close);
  EXPECT_THAT(output, StartsWith("* BYE "));
}

}  // namespace
}  // namespace mailrig::server
