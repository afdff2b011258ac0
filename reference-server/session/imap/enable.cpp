#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/rev2.hpp"
#include "reference-server/deviation/utf8.hpp"
#include "reference-server/session/imap/condstore.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

// RFC 5161 3.1: what is not known here, or needs no enabling, is passed over and not told.
Completion enable(Connection& connection, const imap::Command& command, Replies& replies) {
  if (connection.selected) return bad("not with a mailbox selected");
  const std::size_t before = replies.out.size();
  replies.begin();
  replies.out += connection.broken(kEnableUnasked) ? "ENABLED X-UNASKED" : "ENABLED";
  for (const std::string_view name : command.enable) {
    if (wire::iequals(name, "IMAP4rev2") && connection.offers(Cap::Imap4Rev2)) {
      connection.rev2 = !connection.broken(kRev2Alone);
      if (!connection.broken(kRev2NotEnabled)) replies.out += " IMAP4rev2";
      continue;
    }
    if (wire::iequals(name, "UIDONLY") && connection.offers(Cap::UidOnly)) {
      connection.uid_only = true;
      replies.out += " UIDONLY";
      continue;
    }
    if (wire::iequals(name, "UTF8=ACCEPT") && connection.offers(Cap::Utf8Accept)) {
      connection.utf8 = true;
      if (!connection.broken(kUtf8NotEnabled)) replies.out += " UTF8=ACCEPT";
      continue;
    }
    const bool qresync = wire::iequals(name, "QRESYNC");
    if (!qresync && !wire::iequals(name, "CONDSTORE")) continue;
    if (!connection.offers(qresync ? Cap::Qresync : Cap::Condstore)) continue;
    connection.condstore = true;
    connection.qresync = connection.qresync || qresync;
    replies.out += qresync ? " QRESYNC" : " CONDSTORE";
  }
  replies.end();
  if (connection.broken(kEnableNoData)) replies.out.resize(before);
  return ok("done");
}

}  // namespace mailrig::server::imapd
