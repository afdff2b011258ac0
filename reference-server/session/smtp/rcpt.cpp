// RCPT (RFC 5321 4.1.1.3, 3.6.2, 4.5.1): mail for our own accounts only.
#include "harness/smtp/path.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/parameters.hpp"
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

Answer check_state(const Talk& talk) {
  const Transaction& transaction = talk.state.transaction;
  if (!transaction.open && !talk.hit(kRcptBeforeMailOk)) return {503, {5, 5, 1}, "MAIL first"};
  if (transaction.chunked) return {503, {5, 5, 1}, "the message has begun"};
  return {};
}

Answer check_room(const Talk& talk) {
  const std::size_t taken = talk.state.transaction.recipients.size();
  if (taken < kRecipientLimit && (taken < kFewRecipients || !talk.hit(kRcptLimitTen))) return {};
  return {452, {4, 5, 3}, "too many recipients"};
}

// RFC 6531 3.5
Answer check_ascii(const Talk& talk, const Path& path) {
  if (path.mailbox.ascii() || talk.state.transaction.envelope.utf8) return {};
  return {553, {5, 6, 7}, "an address outside ASCII needs SMTPUTF8"};
}

Recipient recipient_of(const Path& path) {
  Recipient recipient;
  recipient.path = path.written;
  recipient.address = address_of(path);
  return recipient;
}

// Whose mailbox it is.
Answer resolve(const Talk& talk, const Path& path, Recipient& recipient) {
  const smtp::Mailbox& mailbox = path.mailbox;
  const bool local = mailbox.domain.empty() || talk.world.accounts->local(mailbox.domain);
  if (!local) {
    if (talk.hit(kRcptRelays)) return {};
    return {550, {5, 7, 1}, "relaying denied"};
  }
  recipient.account = talk.world.accounts->resolve(mailbox.local_part, mailbox.domain);
  if (postmaster(path) && talk.hit(kRcptPostmasterRefused)) recipient.account = nullptr;
  if (has_upper(mailbox.domain) && talk.hit(kRcptDomainCase)) recipient.account = nullptr;
  if (recipient.account == nullptr && !talk.hit(kRcptUnknownUserOk))
    return {550, {5, 1, 1}, "no such mailbox here"};
  return {};
}

Answer take(Talk& talk, const smtp::Command& command) {
  Answer answer = check_state(talk);
  if (answer.code != 0) return answer;
  Transaction& transaction = talk.state.transaction;
  ++transaction.asked;
  ++transaction.refused;  // until it is taken
  Recipient recipient = recipient_of(command.path);
  answer = take_parameters(talk, command.parameters(), rcpt_parameters(),
                           Answer{555, {5, 5, 4}, "parameter not known"}, recipient);
  if (answer.code == 0) answer = check_ascii(talk, command.path);
  if (answer.code == 0) answer = check_room(talk);
  if (answer.code == 0) answer = resolve(talk, command.path, recipient);
  if (answer.code != 0) return answer;
  --transaction.refused;
  transaction.recipients.push_back(std::move(recipient));
  return {250, {2, 1, 5}, "recipient ok"};
}

}  // namespace

void rcpt(Talk& talk, const smtp::Command& command) {
  const Answer answer = take(talk, command);
  talk.replies.say(answer.code, answer.enhanced, answer.text);
}

}  // namespace mailrig::server::smtpd
