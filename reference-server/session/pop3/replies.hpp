// The first lines of responses, and the blocks behind them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "reference-server/session/pop3/connection.hpp"

namespace mailrig::server::pop3d {

Effect ok(Connection& connection, std::string& out, std::string_view text = {});
Effect err(Connection& connection, std::string& out, std::string_view text, std::string_view code = {});

// The message that a command names, unless it is marked as deleted; otherwise answers -ERR.
[[nodiscard]] Message* named(Connection& connection, const pop3::Command& command, std::string& out);

// "2 messages (320 octets)", in the session's language.
[[nodiscard]] std::string summary(const Connection& connection);

[[nodiscard]] std::size_t lines_of(std::string_view body);

// The block of `body`: stuffed and ended.
void append_block(std::string& out, std::string_view body, bool stuff);

}  // namespace mailrig::server::pop3d
