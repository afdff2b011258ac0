#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

// RFC 5161 3.1: what we have needs no enabling, so nothing is told as enabled.
Completion enable(Connection& connection, const imap::Command&, Replies& replies) {
  if (connection.selected) return bad("not with a mailbox selected");
  replies.data(connection.broken(kEnableUnasked) ? "ENABLED CONDSTORE" : "ENABLED");
  return ok("done");
}

}  // namespace mailrig::server::imapd
