// QUIT (RFC 5321 4.1.1.10).
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {

Effect quit(Talk& talk) {
  talk.state.transaction.clear();
  talk.replies.say(221, {2, 0, 0}, talk.world.host + " closes");
  if (talk.hit(kQuitResets)) return Effect::Reset;
  return talk.hit(kQuitStaysOpen) ? Effect::None : Effect::Close;
}

}  // namespace mailrig::server::smtpd
