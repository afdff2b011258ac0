// HELP (RFC 5321 4.1.1.8).
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {

void help(Talk& talk) {
  talk.replies.say(214, {2, 0, 0},
                   "commands: AUTH BDAT DATA EHLO EXPN HELO HELP MAIL\nNOOP QUIT RCPT RSET STARTTLS VRFY");
}

}  // namespace mailrig::server::smtpd
