// Delivery status notifications (RFC 3461 6, RFC 3464; of addresses outside ASCII RFC 6533 4): a
// multipart/report of what a person reads, what a machine reads, and the message or its header.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/smtp/reply.hpp"
#include "reference-server/session/smtp/envelope.hpp"

namespace mailrig::server::smtpd {

inline constexpr std::size_t kReturnedLimit = 256 * 1024;  // ours: octets of a message that is returned whole

enum class Action : std::uint8_t { Failed, Delayed, Delivered, Relayed };

// What became of the message for one recipient.
struct Outcome {
  const Recipient* recipient = nullptr;
  Action action = Action::Failed;
  smtp::EnhancedCode status;
  std::string remote{};          // the next hop's name; empty: it was we
  std::string diagnostic{};      // its reply, lines joined by "\n"; empty: none
  std::int64_t retry_until = 0;  // Unix seconds; of Delayed
};

// RFC 3461 5.2: whether the sender is to be told. `sender` null: never.
[[nodiscard]] bool is_wanted(const Envelope& envelope, const Outcome& outcome);

struct Reporter {
  std::string_view host;   // our own name
  std::int64_t now = 0;    // Unix seconds
  std::string id;          // of no other report of ours
  std::string to{};        // who gets it instead of the sender, who can't be told; empty: the sender
  bool seven_bit = false;  // what is not ASCII is encoded, for it may meet a server that takes ASCII alone
};

// The whole report, without trace fields. `message`: the octets that it speaks of, without ours.
[[nodiscard]] std::string render_report(const Reporter& reporter, const Envelope& envelope,
                                        const std::vector<Outcome>& outcomes, std::string_view message);
// The envelope that carries it: from the null reverse-path to the sender, and no report of it (RFC 3461 6.1).
[[nodiscard]] Envelope report_envelope(const Envelope& envelope, std::int64_t now);
[[nodiscard]] Recipient report_recipient(const Envelope& envelope);

}  // namespace mailrig::server::smtpd
