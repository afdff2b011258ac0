#include "reference-server/session/imap/fetch.hpp"

#include <algorithm>

#include "harness/imap/append.hpp"
#include "reference-server/deviation/acl.hpp"
#include "reference-server/deviation/condstore.hpp"
#include "reference-server/deviation/extension.hpp"
#include "reference-server/deviation/messagelimit.hpp"
#include "reference-server/deviation/rev2.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/body_structure.hpp"
#include "reference-server/session/imap/condstore.hpp"
#include "reference-server/session/imap/envelope.hpp"
#include "reference-server/session/imap/flags.hpp"
#include "reference-server/session/imap/message_limit.hpp"
#include "reference-server/session/imap/object_id.hpp"
#include "reference-server/session/imap/preview.hpp"
#include "reference-server/session/imap/progress.hpp"
#include "reference-server/session/imap/section.hpp"
#include "reference-server/session/imap/surrogate.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

constexpr std::size_t kAnswerLimit = 512 * 1024 * 1024;  // ours: octets of one FETCH, all in memory

using Item = imap::FetchItem;
using Kind = Item::Kind;

// Fetching these sets \Seen (RFC 3501 6.4.5).
bool reads_text(const Connection& connection, const Item& item) {
  if (item.kind == Kind::Rfc822 || item.kind == Kind::Rfc822Text) return true;
  if (item.kind != Kind::BodySection && item.kind != Kind::Binary) return false;
  return item.peek ? connection.broken(kFetchPeekSetsSeen) : !connection.broken(kFetchBodyNoSeen);
}

bool asks(const imap::FetchCommand& command, Kind kind) {
  return std::any_of(command.items.begin(), command.items.end(),
                     [&](const Item& i) { return i.kind == kind; });
}

// The octets of a message's text: "" when there are none, else a literal.
void append_octets(std::string& out, const Connection& connection, std::string_view octets) {
  if (octets.empty()) {
    out += "\"\"";
  } else if (connection.broken(kFetchLiteralLf)) {
    std::string changed(octets);
    std::erase(changed, '\r');
    imap::append_literal(out, changed);
  } else {
    imap::append_literal(out, octets);
  }
}

class Fetch {
 public:
  Fetch(Connection& connection, const imap::FetchCommand& asked, bool by_uid, Replies& replies)
      : connection_(connection),
        selected_(*connection.selected),
        asked_(asked),
        replies_(replies),
        out_(replies.out) {
    const bool may = rights_here(connection).has(Right::Seen) || connection.broken(kFetchSeenUnchecked);
    const bool changes = (!selected_.read_only() && may) || connection_.broken(kExamineStore);
    sets_seen_ = changes && std::any_of(asked_.items.begin(), asked_.items.end(),
                                        [&](const Item& item) { return reads_text(connection_, item); });
    tells_flags_ = asks(asked_, Kind::Flags);
    tells_modseq_ =
        asked_.changed_since && !asks(asked_, Kind::ModSeq) && !connection.broken(kFetchChangedsinceNoModseq);
    tells_uid_ =
        by_uid && !connection.uid_only && !asks(asked_, Kind::Uid) && !connection.broken(kFetchUidMissing);
    items_ = asked_.items.size();
    if (items_ > 1 && connection.broken(kFetchItemMissing)) --items_;
  }

  // Of news: to a client that knows of MODSEQs they go along (RFC 7162 3.2.4).
  void tell_modseq() { tells_modseq_ = !asks(asked_, Kind::ModSeq); }

  // False: another session has expunged it.
  bool one(Numbered at) {
    const StoredMessage* message = selected_.mailbox().find(at.uid);
    if (message == nullptr) return false;
    if (asked_.changed_since && message->modseq <= *asked_.changed_since &&
        !connection_.broken(kFetchChangedsinceIgnored)) {
      return true;
    }
    const bool seen_now = sets_seen_ && (message->flags.system & kSeen) == 0;
    if (seen_now) see(*message);
    MessageView view = view_of(connection_, message->body);
    replies_.begin();
    const bool uid_only = connection_.uid_only && !connection_.broken(kUidonlyFetch);
    imap::append_number(out_, uid_only ? at.uid : at.number);
    out_ += uid_only ? " UIDFETCH (" : " FETCH (";
    begin_ = out_.size();
    if (tells_uid_) uid(at.uid);
    for (std::size_t i = 0; i < items_; ++i) item(asked_.items[i], *message, view);
    if (seen_now) told_seen(*message);
    if (tells_modseq_) modseq(*message);
    out_ += ')';
    replies_.end();
    return true;
  }

