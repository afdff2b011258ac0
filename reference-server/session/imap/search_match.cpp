#include "reference-server/session/imap/search_match.hpp"

#include <algorithm>
#include <chrono>

#include "harness/mail/casemap.hpp"
#include "harness/wire/ascii.hpp"
#include "harness/wire/utf8.hpp"
#include "reference-server/deviation/extension.hpp"
#include "reference-server/deviation/messagelimit.hpp"
#include "reference-server/deviation/rev2.hpp"
#include "reference-server/deviation/sort.hpp"
#include "reference-server/session/imap/object_id.hpp"

namespace mailrig::server::imapd {
namespace {

using Key = imap::SearchKey;
using Kind = Key::Kind;

bool keyword(const Flags& flags, std::string_view name) {
  return std::any_of(flags.keywords.begin(), flags.keywords.end(),
                     [&](const std::string& each) { return wire::iequals(each, name); });
}

// The day on which INTERNALDATE stands, as it is told: in its own zone.
imap::Date day_of(std::int64_t seconds) {
  const std::chrono::seconds local(seconds);
  const std::chrono::year_month_day day(
      std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(local)));
  return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
          static_cast<int>(static_cast<unsigned>(day.day()))};
}

imap::Date internal_day(const StoredMessage& message) {
  return day_of(message.internal_date + message.zone_minutes * 60);
}

std::string_view field_of(const Key& key) {
  switch (key.kind) {
    case Kind::Bcc:
      return "Bcc";
    case Kind::Cc:
      return "Cc";
    case Kind::From:
      return "From";
    case Kind::Subject:
      return "Subject";
    case Kind::To:
      return "To";
    default:
      return key.field;
  }
}

bool of_addresses(Kind kind) {
  return kind == Kind::Bcc || kind == Kind::Cc || kind == Kind::From || kind == Kind::To;
}

std::string written_out(const mail::Address& address) {
  std::string out = mail::decode_words(address.display_name.value_or(""));
  out += " <" + address.mailbox.value_or("");
  if (address.host) out += '@' + *address.host;
  return out + '>';
}

std::string_view charset_of(const mail::Part& part) {
  for (const auto& [name, value] : part.parameters) {
    if (wire::iequals(name, "charset")) return value;
  }
  return "us-ascii";
}

bool contains_ascii(std::string_view text, std::string_view needle) {
  const auto same = [](char a, char b) { return wire::to_lower(a) == wire::to_lower(b); };
  return std::search(text.begin(), text.end(), needle.begin(), needle.end(), same) != text.end();
}

}  // namespace

bool contains_text(std::string_view text, std::string_view needle) {
  if (needle.empty()) return true;
  if (!wire::is_ascii(text) || !wire::is_ascii(needle))
    return mail::unicode_casemap(text).find(mail::unicode_casemap(needle)) != std::string::npos;
  return contains_ascii(text, needle);
}

SearchMatch::SearchMatch(Connection& connection, const imap::SearchCommand& command)
    : connection_(connection), command_(command), sets_(connection.sets) {
  if (sets_.size() < command.keys.size()) sets_.resize(command.keys.size());
  const Selected& selected = *connection.selected;
  for (std::size_t i = 0; i < command.keys.size(); ++i) {
    const Key& key = command.keys[i];
    if (is_saved(key)) {
      sets_[i].assign(selected.saved());
      continue;
    }
    if (key.kind == Kind::Uid) sets_[i].assign(command.set_of(key), selected.last_uid());
    if (key.kind != Kind::SequenceNumbers) continue;
    sets_[i].assign(command.set_of(key), selected.size());
    // RFC 9051 9, seq-number: "*" of an empty mailbox, too, which leaves no range.
    beyond_ = beyond_ || sets_[i].ranges().empty() || sets_[i].largest() > selected.size();
  }
  read_texts();
}

// "$": by UIDs, whatever it stands for (RFC 5182 2.1).
bool SearchMatch::is_saved(const Key& key) const {
  const imap::SequenceSpan set = command_.set_of(key);
  return (key.kind == Kind::Uid || key.kind == Kind::SequenceNumbers) && !set.empty() && set.front().saved;
}

// Once a command: its texts as UTF-8, if any of them is in need of it.
void SearchMatch::read_texts() {
  const auto& keys = command_.keys;
  if (std::all_of(keys.begin(), keys.end(), [](const Key& key) { return wire::is_ascii(key.text); }) &&
      !wire::iequals(command_.charset, "ISO-2022-JP"))
    return;
  for (const Key& key : keys) {
    const auto text = mail::to_utf8(key.text, command_.charset.empty() ? "UTF-8" : command_.charset);
    texts_.push_back(text ? *text : std::string(key.text));
  }
}

std::string_view SearchMatch::text_of(const Key& key) const {
  if (texts_.empty()) return key.text;
  return texts_[static_cast<std::size_t>(&key - command_.keys.data())];
}

// RFC 5032 2
bool SearchMatch::by_age(const StoredMessage& message, const Key& asked) const {
  const auto interval = static_cast<std::int64_t>(asked.size);
  const std::int64_t target = connection_.world.unix_time() - interval;
  const bool older = (asked.kind == Kind::Older) != connection_.broken(kSearchWithinSwapped);
  return older ? message.internal_date <= target : message.internal_date >= target;
}

