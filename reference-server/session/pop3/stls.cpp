// STLS (RFC 2595 4).
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

Effect stls(Connection& connection, const pop3::Command& command, std::string& out) {
  (void)command;
  if (connection.secure) {
    return connection.broken(kStlsTwice) ? ok(connection, out) : err(connection, out, "TLS is active");
  }
  if (connection.utf8) return err(connection, out, "not in this state");  // RFC 6856 2.1
  if (!connection.world.tls_available) return err(connection, out, "no TLS here");
  connection.user.clear();
  ok(connection, out, "begin TLS");
  return Effect::StartTls;
}

}  // namespace mailrig::server::pop3d
