// One connection: a session and its socket. Octets go to the session, its answers to the socket, its
// effects are carried out. Idle connections hold no buffer here: answers are made in one the server
// lends to all.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "harness/net/loop.hpp"
#include "reference-server/listen/service.hpp"

namespace mailrig::server {

class Server;

class Client final : public net::Handler {
 public:
  Client(Server& server, const Service& service, std::uint64_t id,
         std::unique_ptr<net::Connection> connection);
  ~Client() override;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void wake();              // the session has something to tell
  void go_on();             // the session stopped early: its next answers
  void committed();         // what was held back may be said
  void refuse();            // there are too many
  void stop();              // the server stops: goodbye, as soon as nothing is half said
  void stop_now();          // … at once
  void pause(bool paused);  // the server answers nobody

  // When it is to be looked at, if nothing comes until then: kNever, or a limit of time.
  [[nodiscard]] net::Time deadline() const;
  void late();  // that time has come

  // Calls that the server owes this client, and its entry among the deadlines.
  bool wake_owed = false, go_on_owed = false;
  net::Time entered{};

  // For whoever looks on.
  [[nodiscard]] std::uint64_t id() const { return id_; }
  [[nodiscard]] const Service& service() const { return service_; }
  [[nodiscard]] const std::string& address() const { return address_; }  // without its port
  [[nodiscard]] std::string peer() const { return connection_->remote_address(); }
  [[nodiscard]] bool secure() const { return connection_->secure(); }
  [[nodiscard]] const net::TlsInfo& tls() const { return connection_->tls(); }
  [[nodiscard]] Facts facts() const { return session_->facts(); }
  [[nodiscard]] std::size_t octets() const;  // of memory
  [[nodiscard]] std::uint64_t octets_in() const { return octets_in_; }
  [[nodiscard]] std::uint64_t octets_out() const { return octets_out_; }

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
  void obey(Effect effect);
  void write(std::string_view output);
  void withhold(std::string_view output);
  void keep_early(std::string_view bytes);
  void spoil(std::string& output);
  void secure_now();
  void compress_now();
  void look_at_logins();
  [[nodiscard]] bool fails_at_once();
  [[nodiscard]] bool between_commands() const;
  void hold_back();
  void leave(Farewell why);
  void end();

  Server& server_;
  const Service& service_;
  const std::uint64_t id_;
  std::unique_ptr<net::Connection> connection_;
  std::string address_;
  std::unique_ptr<Session> session_;
  net::Time begun_, last_activity_;
  std::uint64_t octets_in_ = 0, octets_out_ = 0;
  std::size_t failed_logins_ = 0;  // told so far
  bool logged_in_ = false;         // told
  bool ending_ = false;            // we have closed it: nothing more is taken or said
  bool silent_ = false;            // a deviation: nothing is ever said
  bool compressed_ = false;
  bool securing_ = false;       // the handshake is going on
  bool paused_ = false;         // reading, until the peer has taken what was written
  bool greeting_owed_ = false;  // the server was paused
  bool wake_after_pause_ = false;
  bool holding_ = false;  // answers wait until the store has committed what they speak of
  Effect held_effect_ = Effect::None;
  std::string held_;
  std::string early_;     // received behind COMPRESS while its answer is held
  std::string withheld_;  // a deviation: not flushed
};

}  // namespace mailrig::server
