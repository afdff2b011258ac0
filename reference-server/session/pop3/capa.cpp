// CAPA (RFC 2449 5 and 6, RFC 3206 6, RFC 5034 3, RFC 2595 4).
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

namespace {

void append_mechanisms(const Connection& connection, std::string& out) {
  const std::vector<std::string_view> mechanisms = offered(connection);
  if (mechanisms.empty()) return;
  out += "SASL";
  for (const std::string_view mechanism : mechanisms) (out += ' ') += mechanism;
  out += "\r\n";
}

}  // namespace

Effect capa(Connection& connection, const pop3::Command& command, std::string& out) {
  (void)command;
  const bool logged_in = connection.state == State::Transaction;
  if (logged_in && connection.broken(kCapaRefusedAfterLogin)) return err(connection, out, "unknown command");
  ok(connection, out, "capabilities follow");
  out += "TOP\r\nUIDL\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\nPIPELINING\r\n";
  if (!logged_in || !connection.broken(kCapaForgets)) {
    if (connection.plain_login()) out += "USER\r\n";
    append_mechanisms(connection, out);
    if (connection.world.tls_available && !connection.secure) out += "STLS\r\n";
  }
  out += "EXPIRE NEVER\r\nIMPLEMENTATION mailrig\r\n";
  if (!connection.broken(kCapaNoTerminator)) out += ".\r\n";
  return Effect::None;
}

}  // namespace mailrig::server::pop3d
