#include <algorithm>

#include "harness/imap/sequence_set.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/acl.hpp"
#include "reference-server/deviation/condstore.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/condstore.hpp"
#include "reference-server/session/imap/flags.hpp"
#include "reference-server/session/imap/message_limit.hpp"
#include "reference-server/session/imap/progress.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

using Mode = imap::StoreCommand::Mode;

std::uint8_t system_after(std::uint8_t old, std::uint8_t given, Mode mode) {
  const unsigned bits = mode == Mode::Replace ? given
                        : mode == Mode::Add   ? (old | given)
                                              : (old & ~unsigned{given});
  return static_cast<std::uint8_t>(bits);
}

bool holds(const std::vector<std::string>& words, const std::string& word) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& each) { return wire::iequals(each, word); });
}

Flags flags_after(const Flags& old, const Flags& given, Mode mode) {
  Flags flags;
  flags.system = system_after(old.system, given.system, mode);
  if (mode != Mode::Replace) {
    for (const std::string& word : old.keywords) {
      if (mode == Mode::Add || !holds(given.keywords, word)) flags.keywords.push_back(word);
    }
  }
  if (mode != Mode::Remove) {
    for (const std::string& word : given.keywords) {
      if (!holds(flags.keywords, word)) flags.keywords.push_back(word);
    }
  }
  return flags;
}

struct Change {
  const imap::StoreCommand& asked;
  Flags given;
  Mode mode;
  bool uid;
  Rights rights;
};

// RFC 4314 4: what may not be changed stays as it was.
Flags as_permitted(const Flags& old, Flags wanted, Rights rights) {
  Flags flags = permitted(std::move(wanted), rights);
  const Flags changeable = permitted(old, rights);
  flags.system = static_cast<std::uint8_t>(flags.system | (old.system & ~changeable.system));
  if (!rights.has(Right::Write)) flags.keywords = old.keywords;
  return flags;
}

enum class Permission : std::uint8_t { All, Some, None };
Permission permission(const Flags& given, Mode mode, Rights rights) {
  constexpr Rights kOfFlags{Right::Seen, Right::Write, Right::DeleteMessages};
  if (mode == Mode::Replace) {
    if (!rights.any_of(kOfFlags)) return Permission::None;
    return permitted(given, rights) == given ? Permission::All : Permission::Some;
  }
  const Flags may = permitted(given, rights);
  if (may == given) return Permission::All;
  return may == Flags{} ? Permission::None : Permission::Some;
}

// RFC 7162 3.1.3: with 0 it asks whether any of the flags exists; a system flag always does.
bool none_exists(const Flags& now, const Flags& given) {
  return given.system == 0 &&
         std::none_of(given.keywords.begin(), given.keywords.end(),
                      [&](const std::string& word) { return holds(now.keywords, word); });
}

bool changed_since(const Connection& connection, const Change& change, const StoredMessage& message) {
  const auto& since = change.asked.unchanged_since;
  if (!since || message.modseq <= *since || connection.broken(kStoreUnchangedsinceIgnored)) return false;
  return *since != 0 || !none_exists(message.flags, change.given);
}

void tell_stored(Connection& connection, const Change& change, const StoredMessage& message, Numbered at,
                 ModSeq before, Replies& replies) {
  const Selected& selected = *connection.selected;
  const bool silent =
      change.asked.silent ? !connection.broken(kStoreSilentTold) : connection.broken(kStoreNotTold);
  // RFC 7162 3.1.3: a new MODSEQ is told even so.
  const bool modseq = connection.condstore && !(silent && connection.broken(kStoreSilentNoModseq));
  if (silent && (!modseq || (message.modseq == before && !change.asked.unchanged_since))) return;
  const FetchExtras extras{.uid = change.uid || connection.condstore,
                           .modseq = modseq,
                           .uid_only = connection.uid_only,
                           .flags = !silent};
  if (modseq && connection.broken(kStoreModseqStays)) {
    StoredMessage stale = message;
    stale.modseq = before;
    return tell_fetch_flags(replies, stale, at.number, selected.recent(at.uid), extras);
  }
  tell_fetch_flags(replies, message, at.number, selected.recent(at.uid), extras);
}

