// UTF8 (RFC 6856 2): in the AUTHORIZATION state; headers with UTF-8 are sent from then on.
#include <algorithm>

#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

namespace {

bool has_utf8_header(std::string_view message) {
  const std::string_view header = message.substr(0, message.find("\r\n\r\n"));
  return std::any_of(header.begin(), header.end(),
                     [](char c) { return static_cast<unsigned char>(c) > 0x7F; });
}

}  // namespace

Effect utf8(Connection& connection, const pop3::Command& command, std::string& out) {
  (void)command;
  connection.utf8 = true;
  return ok(connection, out);
}

// RFC 6856 2.1, 5. The body may be 8bit (RFC 6152) in either mode.
bool withheld(const Connection& connection, std::string_view message) {
  if (!connection.offers(Cap::PopUtf8)) return false;
  const bool shown = connection.utf8 ? !connection.broken(kUtf8Never) : connection.broken(kUtf8AsIs);
  return !shown && has_utf8_header(message);
}

Effect withhold(Connection& connection, std::string& out) {
  return err(connection, out, "the header has UTF-8: say UTF8 first", "UTF8");
}

}  // namespace mailrig::server::pop3d
