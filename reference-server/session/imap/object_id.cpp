#include "reference-server/session/imap/object_id.hpp"

#include "harness/imap/append.hpp"
#include "reference-server/deviation/extension.hpp"

namespace mailrig::server::imapd {

void append_mailbox_id(std::string& out, const Connection& connection, const Mailbox& mailbox) {
  out += "(F";
  imap::append_number(out, static_cast<std::uint64_t>(mailbox.id()));
  if (connection.broken(kMailboxidByName)) {
    out += '-';
    imap::append_number(out, mailbox.name().size());
  }
  out += ')';
}

std::string email_id(const Connection& connection, const StoredMessage& message) {
  std::string id = "M";
  imap::append_number(id, static_cast<std::uint64_t>(message.body.id()));
  if (connection.broken(kEmailidOfCopy)) {
    id += '-';
    imap::append_number(id, message.modseq);
  }
  return id;
}

std::string_view mailbox_id_code(Connection& connection, const Mailbox& mailbox) {
  connection.code = "MAILBOXID ";
  append_mailbox_id(connection.code, connection, mailbox);
  return connection.code;
}

}  // namespace mailrig::server::imapd
