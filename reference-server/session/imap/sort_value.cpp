#include "reference-server/session/imap/sort_value.hpp"

#include <optional>
#include <utility>

#include "harness/mail/casemap.hpp"
#include "harness/mail/subject.hpp"
#include "reference-server/deviation/sort.hpp"

namespace mailrig::server::imapd {
namespace {

using Kind = imap::SortCriterion::Kind;

constexpr std::int64_t kSecondsPerMinute = 60;

std::string collated(const Connection& connection, std::string text) {
  if (!connection.broken(kSortCaseSensitive)) text = mail::unicode_casemap(text);
  if (text.size() > kSortTextLimit) text.resize(kSortTextLimit);
  return text;
}

std::optional<mail::Address> first_address(MessageView& view, std::string_view field) {
  const mail::Field* found = view.header().find(field);
  if (found == nullptr) return std::nullopt;
  std::vector<mail::Address> list = mail::parse_address_list(found->body);
  if (list.empty()) return std::nullopt;
  return std::move(list.front());
}

// addr-mailbox
std::string mailbox_of(const Connection& connection, MessageView& view, std::string_view field) {
  const auto address = first_address(view, field);
  if (!address) return {};
  if (connection.broken(kSortFromByName)) return collated(connection, address->display_name.value_or(""));
  return collated(connection, address->mailbox.value_or(""));
}

// RFC 5957 3
std::string display_of(const Connection& connection, MessageView& view, std::string_view field) {
  const auto address = first_address(view, field);
  if (!address) return {};
  std::string name = mail::decode_words(address->display_name.value_or(""));
  if (!name.empty() && !connection.broken(kSortDisplayByAddress))
    return collated(connection, std::move(name));
  if (!address->mailbox) return {};
  return collated(connection, address->host ? *address->mailbox + '@' + *address->host : *address->mailbox);
}

}  // namespace

std::int64_t sent_date(const Connection& connection, const StoredMessage& message, MessageView& view) {
  const mail::Field* field = view.header().find("Date");
  const auto date = field == nullptr ? std::nullopt : mail::parse_rfc5322_date(mail::unfold(field->body));
  if (!date) return message.internal_date;
  if (!connection.broken(kSortDateWithoutZone)) return date->unix_seconds;
  return date->unix_seconds + date->zone_minutes * kSecondsPerMinute;
}

SubjectValue subject_value(const Connection& connection, MessageView& view) {
  const mail::Field* field = view.header().find("Subject");
  if (field == nullptr) return {};
  if (connection.broken(kSortSubjectWhole)) return {collated(connection, mail::unfold(field->body)), false};
  mail::BaseSubject subject = mail::base_subject(field->body);
  return {collated(connection, std::move(subject.text)), subject.reply_or_forward};
}

SortValue sort_value(const Connection& connection, const StoredMessage& message, MessageView& view,
                     Kind kind) {
  switch (kind) {
    case Kind::Arrival:
      return {message.internal_date, {}};
    case Kind::Cc:
      return {0, mailbox_of(connection, view, "Cc")};
    case Kind::Date:
      return {sent_date(connection, message, view), {}};
    case Kind::DisplayFrom:
      return {0, display_of(connection, view, "From")};
    case Kind::DisplayTo:
      return {0, display_of(connection, view, "To")};
    case Kind::From:
      return {0, mailbox_of(connection, view, "From")};
    case Kind::Size:
      return {static_cast<std::int64_t>(message.body.size()), {}};
    case Kind::Subject:
      return {0, subject_value(connection, view).text};
    case Kind::To:
      return {0, mailbox_of(connection, view, "To")};
  }
  return {};
}

}  // namespace mailrig::server::imapd
