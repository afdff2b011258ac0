#include "reference-server/session/imap/status.hpp"

#include <algorithm>
#include <utility>

#include "harness/imap/append.hpp"
#include "reference-server/deviation/acl.hpp"
#include "reference-server/deviation/rev2.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/condstore.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/object_id.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

using Item = imap::StatusItem;

struct Counts {
  std::uint64_t messages = 0, recent = 0, unseen = 0, deleted = 0, size = 0, deleted_size = 0;
};

Counts counts_of(const Connection& connection, const Mailbox& mailbox) {
  Counts counts;
  for (const StoredMessage& message : mailbox.messages()) {
    ++counts.messages;
    counts.recent += message.recent ? 1 : 0;
    counts.unseen += (message.flags.system & kSeen) == 0 ? 1 : 0;
    counts.deleted += (message.flags.system & kDeleted) != 0 ? 1 : 0;
    counts.size += message.body.size();
    if ((message.flags.system & kDeleted) != 0) counts.deleted_size += message.body.size();
  }
  if (counts.size > 0 && connection.broken(kStatusSizeShort)) --counts.size;
  if (connection.broken(kStatusDeletedAll)) counts.deleted = counts.messages;
  const bool ours = connection.selected && &connection.selected->mailbox() == &mailbox;
  if (ours) counts.recent = connection.selected->recent_count();
  if (ours && counts.messages > 0 && connection.broken(kStatusSelectedWrong)) --counts.messages;
  return counts;
}

std::uint64_t value_of(Item item, const Counts& counts, const Mailbox& mailbox) {
  switch (item) {
    case Item::Messages:
      return counts.messages;
    case Item::Recent:
      return counts.recent;
    case Item::UidNext:
      return mailbox.uid_next();
    case Item::UidValidity:
      return mailbox.uid_validity();
    case Item::Unseen:
      return counts.unseen;
    case Item::Deleted:
      return counts.deleted;
    case Item::Size:
      return counts.size;
    case Item::HighestModSeq:
      return mailbox.highest_modseq();
    case Item::DeletedStorage:
      return counts.deleted_size;
    case Item::MailboxId:
      break;
  }
  return 0;
}

}  // namespace

void tell_status(Connection& connection, const Mailbox& mailbox, std::string_view name,
                 std::span<const Item> items, Replies& replies) {
  if (std::find(items.begin(), items.end(), Item::HighestModSeq) != items.end())
    enable_condstore(connection, replies);
  tell_counts(connection, mailbox, name, items, replies);
}

void tell_counts(Connection& connection, const Mailbox& mailbox, std::string_view name,
                 std::span<const Item> items, Replies& replies) {
  const Counts counts = counts_of(connection, mailbox);
  if (connection.broken(kStatusItemMissing)) items = items.first(items.size() - 1);
  replies.begin();
  replies.out += "STATUS ";
  append_name(replies.out, connection, name);
  replies.out += " (";
  bool first = true;
  for (const Item item : items) {
    if (!std::exchange(first, false)) replies.out += ' ';
    replies.out += imap::name(item);
    replies.out += ' ';
    if (item == Item::MailboxId) {
      append_mailbox_id(replies.out, connection, mailbox);
    } else {
      imap::append_number(replies.out, value_of(item, counts, mailbox));
    }
  }
  replies.out += connection.broken(kStatusTrailingSpace) ? " )" : ")";
  replies.end();
}

// RFC 3501 6.3.10.
Completion status(Connection& connection, const imap::Command& command, Replies& replies) {
  const Found found = find_mailbox(connection, command.status.mailbox);
  const bool unchecked = found.mailbox && connection.broken(kStatusUnchecked);
  if (const auto refused = refuse(found, {Right::Read}); refused && !unchecked)
    return !found.mailbox && connection.broken(kStatusMissingOk) ? ok("counted") : *refused;
  const std::string name = name_at(connection, *found.place->owner, found.mailbox->name());
  tell_status(connection, *found.mailbox, name, command.status.items, replies);
  return ok("counted");
}

}  // namespace mailrig::server::imapd
