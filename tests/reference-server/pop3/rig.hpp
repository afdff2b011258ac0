// A POP3 server without sockets: sessions on one store, talked to in whole lines.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "reference-server/session/session.hpp"
#include "reference-server/store/store.hpp"

namespace mailrig::server {

// One connection. say() returns everything that the server answered.
class Talk {
 public:
  Talk(World& world, const Peer& peer) : session_(make_pop3_session(world, peer)) {
    session_->greet(greeting);
  }

  std::string say(std::string_view lines) {
    std::string output;
    effect = session_->feed(lines, output);
    return output;
  }
  // … without the status lines' texts: "+OK", "-ERR" or "-ERR [CODE]" of a single-line answer.
  std::string status(std::string_view line) {
    const std::string answer = say(line);
    const std::size_t bracket = answer.find(']');
    return answer.substr(0, answer.starts_with("-ERR [") ? bracket + 1 : answer.find_first_of(" \r"));
  }
  Talk& login(std::string_view user = "user1") {
    say("USER " + std::string(user) + "\r\n");
    say("PASS pass\r\n");
    return *this;
  }
  Session& session() { return *session_; }

  std::string greeting;
  Effect effect = Effect::None;

 private:
  std::unique_ptr<Session> session_;
};

class Rig {
 public:
  Rig() {
    world.host = "pop.example.test";
    world.accounts = &accounts;
    world.store = store.get();
    world.deviations = &deviations;
    world.unix_time = [] { return std::int64_t{1'700'000'000}; };
  }
  explicit Rig(std::string_view deviation) : Rig() { error = deviations.add(deviation); }

  void deliver(std::string_view body, std::string_view user = "user1") {
    const auto inbox = store->open(*accounts.find(user), "INBOX");
    inbox->append(std::make_shared<const std::string>(body), {}, 1'700'000'000, 0, nullptr);
  }
  Talk talk(std::string_view address = "127.0.0.1:4711", bool secure = false) {
    return Talk(world, {std::string(address), secure});
  }
  [[nodiscard]] std::size_t left(std::string_view user = "user1") {
    return store->open(*accounts.find(user), "INBOX")->messages().size();
  }

  Accounts accounts = Accounts::numbered(3, "example.test");
  std::unique_ptr<Store> store = make_memory_store(42);
  Deviations deviations;
  World world;
  std::string error;  // of the deviation's name
};

inline constexpr std::string_view kLetter =
    "Subject: hi\r\nX: yz\r\n\r\n.one\r\ntwo\r\n..three\r\n";  // 42 octets

}  // namespace mailrig::server
