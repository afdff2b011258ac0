// MT-PRIORITY (RFC 6710 4.1).
//   priority-value = (["-"] NZDIGIT) / "0"
#include "reference-server/deviation/esmtp.hpp"
#include "reference-server/session/smtp/extensions.hpp"

namespace mailrig::server::smtpd {
namespace {

std::optional<int> priority_of(std::string_view value) {
  if (value == "0") return 0;
  const bool minus = value.starts_with('-');
  if (minus) value.remove_prefix(1);
  if (value.size() != 1 || !wire::is_digit(value.front()) || value == "0") return std::nullopt;
  return minus ? '0' - value.front() : value.front() - '0';
}

}  // namespace

// It orders the queue: none, no priority. LMTP delivers at once (6).
bool offers_mt_priority(const Talk& talk) {
  return talk.offers(Cap::SmtpMtPriority) && talk.world.queue != nullptr && talk.state.kind != SmtpKind::Lmtp;
}

// Nobody that hasn't logged in raises itself above others; MAIL tells what became of it (X.3.6).
Answer take_mt_priority(const Talk& talk, const smtp::Parameter& parameter, Envelope& envelope) {
  const std::optional<int> priority = priority_of(parameter.value.value_or(""));
  if (!priority) {
    if (talk.hit(kMtPrioritySyntaxOk)) return {};
    return {501, {5, 5, 2}, "MT-PRIORITY is a number from -9 to 9"};
  }
  envelope.lowered = *priority > 0 && talk.state.user.empty();
  envelope.priority = envelope.lowered ? 0 : *priority;
  return {};
}

}  // namespace mailrig::server::smtpd
