// CAPA (RFC 2449 5 and 6, RFC 3206 6, RFC 5034 3, RFC 2595 4, RFC 6856 2 and 3).
#include <span>
#include <utility>

#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

namespace {

using Line = std::pair<Cap, std::string_view>;

constexpr Line kCommands[] = {{Cap::PopTop, "TOP\r\n"}, {Cap::PopUidl, "UIDL\r\n"}};
constexpr Line kExtensions[] = {{Cap::PopRespCodes, "RESP-CODES\r\n"},
                                {Cap::PopAuthRespCode, "AUTH-RESP-CODE\r\n"},
                                {Cap::PopPipelining, "PIPELINING\r\n"},
                                {Cap::PopUtf8, "UTF8 USER\r\n"},
                                {Cap::PopLang, "LANG\r\n"}};

void append_offered(const Connection& connection, std::span<const Line> lines, std::string& out) {
  for (const auto& [cap, line] : lines) {
    if (connection.offers(cap)) out += line;
  }
}

void append_mechanisms(const Connection& connection, std::string& out) {
  const std::vector<std::string_view> mechanisms = offered(connection);
  if (mechanisms.empty()) return;
  out += "SASL";
  for (const std::string_view mechanism : mechanisms) (out += ' ') += mechanism;
  out += "\r\n";
}

// RFC 2449 6.5, 6.7: the same for all, so that USER stands behind neither.
void append_policy(const Connection& connection, bool logged_in, std::string& out) {
  const Pop3Settings& settings = connection.world.pop3;
  auto delay = settings.login_delay.count();
  if (delay > 0 && connection.offers(Cap::PopLoginDelay)) {
    if (logged_in && connection.broken(kLoginDelayGrows)) ++delay;
    ((out += "LOGIN-DELAY ") += std::to_string(delay)) += "\r\n";
  }
  if (!connection.offers(Cap::PopExpire)) return;
  out += "EXPIRE ";
  if (logged_in && connection.broken(kCapaExpireShrinks)) {
    out += '0';
  } else {
    out += settings.expire_days ? std::to_string(*settings.expire_days) : "NEVER";
  }
  out += "\r\n";
}

// RFC 2595 4 and 8: only where it is permitted, which is more exact than "in both states" (RFC 2449 5).
bool stls_announced(const Connection& connection, bool logged_in) {
  if (!connection.world.tls_available || !connection.offers(Cap::PopStls)) return false;
  return (!connection.secure && !logged_in) || connection.broken(kStlsAnnouncedAlways);
}

}  // namespace

Effect capa(Connection& connection, const pop3::Command& command, std::string& out) {
  (void)command;
  const bool logged_in = connection.state == State::Transaction;
  if (logged_in && connection.broken(kCapaRefusedAfterLogin)) return err(connection, out, "unknown command");
  ok(connection, out, "capabilities follow");
  append_offered(connection, kCommands, out);
  if (!logged_in || !connection.broken(kCapaForgetsExtensions)) append_offered(connection, kExtensions, out);
  if (!logged_in || !connection.broken(kCapaForgets)) {
    if (connection.plain_login() && connection.offers(Cap::PopUser)) out += "USER\r\n";
    if (connection.offers(Cap::PopSasl)) append_mechanisms(connection, out);
  }
  if (stls_announced(connection, logged_in)) out += "STLS\r\n";
  append_policy(connection, logged_in, out);
  if (connection.offers(Cap::PopImplementation)) out += "IMPLEMENTATION mailrig\r\n";
  if (!connection.broken(kCapaNoTerminator)) out += ".\r\n";
  return Effect::None;
}

}  // namespace mailrig::server::pop3d
