// MAIL (RFC 5321 4.1.1.2).
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/parameters.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {
namespace {

Answer check_state(const Talk& talk) {
  const State& state = talk.state;
  if (state.client.empty()) return {503, {5, 5, 1}, "EHLO first"};
  if (!state.extended && talk.hit(kMailNeedsEhlo)) return {503, {5, 5, 1}, "EHLO first"};
  if (state.transaction.open && !talk.hit(kMailNestedOk)) return {503, {5, 5, 1}, "a transaction is open"};
  return {};
}

Answer check_path(const Talk& talk, const smtp::Path& path) {
  if (path.null() && talk.hit(kMailNullRefused)) return {550, {5, 1, 8}, "the null reverse-path is refused"};
  if (path.mailbox.quoted() && talk.hit(kMailQuotedRefused))
    return {501, {5, 1, 7}, "quoted local parts are refused"};
  return {};
}

Envelope envelope_of(const Talk& talk, const smtp::Path& path) {
  Envelope envelope;
  envelope.reverse_path = path.written;
  if (!path.null()) envelope.sender = address_of(path);
  envelope.arrival = talk.world.unix_time();
  return envelope;
}

Answer take(Talk& talk, const smtp::Command& command) {
  Answer answer = check_state(talk);
  if (answer.code == 0) answer = check_path(talk, command.path);
  if (answer.code != 0) return answer;
  Envelope envelope = envelope_of(talk, command.path);
  Answer unknown{555, {5, 5, 4}, "parameter not known"};
  if (talk.hit(kMailUnknownParameterOk)) unknown = {};
  answer = take_parameters(talk, command.parameters(), mail_parameters(), unknown, envelope);
  if (answer.code == 0 && !envelope.utf8 && !command.path.mailbox.ascii())
    answer = {550, {5, 6, 7}, "an address outside ASCII needs SMTPUTF8"};  // RFC 6531 3.5
  if (answer.code != 0) return answer;
  talk.state.transaction.clear();
  talk.state.transaction.open = true;
  talk.state.transaction.envelope = std::move(envelope);
  return {250, {2, 1, 0}, "sender ok"};
}

}  // namespace

void mail(Talk& talk, const smtp::Command& command) {
  const Answer answer = take(talk, command);
  talk.replies.say(answer.code, answer.enhanced, answer.text);
}

}  // namespace mailrig::server::smtpd
