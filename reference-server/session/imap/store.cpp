#include <algorithm>

#include "harness/wire/ascii.hpp"
#include "reference-server/session/imap/flags.hpp"
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
};

// False: another session has expunged it.
bool change_one(Connection& connection, const Change& change, Numbered at, bool uid, Replies& replies) {
  Selected& selected = *connection.selected;
  const StoredMessage* message = selected.mailbox().find(at.uid);
  if (message == nullptr) return false;
  Flags flags = flags_after(message->flags, change.given, change.mode);
  if (!flags.keywords.empty() && connection.broken(kStoreKeywordLost)) flags.keywords.clear();
  if (flags.keywords.size() > kKeywordsPerMessageLimit) flags.keywords.resize(kKeywordsPerMessageLimit);
  if (flags != message->flags) selected.mailbox().set_flags(at.uid, std::move(flags), &selected);
  const bool told =
      change.asked.silent ? connection.broken(kStoreSilentTold) : !connection.broken(kStoreNotTold);
  selected.tell_keywords(replies);
  if (told) tell_fetch_flags(replies, *message, at.number, selected.recent(at.uid), uid);
  return true;
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
  const bool replaces = asked.mode == Mode::Add && connection.broken(kStoreAddReplaces);
  const Change change{asked, std::move(*given), replaces ? Mode::Replace : asked.mode};
  bool all = true;
  for (const Numbered at : connection.messages) {
    all = change_one(connection, change, at, command.uid, replies) && all;
  }
  Completion done = all || command.uid ? ok("stored") : no("EXPUNGEISSUED", "some of the messages are gone");
  if (!command.uid) done.tell = Tell::NoExpunge;
  return done;
}

}  // namespace mailrig::server::imapd
