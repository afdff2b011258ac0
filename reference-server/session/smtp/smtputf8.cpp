// SMTPUTF8 (RFC 6531 3.4): a parameter without a value.
#include "reference-server/deviation/esmtp.hpp"
#include "reference-server/session/smtp/extensions.hpp"

namespace mailrig::server::smtpd {

Answer take_smtputf8(const Talk& talk, const smtp::Parameter& smtputf8, Envelope& envelope) {
  if (talk.hit(kSmtputf8Refused)) return {555, {5, 5, 4}, "SMTPUTF8 is not known"};
  if (smtputf8.value && !talk.hit(kSmtputf8ValueOk)) return {501, {5, 5, 4}, "SMTPUTF8 has no value"};
  envelope.utf8 = true;
  return {};
}

}  // namespace mailrig::server::smtpd
