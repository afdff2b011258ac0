// RCPT (RFC 5321 4.1.1.3, 3.6.2, 4.5.1): mail for our own accounts, and of those who have logged in for
// domains that a next hop is known of.
#include "harness/mail/idna.hpp"
#include "harness/smtp/path.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/literal.hpp"
#include "reference-server/session/smtp/parameters.hpp"
#include "reference-server/session/smtp/queue.hpp"
#include "reference-server/session/smtp/submission.hpp"

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

// RFC 9422 4.2: each RCPT counts, taken or not.
Answer check_room(const Talk& talk) {
  const Transaction& transaction = talk.state.transaction;
  const bool full = transaction.asked > talk.world.limits.recipients;
  if (!full && (transaction.recipients.size() < kFewRecipients || !talk.hit(kRcptLimitTen))) return {};
  return {452, {4, 5, 3}, "too many recipients"};
}

// RFC 9422 4.3
Answer check_domains(const Talk& talk, const std::string& domain) {
  const std::size_t most = talk.world.limits.recipient_domains;
  const std::set<std::string>& domains = talk.state.domains;
  if (most == 0 || domains.size() < most || domains.contains(domain)) return {};
  return {452, {4, 5, 3}, "too many domains of recipients"};
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

// Handed on for those who have logged in, and where there is a way.
Answer relay(const Talk& talk, Recipient& recipient) {
  if (talk.hit(kRcptRelays)) return {};
  const Queue* const queue = talk.state.kind == SmtpKind::Lmtp ? nullptr : talk.world.queue;
  const Hop* const hop = queue != nullptr ? queue->hop_to(recipient.domain) : nullptr;
  if (hop == nullptr || talk.state.user.empty()) return {550, {5, 7, 1}, "relaying denied"};
  if (hop->none()) return {556, {5, 1, 10}, "that domain takes no mail"};  // RFC 7505 4.1
  if (queue->full()) return {452, {4, 3, 1}, "the queue is full"};
  recipient.relayed = true;
  return {};
}

// Whose mailbox it is.
Answer resolve(const Talk& talk, const Path& path, Recipient& recipient) {
  const smtp::Mailbox& mailbox = path.mailbox;
  if (!mailbox.domain.empty() && !talk.world.accounts->local(recipient.domain)) return relay(talk, recipient);
  recipient.account = talk.world.accounts->resolve(mailbox.local_part, recipient.domain);
  if (postmaster(path) && talk.hit(kRcptPostmasterRefused)) recipient.account = nullptr;
  if (has_upper(mailbox.domain) && talk.hit(kRcptDomainCase)) recipient.account = nullptr;
  if (recipient.account == nullptr && !talk.hit(kRcptUnknownUserOk))
    return {550, {5, 1, 1}, "no such mailbox here"};
  return {};
}

// The domain of those who have none of their own: literals of our address name its mailboxes.
std::string main_domain(const Accounts& accounts) {
  if (accounts.all().empty() || accounts.all().front()->addresses.empty()) return {};
  const std::string& address = accounts.all().front()->addresses.front();
  return address.substr(address.rfind('@') + 1);
}

Answer check_domain(const Talk& talk, const Path& path, Recipient& recipient) {
  if (path.mailbox.literal() && is_literal_of(path.mailbox.domain, talk.state.peer.local)) {
    recipient.domain = main_domain(*talk.world.accounts);
    return {};
  }
  auto domain = mailrig::mail::domain_to_ascii(path.mailbox.domain);
  if (!domain) return {501, {5, 1, 3}, "that is no domain name"};
  if (is_unqualified(talk, *domain)) return {554, {5, 1, 2}, "that domain is not fully qualified"};
  recipient.domain = std::move(*domain);
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
  if (answer.code == 0) answer = check_domain(talk, command.path, recipient);
  if (answer.code == 0) answer = check_room(talk);
  if (answer.code == 0) answer = check_domains(talk, recipient.domain);
  if (answer.code == 0) answer = resolve(talk, command.path, recipient);
  if (answer.code != 0) return answer;
  --transaction.refused;
  if (talk.world.limits.recipient_domains != 0) talk.state.domains.insert(recipient.domain);
  transaction.recipients.push_back(std::move(recipient));
  return {250, {2, 1, 5}, "recipient ok"};
}

}  // namespace

void rcpt(Talk& talk, const smtp::Command& command) {
  const Answer answer = take(talk, command);
  talk.replies.say(answer.code, answer.enhanced, answer.text);
}

}  // namespace mailrig::server::smtpd
