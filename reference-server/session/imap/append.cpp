#include "reference-server/session/imap/append.hpp"

#include <algorithm>
#include <utility>

#include "harness/imap/append.hpp"
#include "harness/mail/message.hpp"
#include "harness/wire/utf8.hpp"
#include "reference-server/deviation/acl.hpp"
#include "reference-server/deviation/extension.hpp"
#include "reference-server/deviation/messagelimit.hpp"
#include "reference-server/deviation/utf8.hpp"
#include "reference-server/session/imap/flags.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/message_limit.hpp"
#include "reference-server/session/imap/message_url.hpp"
#include "reference-server/session/imap/quota.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

// A message that may be taken in.
struct Ready {
  Body body;
  Flags flags;
  mail::DateTime date;
};

mail::DateTime now(const Connection& connection) {
  mail::DateTime date;
  date.unix_seconds = connection.world.unix_time ? connection.world.unix_time() : 0;
  return date;
}

Body body_of(const Connection& connection, std::string message) {
  if (!message.empty() && connection.broken(kAppendOctetLost)) message.pop_back();
  return Body(std::move(message));
}

// "BADURL /INBOX/;UID=7" in Connection::code (RFC 4469 4.1); a "]" would end it.
Completion bad_url(Connection& connection, std::string_view url) {
  if (connection.broken(kCatenateNoBadurl)) return no({}, "that URL can't be read");
  connection.code = "BADURL ";
  for (const char octet : url) {
    if (octet == ']') {
      connection.code += "%5D";
    } else if (static_cast<unsigned char>(octet) >= 0x20 && octet != 0x7f) {
      connection.code += octet;
    }
  }
  return no(connection.code, "that URL can't be read");
}

bool in_utf8(const imap::AppendMessage& asked) {
  return asked.utf8 ||
         std::any_of(asked.parts.begin(), asked.parts.end(), [](const auto& part) { return part.utf8; });
}

// RFC 6855 4; IMAP4rev2 takes such messages (RFC 9051 6.3.12). Nothing: it may be.
std::optional<Completion> header_refused(const Connection& connection, const imap::AppendMessage& asked,
                                         std::string_view message) {
  if (in_utf8(asked) && connection.broken(kUtf8AppendRefused)) return no({}, "no UTF-8 here");
  if (!connection.offers(Cap::Utf8Accept) || connection.utf8_names()) return std::nullopt;
  if (wire::is_ascii(header_of(message)) || connection.broken(kUtf8AppendUnasked)) return std::nullopt;
  return no("CANNOT", "8-bit header fields are taken after ENABLE UTF8=ACCEPT");
}

std::string_view last_url(const imap::AppendMessage& asked) {
  return std::find_if(asked.parts.rbegin(), asked.parts.rend(), [](const auto& part) { return part.url; })
      ->text;
}

// CATENATE: the parts in their order. Nothing: `message` is whole.
std::optional<Completion> catenate(Connection& connection, const imap::AppendMessage& asked,
                                   std::string& message) {
  for (const imap::CatenatePart& part : asked.parts) {
    if (!part.url) {
      message += part.text;
    } else if (const auto octets = octets_of_url(connection, part.text)) {
      if (!connection.broken(kCatenateUrlsLost)) message += *octets;
    } else {
      return bad_url(connection, connection.broken(kCatenateLastUrl) ? last_url(asked) : part.text);
    }
    if (message.size() > connection.world.limits.message) return no("TOOBIG", "message too large");
  }
  return std::nullopt;
}

// Nothing: it may be.
std::optional<Completion> make_ready(Connection& connection, const imap::AppendMessage& asked, Ready& ready) {
  std::optional<Flags> flags = flags_from_names(asked.flags);
  if (!flags) return bad("no such flag");
  if (flags->keywords.size() > kKeywordsPerMessageLimit) return no("LIMIT", "too many keywords");
  std::optional<mail::DateTime> date = now(connection);
  if (asked.date_time && !connection.broken(kAppendDateLost))
    date = mail::parse_internal_date(*asked.date_time);
  if (!date) return bad("no such date");
  // RFC 3516 4.4: what BODY[] could not send again is not kept.
  std::string message(asked.message);
  if (auto refused = catenate(connection, asked, message)) return refused;
  if (auto refused = header_refused(connection, asked, message)) return refused;
  if (message.find('\0') != std::string::npos) return no("UNKNOWN-CTE", "no NUL is kept here");
  if (message.size() > connection.world.limits.message) return no("LIMIT", "message too large");
  // RFC 3502 6.3.11: so a client takes back what it has begun.
  if (message.empty()) return no({}, "cancelled");
  ready.body = body_of(connection, std::move(message));
  if (!connection.broken(kAppendFlagsLost)) ready.flags = std::move(*flags);
  ready.date = *date;
  return std::nullopt;
}

