// A server session without its socket: octets in, octets and effects out. The listener
// (listen/) owns the connection, calls these, writes `output` and carries the effects out.
// Verbs are one file each: command and state in, replies and effects out.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "reference-server/deviation/deviation.hpp"
#include "reference-server/session/limits.hpp"
#include "reference-server/session/offer.hpp"
#include "reference-server/store/accounts.hpp"
#include "reference-server/store/store.hpp"

namespace mailrig::server::smtpd {
class Queue;
}

namespace mailrig::server {

// What POP3 servers may offer or not.
struct Pop3Settings {
  bool apop = false;                      // RFC 1939 7; of little use, and not offered unless asked for
  std::chrono::seconds login_delay{0};    // between two logins of one account (RFC 2449 6.5); 0: none
  std::optional<unsigned> expire_days{};  // kept at least so long (RFC 2449 6.7); 0: not left here once read
};

// What the owner of an SMTP server decides.
struct SmtpPolicy {
  bool tells_mailboxes = false;  // VRFY says whether there is one
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
  Limits limits{};
  std::vector<std::string> more_mechanisms{};  // of SASL, besides those that are always offered: "CRAM-MD5"
  SmtpPolicy smtp{};
  smtpd::Queue* queue = nullptr;  // of mail that is handed on or held; null: neither is offered
  Pop3Settings pop3{};
  std::unordered_map<const Account*, std::int64_t> pop3_logins{};  // when each was last in; see login_delay
  std::uint64_t pop3_greetings = 0;                                // so far: no timestamp of APOP comes again
  std::function<std::uint64_t()> random{};  // 64 bits; none: what is made of it is the same each time
  std::string bearer{};                     // every user's OAuth token; empty: OAuth is not offered
  Offer offer{};
  std::string submit_user{};   // IMAP's URLAUTH: who fetches on behalf of who submits; empty: nobody
  std::uint64_t url_keys = 0;  // made so far: no two are the same
  std::function<std::string()> secret{};  // octets that nobody can guess; none: keys are the same each time
};

enum class Effect : unsigned char {
  None,
  StartTls,  // write output, then begin TLS; buffered input is thrown away; then secured()
  Compress,  // write output, then compress both ways, beginning with take_rest()
  Close,     // write output, then close in order
  Reset,     // RST (deviations)
};

// What can be told of a session from outside.
struct Facts {
  std::string_view state;        // in its RFC's words: "not authenticated", "TRANSACTION"
  std::string_view user{};       // logged in; empty: nobody
  bool login_expected = false;   // nothing much can be done before
  bool between_commands = true;  // nothing is half said by either side
  std::size_t failed_logins = 0;
  std::size_t octets = 0;  // of memory, its own
};

class Session {
 public:
  virtual ~Session() = default;
  virtual void greet(std::string& output) = 0;
  // All or part of a command, or many. Appends replies to `output`. When an effect other than None
  // is returned, input behind that command has been dropped.
  [[nodiscard]] virtual Effect feed(std::string_view input, std::string& output) = 0;
  // After Effect::Compress: the octets that came behind its command, which are part of the peer's stream.
  [[nodiscard]] virtual std::string take_rest() { return {}; }
  // True: feed() stopped early because its answers grew large. The listener reads no more, writes what
  // there is, and calls feed({}) again once the peer has taken it.
  [[nodiscard]] virtual bool pending() const { return false; }
  virtual void secured() = 0;  // TLS is up
  virtual Effect idle_timeout(
      std::string& output) = 0;  // autologout (RFC 9051 5.4, RFC 1939 3, RFC 5321 4.5.3.2.7)
  [[nodiscard]] virtual std::chrono::seconds idle_limit() const = 0;
  [[nodiscard]] virtual Facts facts() const = 0;
  virtual void lost() {}  // the connection is gone: nothing can be answered
  // Set by the listener: call it when there is output without input (IDLE); it then calls wake().
  std::function<void()> wake_up;
  virtual Effect wake(std::string& output) {
    (void)output;
    return Effect::None;
  }
};

// What TLS gives to SASL and to trace fields.
struct Channel {
  std::string tls_unique, tls_exporter;  // raw octets; empty: none
  std::string certificate_user;          // whom the client's certificate names
  std::string cipher_suite{};            // by its registered name
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
