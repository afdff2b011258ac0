// EHLO and HELO (RFC 5321 4.1.1.1, 4.1.4), and LMTP's LHLO (RFC 2033 4.1).
#include "reference-server/deviation/lmtp.hpp"
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/auth.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {
namespace {

std::string extensions(const Talk& talk) {
  std::string lines;
  if (!talk.hit(lmtpd::kHelloNoPipelining)) lines += "\nPIPELINING";
  lines += "\nSIZE " + std::to_string(talk.world.limits.message);
  if (!talk.hit(lmtpd::kHelloNo8bitmime)) lines += "\n8BITMIME";
  lines += "\nCHUNKING\nBINARYMIME";
  if (!talk.hit(lmtpd::kHelloNoEnhanced)) lines += "\nENHANCEDSTATUSCODES";
  const bool again = talk.state.peer.secure && (talk.hit(kStarttlsKeepsState) || talk.hit(kStarttlsTwiceOk));
  if (talk.world.tls_available && (!talk.state.peer.secure || again)) lines += "\nSTARTTLS";
  const std::string offered = offered_mechanisms(talk.world, talk.state);
  if (!offered.empty()) lines += "\nAUTH" + offered;
  return lines + "\nHELP";
}

// RFC 5321 4.1.4: as if RSET had been given.
void begin(Talk& talk, std::string_view client, bool extended) {
  talk.state.client = client.empty() ? "unknown" : client;
  talk.state.extended = extended;
  if (!talk.hit(kEhloKeepsTransaction)) talk.state.transaction.clear();
}

}  // namespace

void ehlo(Talk& talk, const smtp::Command& command) {
  begin(talk, command.argument, true);
  const std::string name = talk.hit(kEhloNoDomain) ? "" : talk.world.host;
  talk.replies.say(250, name + extensions(talk));
}

void helo(Talk& talk, const smtp::Command& command) {
  begin(talk, command.argument, false);
  talk.replies.say(250,
                   talk.hit(kHeloListsExtensions) ? talk.world.host + extensions(talk) : talk.world.host);
}

}  // namespace mailrig::server::smtpd
