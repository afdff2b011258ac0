// Binds one player to its connections and to the clock: what the player says to do is done, what
// the network says is told to the player. Conformance and load both stand on it. One timer a
// driver, moved lazily: no wait costs more than an assignment.
//
//   Driver driver(loop, target, player, shell);
//   driver.play(Phase::Setup);   // shell.finished() follows, once
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/net/loop.hpp"
#include "harness/net/tls_clients.hpp"
#include "harness/play/player.hpp"
#include "harness/scenario/program.hpp"

namespace mailrig::drive {

using scenario::ClientIndex;
using scenario::Phase;

// Where a service is. A server often has two doors to it: one where TLS begins later or never, one
// where it begins with the first octet.
struct Address {
  net::Endpoint endpoint;  // the run's door
  net::TlsMode tls = net::TlsMode::None;
  bool offered = false;
  std::optional<net::Endpoint> clear{}, implicit{};  // as far as they are known

  // Where a client goes that wants TLS to begin so; nothing: no such door is known.
  [[nodiscard]] std::optional<net::Endpoint> door(scenario::TlsStart start) const;
  // Whether TLS begins with the first octet there.
  [[nodiscard]] bool implicit_tls(scenario::TlsStart start) const {
    return start == scenario::TlsStart::Implicit ||
           (start == scenario::TlsStart::Default && tls == net::TlsMode::Implicit);
  }
};

// Shared by all drivers of a run.
struct Target {
  std::array<Address, scenario::kServiceCount> services;  // by scenario::Service
  std::shared_ptr<net::TlsContext> tls;
  std::shared_ptr<net::TlsClients>
      tls_clients{};  // for what a scenario wants of its own; none: `tls` serves all
  std::chrono::milliseconds connect_timeout{10'000};
  std::vector<std::string>
      source_addresses;  // client n of a driver binds to the n-th, in turn; none: the kernel's choice
  [[nodiscard]] const Address& at(scenario::Service service) const {
    return services[static_cast<std::size_t>(service)];
  }
  // Throws std::runtime_error with one readable line if it can't be had.
  [[nodiscard]] std::shared_ptr<net::TlsContext> tls_for(const scenario::TlsChoice& choice,
                                                         const std::string& host) const;
  [[nodiscard]] Address& at(scenario::Service service) { return services[static_cast<std::size_t>(service)]; }
};

// Why this program's TLS can't be had here: a version that this machine does not speak, authorities that
// can't be read. Empty: it can.
[[nodiscard]] std::string why_no_tls(const Target& target, const scenario::Program& program);

// What befell a connection, or was done to it, beside octets; that a phase began; that the time came
// for which the player had waited, or that it came and something else was told first. With the octets
// these are all that a player was ever told and said.
enum class Note : std::uint8_t { Phase, Connected, Secured, Closed, Did, Timer, Overdue };

// What the shell round a driver hears. Driver::now() is the time of what is told.
class Shell {
 public:
  virtual ~Shell() = default;
  // The phase is over (see Player::failed()). The driver may be told to play on, or be destroyed.
  virtual void finished() = 0;
  // Called from a handler: something threw, so a mistake of ours. finished() does not follow; the driver
  // may be told to play on. Not overridden: it goes on up.
  virtual void broke(const std::exception& mistake) {
    static_cast<void>(mistake);
    throw;
  }
  // The talk, for who records it. `sasl`: a line of a SASL exchange.
  virtual void sent(ClientIndex client, std::string_view bytes, bool sasl) {
    static_cast<void>(client);
    static_cast<void>(bytes);
    static_cast<void>(sasl);
  }
  virtual void received(ClientIndex client, std::string_view bytes) {
    static_cast<void>(client);
    static_cast<void>(bytes);
  }
  // Connected: "127.0.0.1:25", under implicit TLS "127.0.0.1:465, TLSv1.3 TLS_AES_256_GCM_SHA384";
  // Secured: version and cipher; Closed and Did: see drive/notes.hpp; the others: nothing, and no client
  // is meant. Only made when wanted.
  [[nodiscard]] virtual bool wants_notes() const { return false; }
  virtual void noted(ClientIndex client, Note note, const std::string& text) {
    static_cast<void>(client);
    static_cast<void>(note);
    static_cast<void>(text);
  }
};

// Since the driver was made. Octets are those of the dialogue, without TLS.
struct Traffic {
  std::uint64_t bytes_sent = 0, bytes_received = 0, connections = 0;
};

class Driver {
 public:
  // All outlive the driver. `program` is the player's.
  Driver(net::Loop& loop, const Target& target, const scenario::Program& program, play::Player& player,
         Shell& shell);
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  ~Driver();

  void play(Phase phase);
  // Everything is closed at once; finished() does not follow.
  void abandon();
  // Ends what is being played as if its time had come; finished() does not follow. Connections
  // stay, so that Cleanup can be played.
  void interrupt();
  [[nodiscard]] const Traffic& traffic() const { return traffic_; }
  [[nodiscard]] std::uint32_t open_connections() const { return open_; }
  [[nodiscard]] bool playing() const { return playing_; }
  // When what is being worked on came: the one time that the player is told, however long the work
  // takes. So the same events at the same times make the same player do and judge the same.
  [[nodiscard]] net::Time now() const { return now_; }
  // What the player waits for; max(): nothing but events.
  [[nodiscard]] net::Time until() const { return until_; }

 private:
  struct Link;
  void pump();
  [[nodiscard]] bool carry_out(const play::Do& todo);
  void connect(const play::Do& todo);
  [[nodiscard]] std::string host_of(ClientIndex client) const;
  void pace(ClientIndex client, std::uint32_t octets, std::chrono::milliseconds every);
  void tell_channel(ClientIndex client);
  void wait(play::Time until);
  void finish();
  template <typename Work>
  void guarded(Work work);
  void told_connected(ClientIndex client);
  void told_secured(ClientIndex client);
  void told_received(ClientIndex client, std::string_view bytes);
  void told_closed(ClientIndex client, const net::Closing& closing);
  void time_came();
  void event_came();
  void note(ClientIndex client, Note note, const std::string& text);

  net::Loop& loop_;
  const Target& target_;
  const scenario::Program& program_;
  play::Player& player_;
  Shell& shell_;
  std::vector<std::unique_ptr<Link>> links_;
  std::unique_ptr<net::Timer> timer_;
  net::Time now_{}, until_ = net::Time::max();
  Traffic traffic_;
  std::uint32_t open_ = 0;
  bool playing_ = false;
  bool pumping_ = false;
  bool over_ = false;  // the player said so in this pump
};

}  // namespace mailrig::drive
