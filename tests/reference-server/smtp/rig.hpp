// A session without a socket: a world with three accounts and a store in memory.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "reference-server/session/session.hpp"
#include "reference-server/session/smtp/queue.hpp"

namespace mailrig::server {

class Rig {
 public:
  explicit Rig(SmtpKind kind = SmtpKind::Mta, bool secure = false) : kind_(kind), secure_(secure) {
    accounts_ = Accounts::numbered(3, "example.test");
    world.host = "mail.example.test";
    world.accounts = &accounts_;
    world.store = store_.get();
    world.deviations = &deviations_;
    world.unix_time = [this] { return now; };
  }

  // "NAME": set before the first talk().
  void deviate(const std::string& name) { EXPECT_EQ(deviations_.add(name), ""); }

  // It may hold mail and hand it on. Before the first talk().
  void relay(std::vector<smtpd::Route> routes = {}, smtpd::Patience patience = {}) {
    queue = std::make_unique<smtpd::Queue>(world, std::move(routes), patience);
    world.queue = queue.get();
  }

  // What the server says to `input`; the greeting is left out.
  std::string talk(std::string_view input) {
    open();
    std::string output;
    effect = session->feed(input, output);
    return output;
  }
  // The same, each octet fed alone.
  std::string talk_slowly(std::string_view input) {
    std::string output;
    for (const char c : input) output += talk({&c, 1});
    return output;
  }
  // "250 2.1.0" of each reply's last line.
  std::string codes(std::string_view input) {
    const std::string output = talk(input);
    std::string codes;
    for (std::size_t at = 0; at < output.size(); at = output.find('\n', at) + 1) {
      if (output[at + 3] != '-') (codes += codes.empty() ? "" : ",") += output.substr(at, 3);
    }
    return codes;
  }
  std::string greeting() {
    open();
    return greeting_;
  }
  void start_tls() {
    EXPECT_EQ(effect, Effect::StartTls);
    session->secured();
  }
  const std::vector<StoredMessage>& inbox(unsigned number = 1) {
    boxes_.push_back(store_->open(*accounts_.all()[number - 1], "INBOX"));
    return boxes_.back()->messages();
  }

  World world;
  std::int64_t now = 1'000'000'000;  // Sun, 9 Sep 2001 01:46:40 +0000
  std::unique_ptr<smtpd::Queue> queue;
  std::unique_ptr<Session> session;
  Effect effect = Effect::None;
  std::function<Channel()> channel{};  // before the first talk()

 private:
  void open() {
    if (session) return;
    session = make_smtp_session(world, {"127.0.0.1:4711", secure_, channel, "127.0.0.1:25"}, kind_);
    session->greet(greeting_);
  }

  SmtpKind kind_;
  bool secure_;
  Accounts accounts_;
  std::unique_ptr<Store> store_ = make_memory_store();
  Deviations deviations_;
  std::string greeting_;
  std::vector<std::shared_ptr<Mailbox>> boxes_;
};

inline constexpr std::string_view kEnvelope =
    "EHLO client.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<user1@example.test>\r\n";

}  // namespace mailrig::server
