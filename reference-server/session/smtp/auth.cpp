// AUTH (RFC 4954 4).
//   auth-command     = "AUTH" SP sasl-mech [SP initial-response] *(CRLF [base64]) [CRLF cancel-response] CRLF
//   initial-response = base64 / "="
//   cancel-response  = "*"
//   continue-req     = "334" SP [base64] CRLF
#include "reference-server/session/smtp/auth.hpp"

#include "harness/wire/cursor.hpp"
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/login.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {
namespace {

LoginFacts facts(const World& world, const State& state) {
  return {world, state.peer.secure, state.peer.channel};
}

void leave(Talk& talk) {
  talk.state.mode = Mode::Command;
  talk.state.sasl.reset();
}

void welcome(Talk& talk, std::string user) {
  talk.state.user = std::move(user);
  leave(talk);
  talk.replies.say(235, {2, 7, 0}, "authenticated");
}

void refuse(Talk& talk, int code, const smtp::EnhancedCode& enhanced, std::string_view text) {
  leave(talk);
  talk.replies.say(code, enhanced, text);
}

void challenge(Talk& talk, std::string_view octets) {
  talk.state.mode = Mode::Auth;
  const int code = talk.hit(kAuthChallengeCode) ? 354 : 334;
  if (octets.empty() && talk.hit(kAuthChallengeText)) return talk.replies.say(code, "go ahead");
  talk.replies.say(code, sasl::base64(octets));
}

void fail(Talk& talk) {
  if (talk.hit(kAuthAnyPassword)) return welcome(talk, "anyone");
  ++talk.state.failed_logins;
  refuse(talk, 535, {5, 7, 8}, "authentication failed");
}

void step(Talk& talk, std::string_view response) {
  sasl::Outcome outcome = talk.state.sasl->step(response);
  if (outcome.step == sasl::Step::Continue) return challenge(talk, outcome.message);
  if (outcome.step == sasl::Step::Failed) return fail(talk);
  if (wire::iequals(talk.state.mechanism, "PLAIN") && talk.hit(kAuthPlainRefused))
    return refuse(talk, 535, {5, 7, 8}, "authentication failed");
  welcome(talk, talk.state.sasl->user());
}

void respond(Talk& talk, std::string_view base64) {
  const std::optional<std::string> response = sasl::unbase64(base64);
  if (response) return step(talk, *response);
  if (talk.hit(kAuthBadBase64Ok)) return welcome(talk, "anyone");
  refuse(talk, 501, {5, 5, 2}, "base64 expected");
}

// RFC 4954 4: after EHLO, once a session, not within a transaction.
bool out_of_place(Talk& talk) {
  const State& state = talk.state;
  if (state.transaction.open) return !talk.hit(kAuthInTransactionOk);
  return !state.extended || (!state.user.empty() && !talk.hit(kAuthTwiceOk));
}

bool start(Talk& talk, std::string_view mechanism) {
  talk.state.mechanism = mechanism;
  talk.state.sasl = begin_login(facts(talk.world, talk.state), mechanism, "smtp");
  return talk.state.sasl != nullptr;
}

}  // namespace

std::string offered_mechanisms(const World& world, const State& state) {
  std::string offered;
  for (const std::string_view mechanism : server::offered_mechanisms(facts(world, state)))
    (offered += ' ') += mechanism;
  return offered;
}

void auth(Talk& talk, const smtp::Command& command) {
  if (out_of_place(talk)) return talk.replies.say(503, {5, 5, 1}, "not now");
  if (needs_tls(facts(talk.world, talk.state), command.argument))
    return refuse(talk, 504, {5, 5, 4}, "not without TLS");  // RFC 4954 4; 538 is of its predecessor (6)
  if (!start(talk, command.argument)) {
    if (talk.hit(kAuthUnknownMechanismOk)) return welcome(talk, "anyone");
    return talk.replies.say(504, {5, 5, 4}, "mechanism not known");
  }
  if (has_initial_response(talk.world, command.initial_response)) {
    if (refuses_initial_response(talk.world, *talk.state.sasl))
      return refuse(talk, 501, {5, 7, 0}, "no initial response here");
    const std::string_view initial = *command.initial_response;
    const bool none = initial == "=" || !talk.state.sasl->takes_initial_response();
    return none ? step(talk, {}) : respond(talk, initial);
  }
  return talk.state.sasl->client_first() ? challenge(talk, {}) : step(talk, {});
}

void auth_line(Talk& talk, std::string_view line) {
  if (!line.ends_with("\r\n")) return refuse(talk, 500, {5, 5, 2}, "a line ends in CRLF");
  line.remove_suffix(2);
  if (line != "*") return respond(talk, line);
  if (talk.hit(kAuthCancelIgnored)) return challenge(talk, {});
  if (talk.hit(kAuthCancelOk)) return refuse(talk, 250, {2, 0, 0}, "cancelled");
  refuse(talk, 501, {5, 7, 0}, "cancelled");
}

}  // namespace mailrig::server::smtpd
