#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

// RFC 2971 3.1.
Completion id(Connection& connection, const imap::Command&, Replies& replies) {
  if (!connection.broken(kIdMissing)) replies.data(R"(ID ("name" "mailrig reference server"))");
  return ok("pleased to meet you");
}

}  // namespace mailrig::server::imapd
