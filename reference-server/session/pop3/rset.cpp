// RSET (RFC 1939 5): takes the marks off.
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

Effect rset(Connection& connection, const pop3::Command& command, std::string& out) {
  (void)command;
  if (connection.broken(kRsetAtQuit)) connection.maildrop.keep_marks();
  if (!connection.broken(kRsetNothing)) connection.maildrop.unmark_all();
  return ok(connection, out, summary(connection));
}

}  // namespace mailrig::server::pop3d
