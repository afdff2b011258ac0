// TOP msg n (RFC 1939 7): the header, the blank line, n lines of the body.
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

namespace {

// Octets of the header, the blank line counted in; all octets if there is no body.
std::size_t header_octets(std::string_view body) {
  if (body.starts_with("\r\n")) return 2;
  const std::size_t end = body.find("\r\n\r\n");
  return end == std::string_view::npos ? body.size() : end + 4;
}

std::size_t lines_octets(std::string_view text, std::uint64_t lines) {
  std::size_t end = 0;
  for (; lines > 0 && end < text.size(); --lines) {
    const std::size_t crlf = text.find("\r\n", end);
    end = crlf == std::string_view::npos ? text.size() : crlf + 2;
  }
  return end;
}

bool is_there(Maildrop& maildrop, std::uint64_t number) {
  const Message* message = maildrop.find(number);
  return message != nullptr && !message->deleted;
}

}  // namespace

Effect top(Connection& connection, const pop3::Command& command, std::string& out) {
  if (!is_there(connection.maildrop, command.message.value_or(0)) && connection.broken(kTopAnyMessage)) {
    ok(connection, out, "top of message follows");
    out += ".\r\n";
    return Effect::None;
  }
  const Message* message = named(connection, command, out);
  if (message == nullptr) return Effect::None;
  const Octets octets = message->body.octets();
  const std::string_view body = *octets;
  if (withheld(connection, body)) return withhold(connection, out);
  ok(connection, out, "top of message follows");
  const std::size_t header = header_octets(body);
  std::size_t end = header + lines_octets(body.substr(header), command.lines);
  if (connection.broken(kTopIgnoresCount)) end = body.size();
  if (connection.broken(kTopCountsHeader)) end = lines_octets(body, command.lines);
  const bool stuff = !connection.broken(kTopNotStuffed);
  if (header >= 4 && connection.broken(kTopNoBlankLine)) {
    connection.scratch = body.substr(0, header - 2);
    connection.scratch += body.substr(header, end - header);
    append_block(out, connection.scratch, stuff);
  } else {
    append_block(out, body.substr(0, end), stuff);
  }
  return Effect::None;
}

}  // namespace mailrig::server::pop3d
