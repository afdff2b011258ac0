// RCPT (RFC 5321 4.1.1.3, 3.6.2, 4.5.1): mail for our own accounts only.
#include "harness/smtp/path.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {
namespace {

using smtp::Path;

constexpr std::size_t kFewRecipients = 10;

bool has_upper(std::string_view text) {
  return text.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string_view::npos;
}

bool postmaster(const Path& path) {
  return wire::iequals(smtp::local_value(path.mailbox), "postmaster");
}

bool no_room(const Talk& talk) {
  const std::size_t taken = talk.state.transaction.recipients.size();
  return taken >= talk.world.limits.recipients || (taken >= kFewRecipients && talk.hit(kRcptLimitTen));
}

void take(Talk& talk, const Account* account, const Path& path) {
  Transaction& transaction = talk.state.transaction;
  if (transaction.recipients.empty()) transaction.first_path = path.written;
  transaction.recipients.push_back(account);
  --transaction.refused;
  talk.replies.say(250, {2, 1, 5}, "recipient ok");
}

void resolve(Talk& talk, const Path& path) {
  const smtp::Mailbox& mailbox = path.mailbox;
  const bool local = mailbox.domain.empty() || talk.world.accounts->local(mailbox.domain);
  if (!local) {
    if (talk.hit(kRcptRelays)) return take(talk, nullptr, path);
    return talk.replies.say(550, {5, 7, 1}, "relaying denied");
  }
  const Account* account = talk.world.accounts->resolve(mailbox.local_part, mailbox.domain);
  if (postmaster(path) && talk.hit(kRcptPostmasterRefused)) account = nullptr;
  if (has_upper(mailbox.domain) && talk.hit(kRcptDomainCase)) account = nullptr;
  if (account == nullptr && !talk.hit(kRcptUnknownUserOk))
    return talk.replies.say(550, {5, 1, 1}, "no such mailbox here");
  take(talk, account, path);
}

}  // namespace

void rcpt(Talk& talk, const smtp::Command& command) {
  Transaction& transaction = talk.state.transaction;
  if (!transaction.open && !talk.hit(kRcptBeforeMailOk))
    return talk.replies.say(503, {5, 5, 1}, "MAIL first");
  if (transaction.chunked) return talk.replies.say(503, {5, 5, 1}, "the message has begun");
  transaction.tried = true;
  ++transaction.refused;  // until it is taken
  if (!command.parameters().empty()) return talk.replies.say(555, {5, 5, 4}, "parameter not known");
  if (no_room(talk)) return talk.replies.say(452, {4, 5, 3}, "too many recipients");
  resolve(talk, command.path);
}

}  // namespace mailrig::server::smtpd