 private:
  void see(const StoredMessage& message) {
    Flags flags = message.flags;
    flags.system = static_cast<std::uint8_t>(flags.system | kSeen);
    selected_.mailbox().set_flags(message.uid, std::move(flags), &selected_);
  }

  void name(std::string_view text) {
    if (out_.size() > begin_) out_ += ' ';
    out_ += text;
    out_ += ' ';
  }
  void uid(Uid uid) {
    name("UID");
    imap::append_number(out_, uid);
  }
  void flags(const StoredMessage& message) {
    name("FLAGS");
    append_flags(out_, message.flags, selected_.recent(message.uid));
  }

  void modseq(const StoredMessage& message) {
    if (out_.size() > begin_) out_ += ' ';
    append_modseq(out_, message.modseq);
  }

  // What the fetch itself changed; to an aware client with UID and MODSEQ (RFC 7162 3.2.4).
  void told_seen(const StoredMessage& message) {
    if (!tells_flags_ && !connection_.broken(kFetchSeenNotTold)) flags(message);
    if (!connection_.condstore && !connection_.rev2) return;
    if (!tells_uid_ && !connection_.uid_only && !asks(asked_, Kind::Uid)) uid(message.uid);
    if (!connection_.condstore) return;
    if (!tells_modseq_ && !asks(asked_, Kind::ModSeq)) modseq(message);
  }

  void item(const Item& item, const StoredMessage& message, MessageView& view) {
    switch (item.kind) {
      case Kind::Uid:
        return uid(message.uid);
      case Kind::Flags:
        return flags(message);
      case Kind::InternalDate:
        return date(message);
      case Kind::Rfc822Size:
        return size(message, view);
      case Kind::Envelope:
        name("ENVELOPE");
        return append_envelope(out_, connection_, view.header());
      case Kind::Body:
        name("BODY");
        return append_body_structure(out_, connection_, view, false);
      case Kind::BodyStructure:
        name("BODYSTRUCTURE");
        return append_body_structure(out_, connection_, view, true);
      case Kind::Rfc822:
        name("RFC822");
        return append_octets(out_, connection_, view.octets());
      case Kind::Rfc822Header:
        name("RFC822.HEADER");
        return append_octets(out_, connection_, view.header().raw);
      case Kind::Rfc822Text:
        name("RFC822.TEXT");
        return append_octets(out_, connection_, view.body());
      case Kind::ModSeq:
        return modseq(message);
      case Kind::BodySection:
        return section(item, view);
      case Kind::Binary:
        return binary(item, view);
      case Kind::BinarySize:
        return binary_size(item, view);
      case Kind::EmailId:
        name("EMAILID");
        (out_ += '(') += email_id(connection_, message);
        out_ += ')';
        return;
      case Kind::ThreadId:
        name("THREADID");
        out_ += "NIL";
        return;
      case Kind::SaveDate:
        return save_date(message);
      case Kind::Preview:
        return preview(view);
    }
  }

  void date(const StoredMessage& message) {
    name("INTERNALDATE");
    out_ += '"';
    out_ += mail::internal_date(message.internal_date, message.zone_minutes);
    out_ += '"';
  }

  void save_date(const StoredMessage& message) {
    const bool wrong = connection_.broken(kSavedateIsInternaldate);
    name("SAVEDATE");
    out_ += '"';
    out_ += mail::internal_date(wrong ? message.internal_date : message.save_date);
    out_ += '"';
  }

  void preview(MessageView& view) {
    name("PREVIEW");
    if (connection_.broken(kPreviewNil)) {
      out_ += "NIL";
    } else {
      imap::append_string(out_, preview_of(connection_, view));
    }
  }

