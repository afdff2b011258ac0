#include "harness/imap/search.hpp"

#include <utility>

#include "reference-server/deviation/condstore.hpp"
#include "reference-server/deviation/rev2.hpp"
#include "reference-server/session/imap/condstore.hpp"
#include "reference-server/session/imap/context.hpp"
#include "reference-server/session/imap/message_limit.hpp"
#include "reference-server/session/imap/progress.hpp"
#include "reference-server/session/imap/search_answer.hpp"
#include "reference-server/session/imap/search_charset.hpp"
#include "reference-server/session/imap/search_found.hpp"
#include "reference-server/session/imap/search_match.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

// `modseq` 0: not asked for.
void tell_hits(const Connection& connection, const std::vector<std::uint32_t>& hits, ModSeq modseq,
               Replies& replies) {
  if (hits.empty() && connection.broken(kSearchNoResultLine)) return;
  tell_numbers("SEARCH", hits, modseq, replies);
}

bool saves(const Connection& connection, const imap::SearchCommand& asked) {
  return asked.save ? !connection.broken(kSearchresNotSaved) : connection.broken(kSearchresUnasked);
}

void tell(const Connection& connection, const imap::Command& command, const std::vector<std::uint32_t>& hits,
          ModSeq modseq, Replies& replies) {
  const imap::SearchCommand& asked = command.search;
  const bool extended = asked.extended || (connection.rev2 && !connection.broken(kRev2SearchResponse));
  if (!extended) return tell_hits(connection, hits, modseq, replies);
  const bool silent = saves_alone(asked);
  if (!silent || connection.broken(kSearchresTold)) tell_extended(connection, command, hits, modseq, replies);
}

struct Searched {
  std::uint32_t first = 1, last = 0;
  Uid lowest = 0;  // set: a limit left some out
};

// RFC 9738 3.1: it is the messages searched that count, the latest of those that the keys name.
Searched searched_messages(Connection& connection, const SearchMatch& match) {
  const Selected& selected = *connection.selected;
  Searched range{1, selected.size(), 0};
  const std::size_t limit = message_limit(connection);
  if (limit == 0) return range;
  connection.messages.clear();
  for (std::uint32_t number = 1; number <= selected.size(); ++number) {
    const Uid uid = selected.uids()[number - 1];
    if (match.in_sets(uid, number)) connection.messages.push_back({number, uid});
  }
  range.lowest = keep_latest(connection, limit);
  if (range.lowest == 0) return range;
  return {connection.messages.front().number, connection.messages.back().number, range.lowest};
}

// RFC 9738 3.2 comes with the limit.
bool asks_beyond_offer(const Connection& connection, const imap::SearchCommand& asked) {
  using Kind = imap::SearchKey::Kind;
  return message_limit(connection) == 0 &&
         (asks_for(asked, Kind::UidAfter) || asks_for(asked, Kind::UidBefore));
}

}  // namespace

// RFC 3501 6.4.4, RETURN by RFC 4731, SAVE by RFC 5182.
Completion search(Connection& connection, const imap::Command& command, Replies& replies) {
  const imap::SearchCommand& asked = command.search;
  if (asks_beyond_offer(connection, asked)) return bad("unknown search key");
  if (asked.update && has_context(connection, command.tag)) return bad("a search of this tag is kept");
  if (asked.save && !known_charset(asked.charset)) connection.selected->save({});
  if (const auto refused = refused_by_charset(connection, command)) return *refused;
  const Selected& selected = *connection.selected;
  SearchMatch match(connection, asked);
  if (match.beyond_the_end()) return bad("no such message");
  const bool by_modseq = asks_for(asked, imap::SearchKey::Kind::ModSeq);
  if (by_modseq) enable_condstore(connection, replies);
  HighestModSeq highest(asked);
  const bool uids = command.uid && !connection.broken(kSearchUidAsNumber);
  std::vector<std::uint32_t>& hits = connection.hits;
  hits.clear();
  bool gone = false;
  const Searched searched = searched_messages(connection, match);
  Progress progress(connection, command.tag, selected.size(), replies);
  const bool saving = saves(connection, asked);
  std::vector<Uid> found;
  for (std::uint32_t number = searched.first; number <= searched.last; ++number) {
    progress.step();
    const Uid uid = selected.uids()[number - 1];
    const StoredMessage* message = selected.mailbox().find(uid);
    gone = gone || message == nullptr;
    if (message == nullptr || !match.matches(*message, number)) continue;
    hits.push_back(uids ? uid : number);
    if (saving || asked.update) found.push_back(uid);
    highest.add(message->modseq);
  }
  const ModSeq modseq = by_modseq && !connection.broken(kSearchNoModseq) ? highest.value() : 0;
  if (saving) save_hits(connection, asked, found);
  tell(connection, command, hits, modseq, replies);
  if (asked.update) keep_context(connection, command, std::move(found), replies);
  Completion done = ok("searched", gone ? "EXPUNGEISSUED" : "");
  // RFC 7162 3.2.10.2: nor where a UID SEARCH speaks of message numbers.
  if (!command.uid || asks_for(asked, imap::SearchKey::Kind::SequenceNumbers)) done.tell = Tell::NoExpunge;
  return with_limit(connection, done, searched.lowest, replies);
}

}  // namespace mailrig::server::imapd
