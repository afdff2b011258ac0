// REQUIRETLS (RFC 8689 2): a parameter without a value, under TLS only.
#include "reference-server/deviation/esmtp.hpp"
#include "reference-server/session/smtp/extensions.hpp"

namespace mailrig::server::smtpd {

bool offers_requiretls(const Talk& talk) {
  return talk.offers(Cap::SmtpRequireTls) && talk.state.peer.secure;
}

Answer take_requiretls(const Talk& talk, const smtp::Parameter& requiretls, Envelope& envelope) {
  if (talk.hit(kRequiretlsRefused)) return {555, {5, 5, 4}, "REQUIRETLS is not known"};
  if (requiretls.value) return {501, {5, 5, 4}, "REQUIRETLS has no value"};
  envelope.require_tls = true;
  return {};
}

}  // namespace mailrig::server::smtpd
