// The envelope (RFC 9051 7.5.2): an absent field is NIL, a present and empty one is "". Several To,
// Cc or Bcc fields are one list (RFC 5322 4.5.3); of other fields the first counts.
#include "harness/mail/address.hpp"
#include "harness/mail/ascii.hpp"
#include "harness/mail/message.hpp"

namespace mailrig::mail {

namespace {

std::optional<std::string> text_of(const Header& header, std::string_view name) {
  const Field* field = header.find(name);
  if (field == nullptr) return std::nullopt;
  return std::string(trimmed(unfold(field->body)));
}

std::vector<Address> first_list(const Header& header, std::string_view name) {
  const Field* field = header.find(name);
  return field == nullptr ? std::vector<Address>{} : parse_address_list(field->body);
}

std::vector<Address> joined_lists(const Header& header, std::string_view name) {
  std::vector<Address> all;
  for (const Field& field : header.fields) {
    if (!same(field.name, name) || all.size() >= kAddressLimit) continue;
    for (Address& address : parse_address_list(field.body)) all.push_back(std::move(address));
  }
  return all;
}

}  // namespace

Envelope envelope_of(const Header& header) {
  Envelope envelope;
  envelope.date = text_of(header, "Date");
  envelope.subject = text_of(header, "Subject");
  envelope.in_reply_to = text_of(header, "In-Reply-To");
  envelope.message_id = text_of(header, "Message-ID");
  envelope.from = first_list(header, "From");
  envelope.sender = first_list(header, "Sender");
  envelope.reply_to = first_list(header, "Reply-To");
  envelope.to = joined_lists(header, "To");
  envelope.cc = joined_lists(header, "Cc");
  envelope.bcc = joined_lists(header, "Bcc");
  if (envelope.sender.empty()) envelope.sender = envelope.from;
  if (envelope.reply_to.empty()) envelope.reply_to = envelope.from;
  return envelope;
}

}  // namespace mailrig::mail