enum class Stored : std::uint8_t { Done, Gone, Modified };  // Gone: another session has expunged it

Stored change_one(Connection& connection, const Change& change, Numbered at, Replies& replies) {
  Selected& selected = *connection.selected;
  const StoredMessage* message = selected.mailbox().find(at.uid);
  if (message == nullptr) return Stored::Gone;
  if (changed_since(connection, change, *message)) return Stored::Modified;
  const ModSeq before = message->modseq;
  Flags flags =
      as_permitted(message->flags, flags_after(message->flags, change.given, change.mode), change.rights);
  if (!flags.keywords.empty() && connection.broken(kStoreKeywordLost)) flags.keywords.clear();
  if (flags.keywords.size() > kKeywordsPerMessageLimit) flags.keywords.resize(kKeywordsPerMessageLimit);
  if (flags != message->flags || connection.broken(kStoreSameRaisesModseq)) {
    selected.mailbox().set_flags(at.uid, std::move(flags), &selected);
  }
  selected.tell_keywords(replies);
  tell_stored(connection, change, *message, at, before, replies);
  return Stored::Done;
}

// "MODIFIED 7,9" in Connection::code.
std::string_view modified(Connection& connection, const std::vector<std::uint32_t>& left) {
  if (left.empty() || connection.broken(kStoreNoModified)) return {};
  connection.code = "MODIFIED ";
  imap::append_numbers_as_set(connection.code, left);
  return connection.code;
}

}  // namespace

// RFC 3501 6.4.6.
Completion store(Connection& connection, const imap::Command& command, Replies& replies) {
  Selected& selected = *connection.selected;
  const imap::StoreCommand& asked = command.store;
  std::optional<Flags> given = flags_from_names(asked.flags);
  if (!given) return bad("no such flag");
  const Rights rights = connection.broken(kStoreUnchecked) ? Rights::all() : rights_here(connection);
  const Permission may = permission(*given, asked.mode, rights);
  if (may == Permission::None || (may == Permission::Some && connection.broken(kStoreFailsForOne)))
    return not_permitted();
  if (selected.read_only() && !connection.broken(kExamineStore)) {
    return no("READ-ONLY", "the mailbox was opened by EXAMINE");
  }
  if (given->keywords.size() > kKeywordsPerMessageLimit) return no("LIMIT", "too many keywords");
  if (!selected.resolve(asked.set, command.uid, connection.messages)) return bad("no such message");
  const Uid lowest = keep_latest(connection, message_limit(connection));
  if (lowest != 0) std::reverse(connection.messages.begin(), connection.messages.end());
  const bool replaces = asked.mode == Mode::Add && connection.broken(kStoreAddReplaces);
  const Change change{asked, std::move(*given), replaces ? Mode::Replace : asked.mode, command.uid, rights};
  if (asked.unchanged_since) enable_condstore(connection, replies);
  bool all = true;
  std::vector<std::uint32_t>& left = connection.hits;
  left.clear();
  Progress progress(connection, command.tag, connection.messages.size(), replies);
  for (const Numbered at : connection.messages) {
    const Stored stored = change_one(connection, change, at, replies);
    progress.step();
    all = all && stored != Stored::Gone;
    if (stored == Stored::Modified) left.push_back(command.uid ? at.uid : at.number);
  }
  std::sort(left.begin(), left.end());
  const std::string_view code = modified(connection, left);
  const std::string_view gone = code.empty() ? "EXPUNGEISSUED" : code;
  Completion done = ok("stored", all || command.uid ? code : gone);
  // RFC 2180 4.2.1: who asked for silence is answered OK even so.
  if (!all && !command.uid && !asked.silent) done = no(gone, "some of the messages no longer exist");
  if (!command.uid) done.tell = Tell::NoExpunge;
  return with_limit(connection, done, lowest, replies);
}

}  // namespace mailrig::server::imapd
