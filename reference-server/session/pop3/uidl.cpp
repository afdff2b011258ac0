// UIDL [msg] (RFC 1939 7): unique-id listings. An id is the mailbox's validity and the message's UID, so it
// is never used again.
#include "harness/pop3/listing.hpp"
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

namespace {

void append_hex(std::string& out, std::uint32_t value) {
  constexpr std::string_view kHex = "0123456789abcdef";
  for (int shift = 28; shift >= 0; shift -= 4) out += kHex[(value >> static_cast<unsigned>(shift)) & 15U];
}

void append_id(Connection& connection, std::uint64_t number, const Message& message, std::string& out) {
  append_hex(out, connection.maildrop.uid_validity());
  if (connection.broken(kUidlSame)) return;
  append_hex(out, connection.broken(kUidlReused) ? static_cast<std::uint32_t>(number) : message.uid);
  if (connection.broken(kUidlChanges)) out += connection.peer.address;
  if (connection.broken(kUidlTooLong)) out.append(pop3::kUniqueIdLimit, 'x');
  if (connection.broken(kUidlMoreFollows)) out += " more";
}

Effect uidl_all(Connection& connection, std::string& out) {
  ok(connection, out, "unique-ids follow");
  std::uint64_t number = 1;
  for (const Message& message : connection.maildrop.messages()) {
    if (!message.deleted || connection.broken(kUidlShowsDeleted)) {
      pop3::append_unique_id_listing(out, number, {});
      append_id(connection, number, message, out);
      out += "\r\n";
    }
    ++number;
  }
  out += ".\r\n";
  return Effect::None;
}

}  // namespace

Effect uidl(Connection& connection, const pop3::Command& command, std::string& out) {
  if (!command.message || connection.broken(kUidlIgnoresArgument)) return uidl_all(connection, out);
  const Message* message = named(connection, command, out);
  if (message == nullptr) return Effect::None;
  std::string& listing = connection.scratch;
  listing.clear();
  if (!connection.broken(kUidlNoNumber)) pop3::append_unique_id_listing(listing, *command.message, {});
  append_id(connection, *command.message, *message, listing);
  return ok(connection, out, listing);
}

}  // namespace mailrig::server::pop3d
