// Limits of time and number, with the time given.
#include "tests/reference-server/listen/rig.hpp"

namespace mailrig::server {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kLogin = "a LOGIN user1 pass\r\n";

class LimitsTest : public ServerTest {
 protected:
  net::Time in(seconds time) { return loop_.now() + time; }
};

TEST(Limits, HaveADefaultInTheirRange) {
  Limits limits;
  for (const LimitInfo& info : limit_infos()) {
    EXPECT_GE(info.get(limits), info.least) << info.name;
    EXPECT_LE(info.get(limits), info.most) << info.name;
    info.set(limits, info.most);
    EXPECT_EQ(info.get(limits), info.most) << info.name;
  }
}

TEST_F(LimitsTest, IdleClientsStayAsLongAsTheRfcsSay) {
  const auto imap = connect("imap");
  const auto pop3 = connect("pop3");
  const auto smtp = connect("smtp");
  imap->connection->write(kLogin);
  pop3->connection->write("USER user1\r\nPASS pass\r\n");
  ASSERT_TRUE(hears(*imap, "a OK") && hears(*pop3, "octets") && hears(*smtp, "220 "));
  server_.tick(in(minutes(5) - seconds(1)));
  EXPECT_EQ(server_.counters().late, 0U);
  server_.tick(in(minutes(5)));
  EXPECT_TRUE(sees_end(*smtp));
  EXPECT_THAT(smtp->got, HasSubstr("421 4.4.2 "));
  EXPECT_EQ(server_.counters().late, 1U);
  server_.tick(in(minutes(10) - seconds(1)));
  EXPECT_EQ(server_.counters().late, 1U);
  pop3->got.clear();
  server_.tick(in(minutes(10)));
  EXPECT_TRUE(sees_end(*pop3));
  EXPECT_EQ(pop3->got, "");  // RFC 1939 3
  server_.tick(in(minutes(30) - seconds(1)));
  EXPECT_EQ(server_.counters().late, 2U);
  server_.tick(in(minutes(30)));
  EXPECT_TRUE(sees_end(*imap));
  EXPECT_THAT(imap->got, HasSubstr("* BYE "));
}

TEST_F(LimitsTest, WhoDoesNotLogInIsToldSoInTime) {
  world_.limits.login_time = seconds(30);
  const auto imap = connect("imap");
  const auto submission = connect("submission");
  const auto smtp = connect("smtp");
  ASSERT_TRUE(hears(*imap, "\r\n") && hears(*submission, "\r\n") && hears(*smtp, "\r\n"));
  imap->connection->write("a NOOP\r\n");
  ASSERT_TRUE(hears(*imap, "a OK"));
  server_.tick(in(seconds(30)));
  EXPECT_TRUE(sees_end(*imap) && sees_end(*submission));
  EXPECT_THAT(imap->got, HasSubstr("* BYE nobody has logged in\r\n"));
  EXPECT_THAT(submission->got, HasSubstr("421 4.4.2 localhost closes: nobody has logged in\r\n"));
  EXPECT_FALSE(smtp->is_closed);  // there, nobody has to
}

TEST_F(LimitsTest, AHandshakeHasItsTime) {
  const net::Endpoint endpoint = server_.listen(service_named("imaps"), {"127.0.0.1", 0});
  const auto peer = again(endpoint, false);  // and never says ClientHello
  ASSERT_TRUE(until([&] { return server_.connections() == 1; }));
  loop_.run_for(std::chrono::milliseconds(5));
  server_.tick(in(seconds(59)));
  EXPECT_EQ(server_.counters().late, 0U);
  server_.tick(in(seconds(61)));
  EXPECT_TRUE(sees_end(*peer));
  EXPECT_EQ(server_.counters().late, 1U);
}

TEST_F(LimitsTest, OneAddressHasSoManyConnections) {
  world_.limits.connections_per_address = 2;
  const auto first = connect("imap");
  auto second = again(endpoint_, false);
  ASSERT_TRUE(hears(*first, "* OK") && hears(*second, "* OK"));
  const auto third = again(endpoint_, false);
  EXPECT_TRUE(sees_end(*third));
  EXPECT_EQ(third->got, "* BYE too many connections\r\n");
  EXPECT_EQ(server_.counters().refused, 1U);
  second.reset();
  ASSERT_TRUE(until([&] { return server_.connections() == 1; }));
  const auto fourth = again(endpoint_, false);
  EXPECT_TRUE(hears(*fourth, "* OK"));
}

TEST_F(LimitsTest, TheServerHasSoManyConnections) {
  world_.limits.connections = 1;
  const auto first = connect("smtp");
  ASSERT_TRUE(hears(*first, "220 "));
  const auto second = again(endpoint_, false);
  EXPECT_TRUE(sees_end(*second));
  EXPECT_THAT(second->got, StartsWith("421 4.7.0 localhost closes: too many connections"));
}

TEST_F(LimitsTest, CommandsBeforeLoginAreCounted) {
  world_.limits.commands_before_login = 3;
  const auto imap = connect("imap");
  imap->connection->write("a NOOP\r\nb NOOP\r\nc LOGIN user1 pass\r\nd NOOP\r\n");
  EXPECT_TRUE(hears(*imap, "d OK"));
  const auto late = connect("imap");
  late->connection->write("a NOOP\r\nb NOOP\r\nc NOOP\r\nd NOOP\r\n");
  EXPECT_TRUE(sees_end(*late));
  EXPECT_THAT(late->got,
              testing::ContainsRegex("d OK [^\r]*\r\n\\* BYE too many commands before login\r\n$"));
  const auto pop3 = connect("pop3");
  pop3->connection->write("CAPA\r\nCAPA\r\nUSER user1\r\nPASS pass\r\n");
  EXPECT_TRUE(sees_end(*pop3));
  EXPECT_THAT(pop3->got, testing::EndsWith("-ERR too many commands before login\r\n"));
  const auto submission = connect("submission");
  submission->connection->write("NOOP\r\nNOOP\r\nNOOP\r\nNOOP\r\n");
  EXPECT_TRUE(sees_end(*submission));
  EXPECT_THAT(submission->got, HasSubstr("421 4.7.0 "));
}

TEST_F(LimitsTest, FailedLoginsAreCounted) {
  world_.limits.failed_logins = 2;
  const auto smtp = connect("submission");
  smtp->connection->write("EHLO a\r\nAUTH PLAIN AHVzZXIxAG5v\r\n");
  ASSERT_TRUE(hears(*smtp, "535 5.7.8"));
  EXPECT_FALSE(smtp->is_closed);
  smtp->connection->write("AUTH PLAIN AHVzZXIxAG5v\r\n");
  EXPECT_TRUE(sees_end(*smtp));
  EXPECT_THAT(smtp->got, HasSubstr("421 4.7.0 localhost closes: too many failed logins\r\n"));
  EXPECT_EQ(server_.counters().failed_logins, 2U);
}

TEST_F(LimitsTest, RecipientsAndMessagesAreCounted) {
  world_.limits.recipients = 2;
  world_.limits.message = 100;
  const auto smtp = connect("smtp");
  smtp->connection->write(
      "EHLO a\r\nMAIL FROM:<a@example.test>\r\nRCPT TO:<user1@example.test>\r\nRCPT "
      "TO:<user2@example.test>\r\n"
      "RCPT TO:<user3@example.test>\r\nRSET\r\nMAIL FROM:<a@example.test> SIZE=101\r\n");
  EXPECT_TRUE(hears(*smtp, "452 4.5.3 "));
  EXPECT_TRUE(hears(*smtp, "552 5.3.4 "));
  EXPECT_THAT(smtp->got, HasSubstr("SIZE 100\r\n"));
}

}  // namespace
}  // namespace mailrig::server
