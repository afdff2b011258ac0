// The reference server: listeners, and the connections that they accepted. It lives on one loop's
// thread, as its store does.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "harness/net/loop.hpp"
#include "harness/net/tls.hpp"
#include "reference-server/listen/client.hpp"
#include "reference-server/listen/counters.hpp"
#include "reference-server/listen/deadlines.hpp"
#include "reference-server/listen/event_log.hpp"
#include "reference-server/listen/service.hpp"
#include "reference-server/session/session.hpp"

namespace mailrig::server {

inline constexpr std::chrono::milliseconds kPause{2000};  // of the deviation listen.pause
inline constexpr std::chrono::seconds kPauseAfter{10};    // … behind the first connection
inline constexpr std::chrono::seconds kLeaveTime{3};      // for goodbyes to get out
inline constexpr std::chrono::seconds kLookAgain{1};      // at a client that was late and is still there
inline constexpr std::size_t kOutputKept = 256 * 1024;    // ours: capacity kept for answers

class Server {
 public:
  // Loop and world outlive the server. `tls`: for implicit TLS and for STARTTLS. Throws
  // std::runtime_error with one readable line.
  Server(net::Loop& loop, World& world, net::TlsServerOptions tls);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Throws std::runtime_error with one readable line. Returns the port that was picked.
  net::Endpoint listen(const Service& service, const net::Endpoint& endpoint);
  // Accepts no more, and says goodbye to each client as soon as nothing is half said, at the latest after
  // limits.stop_time; `done` is called once all are gone.
  void stop(std::function<void()> done);
  // Reads certificate and key again, for connections to come. Not empty: why it can't; the old ones stay.
  [[nodiscard]] std::string reload_certificates();
  // The server goes on, and answers nobody.
  void set_paused(bool paused);
  // Carries out what is due by `now`. The server's own timer calls it.
  void tick(net::Time now);
  void use_log(EventLog* log) { log_ = log; }  // null: none
  // The whole server answers nobody for that long.
  static void pause(std::chrono::milliseconds time);
  [[nodiscard]] std::size_t connections() const { return clients_.size(); }
  // In order of their ids.
  [[nodiscard]] std::vector<const Client*> clients() const;
  [[nodiscard]] const Counters& counters() const { return counters_; }
  [[nodiscard]] const Deviations* deviations() const { return world_.deviations; }
  [[nodiscard]] const smtpd::Queue* queue() const { return world_.queue; }  // null: there is none
  [[nodiscard]] bool stopping() const { return stopping_; }
  [[nodiscard]] bool paused() const { return paused_; }
  template <typename... Fields>
  void log(std::string_view event, Fields... fields) {
    if (log_ != nullptr) log_->write(event, {Field(fields)...});
  }

  // For clients.
  [[nodiscard]] net::Loop& loop() { return loop_; }
  [[nodiscard]] World& world() { return world_; }
  [[nodiscard]] std::shared_ptr<net::TlsContext> tls();  // of the next connection
  [[nodiscard]] std::string certificate_pem() const { return tls_->certificate_pem(); }
  [[nodiscard]] bool broken(const Deviation& deviation) {
    return world_.deviations != nullptr && world_.deviations->hit(deviation);
  }
  [[nodiscard]] std::string& output();  // empty; until the next call
  void trim_output();
  // Later, for whoever asks is in the midst of another client's command.
  void wake(Client& client);
  void go_on(Client& client);
  // Once for all that happens in this turn of the loop: committed() follows.
  void commit_later(Client& client);
  void forget(Client& client, const net::Closing& closing);
  void watch(Client& client);  // its deadline is earlier than it was
  void secured(const Client& client);
  void logged_in(const Client& client, std::string_view user);
  void login_failed(const Client& client);
  [[nodiscard]] Counters& counters() { return counters_; }

 private:
  void accept(const Service& service, std::unique_ptr<net::Connection> connection);
  [[nodiscard]] bool full(const std::string& address) const;
  void refuse(Client& client);
  void arm();
  void stop_all();
  void call_later(Client& client);
  void run_later();
  void commit();
  void gone();

  net::Loop& loop_;
  World& world_;
  net::TlsServerOptions tls_options_;
  std::shared_ptr<net::TlsContext> tls_;
  std::map<unsigned, std::shared_ptr<net::TlsContext>> deviating_;  // by the deviations that were hit
  std::vector<std::unique_ptr<net::Listener>> listeners_;
  std::unordered_map<Client*, std::unique_ptr<Client>> clients_;
  std::unordered_map<std::string, std::size_t> by_address_;  // how many of them
  std::uint64_t last_id_ = 0;
  Deadlines<Client> deadlines_;
  std::unique_ptr<net::Timer> deadline_timer_;
  Counters counters_;
  EventLog* log_ = nullptr;
  bool stopping_ = false, paused_ = false;
  std::vector<Client*> later_, now_;  // owed a call; being called
  std::vector<Client*> holding_;      // answers until the store has committed
  std::unique_ptr<net::Timer> stop_timer_;
  std::unique_ptr<net::Timer> pause_timer_;
  std::function<void()> stopped_;
  std::string output_;
};

}  // namespace mailrig::server
