#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

// RFC 3501 6.1.3.
Completion logout(Connection& connection, const imap::Command&, Replies& replies) {
  if (!connection.broken(kLogoutNoBye)) replies.status("BYE", {}, "logging out");
  return {"OK", {}, "good day", Tell::Nothing, Effect::Close};
}

}  // namespace mailrig::server::imapd
