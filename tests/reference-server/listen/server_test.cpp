// The listeners over loopback sockets, server and clients on one loop.
#include <algorithm>

#include "tests/reference-server/listen/rig.hpp"

namespace mailrig::server {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

TEST_F(ServerTest, GreetsOnEveryService) {
  for (const Service& one : kServices) {
    const auto peer = connect(one.name);
    EXPECT_TRUE(hears(*peer, "\r\n")) << one.name;
    EXPECT_EQ(peer->connection->secure(), one.implicit_tls) << one.name;
  }
}

TEST_F(ServerTest, AnswersAndCloses) {
  const auto peer = connect("pop3");
  peer->connection->write("USER user1\r\nPASS pass\r\nSTAT\r\nQUIT\r\n");
  EXPECT_TRUE(sees_end(*peer));
  EXPECT_EQ(peer->ending, net::Ending::Fin);
  EXPECT_THAT(peer->got, HasSubstr("+OK 0 0\r\n"));
  EXPECT_THAT(peer->got, EndsWith("+OK goodbye\r\n"));
  EXPECT_TRUE(until([&] { return server_.connections() == 0; }));
}

TEST_F(ServerTest, UpgradesToTlsAndObeysNothingSentBefore) {
  const auto peer = connect("pop3");
  peer->connection->write("STLS\r\nCAPA\r\n");
  ASSERT_TRUE(hears(*peer, "begin TLS\r\n"));
  peer->got.clear();
  peer->connection->start_tls(client_tls_);
  ASSERT_TRUE(until([&] { return peer->is_secured; }));
  peer->connection->write("USER user1\r\n");
  ASSERT_TRUE(hears(*peer, "\r\n"));
  EXPECT_EQ(peer->got, "+OK send PASS\r\n");
}

TEST_F(ServerTest, UnlocksTheMaildropOfWhoIsGone) {
  auto first = connect("pop3");
  first->connection->write("USER user1\r\nPASS pass\r\n");
  ASSERT_TRUE(hears(*first, "octets"));
  first.reset();
  ASSERT_TRUE(until([&] { return server_.connections() == 0; }));
  const auto second = again(endpoint_, false);
  second->connection->write("USER user1\r\nPASS pass\r\n");
  EXPECT_TRUE(hears(*second, "octets"));
}

TEST_F(ServerTest, WakesWhoIdles) {
  const auto peer = connect("imap");
  peer->connection->write("a LOGIN user1 pass\r\nb SELECT INBOX\r\nc IDLE\r\n");
  ASSERT_TRUE(hears(*peer, "\r\n+ "));
  store_->open(*accounts_.find("user1"), "INBOX")
      ->append(std::make_shared<const std::string>("Subject: x\r\n\r\n"), {}, 1, 0, nullptr);
  EXPECT_TRUE(hears(*peer, "* 1 EXISTS\r\n"));
}

// The durable store, seen from outside: what has been told is what a crash would leave.
class DurableServerTest : public ServerTest {
 protected:
  DurableServerTest() {
    store_ = make_sqlite_store(folder_.file("s"));
    world_.store = store_.get();
  }
  ~DurableServerTest() override { store_.reset(); }
  std::size_t messages_after_a_crash() {
    const auto left = make_sqlite_store(folder_.crashed("s"));
    return left->open(*accounts_.find("user1"), "INBOX")->messages().size();
  }
  Folder folder_;
};

TEST_F(DurableServerTest, AcknowledgesWhatIsOnDiskOnly) {
  const auto peer = connect("smtp");
  std::string talk = "EHLO a\r\n";
  for (int i = 0; i < 3; ++i) {
    talk += "MAIL FROM:<a@example.test>\r\nRCPT TO:<user1@example.test>\r\nDATA\r\n";
    peer->connection->write(talk);
    ASSERT_TRUE(hears(*peer, "354"));
    peer->got.clear();
    peer->connection->write("Subject: x\r\n\r\nbody\r\n.\r\n");
    ASSERT_TRUE(hears(*peer, "250"));
    EXPECT_EQ(messages_after_a_crash(), static_cast<std::size_t>(i + 1));
    talk.clear();
  }
}

TEST_F(DurableServerTest, UncommittedIsWhatTheDeviationSays) {
  ASSERT_EQ(deviations_.add("listen.uncommitted"), "");
  const auto peer = connect("imap");
  peer->connection->write("a LOGIN user1 pass\r\nb APPEND INBOX {1+}\r\nx\r\n");
  ASSERT_TRUE(hears(*peer, "b OK"));
  EXPECT_EQ(messages_after_a_crash(), 0U);
}

TEST_F(DurableServerTest, KeepsTheOrderOfPipelinedAnswersAndObeysQuit) {
  const auto peer = connect("imap");
  peer->connection->write("a LOGIN user1 pass\r\nb APPEND INBOX {1+}\r\nx\r\nc NOOP\r\n");
  peer->connection->write("d APPEND INBOX {1+}\r\ny\r\ne LOGOUT\r\nf NOOP\r\n");
  ASSERT_TRUE(sees_end(*peer));
  EXPECT_EQ(peer->ending, net::Ending::Fin);
  std::size_t at = 0;
  for (const char* tag : {"a OK", "b OK", "c OK", "d OK", "* BYE", "e OK"}) {
    at = peer->got.find(tag, at);
    ASSERT_NE(at, std::string::npos) << tag << " in " << peer->got;
  }
  EXPECT_EQ(peer->got.find("\r\nf "), std::string::npos);
  EXPECT_EQ(messages_after_a_crash(), 2U);
}

TEST_F(ServerTest, SaysGoodbyeToAllWhenItStops) {
  const auto pop3 = connect("pop3");
  const auto imap = connect("imaps");
  ASSERT_TRUE(hears(*pop3, "\r\n") && hears(*imap, "\r\n"));
  bool stopped = false;
  server_.stop([&] { stopped = true; });
  EXPECT_TRUE(sees_end(*pop3) && sees_end(*imap));
  EXPECT_THAT(pop3->got, HasSubstr("-ERR [SYS/TEMP] "));
  EXPECT_THAT(imap->got, HasSubstr("* BYE "));
  EXPECT_TRUE(until([&] { return stopped; }));
}

TEST_F(ServerTest, StopsAtOnceWhenNobodyIsThere) {
  bool stopped = false;
  server_.stop([&] { stopped = true; });
  EXPECT_TRUE(until([&] { return stopped; }));
}

// A client that asks for much and reads nothing does not make the server keep it all.
TEST_F(ServerTest, HoldsBackFromWhoDoesNotRead) {
  const auto peer = reads_nothing();
  std::string retrievals;
  for (int i = 0; i < 50; ++i) retrievals += "RETR 1\r\n";
  peer->connection->write(retrievals + "NOOP\r\n");
  loop_.run_for(std::chrono::milliseconds(200));
  peer->connection->pause_reading(false);
  EXPECT_TRUE(until([&] { return peer->got.ends_with(".\r\n+OK\r\n"); }));
  EXPECT_GT(peer->got.size(), 200'000'000U);
  EXPECT_FALSE(peer->is_closed);
}

// News that nobody asks for waits in the mailbox, not in what is to be sent.
TEST_F(ServerTest, TellsNoNewsToWhoDoesNotRead) {
  constexpr std::size_t kMessage = 4'000'000;
  constexpr int kMessages = 20;
  auto peer = connect("imap");
  peer->connection->write(
      "a LOGIN user1 pass\r\nb SELECT INBOX\r\n"
      "c NOTIFY SET (selected (MessageNew (BODY.PEEK[]) MessageExpunge))\r\n");
  ASSERT_TRUE(hears(*peer, "c OK"));
  peer->connection->pause_reading(true);
  const auto inbox = store_->open(*accounts_.find("user1"), "INBOX");
  std::size_t most = 0;
  for (int i = 0; i < kMessages; ++i) {
    inbox->append(std::make_shared<const std::string>(kMessage, 'x'), {}, 1, 0, nullptr);
    for (int turn = 0; turn < 5; ++turn) loop_.run_for(std::chrono::milliseconds(1));
    most = std::max(most, server_.clients().front()->octets());
  }
  EXPECT_LT(most, 4 * kMessage);
  peer->connection->pause_reading(false);
  EXPECT_TRUE(until([&] { return peer->got.size() > kMessages * kMessage; }));
  EXPECT_THAT(peer->got.substr(peer->got.size() - kMessage - 100), HasSubstr("* 20 FETCH (BODY[] {4000000}"));
}

TEST_F(ServerTest, RefusesAnAddressThatIsTaken) {
  const net::Endpoint taken = server_.listen(service_named("imap"), {"127.0.0.1", 0});
  EXPECT_THROW(server_.listen(service_named("pop3"), taken), std::runtime_error);
  EXPECT_THROW(server_.listen(service_named("lmtp"), {"127.0.0.1", 25}), std::runtime_error);  // RFC 2033 5
}

TEST_F(ServerTest, FailsAsItIsTold) {
  ASSERT_EQ(deviations_.add("listen.close-at-once:1"), "");
  auto peer = connect("pop3");
  EXPECT_TRUE(sees_end(*peer));
  EXPECT_EQ(peer->got, "");

  ASSERT_EQ(deviations_.add("listen.reset-at-once:1"), "");
  peer = again(endpoint_, false);
  EXPECT_TRUE(sees_end(*peer));
  EXPECT_EQ(peer->ending, net::Ending::Reset);

  ASSERT_EQ(deviations_.add("listen.garbage:1"), "");
  peer = again(endpoint_, false);
  EXPECT_TRUE(hears(*peer, "garbage"));

  ASSERT_EQ(deviations_.add("listen.flood:1"), "");
  peer = again(endpoint_, false);
  EXPECT_TRUE(until([&] { return peer->got.size() > 1'000'000; }));

  ASSERT_EQ(deviations_.add("listen.drop:1"), "");
  peer = again(endpoint_, false);
  EXPECT_TRUE(hears(*peer, "\r\n"));
  peer->connection->write("CAPA\r\n");
  EXPECT_TRUE(sees_end(*peer));
  EXPECT_THAT(peer->got, StartsWith("+OK"));
}

TEST_F(ServerTest, StallsAsItIsTold) {
  ASSERT_EQ(deviations_.add("listen.stall:1"), "");
  const auto stalled = connect("pop3");
  const auto next = again(endpoint_, false);
  stalled->connection->write("CAPA\r\n");
  next->connection->write("CAPA\r\n");
  EXPECT_TRUE(hears(*next, "\r\n.\r\n"));
  EXPECT_EQ(stalled->got, "");
  EXPECT_FALSE(stalled->is_closed);
}

}  // namespace
}  // namespace mailrig::server
