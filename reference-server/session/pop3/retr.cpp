// RETR msg (RFC 1939 5): the message, stuffed.
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

namespace {

Message* wanted(Connection& connection, const pop3::Command& command, std::string& out) {
  Message* message = connection.maildrop.find(command.message.value_or(0));
  if (message != nullptr && message->deleted && connection.broken(kRetrDeleted)) return message;
  return named(connection, command, out);
}

std::string without_cr(std::string_view body) {
  std::string text;
  for (const char c : body) {
    if (c != '\r') text += c;
  }
  return text;
}

std::string_view without_last_line(std::string_view body) {
  if (body.size() < 2) return body;
  return body.substr(0, body.rfind("\r\n", body.size() - 3) + 2);
}

}  // namespace

Effect retr(Connection& connection, const pop3::Command& command, std::string& out) {
  Message* message = wanted(connection, command, out);
  if (message == nullptr) return Effect::None;
  if (connection.maildrop.gone(*message) && connection.broken(kLockNone)) {
    return err(connection, out, "another session removed it");
  }
  const Octets body = message->body.octets();
  if (withheld(connection, *body)) return withhold(connection, out);
  connection.scratch = std::to_string(message->octets);
  (connection.scratch += ' ') += translated("octets", *connection.language);
  ok(connection, out, connection.scratch);
  const bool stuff = !connection.broken(kRetrNotStuffed);
  if (connection.broken(kRetrBareLf)) {
    append_block(out, without_cr(*body), stuff);
  } else if (connection.broken(kRetrCut)) {
    append_block(out, without_last_line(*body), stuff);
  } else {
    append_block(out, *body, stuff);
  }
  message->retrieved = true;
  return Effect::None;
}

}  // namespace mailrig::server::pop3d
