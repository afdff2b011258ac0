// A server session without its socket: octets in, octets and effects out. The listener
// (listen/) owns the connection, calls these, writes `output` and carries the effects out.
// Verbs are one file each: command and state in, replies and effects out.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reference-server/deviation/deviation.hpp"
#include "reference-server/session/offer.hpp"
#include "reference-server/store/accounts.hpp"
#include "reference-server/store/store.hpp"

namespace mailrig::server::smtpd {
class Queue;
}

namespace mailrig::server {

// What the owner of an SMTP server decides.
struct SmtpPolicy {
  std::size_t recipients = 1000;  // RCPTs of one transaction (RFC 5321 4.5.3.1.8 asks for 100 at least)
  std::size_t transactions = 0;   // MAILs of one session; 0: any number
  std::size_t domains = 0;        // of recipients in one session; 0: any number
  std::size_t hops = 100;         // Received fields of a message before it is taken for a loop (RFC 5321 6.3)
  bool tells_mailboxes = false;   // VRFY says whether there is one
};

// What every session may ask of the world; shared, outlives the sessions.
struct World {
  std::string host = "localhost";  // our own name, in greetings and trace fields
  Accounts* accounts = nullptr;
  Store* store = nullptr;
  Deviations* deviations = nullptr;
  std::function<std::int64_t()> unix_time;  // seconds, UTC
  bool tls_available = true;                // STARTTLS / STLS is offered in the clear
  bool plaintext_login = true;              // logins allowed without TLS (loopback test server)
  std::size_t message_limit = 64 * 1024 * 1024;
  std::vector<std::string> more_mechanisms{};  // of SASL, besides those that are always offered: "CRAM-MD5"
  SmtpPolicy smtp{};
  smtpd::Queue* queue = nullptr;  // of mail that is handed on or held; null: neither is offered
  std::string bearer{};           // every user's OAuth token; empty: OAuth is not offered
  Offer offer{};
};

enum class Effect : unsigned char {
  None,
  StartTls,  // write output, then begin TLS; buffered input is thrown away; then secured()
  Close,     // write output, then close in order
  Reset,     // RST (deviations)
};

class Session {
 public:
  virtual ~Session() = default;
  virtual void greet(std::string& output) = 0;
  // All or part of a command, or many. Appends replies to `output`. When an effect other than None
  // is returned, input behind that command has been dropped.
  [[nodiscard]] virtual Effect feed(std::string_view input, std::string& output) = 0;
  // True: feed() stopped early because its answers grew large. The listener reads no more, writes what
  // there is, and calls feed({}) again once the peer has taken it.
  [[nodiscard]] virtual bool pending() const { return false; }
  virtual void secured() = 0;  // TLS is up
  virtual Effect idle_timeout(
      std::string& output) = 0;  // autologout (RFC 9051 5.4, RFC 1939 3, RFC 5321 4.5.3.2.7)
  [[nodiscard]] virtual std::chrono::seconds idle_limit() const = 0;
  virtual void lost() {}  // the connection is gone: nothing can be answered
  // Set by the listener: call it when there is output without input (IDLE); it then calls wake().
  std::function<void()> wake_up;
  virtual Effect wake(std::string& output) {
    (void)output;
    return Effect::None;
  }
};

// What TLS gives to SASL.
struct Channel {
  std::string tls_unique, tls_exporter;  // raw octets; empty: none
  std::string certificate_user;          // whom the client's certificate names
};

struct Peer {
  std::string address;                 // "127.0.0.1:4711"
  bool secure = false;                 // implicit TLS
  std::function<Channel()> channel{};  // asked for when TLS is up; may be empty
  std::string local{};                 // our own address, written alike; empty: not known
};

// Of the MTA's port, of submission (RFC 6409), or LMTP (RFC 2033).
enum class SmtpKind : unsigned char { Mta, Submission, Lmtp };
[[nodiscard]] std::unique_ptr<Session> make_smtp_session(World& world, const Peer& peer, SmtpKind kind);
[[nodiscard]] std::unique_ptr<Session> make_imap_session(World& world, const Peer& peer);
[[nodiscard]] std::unique_ptr<Session> make_pop3_session(World& world, const Peer& peer);

}  // namespace mailrig::server