bool SearchMatch::matches(const StoredMessage& message, std::uint32_t number) {
  Candidate candidate{message, number, MessageView(message.body)};
  return command_.keys.empty() || key(candidate, 0);
}

bool SearchMatch::in_sets(Uid uid, std::uint32_t number) const {
  if (command_.keys.empty()) return true;
  for (std::size_t i = 1; i < command_.keys[0].next; i = command_.keys[i].next) {
    if (!in_set(uid, number, i)) return false;
  }
  return true;
}

// True for keys that name no messages.
bool SearchMatch::in_set(Uid uid, std::uint32_t number, std::size_t at) const {
  const Key& asked = command_.keys[at];
  switch (asked.kind) {
    case Kind::SequenceNumbers:
      return sets_[at].contains(is_saved(asked) ? uid : number);
    case Kind::Uid:
      return sets_[at].contains(uid);
    case Kind::UidAfter:
      return uid > asked.size || (uid == asked.size && connection_.broken(kMessagelimitUidafter));
    case Kind::UidBefore:
      return uid < asked.size || (uid == asked.size && connection_.broken(kMessagelimitUidafter));
    default:
      return true;
  }
}

// Depth is bounded by the parser (imap::kSearchDepthLimit).
bool SearchMatch::key(Candidate& candidate, std::size_t at) {
  switch (command_.keys[at].kind) {
    case Kind::And:
      return all_children(candidate, at);
    case Kind::Or:
      return connection_.broken(kSearchOrWrong) ? all_children(candidate, at) : any_child(candidate, at);
    case Kind::Not:
      return key(candidate, at + 1) == connection_.broken(kSearchNotWrong);
    default:
      return test(candidate, at);
  }
}

bool SearchMatch::all_children(Candidate& candidate, std::size_t at) {
  for (std::size_t i = at + 1; i < command_.keys[at].next; i = command_.keys[i].next) {
    if (!key(candidate, i)) return false;
  }
  return true;
}

bool SearchMatch::any_child(Candidate& candidate, std::size_t at) {
  for (std::size_t i = at + 1; i < command_.keys[at].next; i = command_.keys[i].next) {
    if (key(candidate, i)) return true;
  }
  return false;
}

bool SearchMatch::test(Candidate& candidate, std::size_t at) {
  const Key& asked = command_.keys[at];
  const std::size_t octets = candidate.message.body.size();
  switch (asked.kind) {
    case Kind::Before:
    case Kind::On:
    case Kind::Since:
    case Kind::SentBefore:
    case Kind::SentOn:
    case Kind::SentSince:
    case Kind::SavedBefore:
    case Kind::SavedOn:
    case Kind::SavedSince:
      return by_date(candidate, asked);
    case Kind::EmailId:
      return asked.text == email_id(connection_, candidate.message);
    case Kind::ThreadId:
      return false;  // RFC 8474 5.2
    case Kind::Bcc:
    case Kind::Body:
    case Kind::Cc:
    case Kind::From:
    case Kind::Subject:
    case Kind::Text:
    case Kind::To:
    case Kind::Header:
      return by_text(candidate, asked);
    case Kind::Older:
    case Kind::Younger:
      return by_age(candidate.message, asked);
    case Kind::Larger:
      return octets > asked.size || (octets == asked.size && connection_.broken(kSearchSizeWrong));
    case Kind::Smaller:
      return octets < asked.size || (octets == asked.size && connection_.broken(kSearchSizeWrong));
    case Kind::SequenceNumbers:
    case Kind::Uid:
    case Kind::UidAfter:
    case Kind::UidBefore:
      return in_set(candidate.message.uid, candidate.number, at);
    case Kind::ModSeq:
      return candidate.message.modseq >= asked.size;
    default:
      return by_flags(candidate, asked);
  }
}

bool SearchMatch::by_flags(const Candidate& candidate, const Key& asked) const {
  const Flags& flags = candidate.message.flags;
  const auto set = [&](Flag flag) { return (flags.system & flag) != 0; };
  const bool recent = connection_.selected->recent(candidate.message.uid);
  switch (asked.kind) {
    case Kind::Answered:
      return set(kAnswered);
    case Kind::Deleted:
      return set(kDeleted);
    case Kind::Draft:
      return set(kDraft);
    case Kind::Flagged:
      return set(kFlagged);
    case Kind::Seen:
      return set(kSeen);
    case Kind::Unanswered:
      return !set(kAnswered);
    case Kind::Undeleted:
      return !set(kDeleted);
    case Kind::Undraft:
      return !set(kDraft);
    case Kind::Unflagged:
      return !set(kFlagged);
    case Kind::Unseen:
      return !set(kSeen);
    case Kind::New:
      return recent && !set(kSeen);
    case Kind::Old:
      return !recent;
    case Kind::Recent:
      return recent;
    case Kind::Keyword:
      return keyword(flags, asked.text);
    case Kind::Unkeyword:
      return !keyword(flags, asked.text);
    default:
      return true;  // All
  }
}

