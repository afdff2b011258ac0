// NOOP (RFC 5321 4.1.1.9).
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {

void noop(Talk& talk) {
  if (talk.hit(kNoopRefused)) return talk.replies.say(502, {5, 5, 1}, "not implemented");
  if (talk.hit(kNoopClearsTransaction)) talk.state.transaction.clear();
  talk.replies.say(250, {2, 0, 0}, "ok");
}

}  // namespace mailrig::server::smtpd
