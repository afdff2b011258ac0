#include "reference-server/deviation/rev2.hpp"
#include "reference-server/session/imap/verbs.hpp"
#include "reference-server/session/login.hpp"

namespace mailrig::server::imapd {

void append_capabilities(std::string& out, const Connection& connection) {
  if (!connection.broken(kCapabilityNoImap4rev1)) {
    if (!connection.broken(kRev2Alone)) out += "IMAP4rev1 ";
    out += "IMAP4rev2 ";
  }
  out +=
      "LITERAL+ SASL-IR ID ENABLE IDLE NAMESPACE CHILDREN SPECIAL-USE CREATE-SPECIAL-USE STATUS=SIZE UIDPLUS "
      "UNSELECT MOVE ESEARCH SEARCHRES LIST-EXTENDED LIST-STATUS BINARY CONDSTORE QRESYNC "
      "SORT SORT=DISPLAY ESORT THREAD=ORDEREDSUBJECT THREAD=REFERENCES I18NLEVEL=1 WITHIN";
  if (connection.account != nullptr) return;
  if (connection.world.tls_available && (!connection.secure || connection.broken(kStarttlsStillOffered))) {
    out += " STARTTLS";
  }
  const bool promised = !connection.secure && connection.broken(kCapabilityLoginWhenDisabled);
  if (!connection.plain_login() || promised) out += " LOGINDISABLED";
  const LoginFacts facts{connection.world, connection.secure, connection.channel};
  for (const std::string_view mechanism : offered_mechanisms(facts)) (out += " AUTH=") += mechanism;
}

// RFC 3501 6.1.1.
Completion capability(Connection& connection, const imap::Command&, Replies& replies) {
  if (!connection.broken(kCapabilityNoData)) {
    replies.begin();
    replies.out += "CAPABILITY ";
    append_capabilities(replies.out, connection);
    replies.end();
  }
  return ok("that is all");
}

}  // namespace mailrig::server::imapd
