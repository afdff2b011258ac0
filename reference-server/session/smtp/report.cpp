#include "reference-server/session/smtp/report.hpp"

#include <algorithm>
#include <array>

#include "harness/mail/message.hpp"
#include "harness/sasl/sasl.hpp"
#include "harness/smtp/xtext.hpp"
#include "harness/wire/ascii.hpp"
#include "harness/wire/utf8.hpp"

namespace mailrig::server::smtpd {
namespace {

struct Words {
  std::string_view action, subject, text;
};

constexpr std::array<Words, 4> kWords{{
    {"failed", "Failure", "could not be delivered"},
    {"delayed", "Delay", "has not been delivered yet; it will be tried on"},
    {"delivered", "Success", "was delivered"},
    {"relayed", "Relayed", "was handed on to a server that may report no more of it"},
}};

const Words& words(Action action) {
  return kWords[static_cast<std::size_t>(action)];
}

void field(std::string& out, std::string_view name, std::string_view body) {
  (((out += name) += ": ") += body) += "\r\n";
}

constexpr std::string_view kWholeMessage = "message/rfc822";
constexpr std::size_t kEncodedLine = 57;  // octets that make a line of base64 (RFC 2045 6.8)

bool is_address(std::string_view host) {
  return host.find_first_not_of("0123456789.") == std::string_view::npos ||
         host.find(':') != std::string_view::npos;
}

// RFC 3461 6.3 (b): our name, if it is no domain name, says so.
std::string reporting_mta(std::string_view host) {
  const bool dns = host.find('.') != std::string_view::npos && !host.starts_with('[') && !is_address(host);
  return (dns ? "dns; " : "x-local-hostname; ") + std::string(host);
}

// RFC 3461 6.3 (h), 9.3: a next hop's name is always of this type, and an address a literal.
std::string remote_mta(std::string_view host) {
  if (!is_address(host)) return "dns; " + std::string(host);
  const bool six = host.find(':') != std::string_view::npos;
  return (six ? "dns; [IPv6:" : "dns; [") + std::string(host) + "]";
}

std::string status(const smtp::EnhancedCode& code) {
  return std::to_string(code.klass) + "." + std::to_string(code.subject) + "." + std::to_string(code.detail);
}

// RFC 3461 9.2: lines after the first begin with a space. No octet outside printable ASCII gets in. What is
// no reply, but why there was none, is of a type of our own.
std::string diagnostic(std::string_view reply) {
  std::string text = !reply.empty() && wire::is_digit(reply.front()) ? "smtp; " : "x-connection; ";
  for (const char c : reply) {
    if (c == '\n') {
      text += "\r\n ";
    } else {
      text += wire::is_printable(c) ? c : '?';
    }
  }
  return text;
}

std::string typed(std::string_view address) {
  return (wire::is_ascii(address) ? "rfc822; " : "utf-8; ") + std::string(address);
}

// RFC 3461 6.3 (d), RFC 6533 3: decoded, as the type has it. What is no utf-8-enc-addr stays as it is.
std::string original(std::string_view orcpt) {
  const std::size_t semicolon = orcpt.find(';');
  const std::string_view type = orcpt.substr(0, semicolon);
  const std::string_view value = orcpt.substr(semicolon + 1);
  const auto decoded = wire::iequals(type, "utf-8") ? smtp::parse_unitext(value) : smtp::parse_xtext(value);
  return std::string(type) + "; " + decoded.value_or(std::string(value));
}

void append_recipient(std::string& out, const Outcome& outcome) {
  const Recipient& recipient = *outcome.recipient;
  if (!recipient.orcpt.empty()) field(out, "Original-Recipient", original(recipient.orcpt));
  field(out, "Final-Recipient", typed(recipient.address));
  field(out, "Action", words(outcome.action).action);
  field(out, "Status", status(outcome.status));
  if (!outcome.remote.empty()) field(out, "Remote-MTA", remote_mta(outcome.remote));
  if (!outcome.diagnostic.empty()) field(out, "Diagnostic-Code", diagnostic(outcome.diagnostic));
  if (outcome.retry_until != 0) field(out, "Will-Retry-Until", mail::rfc5322_date(outcome.retry_until));
}

std::string delivery_status(const Reporter& reporter, const Envelope& envelope,
                            const std::vector<Outcome>& outcomes) {
  std::string out;
  if (envelope.envid) field(out, "Original-Envelope-Id", smtp::parse_xtext(*envelope.envid).value_or(""));
  field(out, "Reporting-MTA", reporting_mta(reporter.host));
  field(out, "Arrival-Date", mail::rfc5322_date(envelope.arrival));
  if (envelope.by) field(out, "Deliver-By-Date", mail::rfc5322_date(envelope.by->deadline));
  if (!envelope.hold_request.empty()) field(out, "Future-Release-Request", envelope.hold_request);
  for (const Outcome& outcome : outcomes) {
    out += "\r\n";
    append_recipient(out, outcome);
  }
  return out;
}

std::string explanation(const Reporter& reporter, const std::vector<Outcome>& outcomes) {
  std::string out = "This is the mail server at " + std::string(reporter.host) + ".\r\n";
  for (const Outcome& outcome : outcomes) {
    (out += "\r\nThe message to <") += outcome.recipient->address;
    ((out += "> ") += words(outcome.action).text) += ".\r\n";
    if (!outcome.remote.empty()) ((out += "The next server was ") += outcome.remote) += ".\r\n";
  }
  if (!reporter.to.empty())
    out += "\r\nIts sender can't be told: there is no return address, or no way to it.\r\n";
  return out;
}

std::string_view header_of(std::string_view message) {
  if (message.starts_with("\r\n")) return {};
  const std::size_t end = message.find("\r\n\r\n");
  return end == std::string_view::npos ? message : message.substr(0, end + 2);
}

bool any_failed(const std::vector<Outcome>& outcomes) {
  return std::any_of(outcomes.begin(), outcomes.end(),
                     [](const Outcome& outcome) { return outcome.action == Action::Failed; });
}

// RFC 3461 4.3, 6.2; RFC 8689 5.
bool returns_all(const Envelope& envelope, const std::vector<Outcome>& outcomes, std::string_view message) {
  return envelope.ret == Return::Full && any_failed(outcomes) && !envelope.require_tls && !envelope.binary &&
         message.size() <= kReturnedLimit;
}

void append_base64(std::string& out, std::string_view content) {
  for (; !content.empty(); content.remove_prefix(std::min(content.size(), kEncodedLine)))
    (out += sasl::base64(content.substr(0, kEncodedLine))) += "\r\n";
}

// One part, of text or of a type that has a name for UTF-8. RFC 2046 5.2.1: message/rfc822 is never encoded.
void append_part(std::string& out, std::string_view boundary, std::string_view type, std::string_view content,
                 bool seven_bit) {
  const bool ascii = wire::is_ascii(content);
  const bool encoded = seven_bit && !ascii && type != kWholeMessage;
  (((out += "\r\n--") += boundary) += "\r\nContent-Type: ") += type;
  if (!ascii) (out += "\r\nContent-Transfer-Encoding: ") += encoded ? "base64" : "8bit";
  out += "\r\n\r\n";
  if (encoded) return append_base64(out, content);
  out += content;
}

// What is neither ASCII nor UTF-8 is of no type that says so.
std::string_view returned_type(std::string_view returned, bool whole) {
  const std::string_view header = header_of(returned);
  const bool utf8 = !wire::is_ascii(header) && wire::valid_utf8(header);
  if (whole) return utf8 ? "message/global" : kWholeMessage;
  return utf8 ? "message/global-headers" : "text/rfc822-headers";
}

std::string boundary_for(const Reporter& reporter, std::string_view message) {
  std::string boundary = "=_" + reporter.id;
  while (message.find(boundary) != std::string_view::npos) boundary += '_';
  return boundary;
}

void append_header(std::string& out, const Reporter& reporter, const Envelope& envelope, const Outcome& first,
                   std::string_view boundary) {
  const std::string host(reporter.host);
  field(out, "From", "Mail Delivery System <postmaster@" + host + ">");
  field(out, "To", "<" + (reporter.to.empty() ? envelope.sender : reporter.to) + ">");
  field(out, "Subject", "Delivery Status Notification (" + std::string(words(first.action).subject) + ")");
  field(out, "Date", mail::rfc5322_date(reporter.now));
  field(out, "Message-ID", "<" + reporter.id + ".report@" + host + ">");
  field(out, "Auto-Submitted", "auto-replied");
  field(out, "MIME-Version", "1.0");
  field(out, "Content-Type",
        "multipart/report; report-type=delivery-status;\r\n\tboundary=\"" + std::string(boundary) + "\"");
}

}  // namespace

bool is_wanted(const Envelope& envelope, const Outcome& outcome) {
  const std::uint8_t notify = outcome.recipient->notify;
  if (envelope.sender.empty() || notify == kNever) return false;
  switch (outcome.action) {
    case Action::Failed:
      return notify == 0 || (notify & kFailure) != 0;
    case Action::Delayed:
      return notify == 0 || (notify & kDelay) != 0;
    case Action::Relayed:
      return true;  // whoever hands on decides (5.2.2, RFC 2852 4.1.4)
    case Action::Delivered:
      break;
  }
  return (notify & kSuccess) != 0;
}

std::string render_report(const Reporter& reporter, const Envelope& envelope,
                          const std::vector<Outcome>& outcomes, std::string_view message) {
  const bool whole = returns_all(envelope, outcomes, message);
  const std::string_view returned = whole ? message : header_of(message);
  const std::string machine = delivery_status(reporter, envelope, outcomes);
  const std::string human = explanation(reporter, outcomes);
  const std::string boundary = boundary_for(reporter, returned);
  std::string parts;
  append_part(parts, boundary,
              wire::is_ascii(human) ? "text/plain; charset=us-ascii" : "text/plain; charset=utf-8", human,
              reporter.seven_bit);
  append_part(parts, boundary,
              wire::is_ascii(machine) ? "message/delivery-status" : "message/global-delivery-status", machine,
              reporter.seven_bit);
  append_part(parts, boundary, returned_type(returned, whole), returned, reporter.seven_bit);
  std::string out;
  append_header(out, reporter, envelope, outcomes.front(), boundary);
  if (!wire::is_ascii(parts)) field(out, "Content-Transfer-Encoding", "8bit");
  return (((out += parts) += "\r\n--") += boundary) += "--\r\n";
}

Envelope report_envelope(const Envelope& envelope, std::int64_t now) {
  Envelope report;
  report.reverse_path = "<>";
  report.utf8 = !wire::is_ascii(envelope.sender);  // all else is encoded
  report.eight_bit = true;
  report.require_tls = envelope.require_tls;  // RFC 8689 5
  report.priority = envelope.priority;        // RFC 6710 4.6
  report.arrival = now;
  return report;
}

Recipient report_recipient(const Envelope& envelope) {
  Recipient recipient;
  recipient.address = envelope.sender;
  recipient.path = "<" + envelope.sender + ">";
  recipient.notify = kNever;
  return recipient;
}

}  // namespace mailrig::server::smtpd
