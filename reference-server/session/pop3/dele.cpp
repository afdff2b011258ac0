// DELE msg (RFC 1939 5): a mark, no more.
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

Effect dele(Connection& connection, const pop3::Command& command, std::string& out) {
  Maildrop& maildrop = connection.maildrop;
  Message* message = maildrop.find(command.message.value_or(0));
  if (message != nullptr && message->deleted && connection.broken(kDeleTwiceOk))
    return ok(connection, out, "marked");
  if (message == nullptr && connection.broken(kDeleMissingOk)) return ok(connection, out, "marked");
  message = named(connection, command, out);
  if (message == nullptr) return Effect::None;
  message->deleted = true;
  if (connection.broken(kDeleAtOnce)) maildrop.remove_now(*message);
  if (connection.broken(kDeleRenumbers)) maildrop.drop(*command.message);
  return ok(connection, out, "marked");
}

}  // namespace mailrig::server::pop3d
