#include "reference-server/session/imap/surrogate.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "harness/sasl/sasl.hpp"
#include "harness/wire/ascii.hpp"
#include "harness/wire/utf8.hpp"

namespace mailrig::server::imapd {
namespace {

constexpr std::string_view kNowhere = "<invalid@internationalized-address.invalid>";
constexpr std::size_t kWordOctets = 45;  // "=?UTF-8?B?" and "?=" round 60: within RFC 2047 2's 75

template <std::size_t N>
bool one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view each) { return wire::iequals(each, name); });
}

std::size_t character(std::string_view text) {
  return std::max<std::size_t>(wire::utf8_sequence(text), 1);
}

// encoded-word *(CRLF SP encoded-word), none of which parts a character.
void append_words(std::string& out, std::string_view text) {
  while (!text.empty()) {
    std::size_t size = 0;
    while (size < text.size() && size + character(text.substr(size)) <= kWordOctets)
      size += character(text.substr(size));
    out += "=?UTF-8?B?";
    out += sasl::base64(text.substr(0, size));
    out += "?=";
    text.remove_prefix(size);
    if (!text.empty()) out += "\r\n ";
  }
}

bool plain(std::string_view text, std::string_view more) {
  constexpr std::string_view kAtext = "!#$%&'*+-/=?^_`{|}~";
  return std::all_of(text.begin(), text.end(), [&](char octet) {
    const char low = wire::to_lower(octet);
    return (low >= 'a' && low <= 'z') || (octet >= '0' && octet <= '9') ||
           kAtext.find(octet) != std::string_view::npos || more.find(octet) != std::string_view::npos;
  });
}

// As it is, or as a quoted-string (RFC 5322 3.2.4). `more`: what may stand unquoted besides atext.
void append_quotable(std::string& out, std::string_view text, std::string_view more) {
  if (!text.empty() && plain(text, more)) {
    out += text;
    return;
  }
  out += '"';
  for (const char octet : text) {
    if (octet == '"' || octet == '\\') out += '\\';
    out += octet;
  }
  out += '"';
}

void append_phrase(std::string& out, std::string_view text) {
  if (wire::is_ascii(text)) {
    append_quotable(out, text, " ");
  } else {
    append_words(out, text);
  }
}

void append_address(std::string& out, const mail::Address& address) {
  const std::string &mailbox = *address.mailbox, &host = *address.host;
  if (wire::is_ascii(mailbox) && wire::is_ascii(host)) {
    if (address.display_name) append_phrase(out, *address.display_name);
    out += address.display_name ? " <" : "<";
    append_quotable(out, mailbox, ".");
    (out += '@') += host;
    out += '>';
    return;
  }
  append_phrase(out, address.display_name.value_or(mailbox + '@' + host));
  (out += ' ') += kNowhere;
}

void append_addresses(std::string& out, const std::vector<mail::Address>& list) {
  bool first = true;
  for (const mail::Address& address : list) {
    if (!address.mailbox) {  // a group ends
      out += ';';
      first = false;
      continue;
    }
    if (!first) out += ",\r\n ";
    first = !address.host;
    if (address.host) {
      append_address(out, address);
    } else {
      append_phrase(out, *address.mailbox);
      out += ": ";
    }
  }
}

void append_without_utf8(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = character(text);
    const bool ascii = size == 1 && wire::is_ascii(text.substr(0, 1));
    out += ascii ? text.front() : '_';
    text.remove_prefix(size);
  }
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  return text;
}

void append_field(std::string& out, const mail::Field& field) {
  constexpr std::array<std::string_view, 13> kAddresses{"From",
                                                        "Sender",
                                                        "Reply-To",
                                                        "To",
                                                        "Cc",
                                                        "Bcc",
                                                        "Resent-From",
                                                        "Resent-Sender",
                                                        "Resent-To",
                                                        "Resent-Cc",
                                                        "Resent-Bcc",
                                                        "Disposition-Notification-To",
                                                        "Mail-Followup-To"};
  constexpr std::array<std::string_view, 3> kTexts{"Subject", "Comments", "Content-Description"};
  constexpr std::array<std::string_view, 2> kParameters{"Content-Type", "Content-Disposition"};
  const auto begin = [&] { (out += field.name) += ": "; };
  if (one_of(field.name, kAddresses)) {
    begin();
    append_addresses(out, mail::parse_address_list(field.body));
  } else if (one_of(field.name, kTexts)) {
    begin();
    const std::string text = mail::unfold(field.body);
    append_words(out, trimmed(text));
  } else if (one_of(field.name, kParameters)) {
    begin();
    append_without_utf8(out, trimmed(field.body));
  } else {
    return;
  }
  out += "\r\n";
}

void append_header(std::string& out, std::string_view octets) {
  if (wire::is_ascii(octets)) {
    out += octets;
    return;
  }
  std::size_t body_begin = 0;
  const mail::Header header = mail::parse_header(octets, body_begin);
  const char* at = octets.data();
  const auto copy_to = [&](const char* end) {  // what is no field: the empty line, and what is lost
    const std::string_view between(at, static_cast<std::size_t>(end - at));
    if (wire::is_ascii(between)) out += between;
  };
  for (const mail::Field& field : header.fields) {
    copy_to(field.raw.data());
    at = field.raw.data() + field.raw.size();
    if (wire::is_ascii(field.raw)) {
      out += field.raw;
    } else {
      append_field(out, field);
    }
  }
  copy_to(octets.data() + octets.size());
}

using Range = std::pair<std::size_t, std::size_t>;

// Headers of the message, and within it, in their order. Depth is bounded by part_tree().
void find_headers(const mail::Part& part, std::vector<Range>& found) {
  found.emplace_back(part.header_begin, part.body_begin);
  for (const mail::Part& child : part.parts) find_headers(child, found);
}

}  // namespace

bool replaced(const Connection& connection, const Body& body) {
  return body.utf8_header() && !connection.shows_utf8();
}

MessageView view_of(const Connection& connection, const Body& body) {
  if (!replaced(connection, body)) return MessageView(body);
  return MessageView(Body(surrogate_of(*body.octets())));
}

std::string surrogate_of(std::string_view message) {
  std::vector<Range> headers;
  find_headers(mail::part_tree(message), headers);
  std::string out;
  std::size_t at = 0;
  for (const auto& [begin, end] : headers) {
    if (begin < at || end < begin) continue;
    out += message.substr(at, begin - at);
    append_header(out, message.substr(begin, end - begin));
    at = end;
  }
  out += message.substr(at);
  return out;
}

}  // namespace mailrig::server::imapd
