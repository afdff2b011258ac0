#include "reference-server/deviation/rev2.hpp"
#include "reference-server/session/imap/message_limit.hpp"
#include "reference-server/session/imap/verbs.hpp"
#include "reference-server/session/login.hpp"

namespace mailrig::server::imapd {
namespace {

// Those that say something else before login, or stand first, are the caller's.
bool always_told(const CapInfo& info, const Offer& offer) {
  if (info.protocol != "imap" || !offer.has(info.cap)) return false;
  if (info.cap == Cap::LiteralMinus) return !offer.has(Cap::LiteralPlus);  // RFC 7888 5: one of the two
  return info.cap != Cap::Imap4Rev2 && info.cap != Cap::ImapStartTls && info.cap != Cap::ImapAuth;
}

void append_extensions(std::string& out, const Offer& offer) {
  for (const CapInfo& info : all_capabilities()) {
    if (!always_told(info, offer)) continue;
    if (!out.ends_with(' ')) out += ' ';
    out += info.name;
  }
}

}  // namespace

void append_capabilities(std::string& out, const Connection& connection) {
  if (!connection.broken(kCapabilityNoImap4rev1)) {
    if (!connection.broken(kRev2Alone)) out += "IMAP4rev1";
    if (connection.offers(Cap::Imap4Rev2)) out += out.ends_with("rev1") ? " IMAP4rev2" : "IMAP4rev2";
  }
  append_extensions(out, connection.world.offer);
  append_limit_capability(out, connection);
  if (connection.account != nullptr) return;
  const bool tls = connection.world.tls_available && connection.offers(Cap::ImapStartTls);
  if (tls && (!connection.secure || connection.broken(kStarttlsStillOffered))) {
    out += " STARTTLS";
  }
  const bool promised = !connection.secure && connection.broken(kCapabilityLoginWhenDisabled);
  if (!connection.plain_login() || promised) out += " LOGINDISABLED";
  if (!connection.offers(Cap::ImapAuth)) return;
  const LoginFacts facts{connection.world, connection.secure, connection.channel};
  for (const std::string_view mechanism : offered_mechanisms(facts)) (out += " AUTH=") += mechanism;
}

// RFC 3501 6.1.1.
Completion capability(Connection& connection, const imap::Command&, Replies& replies) {
  if (!connection.broken(kCapabilityNoData)) {
    replies.begin();
    replies.out += "CAPABILITY ";
    append_capabilities(replies.out, connection);
    replies.end();
  }
  return ok("that is all");
}

}  // namespace mailrig::server::imapd
