#include "reference-server/session/imap/search_found.hpp"

#include <algorithm>

#include "reference-server/deviation/sort.hpp"
#include "reference-server/session/imap/condstore.hpp"
#include "reference-server/session/imap/search_charset.hpp"
#include "reference-server/session/imap/search_match.hpp"

namespace mailrig::server::imapd {

bool asks_for(const imap::SearchCommand& command, imap::SearchKey::Kind kind) {
  return std::any_of(command.keys.begin(), command.keys.end(),
                     [&](const imap::SearchKey& key) { return key.kind == kind; });
}

std::optional<Completion> find_messages(Connection& connection, const imap::Command& command,
                                        Replies& replies, std::vector<Hit>& found) {
  if (const auto refused = refused_by_charset(connection, command)) return *refused;
  const Selected& selected = *connection.selected;
  SearchMatch match(connection, command.search);
  if (match.beyond_the_end()) return bad("no such message");
  if (asks_for(command.search, imap::SearchKey::Kind::ModSeq)) enable_condstore(connection, replies);
  for (std::uint32_t number = 1; number <= selected.size(); ++number) {
    const StoredMessage* message = selected.mailbox().find(selected.uids()[number - 1]);
    if (message != nullptr && match.matches(*message, number)) found.push_back({number, message});
  }
  return std::nullopt;
}

std::uint32_t told(const Connection& connection, const imap::Command& command, const Hit& found) {
  return command.uid && !connection.broken(kSortUidAsNumber) ? found.message->uid : found.number;
}

Completion found_and_told(const imap::Command& command, std::string_view text) {
  Completion done = ok(text);
  if (!command.uid || asks_for(command.search, imap::SearchKey::Kind::SequenceNumbers))
    done.tell = Tell::NoExpunge;
  return done;
}

}  // namespace mailrig::server::imapd
