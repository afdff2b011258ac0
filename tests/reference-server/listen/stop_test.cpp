// Stopping in order, pausing, and certificates read again.
#include "tests/reference-server/listen/rig.hpp"

namespace mailrig::server {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

class StopTest : public ServerTest {
 protected:
  void stop() {
    server_.stop([this] { stopped_ = true; });
  }
  bool stops() {
    return until([&] { return stopped_; });
  }
  bool stopped_ = false;
};

TEST_F(StopTest, AMessageThatIsComingInIsTakenFirst) {
  const auto smtp = connect("smtp");
  smtp->connection->write("EHLO a\r\nMAIL FROM:<a@example.test>\r\nRCPT TO:<user1@example.test>\r\nDATA\r\n");
  ASSERT_TRUE(hears(*smtp, "354 "));
  smtp->got.clear();
  stop();
  loop_.run_for(std::chrono::milliseconds(5));
  EXPECT_EQ(smtp->got, "");
  smtp->connection->write("Subject: x\r\n\r\nbody\r\n.\r\n");
  EXPECT_TRUE(sees_end(*smtp));
  EXPECT_THAT(smtp->got, testing::MatchesRegex("250 2.0.0 [^\r]*\r\n421 4.3.2 [^\r]*\r\n"));
  EXPECT_TRUE(stops());
}

TEST_F(StopTest, ALiteralThatIsComingInIsTakenFirst) {
  const auto imap = connect("imap");
  imap->connection->write("a LOGIN user1 pass\r\nb APPEND INBOX {5}\r\n");
  ASSERT_TRUE(hears(*imap, "\r\n+ "));
  stop();
  imap->connection->write("x\r\n\r\n\r\n");
  EXPECT_TRUE(sees_end(*imap));
  EXPECT_THAT(imap->got, HasSubstr("b OK [APPENDUID "));
  EXPECT_THAT(imap->got, EndsWith("* BYE the server is shutting down\r\n"));
  EXPECT_TRUE(stops());
}

TEST_F(StopTest, WhoIdlesIsToldAtOnce) {
  const auto imap = connect("imap");
  imap->connection->write("a LOGIN user1 pass\r\nb SELECT INBOX\r\nc IDLE\r\n");
  ASSERT_TRUE(hears(*imap, "\r\n+ "));
  stop();
  EXPECT_TRUE(sees_end(*imap));
  EXPECT_THAT(imap->got, EndsWith("* BYE the server is shutting down\r\n"));
  EXPECT_TRUE(stops());
}

TEST_F(StopTest, WhoNeverEndsHasSoMuchTime) {
  world_.limits.stop_time = std::chrono::seconds(0);
  const auto smtp = connect("smtp");
  smtp->connection->write(
      "EHLO a\r\nMAIL FROM:<a@example.test>\r\nRCPT TO:<user1@example.test>\r\nDATA\r\nx");
  ASSERT_TRUE(hears(*smtp, "354 "));
  stop();
  EXPECT_TRUE(sees_end(*smtp));
  EXPECT_THAT(smtp->got, HasSubstr("421 4.3.2 "));
  EXPECT_TRUE(stops());
  EXPECT_TRUE(store_->open(*accounts_.find("user1"), "INBOX")->messages().empty());
}

TEST_F(StopTest, WhatIsOnItsWayArrivesFirst) {
  const auto peer = reads_nothing();
  peer->connection->write("RETR 1\r\n");
  loop_.run_for(std::chrono::milliseconds(20));
  stop();
  loop_.run_for(std::chrono::milliseconds(20));
  peer->connection->pause_reading(false);
  EXPECT_TRUE(sees_end(*peer));
  EXPECT_GT(peer->got.size(), 4'000'000U);
  EXPECT_THAT(peer->got, EndsWith(".\r\n-ERR [SYS/TEMP] the server is shutting down\r\n"));
}

TEST_F(StopTest, NobodyNewIsTaken) {
  const auto first = connect("imap");
  ASSERT_TRUE(hears(*first, "* OK"));
  first->connection->write("a LOG");
  loop_.run_for(std::chrono::milliseconds(5));
  stop();
  const auto second = again(endpoint_, false);
  EXPECT_TRUE(sees_end(*second));
  EXPECT_EQ(second->ending, net::Ending::Refused);
  EXPECT_FALSE(first->is_closed);  // its command is half said
}

TEST_F(StopTest, APausedServerAnswersWhenItGoesOn) {
  const auto there = connect("pop3");
  ASSERT_TRUE(hears(*there, "+OK"));
  there->got.clear();
  server_.set_paused(true);
  there->connection->write("CAPA\r\n");
  const auto comes = connect("imap");
  const auto secure = connect("imaps");
  loop_.run_for(std::chrono::milliseconds(20));
  EXPECT_EQ(there->got + comes->got + secure->got, "");
  server_.set_paused(false);
  EXPECT_TRUE(hears(*there, "UIDL") && hears(*comes, "* OK") && hears(*secure, "* OK"));
}

TEST_F(StopTest, APausedServerTellsItsNewsLater) {
  const auto peer = connect("imap");
  peer->connection->write("a LOGIN user1 pass\r\nb SELECT INBOX\r\nc IDLE\r\n");
  ASSERT_TRUE(hears(*peer, "\r\n+ "));
  server_.set_paused(true);
  store_->open(*accounts_.find("user1"), "INBOX")
      ->append(std::make_shared<const std::string>("Subject: x\r\n\r\n"), {}, 1, 0, nullptr);
  loop_.run_for(std::chrono::milliseconds(20));
  EXPECT_EQ(peer->got.find("* 1 EXISTS"), std::string::npos);
  server_.set_paused(false);
  EXPECT_TRUE(hears(*peer, "* 1 EXISTS\r\n"));
}

TEST_F(StopTest, ConnectionsToComeGetTheCertificateThatWasReadAgain) {
  const std::string before = server_.certificate_pem();
  const auto old = connect("imaps");
  ASSERT_TRUE(hears(*old, "* OK"));
  EXPECT_EQ(server_.reload_certificates(), "");
  EXPECT_NE(server_.certificate_pem(), before);
  old->connection->write("a NOOP\r\n");
  EXPECT_TRUE(hears(*old, "a OK"));
  const auto young = again(endpoint_, true);
  EXPECT_TRUE(hears(*young, "* OK"));
  EXPECT_EQ(server_.counters().reloads, 1U);
}

}  // namespace
}  // namespace mailrig::server
