// Sessions on one account, without sockets: what a client says goes in, what it is answered comes out.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference-server/session/session.hpp"

namespace mailrig::server {

// One client's connection.
class Client {
 public:
  Client(World& world, bool secure) : session_(make_imap_session(world, {"127.0.0.1:4711", secure})) {
    session_->wake_up = [this] { woken = true; };
    session_->greet(greeting);
  }
  // Raw octets in, everything that is answered out.
  std::string raw(std::string_view octets) {
    std::string output;
    effect = session_->feed(octets, output);
    return output;
  }
  // One command line, tagged "a", CRLF added.
  std::string operator()(std::string_view command) { return raw("a " + std::string(command) + "\r\n"); }
  // What IDLE tells on its own.
  std::string wake() {
    std::string output;
    if (woken) effect = session_->wake(output);
    woken = false;
    return output;
  }
  Session& session() { return *session_; }

  std::string greeting;
  Effect effect = Effect::None;
  bool woken = false;

 private:
  std::unique_ptr<Session> session_;
};

struct Rig : testing::Test {
  Rig() {
    world.accounts = &accounts;
    world.store = store.get();
    world.deviations = &deviations;
    world.unix_time = [] { return std::int64_t{1'700'000'000}; };
  }
  [[nodiscard]] std::unique_ptr<Client> connect(bool secure = false) {
    return std::make_unique<Client>(world, secure);
  }
  [[nodiscard]] std::unique_ptr<Client> logged_in() {
    auto client = connect();
    EXPECT_THAT((*client)("LOGIN user1 pass"), testing::HasSubstr("a OK"));
    return client;
  }
  [[nodiscard]] std::unique_ptr<Client> selected(std::string_view mailbox = "INBOX") {
    auto client = logged_in();
    EXPECT_THAT((*client)("SELECT " + std::string(mailbox)), testing::HasSubstr("a OK"));
    return client;
  }
  // Into the store, behind the sessions' backs as SMTP does it.
  Uid put(std::string_view message, Flags flags = {}, std::string_view mailbox = "INBOX",
          std::int64_t date = 1'000'000'000, int zone_minutes = 0) {
    const auto box = store->open(*accounts.find("user1"), mailbox);
    return box->append(std::make_shared<const std::string>(message), std::move(flags), date, zone_minutes,
                       nullptr);
  }
  void put_many(int number) {
    for (int i = 0; i < number; ++i) put("Subject: " + std::to_string(i + 1) + "\r\n\r\nhi\r\n");
  }

  Accounts accounts = Accounts::numbered(2, "example.test");
  std::unique_ptr<Store> store = make_memory_store(7);
  Deviations deviations;
  World world;
};

}  // namespace mailrig::server
