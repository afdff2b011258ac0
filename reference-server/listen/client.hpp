// One connection: a session and its socket. Octets go to the session, its answers to the socket, its
// effects are carried out. Idle connections hold no buffer here: answers are made in one the server
// lends to all.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "harness/net/loop.hpp"
#include "reference-server/listen/service.hpp"

namespace mailrig::server {

inline constexpr std::size_t kUnsentHigh = 1024 * 1024;  // ours: octets unsent at which reading pauses

class Server;

class Client final : public net::Handler {
 public:
  Client(Server& server, const Service& service, std::unique_ptr<net::Connection> connection);
  ~Client() override;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void wake();       // the session has something to tell
  void go_on();      // the session stopped early: its next answers
  void goodbye();    // the server stops
  void committed();  // what was held back may be said

  // Calls that the server owes this client.
  bool wake_owed = false, go_on_owed = false;

  void connected() override;
  void received(std::string_view bytes) override;
  void drained() override;
  void secured() override;
  void closed(const net::Closing& closing) override;

 private:
  void greet();
  [[nodiscard]] Channel channel() const;
  void feed(std::string_view bytes);
  void answer(std::string& output, Effect effect);
  void hold(std::string& output, Effect effect);
  void say(std::string& output, Effect effect);
  void spoil(std::string& output);
  [[nodiscard]] bool fails_at_once();
  void hold_back();
  void watch_idle();
  void idle();
  void end();

  Server& server_;
  const Service& service_;
  std::unique_ptr<net::Connection> connection_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<net::Timer> idle_timer_;
  net::Time last_activity_;
  bool ending_ = false;    // we have closed it: nothing more is taken or said
  bool silent_ = false;    // a deviation: nothing is ever said
  bool securing_ = false;  // the handshake is going on
  bool paused_ = false;    // reading, until the peer has taken what was written
  bool holding_ = false;   // answers wait until the store has committed what they speak of
  Effect held_effect_ = Effect::None;
  std::string held_;
};

}  // namespace mailrig::server
