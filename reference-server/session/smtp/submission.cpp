#include "reference-server/session/smtp/submission.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "harness/mail/idna.hpp"
#include "harness/mail/message.hpp"
#include "harness/mail/message_id.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/esmtp.hpp"
#include "reference-server/session/smtp/trace.hpp"

namespace mailrig::server::smtpd {
namespace {

bool has_field(std::string_view message, std::string_view name) {
  while (!message.empty() && !message.starts_with("\r\n")) {
    if (wire::istarts_with(message, name)) {
      std::string_view rest = message.substr(name.size());
      while (rest.starts_with(' ') || rest.starts_with('\t')) rest.remove_prefix(1);
      if (rest.starts_with(':')) return true;
    }
    const std::size_t end = message.find("\r\n");
    message.remove_prefix(end == std::string_view::npos ? message.size() : end + 2);
  }
  return false;
}

constexpr std::array<std::string_view, 6> kAddressFields{"From", "Sender", "Reply-To", "To", "Cc", "Bcc"};

bool any_unqualified(const Talk& talk, std::string_view body) {
  const std::vector<mail::Address> addresses = mail::parse_address_list(body);
  return std::any_of(addresses.begin(), addresses.end(), [&](const mail::Address& address) {
    const auto domain = mail::domain_to_ascii(address.host.value_or(""));
    return domain && is_unqualified(talk, *domain);
  });
}

// dot-atom or domain-literal (RFC 5322 3.4.1)
bool is_host(std::string_view host) {
  if (host.starts_with('[')) return host.size() > 2 && host.ends_with(']');
  while (true) {
    const std::size_t dot = host.find('.');
    const std::string_view atom = host.substr(0, dot);
    if (atom.empty() || atom.find_first_of(" \t\"(),:;<>@[\\]") != std::string_view::npos) return false;
    if (dot == std::string_view::npos) return true;
    host.remove_prefix(dot + 1);
  }
}

// Read leniently, an address lacks what was not there. `""@b` has an empty local part, too, and may.
bool is_bad(const mail::Address& address, bool quotes) {
  if (!address.host) return false;  // of a group
  return !is_host(*address.host) || (address.mailbox.value_or("").empty() && !quotes);
}

template <typename Test>
bool any_address_field(std::string_view message, Test test) {
  std::size_t body = 0;
  const mail::Header header = mail::parse_header(message, body);
  return std::any_of(header.fields.begin(), header.fields.end(), [&](const mail::Field& field) {
    const bool of_addresses =
        std::any_of(kAddressFields.begin(), kAddressFields.end(),
                    [&](std::string_view name) { return wire::iequals(name, field.name); });
    return of_addresses && test(field.body);
  });
}

bool has_message_id(std::string_view message) {
  std::size_t body = 0;
  const mail::Header header = mail::parse_header(message, body);
  const mail::Field* const field = header.find("Message-ID");
  return field != nullptr && mail::message_ids(field->body).size() == 1;
}

}  // namespace

bool is_unqualified(const Talk& talk, std::string_view domain) {
  if (talk.state.kind != SmtpKind::Submission || domain.empty() || domain.front() == '[') return false;
  if (domain.find('.') != std::string_view::npos || talk.world.accounts->local(domain)) return false;
  return !talk.hit(kSubmissionUnqualifiedOk);
}

bool names_unqualified(const Talk& talk, std::string_view message) {
  if (talk.state.kind != SmtpKind::Submission) return false;
  return any_address_field(message, [&](std::string_view body) { return any_unqualified(talk, body); });
}

bool has_bad_address(const Talk& talk, std::string_view message) {
  if (talk.state.kind != SmtpKind::Submission) return false;
  return any_address_field(message, [](std::string_view body) {
    const std::vector<mail::Address> addresses = mail::parse_address_list(body);
    const bool quotes = body.find('"') != std::string_view::npos;
    return std::any_of(addresses.begin(), addresses.end(),
                       [&](const mail::Address& address) { return is_bad(address, quotes); });
  });
}

void append_missing_fields(std::string& out, const Talk& talk, std::string_view message) {
  if (talk.hit(kSubmissionNothingAdded)) return;
  if (!has_field(message, "Date"))
    ((out += "Date: ") += mail::rfc5322_date(talk.world.unix_time())) += "\r\n";
  if (!has_message_id(message))
    ((((out += "Message-ID: <") += message_id(talk)) += '@') += talk.world.host) += ">\r\n";
}

void remove_what_was_replaced(std::string& message, const Talk& talk, std::size_t begin) {
  if (talk.state.kind != SmtpKind::Submission || talk.hit(kSubmissionNothingAdded)) return;
  if (!has_message_id(std::string_view(message).substr(begin))) remove_fields(message, begin, "Message-ID");
}

}  // namespace mailrig::server::smtpd
