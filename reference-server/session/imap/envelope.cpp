#include "reference-server/session/imap/envelope.hpp"

#include <algorithm>

#include "harness/imap/append.hpp"

namespace mailrig::server::imapd {
namespace {

bool eight_bit(const std::string& text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (static_cast<unsigned char>(c) & 0x80) != 0; });
}

void append_addresses(std::string& out, const Connection& connection,
                      const std::vector<mail::Address>& list) {
  out += ' ';
  if (list.empty()) {
    out += connection.broken(kFetchEnvelopeEmptyList) ? "()" : "NIL";
    return;
  }
  out += '(';
  for (const mail::Address& address : list) {
    out += '(';
    append_text(out, connection, address.display_name);
    out += ' ';
    append_text(out, connection, address.source_route);
    out += ' ';
    append_text(out, connection, address.mailbox);
    out += ' ';
    append_text(out, connection, address.host);
    out += ')';
  }
  out += ')';
}

}  // namespace

void append_text(std::string& out, const Connection& connection, const std::string& text) {
  if (eight_bit(text) && connection.broken(kFetchEightBitQuoted)) {
    out += '"' + text + '"';
  } else if (connection.utf8) {
    imap::append_utf8_string(out, text);
  } else {
    imap::append_string(out, text);
  }
}

void append_text(std::string& out, const Connection& connection, const std::optional<std::string>& text) {
  if (text) {
    append_text(out, connection, *text);
  } else {
    out += "NIL";
  }
}

void append_envelope(std::string& out, const Connection& connection, const mail::Header& header) {
  mail::Envelope envelope = mail::envelope_of(header);
  if (connection.broken(kFetchEnvelopeNoDefault)) {
    if (header.find("Sender") == nullptr) envelope.sender.clear();
    if (header.find("Reply-To") == nullptr) envelope.reply_to.clear();
  }
  out += '(';
  append_text(out, connection, envelope.date);
  out += ' ';
  append_text(out, connection, envelope.subject);
  for (const auto* list :
       {&envelope.from, &envelope.sender, &envelope.reply_to, &envelope.to, &envelope.cc, &envelope.bcc}) {
    append_addresses(out, connection, *list);
  }
  out += ' ';
  append_text(out, connection, envelope.in_reply_to);
  out += ' ';
  append_text(out, connection, envelope.message_id);
  out += ')';
}

}  // namespace mailrig::server::imapd
