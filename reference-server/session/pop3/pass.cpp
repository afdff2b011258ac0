// PASS string (RFC 1939 7), right behind a USER that was taken.
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

Effect pass(Connection& connection, const pop3::Command& command, std::string& out) {
  if (connection.user.empty()) {
    return connection.broken(kPassWithoutUser) ? ok(connection, out)
                                               : err(connection, out, "send USER first");
  }
  const Account* account = named_account(connection, connection.user);
  if (account == nullptr) return deny(connection, out);
  const bool right = is_password(*account, command.argument) || connection.broken(kPassAnyPassword);
  return right ? enter(connection, *account, out) : deny(connection, out);
}

}  // namespace mailrig::server::pop3d
