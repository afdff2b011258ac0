// VRFY and EXPN (RFC 5321 4.1.1.6, 4.1.1.7): no one is told who has a mailbox here (7.3).
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {

void vrfy(Talk& talk) {
  if (talk.hit(kVrfyUnlistedCode)) return talk.replies.say(200, {2, 0, 0}, "perhaps");
  talk.replies.say(252, {2, 0, 0}, "not told; mail will be tried");
}

void expn(Talk& talk) {
  talk.replies.say(502, {5, 5, 1}, "no lists here");
}

}  // namespace mailrig::server::smtpd
