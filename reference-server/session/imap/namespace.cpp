#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

// RFC 2342 5: personal mailboxes without a prefix, and, where there are rights to them, those of others.
Completion name_space(Connection& connection, const imap::Command&, Replies& replies) {
  if (connection.broken(kNamespaceMissing)) return ok("that is all");
  replies.begin();
  replies.out += R"(NAMESPACE (("" "/")) )";
  if (connection.offers(Cap::Acl)) {
    ((replies.out += "((\"") += kOtherUsers) += "/\" \"/\")) NIL";
  } else {
    replies.out += "NIL NIL";
  }
  replies.end();
  return ok("that is all");
}

}  // namespace mailrig::server::imapd
