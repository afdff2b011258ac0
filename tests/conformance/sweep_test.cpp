// Mail of a run is removed at its end; what is not of the run stays.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "harness/conformance/interview.hpp"

namespace mailrig::conformance {
namespace {

using std::chrono::milliseconds;

// Answers each line by what it begins with, and keeps what it was told. On the test's own loop.
class Scripted final : public net::Handler {
 public:
  Scripted(net::Loop& loop, std::string greeting, std::map<std::string, std::string> answers)
      : greeting_(std::move(greeting)), answers_(std::move(answers)) {
    listener_ = loop.listen({"127.0.0.1", 0}, nullptr, [this](std::unique_ptr<net::Connection> connection) {
      connection->set_handler(*this);
      connection_ = std::move(connection);
    });
  }
  [[nodiscard]] net::Endpoint endpoint() const { return listener_->endpoint(); }
  void connected() override { connection_->write(greeting_); }
  void received(std::string_view bytes) override {
    in_.append(bytes);
    for (std::size_t end = in_.find("\r\n"); end != std::string::npos; end = in_.find("\r\n")) {
      heard.push_back(in_.substr(0, end));
      in_.erase(0, end + 2);
      answer(heard.back());
    }
  }
  void closed(const net::Closing&) override {}

  std::vector<std::string> heard;

 private:
  void answer(const std::string& line) {
    for (const auto& [begin, text] : answers_) {
      if (line.starts_with(begin)) return connection_->write(text);
    }
  }

  std::string greeting_, in_;
  std::map<std::string, std::string> answers_;
  std::unique_ptr<net::Listener> listener_;
  std::unique_ptr<net::Connection> connection_;
};

class Sweep : public testing::Test {
 protected:
  template <typename How>
  std::optional<std::size_t> sweep(Scripted& server, How how) {
    Talk talk(loop, milliseconds(5000));
    talk.begin(server.endpoint(), nullptr);
    EXPECT_TRUE(talk.wait_connected());
    Interview interview{talk, nullptr, false, true, &account};
    return how(interview, ours);
  }

  net::Loop loop;
  Account account{"ann", "secret", "ann@example.test"};
  Ours ours{"mailrig-t0k3n", {"ann@example.test"}, 7, true, true};
};

TEST_F(Sweep, TakesFromAnInboxWhatSearchNamesAndNoMore) {
  Scripted server(loop, "* OK hi\r\n",
                  {{"p1 LOGIN", "p1 OK in\r\n"},
                   {"p1 SELECT", "* 9 EXISTS\r\np1 OK [READ-WRITE] selected\r\n"},
                   {"p1 UID SEARCH", "* SEARCH 8 11\r\n* 10 EXISTS\r\np1 OK searched\r\n"},
                   {"p1 UID STORE", "p1 OK stored\r\n"},
                   {"p1 UID EXPUNGE", "* 8 EXPUNGE\r\np1 OK gone\r\n"},
                   {"p1 LOGOUT", "* BYE\r\np1 OK bye\r\n"}});
  EXPECT_EQ(sweep(server, sweep_inbox), 2U);
  EXPECT_EQ(server.heard,
            (std::vector<std::string>{
                "p1 LOGIN \"ann\" \"secret\"", "p1 SELECT INBOX",
                "p1 UID SEARCH UID 7:4294967295 OR HEADER Return-Path \"ann@example.test\" TEXT "
                "\"mailrig-t0k3n\"",
                "p1 UID STORE 8,11 +FLAGS.SILENT (\\Deleted)", "p1 UID EXPUNGE 8,11", "p1 LOGOUT"}));
}

TEST_F(Sweep, LeavesAnInboxAloneWhereNothingIsOurs) {
  for (const char* answer : {"* SEARCH\r\np1 OK none\r\n", "p1 OK none\r\n"}) {
    Scripted server(loop, "* OK hi\r\n",
                    {{"p1 LOGIN", "p1 OK in\r\n"},
                     {"p1 SELECT", "p1 OK selected\r\n"},
                     {"p1 UID SEARCH", answer},
                     {"p1 LOGOUT", "p1 OK bye\r\n"}});
    EXPECT_EQ(sweep(server, sweep_inbox), 0U);
    EXPECT_EQ(server.heard.size(), 4U);
  }
}

TEST_F(Sweep, DeletesNothingWhenTheSearchIsRefused) {
  Scripted server(loop, "* OK hi\r\n",
                  {{"p1 LOGIN", "p1 OK in\r\n"}, {"p1 SELECT", "p1 OK\r\n"}, {"p1 UID SEARCH", "p1 NO\r\n"}});
  EXPECT_EQ(sweep(server, sweep_inbox), std::nullopt);
  EXPECT_EQ(server.heard.size(), 3U);
}

TEST_F(Sweep, TakesFromAMaildropWhatCarriesTheToken) {
  Scripted server(loop, "+OK hi\r\n",
                  {{"USER", "+OK\r\n"},
                   {"PASS", "+OK\r\n"},
                   {"STAT", "+OK 3 300\r\n"},
                   {"TOP 1", "+OK\r\nReturn-Path: <ann@example.test>\r\n\r\n.\r\n"},
                   {"TOP 2", "+OK\r\nReturn-Path: <mailrig-t0k3n4@example.test>\r\n\r\n.\r\n"},
                   {"TOP 3", "-ERR gone\r\n"},
                   {"DELE", "+OK\r\n"},
                   {"QUIT", "+OK\r\n"}});
  EXPECT_EQ(sweep(server, sweep_maildrop), 1U);
  EXPECT_EQ(server.heard, (std::vector<std::string>{"USER ann", "PASS secret", "STAT", "TOP 1 0", "TOP 2 0",
                                                    "DELE 2", "TOP 3 0", "QUIT"}));
}

TEST_F(Sweep, ReadsWholeMessagesWhereThereIsNoTop) {
  ours.top = false;
  Scripted server(loop, "+OK hi\r\n",
                  {{"USER", "+OK\r\n"},
                   {"PASS", "+OK\r\n"},
                   {"STAT", "+OK 1 100\r\n"},
                   {"RETR 1", "+OK\r\nX-Mailrig: mailrig-t0k3n4\r\n\r\nhello\r\n.\r\n"},
                   {"DELE", "+OK\r\n"},
                   {"QUIT", "+OK\r\n"}});
  EXPECT_EQ(sweep(server, sweep_maildrop), 1U);
}

}  // namespace
}  // namespace mailrig::conformance
