// What an SMTP session knows between two commands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/sasl/sasl.hpp"
#include "harness/smtp/reply.hpp"
#include "reference-server/session/session.hpp"
#include "reference-server/session/smtp/envelope.hpp"

namespace mailrig::server::smtpd {

// RFC 2033 5: LMTP is nothing without these three.
[[nodiscard]] inline bool offers(const World& world, SmtpKind kind, Cap cap) {
  const bool needed =
      cap == Cap::SmtpPipelining || cap == Cap::SmtpEnhancedStatusCodes || cap == Cap::Smtp8BitMime;
  return world.offer.has(cap) || (kind == SmtpKind::Lmtp && needed);
}

// A mail transaction (RFC 5321 3.3): begins with MAIL, ends with the message, RSET, EHLO or QUIT.
struct Transaction {
  bool open = false;
  Envelope envelope;
  std::vector<Recipient> recipients;
  std::size_t refused = 0;  // RCPTs that were not taken
  std::size_t asked = 0;    // RCPTs, taken or not
  bool chunked = false;     // a BDAT was taken
  bool failed = false;      // one was not: only RSET helps (RFC 3030 2)
  std::string content;      // of the chunks so far
  void clear() {
    Transaction fresh;  // with nothing kept for the content
    std::swap(*this, fresh);
  }
};

enum class Mode : std::uint8_t {
  Command,
  Message,  // after 354
  Chunk,    // after BDAT
  Auth,     // after 334
};

// A reply that is yet to be given.
struct Answer {
  int code = 0;  // 0: none, go on
  smtp::EnhancedCode enhanced;
  std::string_view text;  // static storage
};

// The chunk that is coming in (RFC 3030 2).
struct Chunk {
  std::uint64_t left = 0;  // octets that are still to come
  bool last = false;
  Answer refused;  // its octets are thrown away, then this is said
};

struct State {
  Peer peer;
  SmtpKind kind = SmtpKind::Mta;
  Mode mode = Mode::Command;
  std::string client;     // what EHLO or HELO said; empty: nothing yet
  bool extended = false;  // it was EHLO, or LHLO
  std::string user;       // who has logged in; empty: no one
  std::size_t failed_logins = 0;
  std::unique_ptr<sasl::Server> sasl;
  std::string mechanism;
  Transaction transaction;
  Chunk chunk;
  std::size_t mails = 0;            // MAILs so far, taken or not
  std::set<std::string> domains;    // of recipients that were taken, A-labels
  std::uint64_t messages = 0;       // taken so far: part of the next one's id
  std::size_t last_recipients = 0;  // of the message before; for a deviation
};

}  // namespace mailrig::server::smtpd
