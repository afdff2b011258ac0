#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

// RFC 3501 6.2.1.
Completion starttls(Connection& connection, const imap::Command&, Replies&) {
  if (connection.secure && !connection.broken(kStarttlsStillOffered)) return bad("TLS is up already");
  if (!connection.world.tls_available) return bad("no TLS here");
  return {"OK", {}, "begin TLS", Tell::Nothing, Effect::StartTls};
}

}  // namespace mailrig::server::imapd
