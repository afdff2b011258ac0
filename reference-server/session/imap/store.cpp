#include <algorithm>

#include "harness/imap/sequence_set.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/condstore.hpp"
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
};

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
  Flags flags = flags_after(message->flags, change.given, change.mode);
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
  if (selected.read_only() && !connection.broken(kExamineStore)) {
    return no("READ-ONLY", "the mailbox was opened by EXAMINE");
  }
  std::optional<Flags> given = flags_from_names(asked.flags);
  if (!given) return bad("no such flag");
  if (given->keywords.size() > kKeywordsPerMessageLimit) return no("LIMIT", "too many keywords");
  if (!selected.resolve(asked.set, command.uid, connection.messages)) return bad("no such message");
  const Uid lowest = keep_latest(connection, message_limit(connection));
  if (lowest != 0) std::reverse(connection.messages.begin(), connection.messages.end());
  const bool replaces = asked.mode == Mode::Add && connection.broken(kStoreAddReplaces);
  const Change change{asked, std::move(*given), replaces ? Mode::Replace : asked.mode, command.uid};
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
  Completion done = all || command.uid
                        ? ok("stored", code)
                        : no(code.empty() ? "EXPUNGEISSUED" : code, "some of the messages are gone");
  if (!command.uid) done.tell = Tell::NoExpunge;
  return with_limit(connection, done, lowest, replies);
}

}  // namespace mailrig::server::imapd
