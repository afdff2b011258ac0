// MAIL (RFC 5321 4.1.1.2).
#include "harness/mail/idna.hpp"
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/extensions.hpp"
#include "reference-server/session/smtp/queue.hpp"
#include "reference-server/session/smtp/submission.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {
namespace {

Answer check_state(const Talk& talk) {
  const State& state = talk.state;
  if (state.client.empty()) return {503, {5, 5, 1}, "EHLO first"};
  if (!state.extended && talk.hit(kMailNeedsEhlo)) return {503, {5, 5, 1}, "EHLO first"};
  if (state.transaction.open && !talk.hit(kMailNestedOk)) return {503, {5, 5, 1}, "a transaction is open"};
  // RFC 9422 4.1
  const std::size_t most = talk.world.limits.transactions;
  if (most != 0 && state.mails > most) return {451, {4, 7, 0}, "too many transactions in one session"};
  return {};
}

// RFC 7505 4.1, 4.2: nothing could be returned to a domain that takes no mail.
bool takes_no_mail(const Talk& talk, std::string_view domain) {
  const Hop* const hop = talk.world.queue != nullptr ? talk.world.queue->hop_to(domain) : nullptr;
  return hop != nullptr && hop->none();
}

Answer check_path(const Talk& talk, const smtp::Path& path) {
  if (path.null() && talk.hit(kMailNullRefused)) return {550, {5, 1, 8}, "the null reverse-path is refused"};
  if (path.mailbox.quoted() && talk.hit(kMailQuotedRefused))
    return {501, {5, 1, 7}, "quoted local parts are refused"};
  const auto domain = mailrig::mail::domain_to_ascii(path.mailbox.domain);
  if (!domain) return {501, {5, 1, 7}, "that is no domain name"};
  if (is_unqualified(talk, *domain)) return {554, {5, 1, 8}, "that domain is not fully qualified"};
  if (takes_no_mail(talk, *domain)) return {550, {5, 7, 27}, "that domain takes no mail"};
  return {};
}

Envelope envelope_of(const Talk& talk, const smtp::Path& path) {
  Envelope envelope;
  envelope.reverse_path = path.written;
  if (!path.null()) envelope.sender = address_of(path);
  envelope.arrival = talk.world.unix_time();
  if (offers_mt_priority(talk))
    envelope.priority = 0;  // RFC 6710 4.1 (5): told to the next hop like any other
  return envelope;
}

// RFC 4954 5: of a submission that names none, whoever has logged in; "<>": not trusted to say.
std::string submitter_of(const Talk& talk) {
  const Account* const account = talk.world.accounts->find(talk.state.user);
  if (talk.state.user.empty() || account == nullptr || account->addresses.empty()) return "<>";
  return account->addresses.front();
}

Answer take(Talk& talk, const smtp::Command& command) {
  Answer answer = check_state(talk);
  if (answer.code == 0) answer = check_path(talk, command.path);
  if (answer.code != 0) return answer;
  Envelope envelope = envelope_of(talk, command.path);
  Answer unknown{555, {5, 5, 4}, "parameter not known"};
  if (talk.hit(kMailUnknownParameterOk)) unknown = {};
  envelope.submitter = submitter_of(talk);
  answer = take_parameters(talk, command.parameters(), mail_parameters(), unknown, envelope);
  if (answer.code == 0) answer = check_hold(envelope);
  if (answer.code == 0 && !envelope.utf8 && !command.path.mailbox.ascii())
    answer = {550, {5, 6, 7}, "an address outside ASCII needs SMTPUTF8"};  // RFC 6531 3.5
  if (answer.code != 0) return answer;
  talk.state.transaction.clear();
  talk.state.transaction.open = true;
  talk.state.transaction.envelope = std::move(envelope);
  if (talk.state.transaction.envelope.lowered)
    return {250, {2, 3, 6}, "0 is the priority of who has not logged in"};
  return {250, {2, 1, 0}, "sender ok"};
}

}  // namespace

void mail(Talk& talk, const smtp::Command& command) {
  ++talk.state.mails;
  const Answer answer = take(talk, command);
  talk.replies.say(answer.code, answer.enhanced, answer.text);
}

}  // namespace mailrig::server::smtpd