Growth growth_by(const std::vector<Ready>& all, const StoredMessage* replaced) {
  Growth growth{static_cast<std::int64_t>(all.size()), 0};
  for (const Ready& each : all) growth.octets += static_cast<std::int64_t>(each.body.size());
  if (replaced == nullptr) return growth;
  --growth.messages;
  growth.octets -= static_cast<std::int64_t>(replaced->body.size());
  return growth;
}

void undo(const Appended& appended) {
  for (const Uid uid : appended.uids) appended.mailbox->expunge(uid, nullptr);
}

bool keep(Connection& connection, Ready& ready, Appended& appended) {
  const bool untold = connection.selected && connection.broken(kAppendNotTold);
  const Uid uid =
      appended.mailbox->append(std::move(ready.body), std::move(ready.flags), ready.date.unix_seconds,
                               ready.date.zone_minutes, untold ? connection.selected.get() : nullptr);
  if (uid != 0) appended.uids.push_back(uid);
  return uid != 0;
}

}  // namespace

std::optional<Completion> refuse_insert(const Connection& connection, const Found& found,
                                        std::string_view missing) {
  if (found.mailbox && connection.broken(kInsertUnchecked)) return std::nullopt;
  return refuse(found, {Right::Insert}, missing);
}

bool take_flags(const Connection& connection, Flags& flags, Rights rights) {
  Flags kept = permitted(flags, rights);
  if (kept == flags || connection.broken(kInsertKeepsFlags)) return true;
  flags = std::move(kept);
  return !connection.broken(kInsertFailsForFlags);
}

std::optional<Completion> append_messages(Connection& connection, const imap::AppendCommand& asked,
                                          Appended& appended, const StoredMessage* replaced) {
  Found found = find_mailbox(connection, asked.mailbox);
  // RFC 3501 6.3.11: with NO, TRYCREATE is a MUST, whatever else is wrong.
  if (auto denied =
          refuse_insert(connection, found, connection.broken(kAppendNoTrycreate) ? "" : "TRYCREATE"))
    return denied;
  const std::size_t limit = save_limit(connection);
  const bool too_many = limit != 0 && asked.messages.size() > limit;
  const bool some = too_many && connection.broken(kMessagelimitAppendsSome);
  if (too_many && !some) return beyond_limit(connection, limit, 0);  // RFC 9738 3.1: all or none
  std::vector<Ready> all(some ? limit : asked.messages.size());
  std::optional<Completion> refused;
  std::size_t ready = 0;
  while (ready < all.size() && !refused) {
    refused = make_ready(connection, asked.messages[ready], all[ready]);
    if (!refused) ++ready;
  }
  const bool partly = refused && ready > 0 && connection.broken(kMultiappendPartly);
  if (refused && !partly) return refused;
  all.resize(ready);
  const Account& owner = *found.place->owner;
  const bool same_owner = connection.selected && connection.selected->owner == &owner;
  if (auto over = over_quota(connection, owner, growth_by(all, same_owner ? replaced : nullptr))) return over;
  for (Ready& each : all) {
    if (!take_flags(connection, each.flags, found.rights)) return not_permitted();
  }
  appended.mailbox = std::move(found.mailbox);
  for (Ready& each : all) {
    if (keep(connection, each, appended)) continue;
    undo(appended);
    return no("LIMIT", "out of UIDs");
  }
  if (some) return beyond_limit(connection, limit, 0);
  return refused;
}

// RFC 4315 3, RFC 3502.
std::string_view appenduid_code(Connection& connection, const Appended& appended) {
  connection.code.clear();
  if (!connection.offers(Cap::UidPlus)) return {};
  std::vector<Uid> uids = appended.uids;
  if (connection.broken(kMultiappendOneUid)) uids.resize(1);
  if (connection.broken(kAppendUidWrong)) {
    for (Uid& uid : uids) ++uid;
  }
  connection.code = "APPENDUID ";
  imap::append_number(connection.code, appended.mailbox->uid_validity());
  connection.code += ' ';
  imap::append_numbers_as_set(connection.code, uids);
  return connection.code;
}

Completion append(Connection& connection, const imap::Command& command, Replies&) {
  Appended appended;
  if (const auto refused = append_messages(connection, command.append, appended)) return *refused;
  return ok("appended", appenduid_code(connection, appended));
}

}  // namespace mailrig::server::imapd
