// The player walks a compiled scenario and judges what comes back. No I/O, no clock: bytes, ends of
// connections and the time are arguments; what to do next is the return value. Conformance and load
// drive the same player.
//
//   player.begin(Phase::Setup, now);
//   for (;;) { Do todo = player.next(now); … carry it out; Wait: until an event or todo.until }
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/sasl/sasl.hpp"
#include "harness/scenario/program.hpp"

namespace mailrig::play {

using Time = std::chrono::steady_clock::time_point;
using scenario::ClientIndex;

// How a connection ended, as the player needs to know it.
enum class Ended : std::uint8_t {
  Fin,
  Reset,
  TlsAlert,
  TlsFailed,
  Refused,
  Unreachable,
  TimedOut,
  Overflow,
  Local,
  NoSockets,     // ours: no descriptor or port was left to connect with
  DeflateFailed  // what came after `compress` was no deflate stream
};

// What the shell is to do now. `bytes` stay valid until the next call to next().
struct Do {
  enum class What : std::uint8_t {
    Connect,   // answer with connected() or closed()
    Write,     // `bytes`
    StartTls,  // answer with secured() or closed()
    Compress,  // from now on; `bytes`: octets of the server's that came too early, behind its OK
    Close,
    HalfClose,
    Reset,
    PauseReading,
    ResumeReading,
    PaceReading,  // at once and again after each `every`: no more than `octets` are read
    Wait,         // nothing to do until an event, or `until`: then call next() again
    Finished,     // the phase is over
  } what = What::Finished;
  ClientIndex client = 0;
  std::string_view bytes;
  Time until{};
  bool secret = false;        // Write: holds a password or the like, to be masked where it is shown
  bool sasl = false;          // Write: a line of a SASL exchange
  scenario::TlsChoice tls{};  // Connect, StartTls
  std::uint32_t octets = 0;   // PaceReading
  std::chrono::milliseconds every{0};
};

// How something did not hold: the same on every run and machine, whatever the octets were.
enum class Mismatch : std::uint8_t {
  None,      // it held
  Differs,   // something came in its place
  Missing,   // it did not come before what ends its group
  Late,      // nothing that fits came in time
  Closed,    // the connection ended first
  Unwanted,  // it should not have come
  Open,      // the connection should have ended
  Early      // it came too soon
};

// One thing that was judged. Strings are built only when it did not hold.
struct Judged {
  enum class Source : std::uint8_t {
    Expectation,
    Watcher,
    Flaw,
    Setup,
    Cleanup,
    Shell,  // the other side left the dialogue no way on
    Lost,   // no connection was to be had, or more came than is read: nothing is proved
    Fault   // our own mistake, or the scenario's
  } source = Source::Expectation;
  bool held = true;
  Mismatch mismatch = Mismatch::None;
  ClientIndex client = 0;
  std::string_view rule;  // a watcher's or flaw's name
  scenario::Rule clause;
  const scenario::Location* where = nullptr;
  std::string wanted, got, why;
};

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void judged(const Judged& judged) = 0;
  // A command's last reply came. `verb` has the program's lifetime. `accepted`: 2xx/3xx, OK, +OK.
  virtual void answered(ClientIndex client, std::string_view verb, Time sent, Time now, bool accepted) = 0;
};

// Makes the client's side of a SASL exchange; nullptr: it can't be played, and `why`.
using SaslMaker = std::function<std::unique_ptr<sasl::Client>(
    ClientIndex client, std::string_view mechanism, const sasl::Credentials& credentials, std::string& why)>;

struct Limits {
  std::chrono::milliseconds reply{10'000};   // default deadline of an expectation
  std::size_t received = 128 * 1024 * 1024;  // octets kept and not yet judged, a client
  std::size_t unsolicited = 10'000;          // untagged responses kept in one group
};

class Player {
 public:
  // `given`: value of each slot (by index; bound ones empty). Program outlives the player.
  Player(const scenario::Program& program, std::vector<std::string> given, Limits limits, Observer& observer);
  ~Player();
  Player(Player&&) noexcept;

  // Instead of sasl::make_client: what a client makes up for an exchange can't be made up twice.
  void set_sasl(SaslMaker maker);
  // Starts (or starts again: load repeats the body) a phase. Bindings and connections stay.
  void begin(scenario::Phase phase, Time now);
  [[nodiscard]] Do next(Time now);

  // What a SASL exchange can be bound to, if Program::binds_channel: before connected() or secured().
  void channel(ClientIndex client, sasl::ChannelBinding binding);
  void connected(ClientIndex client, Time now);
  void secured(ClientIndex client, Time now);
  void received(ClientIndex client, std::string_view bytes, Time now);
  // `alert`: the server's last one, by its name in RFC 8446 6; "close_notify" before a FIN.
  void closed(ClientIndex client, Ended ended, std::string_view detail, Time now,
              std::string_view alert = {});

  // Of the phase that was begun last. A MUST that failed ends the phase early. Watchers and flaws
  // speak through judged() alone: they end nothing.
  [[nodiscard]] bool failed() const;           // a MUST was broken (in Setup: it could not be set up)
  [[nodiscard]] bool connection_lost() const;  // … because a connection could not be had or ended unasked
  [[nodiscard]] const std::string& value(scenario::SlotIndex slot) const;
  void set(scenario::SlotIndex slot, std::string_view value);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mailrig::play
