// NOOP (RFC 1939 5).
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

Effect noop(Connection& connection, const pop3::Command& command, std::string& out) {
  (void)command;
  return connection.broken(kNoopRefused) ? err(connection, out, "nothing to do") : ok(connection, out);
}

}  // namespace mailrig::server::pop3d