  void size(const StoredMessage& message, const MessageView& view) {
    std::size_t octets = replaced(connection_, message.body) ? view.octets().size() : message.body.size();
    if (octets > 0 && connection_.broken(kFetchSizeOffByOne)) --octets;
    name("RFC822.SIZE");
    imap::append_number(out_, octets);
  }

  void section(const Item& asked, MessageView& view) {
    Item item = asked;
    std::optional<std::string_view> octets =
        section_octets(connection_, asked_, asked, view, connection_.scratch);
    if (octets && item.partial) octets = cut(*octets, item);
    item_name(item);
    if (octets) {
      append_octets(out_, connection_, *octets);
    } else {
      out_ += "NIL";
    }
  }

  void item_name(const Item& item) {
    if (out_.size() > begin_) out_ += ' ';
    imap::append_item_name(out_, asked_, item);
    out_ += ' ';
  }

  // RFC 3516 4.3. The partial is of what was decoded.
  void binary(const Item& asked, MessageView& view) {
    Item item = asked;
    const Binary found = binary_octets(connection_, asked_, item, view);
    std::string_view octets = found.octets ? std::string_view(*found.octets) : std::string_view();
    if (found.octets && item.partial) octets = cut(octets, item);
    item_name(item);
    if (!found.octets) {
      out_ += "NIL";
    } else if (octets.find('\0') != std::string_view::npos && !connection_.broken(kBinaryNulInLiteral)) {
      imap::append_literal8(out_, octets);
    } else {
      append_octets(out_, connection_, octets);
    }
  }

  void binary_size(const Item& item, MessageView& view) {
    const Binary found = binary_octets(connection_, asked_, item, view);
    std::size_t octets = found.octets ? found.octets->size() : 0;
    if (octets > 0 && connection_.broken(kBinarySizeWrong)) --octets;
    item_name(item);
    imap::append_number(out_, octets);
  }

  std::string_view cut(std::string_view octets, Item& item) {
    const imap::Partial partial = *item.partial;
    if (partial.offset > 0 && connection_.broken(kFetchPartialIgnored)) return octets;
    if (connection_.broken(kFetchPartialNoOrigin)) item.partial.reset();
    return partial_octets(octets, partial);
  }

  Connection& connection_;
  Selected& selected_;
  const imap::FetchCommand& asked_;
  Replies& replies_;
  std::string& out_;
  std::size_t begin_ = 0;
  std::size_t items_ = 0;
  bool sets_seen_ = false, tells_flags_ = false, tells_uid_ = false, tells_modseq_ = false;
};

bool descending(imap::SequenceSpan set) {
  return std::any_of(set.begin(), set.end(), [](const imap::SequenceRange& range) {
    return range.last != imap::kStar && (range.first == imap::kStar || range.first > range.last);
  });
}

// The deviations that refuse what is to be answered. Empty text: none of them.
Completion refusal(const Connection& connection, const imap::Command& command) {
  const imap::FetchCommand& asked = command.fetch;
  if (descending(asked.set) && connection.broken(kFetchDescendingRefused)) return bad("bad set");
  if (command.uid && connection.messages.empty() && connection.broken(kFetchUidMissingError)) {
    return bad("no such UID");
  }
  for (const Item& item : asked.items) {
    if (!item.partial) continue;
    for (const Numbered at : connection.messages) {
      const StoredMessage* message = connection.selected->mailbox().find(at.uid);
      if (message != nullptr && item.partial->offset >= message->body.size() &&
          connection.broken(kFetchPartialPastEnd)) {
        return no({}, "the offset is behind the end");
      }
    }
  }
  return ok({});
}

void unasked(const Connection& connection, Fetch& fetch) {
  const std::vector<Uid>& uids = connection.selected->uids();
  for (std::size_t i = 0; i < uids.size(); ++i) {
    const auto same = [&](Numbered at) { return at.uid == uids[i]; };
    if (std::any_of(connection.messages.begin(), connection.messages.end(), same)) continue;
    if (connection.broken(kFetchUnaskedMessage)) fetch.one({static_cast<std::uint32_t>(i + 1), uids[i]});
    return;
  }
}

