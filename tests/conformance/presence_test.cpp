// A server that is gone is told from one that is wrong, and from one that was restarted.
#include "harness/conformance/presence.hpp"

#include <list>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

namespace mailrig::conformance {
namespace {

using std::chrono::milliseconds;

// Greets and answers each line with `answer`; can be stopped, and started again on the same port.
class Server {
 public:
  Server(net::Loop& loop, std::string greeting, std::string answer)
      : loop_(loop), greeting_(std::move(greeting)), answer_(std::move(answer)) {
    start(0);
  }
  void start(std::uint16_t port) {
    listener_ =
        loop_.listen({"127.0.0.1", port}, nullptr, [this](std::unique_ptr<net::Connection> connection) {
          clients_.push_back(std::make_unique<Client>(*this, std::move(connection)));
        });
    port_ = listener_->endpoint().port;
  }
  void stop() {
    listener_.reset();
    clients_.clear();
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }

  std::string heard;

 private:
  struct Client final : net::Handler {
    Client(Server& owner, std::unique_ptr<net::Connection> made)
        : server(owner), connection(std::move(made)) {
      connection->set_handler(*this);
    }
    void connected() override { connection->write(server.greeting_); }
    void received(std::string_view bytes) override {
      server.heard.append(bytes);
      if (!server.answer_.empty()) connection->write(server.answer_);
    }
    void closed(const net::Closing&) override {}
    Server& server;
    std::unique_ptr<net::Connection> connection;
  };

  net::Loop& loop_;
  std::string greeting_, answer_;
  std::unique_ptr<net::Listener> listener_;
  std::list<std::unique_ptr<Client>> clients_;
  std::uint16_t port_ = 0;
};

class PresenceTest : public testing::Test {
 protected:
  Target target_of(const Server& server, bool answered = true) {
    Target target;
    drive::Address& address = target.drive.at(Service::Imap);
    address.endpoint = {"127.0.0.1", server.port()};
    address.offered = true;
    target.at(Service::Imap).greeting = "* OK hi";
    target.at(Service::Imap).answers = answered;
    return target;
  }

  // Begins those of `ids`, holds the first `held` of them, and runs the loop until these are decided.
  void run(const Target& target, const std::vector<std::string>& ids, std::size_t held) {
    presence.emplace(loop, target, limits, [this](Presence::Key key, const Found& found) {
      decided.emplace_back(*static_cast<const std::string*>(key), found);
      if (--open == 0) loop.stop();
    });
    names.assign(ids.begin(), ids.end());
    for (const std::string& id : names) presence->begin(&id, id, {Service::Imap});
    open = held;
    for (std::size_t i = 0; i < held; ++i) presence->hold(&names[i]);
    EXPECT_TRUE(presence->busy());
    loop.run();
  }

  net::Loop loop;
  LookLimits limits{milliseconds(5'000), milliseconds(300), milliseconds(5)};
  std::optional<Presence> presence;
  std::vector<std::string> names;
  std::vector<std::pair<std::string, Found>> decided;
  std::size_t open = 0;
};

TEST_F(PresenceTest, WhoeverAnswersIsThere) {
  for (const char* greeting : {"* OK hi\r\n", "* BYE too many connections\r\n", "what\r\n"}) {
    decided.clear();
    Server server(loop, greeting, "BAD\r\n");
    run(target_of(server), {"imap/a"}, 1);
    ASSERT_EQ(decided.size(), 1U);
    EXPECT_EQ(decided[0].second.what, Found::What::There) << greeting;
    EXPECT_FALSE(presence->busy());
    EXPECT_EQ(presence->gone(), "");
    EXPECT_TRUE(server.heard.starts_with("L1 NOOP\r\n")) << server.heard;
  }
}

TEST_F(PresenceTest, WhoNeverAnsweredNeedOnlyTakeConnections) {
  Server server(loop, "", "");
  run(target_of(server, false), {"imap/a"}, 1);
  EXPECT_EQ(decided.at(0).second.what, Found::What::There);
}

TEST_F(PresenceTest, NobodyThereIsToldWithThoseThatRan) {
  Server server(loop, "* OK hi\r\n", "L1 OK\r\n");
  const Target target = target_of(server);
  server.stop();
  run(target, {"imap/a", "imap/b", "imap/c"}, 2);
  ASSERT_EQ(decided.size(), 2U);
  for (const auto& [id, found] : decided) EXPECT_EQ(found.what, Found::What::Gone) << id;
  const std::string where = "imap 127.0.0.1:" + std::to_string(server.port());
  EXPECT_EQ(presence->gone(), where + ": refused; it went away while imap/a, imap/b and imap/c ran");
  EXPECT_TRUE(presence->gone({Service::Imap}));
  EXPECT_FALSE(presence->gone({Service::Smtp}));
  // The third ends later, and needs no other look.
  open = 1;
  presence->hold(&names[2]);
  EXPECT_EQ(decided.size(), 3U);
  EXPECT_EQ(decided[2].second.what, Found::What::Gone);
}

TEST_F(PresenceTest, WhoStopsAnsweringIsGoneToo) {
  limits.answer = milliseconds(50);
  Server server(loop, "* OK hi\r\n", "");
  run(target_of(server), {"imap/a"}, 1);
  EXPECT_EQ(decided.at(0).second.what, Found::What::Gone);
  EXPECT_NE(presence->gone().find(": no answer in time"), std::string::npos);
}

class Restarted : public PresenceTest {
 protected:
  // Away at first; back as soon as it was seen away.
  void run_restarted(const std::vector<std::string>& ids) {
    limits.patience = milliseconds(10'000);
    Server server(loop, "* OK hi\r\n", "L1 OK\r\n");
    const Target target = target_of(server);
    const std::uint16_t port = server.port();
    server.stop();
    const auto timer = loop.timer();
    timer->arm(loop.now() + milliseconds(30), [&] { server.start(port); });
    run(target, ids, 1);
  }
};

TEST_F(Restarted, IsTheFindingOfWhoRanAlone) {
  run_restarted({"imap/a"});
  ASSERT_EQ(decided.size(), 1U);
  EXPECT_EQ(decided[0].second.what, Found::What::Restarted);
  EXPECT_NE(decided[0].second.why.find("the target went away and came back while this ran"),
            std::string::npos);
  EXPECT_EQ(presence->gone(), "");
}

TEST_F(Restarted, ProvesNothingAgainstOneOfSeveral) {
  run_restarted({"imap/a", "imap/b"});
  ASSERT_EQ(decided.size(), 1U);
  EXPECT_EQ(decided[0].second.what, Found::What::OneOfThese);
  EXPECT_NE(decided[0].second.why.find("while imap/a and imap/b ran"), std::string::npos)
      << decided[0].second.why;
  presence->hold(&names[1]);
  EXPECT_EQ(decided.size(), 2U);
  EXPECT_EQ(decided[1].second.what, Found::What::OneOfThese);
}

}  // namespace
}  // namespace mailrig::conformance
