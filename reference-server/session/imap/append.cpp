#include "harness/imap/append.hpp"

#include "harness/mail/message.hpp"
#include "reference-server/session/imap/flags.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

mail::DateTime now(const Connection& connection) {
  mail::DateTime date;
  date.unix_seconds = connection.world.unix_time ? connection.world.unix_time() : 0;
  return date;
}

Body body_of(const Connection& connection, std::string_view message) {
  if (!message.empty() && connection.broken(kAppendOctetLost)) message.remove_suffix(1);
  return Body(std::string(message));
}

// RFC 4315 3.
void appenduid(Connection& connection, const Mailbox& mailbox, Uid uid) {
  if (connection.broken(kAppendUidWrong)) ++uid;
  connection.code = "APPENDUID ";
  imap::append_number(connection.code, mailbox.uid_validity());
  connection.code += ' ';
  imap::append_number(connection.code, uid);
}

}  // namespace

// RFC 3501 6.3.11.
Completion append(Connection& connection, const imap::Command& command, Replies&) {
  const imap::AppendCommand& asked = command.append;
  std::optional<Flags> flags = flags_from_names(asked.flags);
  if (!flags) return bad("no such flag");
  if (flags->keywords.size() > kKeywordsPerMessageLimit) return no("LIMIT", "too many keywords");
  std::optional<mail::DateTime> date = now(connection);
  if (asked.date_time && !connection.broken(kAppendDateLost))
    date = mail::parse_internal_date(*asked.date_time);
  if (!date) return bad("no such date");
  // RFC 3516 4.4: what BODY[] could not send again is not kept.
  if (asked.message.find('\0') != std::string_view::npos) return no("UNKNOWN-CTE", "no NUL is kept here");
  if (asked.message.size() > connection.world.limits.message) return no("LIMIT", "message too large");
  const auto mailbox = open_mailbox(connection, asked.mailbox);
  if (!mailbox) {
    return no(connection.broken(kAppendNoTrycreate) ? "" : "TRYCREATE", "no such mailbox");
  }
  if (connection.broken(kAppendFlagsLost)) flags = Flags{};
  const bool untold = connection.selected && connection.broken(kAppendNotTold);
  const Uid uid = mailbox->append(body_of(connection, asked.message), std::move(*flags), date->unix_seconds,
                                  date->zone_minutes, untold ? connection.selected.get() : nullptr);
  if (uid == 0) return no("LIMIT", "out of UIDs");
  appenduid(connection, *mailbox, uid);
  return ok("appended", connection.code);
}

}  // namespace mailrig::server::imapd