// RFC 9394 3.3: of the messages that there are.
void take_page(Connection& connection, const imap::PartialRange& range) {
  std::vector<Numbered>& messages = connection.messages;
  if (connection.broken(kPartialFetchIgnored)) return;
  const auto [begin, end] = range.of(messages.size());
  messages.erase(messages.begin() + static_cast<std::ptrdiff_t>(end), messages.end());
  messages.erase(messages.begin(), messages.begin() + static_cast<std::ptrdiff_t>(begin));
}

// RFC 7162 3.1.4, 3.2.6. Empty text: nothing is against it.
Completion begin_condstore(Connection& connection, const imap::Command& command, Replies& replies) {
  const imap::FetchCommand& asked = command.fetch;
  if (asked.vanished && (!command.uid || !asked.changed_since || !connection.qresync)) {
    return bad("VANISHED is for UID FETCH with CHANGEDSINCE, behind ENABLE QRESYNC");
  }
  if (asked.changed_since || asks(asked, Kind::ModSeq)) enable_condstore(connection, replies);
  if (asked.vanished) tell_vanished_earlier(connection, asked.set, *asked.changed_since, 0, replies);
  return ok({});
}

// RFC 3516 4.3: an encoding that can't be undone fails the whole.
bool all_decodable(Connection& connection, const imap::FetchCommand& asked) {
  for (const Item& item : asked.items) {
    if (item.kind != Kind::Binary && item.kind != Kind::BinarySize) continue;
    for (const Numbered at : connection.messages) {
      const StoredMessage* message = connection.selected->mailbox().find(at.uid);
      if (message == nullptr) continue;
      MessageView view = view_of(connection, message->body);
      if (!binary_octets(connection, asked, item, view).known) return false;
    }
  }
  return true;
}

}  // namespace

bool fetch_new(Connection& connection, const imap::FetchCommand& asked, const std::vector<Uid>& uids,
               Replies& replies) {
  const Telling how = connection.telling(true, false);
  Fetch fetch(connection, asked, how.uid, replies);
  if (how.modseq) fetch.tell_modseq();
  for (const Uid uid : uids) {
    const std::uint32_t number = connection.selected->number_of(uid);
    if (number != 0) static_cast<void>(fetch.one({number, uid}));
    if (replies.out.size() > kNewsLimit) return false;
  }
  return true;
}

// RFC 3501 6.4.5.
Completion fetch(Connection& connection, const imap::Command& command, Replies& replies) {
  if (!connection.selected->resolve(command.fetch.set, command.uid, connection.messages)) {
    return connection.broken(kFetchOutOfRangeOk) ? ok("fetched") : bad("no such message");
  }
  if (command.fetch.partial) {
    if (!command.uid) return bad("PARTIAL is for UID FETCH");
    take_page(connection, *command.fetch.partial);
    const std::size_t limit = message_limit(connection);
    if (limit != 0 && connection.messages.size() > limit) return beyond_limit(connection, limit, 0);
  }
  const Uid lowest = keep_latest(connection, message_limit(connection));
  if (lowest != 0) std::reverse(connection.messages.begin(), connection.messages.end());
  if (connection.deviates()) {
    if (const Completion refused = refusal(connection, command); !refused.text.empty()) return refused;
  }
  if (const Completion refused = begin_condstore(connection, command, replies); !refused.text.empty()) {
    return refused;
  }
  if (!all_decodable(connection, command.fetch))
    return no("UNKNOWN-CTE", "a transfer encoding is not known here");
  connection.selected->tell_keywords(replies);
  Fetch fetch(connection, command.fetch, command.uid, replies);
  Progress progress(connection, command.tag, connection.messages.size(), replies);
  bool all = true;
  for (const Numbered at : connection.messages) {
    all = fetch.one(at) && all;
    progress.step();
    if (replies.out.size() > kAnswerLimit) return no("LIMIT", "that is too much at once");
  }
  if (connection.deviates()) unasked(connection, fetch);
  Completion done =
      all || command.uid ? ok("fetched") : no("EXPUNGEISSUED", "some of the messages no longer exist");
  if (done.code.empty() && connection.broken(kInprogressTagged)) done.code = "INPROGRESS";
  if (!command.uid) done.tell = Tell::NoExpunge;
  return with_limit(connection, done, lowest, replies);
}

}  // namespace mailrig::server::imapd
