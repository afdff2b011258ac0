// USER name (RFC 1939 7). Every name is taken: only PASS tells who exists.
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

Effect user(Connection& connection, const pop3::Command& command, std::string& out) {
  if (!connection.plain_login()) return err(connection, out, "USER needs TLS, see STLS");
  if (connection.broken(kUserAuthCode) && named_account(connection, command.argument) == nullptr)
    return err(connection, out, "no such user", "AUTH");
  connection.user = command.argument;
  return ok(connection, out, "send PASS");
}

}  // namespace mailrig::server::pop3d
