#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

// RFC 2342 5: personal mailboxes without a prefix, no others.
Completion name_space(Connection& connection, const imap::Command&, Replies& replies) {
  if (!connection.broken(kNamespaceMissing)) replies.data(R"(NAMESPACE (("" "/")) NIL NIL)");
  return ok("that is all");
}

}  // namespace mailrig::server::imapd
