// EHLO and HELO (RFC 5321 4.1.1.1, 4.1.4), and LMTP's LHLO (RFC 2033 4.1).
#include "reference-server/deviation/esmtp.hpp"
#include "reference-server/deviation/lmtp.hpp"
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/auth.hpp"
#include "reference-server/session/smtp/extensions.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {
namespace {

// RFC 9422 3
std::string limits(const Talk& talk) {
  const Limits& ours = talk.world.limits;
  std::string line = "LIMITS RCPTMAX=" + std::to_string(talk.hit(kLimitsZero) ? 0 : ours.recipients);
  if (ours.transactions != 0) line += " MAILMAX=" + std::to_string(ours.transactions);
  if (ours.recipient_domains != 0) line += " RCPTDOMAINMAX=" + std::to_string(ours.recipient_domains);
  return line;
}

// What is not offered to everyone.
std::string later(const Talk& talk) {
  std::string lines;
  if (offers_requiretls(talk)) lines += "\nREQUIRETLS";
  if (offers_mt_priority(talk)) lines += "\nMT-PRIORITY";
  if (offers_deliverby(talk)) lines += "\nDELIVERBY";
  if (offers_futurerelease(talk)) lines += "\n" + futurerelease_line(talk);
  if (talk.state.kind == SmtpKind::Submission && talk.hit(kSubmissionEtrn)) lines += "\nETRN";
  if (talk.world.smtp.tells_mailboxes) lines += "\nEXPN";  // RFC 5321 3.5.2
  return lines;
}

std::string extensions(const Talk& talk) {
  std::string lines;
  if (talk.offers(Cap::SmtpPipelining) && !talk.hit(lmtpd::kHelloNoPipelining)) lines += "\nPIPELINING";
  if (talk.offers(Cap::SmtpSize)) lines += "\nSIZE " + std::to_string(talk.world.limits.message);
  if (talk.offers(Cap::Smtp8BitMime) && !talk.hit(lmtpd::kHelloNo8bitmime)) lines += "\n8BITMIME";
  if (talk.offers(Cap::SmtpChunking)) lines += "\nCHUNKING";
  if (talk.offers(Cap::SmtpBinaryMime)) lines += "\nBINARYMIME";
  if (talk.offers(Cap::SmtpDsn)) lines += "\nDSN";
  if (talk.offers(Cap::SmtpUtf8)) lines += talk.hit(kSmtputf8EhloParameter) ? "\nSMTPUTF8 1" : "\nSMTPUTF8";
  if (talk.offers(Cap::SmtpLimits)) lines += "\n" + limits(talk);
  lines += later(talk);
  if (talk.offers(Cap::SmtpEnhancedStatusCodes) && !talk.hit(lmtpd::kHelloNoEnhanced))
    lines += "\nENHANCEDSTATUSCODES";
  const bool again = talk.state.peer.secure && (talk.hit(kStarttlsKeepsState) || talk.hit(kStarttlsTwiceOk));
  const bool tls = talk.world.tls_available && talk.offers(Cap::SmtpStartTls);
  if (tls && (!talk.state.peer.secure || again)) lines += "\nSTARTTLS";
  const std::string offered = talk.offers(Cap::SmtpAuth) ? offered_mechanisms(talk.world, talk.state) : "";
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
