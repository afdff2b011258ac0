#include <algorithm>

#include "harness/imap/append.hpp"
#include "reference-server/deviation/acl.hpp"
#include "reference-server/deviation/condstore.hpp"
#include "reference-server/deviation/extension.hpp"
#include "reference-server/deviation/rev2.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/condstore.hpp"
#include "reference-server/session/imap/flags.hpp"
#include "reference-server/session/imap/list.hpp"
#include "reference-server/session/imap/object_id.hpp"
#include "reference-server/session/imap/permanent_flags.hpp"
#include "reference-server/session/imap/url_auth.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

void tell_number(Connection& connection, std::string_view name, std::uint32_t number, std::string_view text,
                 Replies& replies) {
  connection.code = name;
  connection.code += ' ';
  imap::append_number(connection.code, number);
  replies.status("OK", connection.code, text);
}

void tell_first_unseen(Connection& connection, Replies& replies) {
  const auto& messages = connection.selected->mailbox().messages();
  const auto unseen = std::find_if(messages.begin(), messages.end(), [](const StoredMessage& message) {
    return (message.flags.system & kSeen) == 0;
  });
  if (unseen == messages.end()) return;
  tell_number(connection, "UNSEEN", static_cast<std::uint32_t>(unseen - messages.begin()) + 1, "first unseen",
              replies);
}

UidValidity validity_told(Connection& connection, const Mailbox& mailbox) {
  if (connection.broken(kSelectUidvalidityZero)) return 0;
  if (connection.broken(kSelectUidvalidityChanges)) return mailbox.uid_validity() + ++connection.openings;
  return mailbox.uid_validity();
}

void tell_uids(Connection& connection, Replies& replies) {
  const Mailbox& mailbox = connection.selected->mailbox();
  const Uid next = connection.broken(kSelectUidnextWrong) ? 1 : mailbox.uid_next();
  tell_number(connection, "UIDNEXT", next, "the next one", replies);
  if (connection.broken(kSelectNoUidvalidity)) return;
  tell_number(connection, "UIDVALIDITY", validity_told(connection, mailbox), "UIDs hold", replies);
}

// RFC 4314 5.2: one of them makes SELECT say READ-WRITE.
constexpr Rights kChanges{Right::Insert, Right::Expunge, Right::Seen, Right::Write, Right::DeleteMessages};

// RFC 7162 3.2.11: what is told from here on is about the other mailbox. RFC 9051 6.3.2 says it of a SELECT
// that fails, too, for that leaves the mailbox before it is tried.
void leave(Connection& connection, Replies& replies) {
  const bool closed = connection.offers(Cap::Qresync) || connection.offers(Cap::Imap4Rev2);
  if (connection.selected && closed && !connection.broken(kSelectNoClosed))
    replies.status("OK", "CLOSED", "left");
  connection.selected.reset();
}

// RFC 3501 6.3.1, 6.3.2.
Completion open(Connection& connection, const imap::Command& command, bool examines, Replies& replies) {
  const imap::MailboxCommand& asked = command.mailbox;
  if (asked.has_qresync && !connection.qresync && !connection.broken(kQresyncWithoutEnable)) {
    return bad("ENABLE QRESYNC first");
  }
  Found found = find_mailbox(connection, command.mailbox.mailbox);
  if (found.mailbox && connection.broken(kSelectUnchecked)) found.rights = Rights::all();
  if (const auto refused = refuse(found, {Right::Read})) {
    if (!connection.broken(kSelectFailedKeepsMailbox)) leave(connection, replies);
    return *refused;
  }
  const bool read_only = examines || !found.may(kChanges);
  leave(connection, replies);
  connection.condstore = connection.condstore || asked.condstore || asked.has_qresync;
  connection.selected = std::make_unique<Selected>(
      connection.world, std::move(found.mailbox), read_only,
      connection.rev2 ? Selected::Recent::Untold : Selected::Recent::Told, connection.news);
  Selected& selected = *connection.selected;
  selected.owner = found.place->owner;
  if (!connection.broken(kSelectNoFlags)) tell_known_flags(replies, selected.mailbox());
  if (!connection.broken(kSelectNoExists)) replies.number(selected.size(), "EXISTS");
  // RFC 9051 E 10 to 12.
  if (connection.rev2) {
    if (!connection.broken(kRev2SelectNoList)) tell_selected(connection, asked.mailbox, replies);
  } else {
    if (!connection.broken(kSelectNoRecent)) replies.number(selected.recent_count(), "RECENT");
    if (!connection.uid_only) tell_first_unseen(connection, replies);  // it is a message number
  }
  tell_permanent_flags(connection, replies);
  tell_uids(connection, replies);
  if (connection.offers(Cap::Condstore) && !connection.broken(kSelectNoHighestmodseq)) {
    replies.status("OK", highest_modseq_code(connection), "the highest of this mailbox");
  }
  // RFC 8474 4.2
  if (connection.offers(Cap::ObjectId) && !connection.broken(kSelectNoMailboxid))
    replies.status("OK", mailbox_id_code(connection, selected.mailbox()), "it stays with the mailbox");
  if (connection.offers(Cap::UrlAuth)) {
    selected.url_key = key_note(*connection.account);
    tell_url_mechanisms(connection.world, replies);
  }
  if (asked.has_qresync) resynchronise(connection, asked.qresync, replies);
  if (!read_only) return ok("selected", connection.broken(kSelectReadWriteMissing) ? "" : "READ-WRITE");
  if (!examines) return ok("selected", connection.broken(kReadWriteUnchecked) ? "READ-WRITE" : "READ-ONLY");
  return ok("examined", connection.broken(kSelectReadOnlyWrong) ? "READ-WRITE" : "READ-ONLY");
}

}  // namespace

Completion select(Connection& connection, const imap::Command& command, Replies& replies) {
  return open(connection, command, false, replies);
}

Completion examine(Connection& connection, const imap::Command& command, Replies& replies) {
  return open(connection, command, true, replies);
}

}  // namespace mailrig::server::imapd
