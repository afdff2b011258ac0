#include "reference-server/session/imap/mailbox.hpp"

#include "harness/imap/mutf7.hpp"

namespace mailrig::server::imapd {

std::shared_ptr<Mailbox> open_mailbox(const Connection& connection, std::string_view wire_name) {
  const std::optional<std::string> name = imap::mailbox_from_wire(wire_name);
  return name ? connection.world.store->open(*connection.account, *name) : nullptr;
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