bool SearchMatch::by_date(Candidate& candidate, const Key& asked) const {
  const bool saved =
      asked.kind == Kind::SavedBefore || asked.kind == Kind::SavedOn || asked.kind == Kind::SavedSince;
  const bool by_save_date = saved && !connection_.broken(kSavedateIsInternaldate);
  imap::Date day = by_save_date ? day_of(candidate.message.save_date) : internal_day(candidate.message);
  const bool sent =
      asked.kind == Kind::SentBefore || asked.kind == Kind::SentOn || asked.kind == Kind::SentSince;
  if (sent) {
    const mail::Field* field = candidate.view.header().find("Date");
    const auto date = field == nullptr ? std::nullopt : mail::parse_rfc5322_date(mail::unfold(field->body));
    if (!date) return false;
    day = {date->year, date->month, date->day};
  }
  const bool swapped = connection_.broken(kSearchDateWrong);
  switch (asked.kind) {
    case Kind::On:
    case Kind::SentOn:
    case Kind::SavedOn:
      return day == asked.date;
    case Kind::Before:
    case Kind::SentBefore:
    case Kind::SavedBefore:
      return (day < asked.date) != swapped;
    default:
      return (day >= asked.date) != swapped;
  }
}

bool SearchMatch::has(std::string_view text, std::string_view needle) const {
  if (connection_.broken(kSearchCaseSensitive)) return text.find(needle) != std::string_view::npos;
  if (!connection_.offers(Cap::I18nLevel1) || connection_.broken(kSearchAsciiCaseOnly))
    return contains_ascii(text, needle);
  return contains_text(text, needle);
}

// RFC 5255 4.6: what MIME has encoded is decoded before it is compared.
std::string SearchMatch::decoded(std::string_view header) const {
  std::string unfolded = mail::unfold(header);
  return connection_.broken(kSearchEncodingsKept) ? unfolded : mail::decode_words(unfolded);
}

bool SearchMatch::in_field(Candidate& candidate, std::string_view name, std::string_view needle) {
  const auto& fields = candidate.view.header().fields;
  return std::any_of(fields.begin(), fields.end(), [&](const mail::Field& field) {
    return wire::iequals(field.name, name) && has(decoded(field.body), needle);
  });
}

// RFC 3501 6.4.4: what FROM, TO, CC and BCC ask for stands in the envelope, whose addresses have no comments,
// quotes and folds any more; as it was written it is found, too (in_field).
bool SearchMatch::in_addresses(Candidate& candidate, std::string_view name, std::string_view needle) {
  for (const mail::Field& field : candidate.view.header().fields) {
    if (!wire::iequals(field.name, name)) continue;
    for (const mail::Address& address : mail::parse_address_list(field.body)) {
      if (has(written_out(address), needle)) return true;
    }
  }
  return false;
}

bool SearchMatch::in_header(const mail::Header& header, std::string_view needle) {
  return std::any_of(header.fields.begin(), header.fields.end(), [&](const mail::Field& field) {
    std::string line(field.name);
    line += ':';
    line += decoded(field.body);
    return has(line, needle);
  });
}

// RFC 9051 6.4.4: TEXT looks at the MIME fields of parts, too, and BODY at no field at all. To RFC 3501 the
// header of an embedded message is text of the body.
bool SearchMatch::looks_at_header(const mail::Part& part, Kind kind) const {
  if (kind == Kind::Body) return part.embedded_message() && !connection_.rev2;
  return part.embedded_message() || !connection_.broken(kSearchTextNoMime);
}

// Text parts, decoded and as UTF-8, and headers within the body.
bool SearchMatch::in_body(const MessageView& view, const mail::Part& part, std::string_view needle,
                          Kind kind) {
  for (const mail::Part& child : part.parts) {
    std::size_t body_begin = 0;
    const auto octets = view.octets().substr(child.header_begin, child.body_begin - child.header_begin);
    if (looks_at_header(part, kind) && in_header(mail::parse_header(octets, body_begin), needle)) return true;
    if (in_body(view, child, needle, kind)) return true;
  }
  if (!part.parts.empty() || !wire::iequals(part.type, "text")) return false;
  const std::string_view octets = view.octets().substr(part.body_begin, part.end - part.body_begin);
  if (connection_.broken(kSearchEncodingsKept)) return has(octets, needle);
  const std::string plain = mail::decode_transfer(octets, part.encoding.value_or("7BIT"));
  const std::optional<std::string> text = mail::to_utf8(plain, charset_of(part));
  return has(text ? *text : plain, needle);
}

bool SearchMatch::by_text(Candidate& candidate, const Key& asked) {
  const std::string_view needle = text_of(asked);
  if (asked.kind != Kind::Text && asked.kind != Kind::Body) {
    const std::string_view name = field_of(asked);
    return in_field(candidate, name, needle) ||
           (of_addresses(asked.kind) && in_addresses(candidate, name, needle));
  }
  if (asked.kind == Kind::Text && in_header(candidate.view.header(), needle)) return true;
  return in_body(candidate.view, candidate.view.parts(), needle, asked.kind);
}

}  // namespace mailrig::server::imapd
