#include "harness/scenario/secure_steps.hpp"

#include "harness/sasl/sasl.hpp"
#include "harness/scenario/line_words.hpp"

namespace mailrig::scenario {

Handshake SecureSteps::handshake(const Line& line, ClientIndex client, const Rule& rule) const {
  const TlsChoice& usual = context_.clients[client].choice;
  Handshake made;
  made.outcome = line.outcome;
  made.choice.version = line.tls.version == TlsVersion::Any ? usual.version : line.tls.version;
  made.choice.verified = line.tls.verified || usual.verified;
  made.refusal = line.close;
  made.judged = line.outcome == Handshake::Outcome::Refused || line.tls.version != TlsVersion::Any ||
                line.tls.verified || line.notes.rfc != 0 || line.notes.level;
  made.rule = rule;
  made.source = line.source;
  return made;
}

Connect SecureSteps::connect(const Line& line, ClientIndex client, const Rule& rule) {
  Handshake tls = handshake(line, client, rule);
  const TlsStart start = context_.clients[client].tls;
  if (start != TlsStart::Implicit && (tls.judged || line.outcome != Handshake::Outcome::Done)) {
    complain(line.where, "TLS does not begin here: say 'tls' later, or tls = \"implicit\" of the client");
  }
  if (start != TlsStart::Default) {
    set(client, start == TlsStart::Implicit ? Channel::Tls : Channel::Clear);
  } else if (client < channels_.size()) {
    set(client, context_.channels[client]);
  }
  return Connect{std::move(tls)};
}

StartTls SecureSteps::start_tls(const Line& line, ClientIndex client, const Rule& rule) {
  if (context_.clients[client].tls == TlsStart::Implicit)
    complain(line.where, "TLS has begun with the first octet: this client has tls = \"implicit\"");
  set(client, Channel::Tls);
  return StartTls{handshake(line, client, rule)};
}

// A mechanism that a case names is known only now.
std::optional<Line> SecureSteps::with_mechanism(const Line& line) {
  Line known = line;
  if (!line.name.starts_with("${")) return known;
  const auto constant = names_.constant(std::string_view(line.name).substr(2, line.name.size() - 3));
  if (!constant) {
    complain(line.name_at,
             "'" + line.name + "' names no value of a case; a mechanism is known before the talk begins");
    return std::nullopt;
  }
  known.name = *constant;
  const auto wrong = resolve_auth(known);
  if (!wrong) return known;
  complain(line.name_at, *wrong);
  return std::nullopt;
}

// The player looks for the account's name and password by their slots' names.
std::optional<Authenticate> SecureSteps::authenticate(const Line& written, ClientIndex client,
                                                      const Rule& rule) {
  const auto line = with_mechanism(written);
  if (!line) return std::nullopt;
  const std::uint32_t account = context_.clients[client].account;
  const std::string behind = account == 1 ? "" : "." + std::to_string(account);
  const sasl::Traits traits = sasl::traits(line->name);
  (void)names_.use("user" + behind, line->where, mistakes_);
  (void)names_.use((traits.has_token ? "bearer" : "password") + behind, line->where, mistakes_);
  if (traits.has_host) (void)names_.use("host", line->where, mistakes_);
  if (traits.binds_channel) bind_channel(*line, client);
  if (traits.shows_secret) shows_secret(client);
  Authenticate action;
  action.mechanism = line->name;
  // What would be said at once is asked for, so that there is something to answer by "*".
  action.initial_response =
      !line->no_initial && !(line->cancel && traits.one_message) && takes_initial_response(client);
  action.wrong = line->wrong;
  action.wrong_user = line->wrong_user;
  action.cancel = line->cancel;
  action.other_binding = line->other_binding;
  action.rule = rule;
  return action;
}

// RFC 4959 3: of IMAP's servers those that say so. SMTP and POP3 have it in AUTH itself.
bool SecureSteps::takes_initial_response(ClientIndex client) const {
  if (context_.clients[client].service != Service::Imap) return true;
  Need need;
  need.service = Service::Imap;
  need.capability = "SASL-IR";
  return context_.offer.has(need);
}

void SecureSteps::shows_secret(ClientIndex client) {
  if (client < channels_.size() && channels_[client] == Channel::Clear) findings_.bares_secret = true;
}

void SecureSteps::bind_channel(const Line& line, ClientIndex client) {
  findings_.binds_channel = true;
  const Channel channel = client < channels_.size() ? channels_[client] : Channel::Tls;
  if (channel == Channel::Clear) {
    complain(line.where, line.name +
                             " is bound to a TLS channel, and there is none by now: a 'tls' line before, or "
                             "tls = \"starttls\" or \"implicit\"");
  } else if (channel == Channel::RunInTheClear && findings_.cannot.empty()) {
    findings_.cannot = line.name + " is bound to a TLS channel, and this run has none: --tls";
  }
}

}  // namespace mailrig::scenario
