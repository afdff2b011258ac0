// What a message carries besides its octets: the reverse-path and the recipients, and what MAIL and RCPT
// asked for with them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reference-server/store/accounts.hpp"

namespace mailrig::server::smtpd {

// NOTIFY (RFC 3461 4.1), as bits; none: it was not given.
enum Notify : std::uint8_t { kNever = 1, kSuccess = 2, kFailure = 4, kDelay = 8 };

struct Recipient {
  const Account* account = nullptr;  // null and not relayed: taken by a deviation, delivered to no one
  bool relayed = false;              // handed on to the next hop of its domain
  std::string path;                  // as written, with its brackets
  std::string address;               // without brackets and source route
  std::string domain;                // its own, as A-labels in lower case; empty: "<Postmaster>"
  std::uint8_t notify = 0;
  std::string orcpt{};  // RFC 3461 4.2, as sent; empty: none
};

enum class Return : std::uint8_t { Unsaid, Full, Headers };  // RET (RFC 3461 4.3)

// BY (RFC 2852 4), as a time.
struct DeliverBy {
  std::int64_t deadline = 0;  // Unix seconds
  bool returns = false;       // by-mode R; else N
  bool trace = false;
  bool told = false;  // of mode N: that the deadline has passed
  // Mode N, and it hasn't passed: who hands the message to a server that can't tell that it will is to see to
  // it (RFC 2852 4.1.4.2). Once it has passed, that has been told already.
  [[nodiscard]] bool tells_in_time(std::int64_t now) const { return !returns && now < deadline; }
};

struct Envelope {
  std::string reverse_path;  // as written, with its brackets
  std::string sender;        // without brackets and source route; empty: null
  Return ret = Return::Unsaid;
  std::optional<std::string> envid;  // RFC 3461 4.4, xtext as sent
  bool eight_bit = false;            // BODY=8BITMIME (RFC 6152)
  bool binary = false;               // BODY=BINARYMIME (RFC 3030 3)
  bool utf8 = false;                 // SMTPUTF8 (RFC 6531)
  bool require_tls = false;          // RFC 8689
  std::string submitter;             // AUTH (RFC 4954 5), decoded; empty: not given; "<>": unknown
  std::optional<int> priority;       // MT-PRIORITY (RFC 6710)
  bool lowered = false;              // it was asked for more
  std::optional<DeliverBy> by;
  std::int64_t hold_until = 0;  // RFC 4865; Unix seconds, 0: not held
  std::string hold_request;     // "for;60": as a report names it
  std::int64_t arrival = 0;     // Unix seconds
};

}  // namespace mailrig::server::smtpd
