#include "harness/imap/search.hpp"

#include "harness/imap/append.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/session/imap/search_match.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

bool known_charset(std::string_view charset) {
  return charset.empty() || wire::iequals(charset, "US-ASCII") || wire::iequals(charset, "UTF-8");
}

void tell_hits(const Connection& connection, const std::vector<std::uint32_t>& hits, Replies& replies) {
  if (hits.empty() && connection.broken(kSearchNoResultLine)) return;
  replies.begin();
  replies.out += "SEARCH";
  for (const std::uint32_t hit : hits) {
    replies.out += ' ';
    imap::append_number(replies.out, hit);
  }
  replies.end();
}

void tell_number(Replies& replies, std::string_view name, std::uint64_t number) {
  replies.out += name;
  imap::append_number(replies.out, number);
}

// RFC 4731 3.1: MIN, MAX and ALL only if there is a hit.
void tell_extended(const Connection& connection, const imap::Command& command,
                   const std::vector<std::uint32_t>& hits, Replies& replies) {
  const imap::SearchCommand& asked = command.search;
  replies.begin();
  replies.out += "ESEARCH";
  if (!connection.broken(kEsearchNoTag)) {
    replies.out += " (TAG ";
    imap::append_quoted(replies.out, command.tag);
    replies.out += ')';
  }
  if (command.uid) replies.out += " UID";
  if (!hits.empty()) {
    const bool wrong = asked.min && connection.broken(kEsearchMinWrong);
    if (asked.min) tell_number(replies, " MIN ", wrong ? hits.back() : hits.front());
    if (asked.max) tell_number(replies, " MAX ", hits.back());
    if (asked.all) {
      replies.out += " ALL ";
      imap::append_numbers_as_set(replies.out, hits);
    }
  }
  if (asked.count) tell_number(replies, " COUNT ", hits.size());
  replies.end();
}

}  // namespace

// RFC 3501 6.4.4, RETURN by RFC 4731.
Completion search(Connection& connection, const imap::Command& command, Replies& replies) {
  const imap::SearchCommand& asked = command.search;
  if (!known_charset(asked.charset) && !connection.broken(kSearchCharsetAccepted)) {
    return no("BADCHARSET (US-ASCII UTF-8)", "no such charset here");
  }
  const Selected& selected = *connection.selected;
  SearchMatch match(connection, asked);
  if (match.beyond_the_end()) return bad("no such message");
  const bool uids = command.uid && !connection.broken(kSearchUidAsNumber);
  std::vector<std::uint32_t>& hits = connection.hits;
  hits.clear();
  bool gone = false;
  for (std::uint32_t number = 1; number <= selected.size(); ++number) {
    const Uid uid = selected.uids()[number - 1];
    const StoredMessage* message = selected.mailbox().find(uid);
    gone = gone || message == nullptr;
    if (message != nullptr && match.matches(*message, number)) hits.push_back(uids ? uid : number);
  }
  if (asked.extended) {
    tell_extended(connection, command, hits, replies);
  } else {
    tell_hits(connection, hits, replies);
  }
  Completion done = ok("searched", gone ? "EXPUNGEISSUED" : "");
  if (!command.uid) done.tell = Tell::NoExpunge;
  return done;
}

}  // namespace mailrig::server::imapd
