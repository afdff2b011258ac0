// LIST [msg] (RFC 1939 5): scan listings.
#include "harness/pop3/listing.hpp"
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

namespace {

std::size_t size_of(Connection& connection, const Message& message) {
  return connection.broken(kListOctetsWrong) ? message.octets - lines_of(*message.body.octets())
                                             : message.octets;
}

void append_listing(Connection& connection, std::uint64_t number, const Message& message, std::string& out) {
  pop3::append_size_listing(out, number, size_of(connection, message));
  if (connection.broken(kListMoreFollows)) out += " octets";
}

Effect list_all(Connection& connection, std::string& out) {
  Maildrop& maildrop = connection.maildrop;
  if (maildrop.count() == 0 && connection.broken(kListEmptyRefused))
    return err(connection, out, "no messages");
  ok(connection, out, summary(connection));
  std::uint64_t number = connection.broken(kListFromZero) ? 0 : 1;
  for (const Message& message : maildrop.messages()) {
    if (!message.deleted || connection.broken(kListShowsDeleted)) {
      append_listing(connection, number, message, out);
      out += "\r\n";
    }
    ++number;
  }
  out += ".\r\n";
  return Effect::None;
}

}  // namespace

Effect list(Connection& connection, const pop3::Command& command, std::string& out) {
  if (!command.message || connection.broken(kListIgnoresArgument)) return list_all(connection, out);
  const Message* message = named(connection, command, out);
  if (message == nullptr) return Effect::None;
  connection.scratch.clear();
  append_listing(connection, *command.message, *message, connection.scratch);
  return ok(connection, out, connection.scratch);
}

}  // namespace mailrig::server::pop3d
