// RSET (RFC 5321 4.1.1.5).
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {

void rset(Talk& talk) {
  if (talk.state.client.empty() && talk.hit(kRsetRefusedBeforeHello))
    return talk.replies.say(503, {5, 5, 1}, "EHLO first");
  if (!talk.hit(kRsetKeepsTransaction)) talk.state.transaction.clear();
  talk.replies.say(250, {2, 0, 0}, "ok");
}

}  // namespace mailrig::server::smtpd
