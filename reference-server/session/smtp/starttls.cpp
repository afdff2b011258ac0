// STARTTLS (RFC 3207 4). The session forgets its state when TLS is up (4.2).
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {

Effect starttls(Talk& talk) {
  if (talk.state.peer.secure) {
    const bool again = talk.hit(kStarttlsTwiceOk);
    talk.replies.say(again ? 220 : 503, {static_cast<std::uint16_t>(again ? 2 : 5), 5, 1},
                     "TLS is up already");
    return Effect::None;
  }
  if (!talk.world.tls_available) {
    talk.replies.say(502, {5, 5, 1}, "not implemented");
    return Effect::None;
  }
  talk.replies.say(220, {2, 0, 0}, "go ahead");
  return Effect::StartTls;
}

}  // namespace mailrig::server::smtpd
