#include "reference-server/session/imap/mailbox.hpp"

#include "harness/imap/append.hpp"
#include "harness/imap/mutf7.hpp"
#include "harness/mail/net_unicode.hpp"
#include "harness/wire/ascii.hpp"
#include "harness/wire/utf8.hpp"
#include "reference-server/deviation/rev2.hpp"
#include "reference-server/deviation/utf8.hpp"

namespace mailrig::server::imapd {

std::optional<std::string> name_from_wire(const Connection& connection, std::string_view name) {
  if (!connection.utf8_names()) return imap::mailbox_from_wire(name);
  if (connection.utf8 && !wire::is_ascii(name) && connection.broken(kUtf8NamesRefused)) return std::nullopt;
  return wire::iequals(name, "INBOX") ? "INBOX" : std::string(name);  // the store checks that it is UTF-8
}

std::optional<std::string> new_name_from_wire(const Connection& connection, std::string_view name) {
  std::optional<std::string> read = name_from_wire(connection, name);
  if (read && !mail::is_net_unicode(*read) && !connection.broken(kUtf8ControlNames)) read.reset();
  return read;
}

void append_name(std::string& out, const Connection& connection, std::string_view name) {
  const bool utf8 = connection.utf8_names() ? !(connection.utf8 && connection.broken(kUtf8NamesInUtf7))
                                            : !wire::is_ascii(name) && connection.broken(kUtf8QuotedUnasked);
  if (connection.rev2 && connection.broken(kRev2NamesBrokenUtf8)) {
    std::string broken(name);
    std::erase_if(broken, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; });
    imap::append_utf8_astring(out, broken);
  } else if (utf8 && !(connection.rev2 && connection.broken(kRev2NamesInUtf7))) {
    imap::append_utf8_astring(out, name);
  } else {
    imap::append_mailbox(out, name);
  }
}

Completion completion_of(StoreError error, std::string_view done) {
  switch (error) {
    case StoreError::None:
      return ok(done);
    case StoreError::Exists:
      return no("ALREADYEXISTS", "there is such a mailbox");
    case StoreError::Missing:
      return no("NONEXISTENT", "no such mailbox");
    case StoreError::NotAllowed:
      return no("CANNOT", "not with this name");
    case StoreError::HasChildren:
      return no("CANNOT", "there are mailboxes below it");
  }
  return no("SERVERBUG", "the store said something new");
}

}  // namespace mailrig::server::imapd
