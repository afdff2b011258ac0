#include "reference-server/session/imap/copy.hpp"

#include <algorithm>
#include <memory>

#include "harness/imap/append.hpp"
#include "reference-server/deviation/messagelimit.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/append.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/message_limit.hpp"
#include "reference-server/session/imap/progress.hpp"
#include "reference-server/session/imap/quota.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

// 0: it is gone, or there are no UIDs left.
Uid copy_one(const Connection& connection, Uid uid, const Found& to) {
  const StoredMessage* message = connection.selected->mailbox().find(uid);
  if (message == nullptr) return 0;
  Flags flags = message->flags;
  if (connection.broken(kCopyFlagsLost)) flags = {};
  if (!take_flags(connection, flags, to.rights)) return 0;
  const bool undated = connection.broken(kCopyDateLost);
  const std::int64_t now = undated && connection.world.unix_time ? connection.world.unix_time() : 0;
  return to.mailbox->append(message->body, std::move(flags), undated ? now : message->internal_date,
                            undated ? 0 : message->zone_minutes, nullptr);
}

Growth growth_by(const Connection& connection) {
  Growth growth{static_cast<std::int64_t>(connection.messages.size()), 0};
  for (const Numbered at : connection.messages) {
    if (const StoredMessage* message = connection.selected->mailbox().find(at.uid))
      growth.octets += static_cast<std::int64_t>(message->body.size());
  }
  return growth;
}

// RFC 4315 3: both sets in the order of the copies.
void copyuid(Connection& connection, const Mailbox& to, std::vector<Uid>& made) {
  connection.code.clear();
  if (made.empty() || !connection.offers(Cap::UidPlus)) return;
  std::vector<Uid> sources;
  sources.reserve(made.size());
  for (const Numbered at : connection.messages) sources.push_back(at.uid);
  if (connection.broken(kCopyUidWrong)) {
    for (Uid& uid : made) ++uid;
  }
  connection.code = "COPYUID ";
  imap::append_number(connection.code, to.uid_validity());
  connection.code += ' ';
  imap::append_numbers_as_set(connection.code, sources);
  connection.code += ' ';
  imap::append_numbers_as_set(connection.code, made);
}

// RFC 9738 3.1: COPY is atomic, MOVE is not.
std::optional<Completion> too_many(Connection& connection, const imap::Command& command, Uid& lowest) {
  const bool moves = command.verb == imap::Verb::Move;
  const std::size_t limit = moves ? message_limit(connection) : save_limit(connection);
  lowest = keep_latest(connection, limit);
  if (lowest == 0 || moves || connection.broken(kMessagelimitCopiesSome)) return std::nullopt;
  return beyond_limit(connection, limit, lowest);
}

}  // namespace

std::optional<Completion> copy_messages(Connection& connection, const imap::Command& command, Uid& lowest,
                                        Replies& replies) {
  Selected& selected = *connection.selected;
  if (!selected.resolve(command.copy.set, command.uid, connection.messages)) return bad("no such message");
  const bool moves = command.verb == imap::Verb::Move;
  const bool silent = connection.broken(moves ? kMoveNoTrycreate : kCopyNoTrycreate);
  const Found to = find_mailbox(connection, command.copy.mailbox);
  if (auto refused = refuse_insert(connection, to, silent ? "" : "TRYCREATE")) return refused;
  const auto gone = [&](Numbered at) { return selected.mailbox().find(at.uid) == nullptr; };
  // RFC 3501 6.4.8: a UID that does not exist is passed over.
  if (command.uid) {
    std::erase_if(connection.messages, gone);
  } else if (std::any_of(connection.messages.begin(), connection.messages.end(), gone)) {
    return no("EXPUNGEISSUED", "some of the messages no longer exist, nothing copied");
  }
  if (auto refused = too_many(connection, command, lowest)) return refused;
  if (!moves || to.place->owner != selected.owner) {
    if (auto over = over_quota(connection, *to.place->owner, growth_by(connection))) return over;
  }
  std::vector<Uid> made;
  made.reserve(connection.messages.size());
  Progress progress(connection, command.tag, connection.messages.size(), replies);
  for (const Numbered at : connection.messages) {
    const Uid uid = copy_one(connection, at.uid, to);
    if (uid == 0) {
      for (const Uid undone : made) to.mailbox->expunge(undone, nullptr);
      return no("LIMIT", "out of UIDs, nothing copied");
    }
    made.push_back(uid);
    progress.step();
  }
  copyuid(connection, *to.mailbox, made);
  return std::nullopt;
}

Completion copy(Connection& connection, const imap::Command& command, Replies& replies) {
  Uid lowest = 0;
  if (auto refused = copy_messages(connection, command, lowest, replies)) return *refused;
  return ok("copied", connection.code);
}

}  // namespace mailrig::server::imapd
