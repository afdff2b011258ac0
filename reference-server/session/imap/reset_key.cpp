#include <algorithm>

#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/url_auth.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/url_auth.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

// Who has the mailbox selected is told when a key goes, so there is to be one; the next comes with
// GENURLAUTH.
void reset(Connection& connection, Mailbox& mailbox) {
  static_cast<void>(make_token(connection, *connection.account, &mailbox, {}));
  forget_key(connection, *connection.account, mailbox);
}

void forget_all(Connection& connection) {
  for (const MailboxInfo& info : connection.world.store->list(*connection.account)) {
    const auto mailbox = connection.world.store->open(*connection.account, info.name);
    if (mailbox) forget_key(connection, *connection.account, *mailbox);
  }
}

}  // namespace

// RFC 4467 BASE.6.3.RESETKEY.
Completion reset_key(Connection& connection, const imap::Command& command, Replies&) {
  const imap::UrlAuthCommand& asked = command.url_auth;
  if (!asked.mailbox) {
    forget_all(connection);
    return ok("all keys are gone");
  }
  const bool known =
      std::all_of(asked.mechanisms.begin(), asked.mechanisms.end(),
                  [](std::string_view mechanism) { return wire::iequals(mechanism, kInternal); });
  if (!known) return bad("INTERNAL is the only mechanism here");
  const Found found = find_mailbox(connection, *asked.mailbox);
  if (auto refused = refuse(found, {Right::Read})) return *refused;
  reset(connection, *found.mailbox);
  return ok("another key", connection.broken(kUrlauthNoUrlmech) ? std::string_view() : kUrlMech);
}

}  // namespace mailrig::server::imapd
