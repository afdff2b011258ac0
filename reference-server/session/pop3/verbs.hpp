// One verb, one file. Each is called in its right state, with a well-formed command.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/pop3/command.hpp"
#include "reference-server/session/pop3/connection.hpp"

namespace mailrig::server::pop3d {

Effect apop(Connection& connection, const pop3::Command& command, std::string& out);
Effect auth(Connection& connection, const pop3::Command& command, std::string& out);
Effect capa(Connection& connection, const pop3::Command& command, std::string& out);
Effect dele(Connection& connection, const pop3::Command& command, std::string& out);
Effect lang(Connection& connection, const pop3::Command& command, std::string& out);
Effect list(Connection& connection, const pop3::Command& command, std::string& out);
Effect noop(Connection& connection, const pop3::Command& command, std::string& out);
Effect pass(Connection& connection, const pop3::Command& command, std::string& out);
Effect quit(Connection& connection, const pop3::Command& command, std::string& out);
Effect retr(Connection& connection, const pop3::Command& command, std::string& out);
Effect rset(Connection& connection, const pop3::Command& command, std::string& out);
Effect stat(Connection& connection, const pop3::Command& command, std::string& out);
Effect stls(Connection& connection, const pop3::Command& command, std::string& out);
Effect top(Connection& connection, const pop3::Command& command, std::string& out);
Effect uidl(Connection& connection, const pop3::Command& command, std::string& out);
Effect user(Connection& connection, const pop3::Command& command, std::string& out);
Effect utf8(Connection& connection, const pop3::Command& command, std::string& out);

// A client's line within AUTH (RFC 5034 4), its end counted in.
Effect auth_line(Connection& connection, std::string_view line, std::string& out);
// SASL mechanisms that may be used now, best first.
[[nodiscard]] std::vector<std::string_view> offered(const Connection& connection);

// Credentials are right: takes the lock and enters TRANSACTION. Wrong: says so.
Effect enter(Connection& connection, const Account& account, std::string& out);
Effect deny(Connection& connection, std::string& out);
// Null: there is none of that name, which may be UTF-8 (RFC 6856 2.2).
[[nodiscard]] const Account* named_account(const Connection& connection, std::string_view name);
[[nodiscard]] bool is_password(const Account& account, std::string_view password);
// For the greeting, "<1896.697170952@dbc.mtview.ca.us>"; empty: APOP is not offered.
[[nodiscard]] std::string new_timestamp(const Connection& connection);
// The message must not be sent as it is (RFC 6856 2.1); what is answered then.
[[nodiscard]] bool withheld(const Connection& connection, std::string_view message);
Effect withhold(Connection& connection, std::string& out);

}  // namespace mailrig::server::pop3d
