#include "reference-server/session/smtp/trace.hpp"

#include "harness/mail/message.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/smtp.hpp"

namespace mailrig::server::smtpd {
namespace {

struct Place {
  std::string_view host, port;
};

// "127.0.0.1:4711", "[::1]:4711"
Place split(std::string_view address) {
  const std::size_t colon = address.rfind(':');
  Place place{address.substr(0, colon), colon == std::string_view::npos ? "" : address.substr(colon + 1)};
  if (place.host.starts_with('[') && place.host.ends_with(']'))
    place.host = place.host.substr(1, place.host.size() - 2);
  return place;
}

// RFC 3848; RFC 6531 4.3
std::string protocol(const Talk& talk) {
  const State& state = talk.state;
  const bool lmtp = state.kind == SmtpKind::Lmtp;
  if (!state.extended && !lmtp) return "SMTP";
  const bool utf8 = state.transaction.envelope.utf8;
  std::string name = utf8 ? "UTF8" : lmtp ? "" : "E";
  name += lmtp ? "LMTP" : "SMTP";
  if (state.peer.secure) name += 'S';
  if (!state.user.empty() && !talk.hit(kReceivedNoLogin)) name += 'A';
  return name;
}

// RFC 5321 4.4: a Path, which "<Postmaster>" is not. More than one would tell each recipient of the others
// (7.2).
void append_for(std::string& out, const Transaction& transaction) {
  if (transaction.recipients.size() != 1) return;
  const Recipient& only = transaction.recipients.front();
  if (only.address.find('@') != std::string::npos) (out += "\r\n\tfor ") += only.path;
}

// RFC 8314 4.3
void append_tls(std::string& out, const State& state) {
  if (state.kind != SmtpKind::Submission || !state.peer.secure || !state.peer.channel) return;
  const std::string suite = state.peer.channel().cipher_suite;
  if (!suite.empty()) (out += "\r\n\ttls ") += suite;
}

void append_stamp(std::string& out, const Talk& talk, std::int64_t now) {
  const State& state = talk.state;
  const Place place = split(state.peer.address);
  const bool six = place.host.find(':') != std::string_view::npos;
  (out += "Received: from ") += state.client.empty() ? "unknown" : state.client;
  ((out += six ? " ([IPv6:" : " ([") += place.host) += "])\r\n\tby ";
  ((out += talk.world.host) += " with ") += protocol(talk);
  (out += " id ") += message_id(talk);
  append_for(out, state.transaction);
  append_tls(out, state);
  // RFC 6710 4.1
  if (state.transaction.envelope.priority)
    (out += "\r\n\tPRIORITY ") += std::to_string(*state.transaction.envelope.priority);
  ((out += ";\r\n\t") += mail::rfc5322_date(now)) += "\r\n";
}

}  // namespace

std::string message_id(const Talk& talk) {
  std::string id = std::to_string(talk.world.unix_time());
  ((id += '-') += split(talk.state.peer.address).port) += '-';
  return id += std::to_string(talk.state.messages);
}

std::string return_path(const Envelope& envelope) {
  return "Return-Path: " + (envelope.reverse_path.empty() ? "<>" : envelope.reverse_path) + "\r\n";
}

void append_return_path(std::string& out, const Talk& talk) {
  if (!talk.hit(kDataNoReturnPath)) out += return_path(talk.state.transaction.envelope);
}

void append_received(std::string& out, const Talk& talk) {
  if (!talk.hit(kDataNoReceived)) append_stamp(out, talk, talk.world.unix_time());
}

void remove_fields(std::string& message, std::size_t begin, std::string_view name) {
  std::size_t body = 0;
  const mail::Header header = mail::parse_header(std::string_view(message).substr(begin), body);
  if (header.find(name) == nullptr) return;
  std::string kept;
  std::size_t done = 0;
  for (const mail::Field& field : header.fields) {
    if (!wire::iequals(field.name, name)) continue;
    const auto at = static_cast<std::size_t>(field.raw.data() - message.data());
    kept.append(message, done, at - done);
    done = at + field.raw.size();
  }
  message = kept.append(message, done);
}

std::size_t count_hops(std::string_view message) {
  std::size_t hops = 0;
  while (!message.empty() && !message.starts_with("\r\n")) {
    if (wire::istarts_with(message, "Received:")) ++hops;
    const std::size_t end = message.find("\r\n");
    message.remove_prefix(end == std::string_view::npos ? message.size() : end + 2);
  }
  return hops;
}

}  // namespace mailrig::server::smtpd
