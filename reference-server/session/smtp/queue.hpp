// Mail that is not here for good: handed on to the next hop of its domain, or held until its time. What is
// due when, how often it is tried, and what its sender is told; no socket and no clock. The shell
// (listen/relay) takes what is due, hands it on by a Transfer and says how that ended.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference-server/session/session.hpp"
#include "reference-server/session/smtp/report.hpp"

namespace mailrig::server::smtpd {

inline constexpr std::size_t kQueueLimit = 10'000;                            // ours: messages on their way
inline constexpr std::size_t kQueueOctets = std::size_t{1024} * 1024 * 1024;  // … and their octets

// Where mail of a domain goes.
struct Hop {
  std::string host;  // "." : the domain takes no mail (null MX, RFC 7505); empty: it stays here
  std::uint16_t port = 0;
  [[nodiscard]] bool none() const { return host == "."; }
  [[nodiscard]] bool here() const { return host.empty(); }
  friend bool operator==(const Hop&, const Hop&) = default;
};

struct Route {
  std::string domain;  // A-labels, lower case; empty: all others
  Hop hop;
};

// RFC 5321 4.5.4.1; each wait is twice the one before.
struct Patience {
  std::int64_t first = 30 * 60;             // seconds
  std::int64_t longest = 4 * 60 * 60;       // seconds
  std::int64_t give_up = 5 * 24 * 60 * 60;  // seconds from when it was taken
};

// One message to one hop.
struct Consignment {
  std::int64_t id = 0;
  Envelope envelope;
  std::vector<Recipient> recipients;
  Hop hop;
  std::string user;  // who had it held; empty: no one
  Octets message;    // with its Received field, without Return-Path
  std::int64_t due = 0;
  unsigned attempts = 0;
  std::string last_reply;  // of the next hop, to the latest attempt; empty: none
  bool under_way = false;
  bool in_the_clear = false;  // TLS has failed with this hop
};

// How it ended for one recipient.
struct Verdict {
  enum class Kind : std::uint8_t { Taken, Later, Never };
  Kind kind = Kind::Later;
  smtp::EnhancedCode status;
  std::string reply{};  // of the next hop; empty: none came
};

struct Handed {
  std::vector<Verdict> verdicts;  // as many as recipients, in their order
  bool dsn = false;               // the next hop knows DSN
  bool deliverby = false;         // … and DELIVERBY
  bool tls_failed = false;
};

// What became of recipients since the queue began.
struct QueueTally {
  std::uint64_t relayed = 0, delivered = 0;  // taken by a next hop; put into a mailbox here
  std::uint64_t returned = 0;                // failed for good
  std::uint64_t put_off = 0;                 // attempts that failed for now
};

class Queue {
 public:
  Queue(const World& world, std::vector<Route> routes, Patience patience);

  // What the store kept of the time before.
  void load();
  // Null: there is no way.
  [[nodiscard]] const Hop* hop_to(std::string_view domain) const;
  // `due` is when it may go; recipients with several hops are several consignments.
  void add(const Envelope& envelope, const std::vector<Recipient>& recipients, const Octets& message,
           const std::string& user);
  [[nodiscard]] std::size_t held(std::string_view user) const;
  [[nodiscard]] std::size_t size() const { return consignments_.size(); }
  [[nodiscard]] std::size_t octets() const { return octets_; }
  [[nodiscard]] const QueueTally& tally() const { return tally_; }
  [[nodiscard]] const std::map<std::int64_t, Consignment>& consignments() const { return consignments_; }
  // What waits after an attempt is due now; what is held until its time stays. Returns how many messages.
  std::size_t flush();
  [[nodiscard]] bool full() const { return size() >= kQueueLimit || octets_ >= kQueueOctets; }
  // When run() has something to do next, Unix seconds.
  [[nodiscard]] std::optional<std::int64_t> next() const;
  // Delivers what stays here and gives up what is too old; the rest of what is due now, the highest priority
  // first, at most `room`: under way from now on, until done().
  [[nodiscard]] std::vector<Consignment> run(std::size_t room);
  void done(std::int64_t id, const Handed& handed);

  std::function<void()> changed;  // set by the shell: next() may be sooner

 private:
  void keep(const Consignment& consignment, bool fresh);
  void drop(std::int64_t id);
  [[nodiscard]] std::int64_t wakes_at(const Consignment& consignment) const;
  [[nodiscard]] bool expire(Consignment& consignment);
  void fail_all(Consignment& consignment, const smtp::EnhancedCode& status);
  void deliver(Consignment& consignment);
  void count(Verdict::Kind kind);
  void settle(Consignment& consignment, const Handed& handed);
  void tell(const Consignment& consignment, std::vector<Outcome> outcomes);

  const World& world_;
  std::vector<Route> routes_;
  Patience patience_;
  std::map<std::int64_t, Consignment> consignments_;  // by id: as they came
  std::size_t octets_ = 0;                            // of their messages
  std::int64_t last_id_ = 0;
  std::uint64_t reports_ = 0;
  QueueTally tally_;
};

}  // namespace mailrig::server::smtpd
