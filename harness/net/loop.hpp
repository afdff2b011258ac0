// The event loop and its connections: the only door to the network. Everything runs on the thread
// that calls run(); nothing here locks, and only post() and stop() may be called from other threads.
//
// Asio waits for readiness, OpenSSL works on its own: an idle connection keeps no read buffer
// (one scratch buffer a loop), and no header outside this folder sees either library. Shells are
// event handlers, not coroutines: they feed a player or a session, which decide, and write what
// those return.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "harness/net/deflate.hpp"
#include "harness/net/endpoint.hpp"
#include "harness/net/tls.hpp"

namespace mailrig::net {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;

inline constexpr std::size_t kReadChunk = 64 * 1024;      // scratch buffer, one a loop
inline constexpr std::size_t kInflateTurn = 1024 * 1024;  // octets inflated, then others have their turn
inline constexpr std::size_t kWriteLimit =
    256 * 1024 * 1024;  // unsent octets; past it the connection is closed

// How a connection ended, or why it never began.
enum class Ending : std::uint8_t {
  Fin,            // the peer closed in order (in TLS: with close_notify or not, see detail)
  Reset,          // RST
  TlsAlert,       // the peer sent a fatal alert
  TlsFailed,      // our side gave up the handshake or the stream (bad certificate, bad record)
  DeflateFailed,  // what came after compress() is no deflate stream
  Refused,
  Unreachable,
  NoSuchHost,
  TimedOut,   // connecting took longer than asked for
  Overflow,   // kWriteLimit passed: the peer does not read
  NoSockets,  // ours: no descriptor, port or memory was left to connect with
  Local,      // we closed it
};
[[nodiscard]] std::string_view name(Ending ending);
[[nodiscard]] std::optional<Ending> ending_named(std::string_view word);

struct Closing {
  Ending ending = Ending::Local;
  std::string detail;   // one line for people; may be empty
  std::string alert{};  // the peer's TLS alert, as RFC 8446 6 names it; of a Fin: "close_notify" or empty
};

class Connection;

// What a connection tells. Calls come from the loop, never from inside a call to the connection
// (closed() after close() comes later, too). `received` bytes are valid only during the call.
class Handler {
 public:
  virtual ~Handler() = default;
  virtual void connected() {}  // TCP is there, and TLS if implicit (see tls())
  virtual void received(std::string_view bytes) = 0;
  // What the kernel would not take at once has been handed to it now. A write that it took at once
  // is not followed by this: see unsent().
  virtual void drained() {}
  virtual void secured() {}                         // start_tls() is done; see tls()
  virtual void closed(const Closing& closing) = 0;  // once; nothing comes after it
};

class Connection {
 public:
  virtual ~Connection() = default;  // closes, tells nobody
  // Tries the kernel at once, keeps what it would not take.
  virtual void write(std::string_view bytes) = 0;
  // Begins TLS on this connection; secured() follows. Octets that were received in the clear stay
  // with whoever got them: after STARTTLS they must be thrown away (RFC 3207 4.2).
  virtual void start_tls(std::shared_ptr<TlsContext> context) = 0;
  // From now on what is written is deflated, and what is received inflated (RFC 4978 3), above TLS, whichever
  // of the two began first. `received`: octets of the peer's that were received too early, behind what agreed
  // on it; they are inflated first, and come from the loop.
  void compress(std::string_view received) { compress(received, DeflateForm::Raw); }
  virtual void compress(std::string_view received, DeflateForm form) = 0;
  virtual void half_close() = 0;  // our FIN (TLS: close_notify first)
  // In order, after what was written; nothing is received any more. Destroying the connection right
  // after this is fine: what was written still goes out.
  virtual void close() = 0;
  virtual void reset() = 0;                     // RST at once
  virtual void pause_reading(bool paused) = 0;  // what has been read already may still come
  // So many octets more are taken from the socket (of TLS: of its records), then reading pauses.
  virtual void read_some(std::size_t octets) = 0;
  virtual void set_handler(Handler& handler) = 0;
  [[nodiscard]] virtual std::size_t unsent() const = 0;  // octets waiting for the kernel
  [[nodiscard]] virtual bool secure() const = 0;
  [[nodiscard]] virtual const TlsInfo& tls() const = 0;         // empty unless secure()
  [[nodiscard]] virtual std::size_t octets() const = 0;         // of memory; what OpenSSL holds is estimated
  [[nodiscard]] virtual std::string local_address() const = 0;  // "127.0.0.1:4711"
  [[nodiscard]] virtual std::string remote_address() const = 0;
};

struct ConnectOptions {
  Endpoint endpoint;
  std::shared_ptr<TlsContext> tls;            // implicit TLS when set
  std::string source_address;                 // bind before connecting; empty: the kernel's choice
  std::chrono::milliseconds timeout{10'000};  // TCP and, if implicit, TLS
  std::size_t write_limit = kWriteLimit;
};

// One shot at a time; arming again moves it. Destroying disarms. Arming for a later time than
// before, and disarming, touch neither the kernel nor the heap: a deadline moved with every command
// is cheap.
class Timer {
 public:
  virtual ~Timer() = default;
  virtual void arm(Time when, std::function<void()> ring) = 0;
  virtual void disarm() = 0;
};

class Listener {
 public:
  virtual ~Listener() = default;                        // stops accepting
  [[nodiscard]] virtual Endpoint endpoint() const = 0;  // the port that was picked
};

using Accepted = std::function<void(std::unique_ptr<Connection>)>;  // set_handler() before returning

// Connections, timers and listeners go before their loop does.
class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Never blocks; names are resolved off the loop. Failures come as closed().
  [[nodiscard]] std::unique_ptr<Connection> connect(const ConnectOptions& options, Handler& handler);
  // Throws std::runtime_error with one readable line when the address can't be had. With `tls`,
  // Accepted is called once the TCP connection is there; connected() follows the handshake.
  [[nodiscard]] std::unique_ptr<Listener> listen(const Endpoint& endpoint, std::shared_ptr<TlsContext> tls,
                                                 Accepted accepted);
  [[nodiscard]] std::unique_ptr<Timer> timer();
  // `ring` on each of the named signals (SIGINT, …), on the loop's thread, until destroyed.
  void on_signal(int signal, std::function<void(int)> ring);

  void post(std::function<void()> work);  // from any thread
  void run();                             // until stop()
  void run_for(std::chrono::milliseconds time);
  void stop();  // from any thread
  [[nodiscard]] Time now() const { return Clock::now(); }

  struct Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace mailrig::net
