// DATA (RFC 5321 4.1.1.4, 3.3; RFC 2033 4.2; RFC 3030 2, 3).
#include "reference-server/deviation/lmtp.hpp"
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {

void data(Talk& talk) {
  const Transaction& transaction = talk.state.transaction;
  if (!transaction.open && !talk.hit(kDataWithoutMailOk))
    return talk.replies.say(503, {5, 5, 1}, "MAIL first");
  if (transaction.open && transaction.recipients.empty() && !talk.hit(kDataWithoutRcptOk)) {
    const bool lmtp = talk.state.kind == SmtpKind::Lmtp && !talk.hit(lmtpd::kDataWithoutRcpt554);
    if (lmtp || transaction.asked == 0) return talk.replies.say(503, {5, 5, 1}, "RCPT first");
    return talk.replies.say(554, {5, 5, 1}, "no valid recipients");
  }
  // RFC 3030 2, 3
  if ((transaction.chunked || transaction.failed) && !talk.hit(kBdatThenDataOk))
    return talk.replies.say(503, {5, 5, 1},
                            transaction.failed ? "the transaction has failed: RSET" : "BDAT goes on");
  if (transaction.envelope.binary && !talk.hit(kBodyBinarymimeDataOk))
    return talk.replies.say(503, {5, 5, 1}, "BINARYMIME needs BDAT");
  talk.state.mode = Mode::Message;
  if (talk.hit(kDataNo354)) return talk.replies.say(250, {2, 0, 0}, "go on");
  talk.replies.say(354, "end data with <CR><LF>.<CR><LF>");
}

}  // namespace mailrig::server::smtpd
