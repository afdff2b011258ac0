#include "reference-server/session/pop3/replies.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "harness/pop3/reply.hpp"
#include "harness/wire/ascii.hpp"
#include "harness/wire/dot.hpp"

namespace mailrig::server::pop3d {
namespace {

// What the deviations make of the response line that begins at `begin`.
void spoil(Connection& connection, std::string& out, std::size_t begin) {
  if (connection.broken(kReplyStatusCase)) {
    const std::size_t end = std::min(out.find_first_of(" \r", begin), out.size());
    std::transform(out.begin() + static_cast<std::ptrdiff_t>(begin),
                   out.begin() + static_cast<std::ptrdiff_t>(end),
                   out.begin() + static_cast<std::ptrdiff_t>(begin), wire::to_lower);
  }
  if (connection.broken(kReplyNoSpace)) {
    const std::size_t space = out.find(' ', begin);
    if (space != std::string::npos) out.erase(space, 1);
  }
  if (connection.broken(kReplyTooLong))
    out.insert(out.size() - 2, " " + std::string(pop3::kReplyLineLimit, 'x'));
  if (connection.broken(kReplyBareLf)) out.erase(out.size() - 2, 1);
}

// RFC 2449 8: codes need RESP-CODES; RFC 3206 6: AUTH and SYS need AUTH-RESP-CODE, too.
bool offers_code(const Connection& connection, std::string_view code) {
  const bool more = code == "AUTH" || code.starts_with("SYS/");
  return connection.offers(more ? Cap::PopAuthRespCode : Cap::PopRespCodes);
}

}  // namespace

Effect ok(Connection& connection, std::string& out, std::string_view text) {
  const std::size_t begin = out.size();
  pop3::append_ok(out, translated(text, *connection.language));
  spoil(connection, out, begin);
  return Effect::None;
}

Effect err(Connection& connection, std::string& out, std::string_view text, std::string_view code) {
  const std::size_t begin = out.size();
  pop3::append_err(out, translated(text, *connection.language),
                   offers_code(connection, code) ? code : std::string_view());
  spoil(connection, out, begin);
  return Effect::None;
}

Message* named(Connection& connection, const pop3::Command& command, std::string& out) {
  Message* message = connection.maildrop.find(command.message.value_or(0));
  if (message == nullptr) {
    err(connection, out, "no such message");
  } else if (message->deleted) {
    err(connection, out, "message is deleted");
    return nullptr;
  }
  return message;
}

std::string summary(const Connection& connection) {
  const auto word = [&](std::string_view text) { return translated(text, *connection.language); };
  return fmt::format("{} {} ({} {})", connection.maildrop.count(), word("messages"),
                     connection.maildrop.octets(), word("octets"));
}

std::size_t lines_of(std::string_view body) {
  return static_cast<std::size_t>(std::count(body.begin(), body.end(), '\n'));
}

void append_block(std::string& out, std::string_view body, bool stuff) {
  if (stuff) {
    wire::append_dot_block(out, body);
    return;
  }
  out += body;
  if (!body.empty() && !body.ends_with("\r\n")) out += "\r\n";
  out += ".\r\n";
}

}  // namespace mailrig::server::pop3d
