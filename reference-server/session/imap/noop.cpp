#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

// RFC 3501 6.1.2.
Completion noop(Connection& connection, const imap::Command&, Replies&) {
  Completion done = ok("nothing done");
  if (connection.selected && connection.broken(kNoopNoUpdates)) done.tell = Tell::Nothing;
  return done;
}

// RFC 3501 6.4.1: nothing to keep house of.
Completion check(Connection&, const imap::Command&, Replies&) {
  return ok("all is kept");
}

}  // namespace mailrig::server::imapd
