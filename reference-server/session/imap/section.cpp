#include "reference-server/session/imap/section.hpp"

#include <algorithm>
#include <span>

#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/rev2.hpp"

namespace mailrig::server::imapd {
namespace {

using Kind = imap::Section::Kind;
using Names = std::span<const std::string_view>;

// RFC 3501 6.4.5: "Every message has at least one part number": a message that is no multipart has
// itself as part 1, and so has one within message/rfc822.
const mail::Part* part_at(const mail::Part& message, std::span<const std::uint32_t> numbers, bool from_zero) {
  const mail::Part* level = &message;  // the message whose parts are counted
  const mail::Part* found = nullptr;
  for (const std::uint32_t number : numbers) {
    if (found != nullptr) {
      if (found->multipart()) {
        level = found;
      } else if (found->embedded_message() && !found->parts.empty()) {
        level = &found->parts.front();
      } else {
        return nullptr;
      }
    }
    if (level->multipart()) {
      if (number == 0 || number > level->parts.size()) return nullptr;
      found = &level->parts[from_zero ? number % level->parts.size() : number - 1];
    } else {
      if (number != 1) return nullptr;
      found = level;
    }
  }
  return found;
}

bool named(const Connection& connection, Names names, std::string_view field) {
  const bool with_case = connection.broken(kFetchHeaderFieldsCase);
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    return with_case ? name == field : wire::iequals(name, field);
  });
}

// "The blank line is included in all header fetches, except in the case of a message which has no body and no
// blank line."
bool ends_in_blank_line(MessageView& message) {
  const std::string_view raw = message.header().raw;
  return !message.body().empty() || raw == "\n" || raw == "\r\n" || raw.ends_with("\n\n") ||
         raw.ends_with("\n\r\n");
}

// HEADER.FIELDS (…) and HEADER.FIELDS.NOT (…): the fields in the order of the message, and the empty line.
std::string_view picked_fields(const Connection& connection, MessageView& message, Names names, bool wanted,
                               std::string& scratch) {
  scratch.clear();
  const mail::Header& header = message.header();
  for (const mail::Field& field : header.fields) {
    if (named(connection, names, field.name) != wanted) continue;
    scratch += field.raw;
  }
  if (ends_in_blank_line(message) && !connection.broken(kFetchHeaderFieldsNoEnd)) scratch += "\r\n";
  return scratch;
}

std::string_view between(std::string_view octets, std::size_t begin, std::size_t end) {
  begin = std::min(begin, octets.size());
  return octets.substr(begin, std::max(begin, end) - begin);
}

// The message that HEADER and TEXT speak of: the whole, or what a message/rfc822 part holds.
const mail::Part* message_at(const mail::Part& root, std::span<const std::uint32_t> numbers, bool from_zero) {
  const mail::Part* part = part_at(root, numbers, from_zero);
  if (part == nullptr || !part->embedded_message() || part->parts.empty()) return nullptr;
  return &part->parts.front();
}

std::optional<std::string_view> of_whole(const Connection& connection, Kind kind, Names names,
                                         MessageView& message, std::string& scratch) {
  switch (kind) {
    case Kind::Whole:
      return message.octets();
    case Kind::Text:
      return message.body();
    case Kind::Header:
      return message.header().raw;
    case Kind::HeaderFields:
    case Kind::HeaderFieldsNot:
      return picked_fields(connection, message, names, kind == Kind::HeaderFields, scratch);
    case Kind::Mime:
      break;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> section_octets(const Connection& connection,
                                               const imap::FetchCommand& command, const imap::FetchItem& item,
                                               MessageView& message, std::string& scratch) {
  const std::span<const std::uint32_t> numbers = command.parts_of(item);
  const Kind kind = item.section.kind;
  const Names names = command.fields_of(item);
  if (numbers.empty()) return of_whole(connection, kind, names, message, scratch);
  const std::string_view octets = message.octets();
  const bool from_zero = connection.broken(kFetchPartNumbersWrong);
  if (kind == Kind::Whole || kind == Kind::Mime) {
    const mail::Part* part = part_at(message.parts(), numbers, from_zero);
    if (part == nullptr) return std::nullopt;
    return kind == Kind::Whole ? between(octets, part->body_begin, part->end)
                               : between(octets, part->header_begin, part->body_begin);
  }
  const mail::Part* part = message_at(message.parts(), numbers, from_zero);
  if (part == nullptr) return std::nullopt;
  MessageView inner(between(octets, part->header_begin, part->end));
  return of_whole(connection, kind, names, inner, scratch);
}

Binary binary_octets(const Connection& connection, const imap::FetchCommand& command,
                     const imap::FetchItem& item, MessageView& message) {
  const std::span<const std::uint32_t> numbers = command.parts_of(item);
  if (numbers.empty()) return {true, std::string(message.octets())};
  const mail::Part* part = part_at(message.parts(), numbers, connection.broken(kFetchPartNumbersWrong));
  if (part == nullptr) return {};
  const std::string_view octets = between(message.octets(), part->body_begin, part->end);
  const std::string encoding = part->encoding.value_or("7BIT");
  const auto is = [&](std::string_view name) { return wire::iequals(encoding, name); };
  const bool plain =
      part->multipart() || part->embedded_message() || is("7bit") || is("8bit") || is("binary");
  if (plain || connection.broken(kBinaryNotDecoded)) return {true, std::string(octets)};
  if (is("base64") || is("quoted-printable")) return {true, mail::decode_transfer(octets, encoding)};
  return {connection.broken(kBinaryUnknownCteOk), std::string(octets)};
}

std::string_view partial_octets(std::string_view octets, const imap::Partial& partial) {
  if (partial.offset >= octets.size()) return {};
  return octets.substr(partial.offset, partial.count);
}

}  // namespace mailrig::server::imapd
