#include "harness/imap/search.hpp"

#include <algorithm>

#include "harness/imap/append.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/condstore.hpp"
#include "reference-server/deviation/rev2.hpp"
#include "reference-server/session/imap/condstore.hpp"
#include "reference-server/session/imap/search_match.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

bool known_charset(std::string_view charset) {
  return charset.empty() || wire::iequals(charset, "US-ASCII") || wire::iequals(charset, "UTF-8");
}

bool asks(const imap::SearchCommand& command, imap::SearchKey::Kind kind) {
  return std::any_of(command.keys.begin(), command.keys.end(),
                     [&](const imap::SearchKey& key) { return key.kind == kind; });
}

// Of the messages that are told: RFC 7162 3.1.5, and by what RETURN asks for RFC 4731 3.2.
class HighestModSeq {
 public:
  explicit HighestModSeq(const imap::SearchCommand& asked)
      : first_only_(asked.extended && asked.min && !asked.all && !asked.count),
        last_only_(asked.extended && asked.max && !asked.all && !asked.count) {}
  void add(ModSeq modseq) {
    if (first_ == 0) first_ = modseq;
    last_ = modseq;
    highest_ = std::max(highest_, modseq);
  }
  [[nodiscard]] ModSeq value() const {
    if (first_only_ && last_only_) return std::max(first_, last_);
    return first_only_ ? first_ : last_only_ ? last_ : highest_;
  }

 private:
  bool first_only_, last_only_;
  ModSeq first_ = 0, last_ = 0, highest_ = 0;
};

// `modseq` 0: not asked for.
void tell_hits(const Connection& connection, const std::vector<std::uint32_t>& hits, ModSeq modseq,
               Replies& replies) {
  if (hits.empty() && connection.broken(kSearchNoResultLine)) return;
  replies.begin();
  replies.out += "SEARCH";
  for (const std::uint32_t hit : hits) {
    replies.out += ' ';
    imap::append_number(replies.out, hit);
  }
  if (modseq != 0) {
    replies.out += " (MODSEQ ";
    imap::append_number(replies.out, modseq);
    replies.out += ')';
  }
  replies.end();
}

void tell_number(Replies& replies, std::string_view name, std::uint64_t number) {
  replies.out += name;
  imap::append_number(replies.out, number);
}

// RFC 4731 3.1: MIN, MAX and ALL only if there is a hit.
void tell_extended(const Connection& connection, const imap::Command& command,
                   const std::vector<std::uint32_t>& hits, ModSeq modseq, Replies& replies) {
  const imap::SearchCommand& asked = command.search;
  const bool all = asked.all || !asked.extended;  // RFC 9051 6.4.4
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
    if (all) {
      replies.out += " ALL ";
      imap::append_numbers_as_set(replies.out, hits);
    }
  }
  if (asked.count) tell_number(replies, " COUNT ", hits.size());
  if (modseq != 0) tell_number(replies, " MODSEQ ", modseq);
  replies.end();
}

// RFC 5182 2.4: with MIN and MAX alone it is only these.
void save(Connection& connection, const imap::SearchCommand& asked, std::vector<Uid> found) {
  const bool ends = (asked.min || asked.max) && !asked.all && !asked.count;
  if (ends && !found.empty() && !connection.broken(kSearchresMinSavesAll)) {
    std::vector<Uid> kept;
    if (asked.min) kept.push_back(found.front());
    if (asked.max && (kept.empty() || found.back() != kept.back())) kept.push_back(found.back());
    found = std::move(kept);
  }
  connection.selected->save(std::move(found));
}

bool saves(const Connection& connection, const imap::SearchCommand& asked) {
  return asked.save ? !connection.broken(kSearchresNotSaved) : connection.broken(kSearchresUnasked);
}

// SAVE alone is not answered by ESEARCH (RFC 5182 2.1; RFC 9051 6.4.4).
void tell(const Connection& connection, const imap::Command& command, const std::vector<std::uint32_t>& hits,
          ModSeq modseq, Replies& replies) {
  const imap::SearchCommand& asked = command.search;
  const bool extended = asked.extended || (connection.rev2 && !connection.broken(kRev2SearchResponse));
  if (!extended) return tell_hits(connection, hits, modseq, replies);
  const bool silent = asked.save && !asked.min && !asked.max && !asked.all && !asked.count;
  if (!silent || connection.broken(kSearchresTold)) tell_extended(connection, command, hits, modseq, replies);
}

}  // namespace

// RFC 3501 6.4.4, RETURN by RFC 4731, SAVE by RFC 5182.
Completion search(Connection& connection, const imap::Command& command, Replies& replies) {
  const imap::SearchCommand& asked = command.search;
  if (asked.save && !known_charset(asked.charset)) connection.selected->save({});
  if (!known_charset(asked.charset) && !connection.broken(kSearchCharsetAccepted)) {
    return no("BADCHARSET (US-ASCII UTF-8)", "no such charset here");
  }
  const Selected& selected = *connection.selected;
  SearchMatch match(connection, asked);
  if (match.beyond_the_end()) return bad("no such message");
  const bool by_modseq = asks(asked, imap::SearchKey::Kind::ModSeq);
  if (by_modseq) enable_condstore(connection, replies);
  HighestModSeq highest(asked);
  const bool uids = command.uid && !connection.broken(kSearchUidAsNumber);
  std::vector<std::uint32_t>& hits = connection.hits;
  hits.clear();
  bool gone = false;
  const bool saving = saves(connection, asked);
  std::vector<Uid> found;
  for (std::uint32_t number = 1; number <= selected.size(); ++number) {
    const Uid uid = selected.uids()[number - 1];
    const StoredMessage* message = selected.mailbox().find(uid);
    gone = gone || message == nullptr;
    if (message == nullptr || !match.matches(*message, number)) continue;
    hits.push_back(uids ? uid : number);
    if (saving) found.push_back(uid);
    highest.add(message->modseq);
  }
  const ModSeq modseq = by_modseq && !connection.broken(kSearchNoModseq) ? highest.value() : 0;
  if (saving) save(connection, asked, std::move(found));
  tell(connection, command, hits, modseq, replies);
  Completion done = ok("searched", gone ? "EXPUNGEISSUED" : "");
  // RFC 7162 3.2.10.2: nor where a UID SEARCH speaks of message numbers.
  if (!command.uid || asks(asked, imap::SearchKey::Kind::SequenceNumbers)) done.tell = Tell::NoExpunge;
  return done;
}

}  // namespace mailrig::server::imapd
