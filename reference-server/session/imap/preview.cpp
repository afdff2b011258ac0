#include "reference-server/session/imap/preview.hpp"

#include <algorithm>

#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/extension.hpp"

namespace mailrig::server::imapd {
namespace {

bool is_text(const mail::Part& part, std::string_view subtype) {
  return part.parts.empty() && wire::iequals(part.type, "text") && wire::iequals(part.subtype, subtype);
}

// The first of that kind. A message within the message is not what it says itself. Depth is bounded by the
// reader (mail::kPartDepthLimit).
const mail::Part* find_text(const mail::Part& part, std::string_view subtype) {
  if (is_text(part, subtype)) return &part;
  if (part.embedded_message()) return nullptr;
  for (const mail::Part& child : part.parts) {
    if (const mail::Part* found = find_text(child, subtype)) return found;
  }
  return nullptr;
}

std::string text_of(const Connection& connection, const MessageView& view, const mail::Part& part) {
  const std::string_view octets = view.octets().substr(part.body_begin, part.end - part.body_begin);
  if (connection.broken(kPreviewEncoded)) return std::string(octets);
  const std::string decoded = mail::decode_transfer(octets, part.encoding.value_or("7BIT"));
  std::string_view charset = "us-ascii";
  for (const auto& [name, value] : part.parameters) {
    if (wire::iequals(name, "charset")) charset = value;
  }
  return mail::to_utf8(decoded, charset).value_or(decoded);
}

std::string without_tags(std::string_view html) {
  std::string text;
  bool within = false;
  for (const char octet : html) {
    if (octet == '<') within = true;
    if (!within) text += octet;
    if (octet == '>') within = false;
  }
  return text;
}

bool is_space(char octet) {
  return static_cast<unsigned char>(octet) <= ' ';
}

bool begins_character(char octet) {
  return (static_cast<unsigned char>(octet) & 0xC0U) != 0x80U;
}

std::string first_characters(std::string_view text, std::size_t most) {
  std::string out;
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char octet = is_space(text[i]) ? ' ' : text[i];
    if (octet == ' ' && (out.empty() || out.back() == ' ')) continue;
    if (begins_character(octet) && ++count > most) break;
    out += octet;
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace

std::string preview_of(const Connection& connection, MessageView& view) {
  const mail::Part* plain = find_text(view.parts(), "plain");
  const mail::Part* part = plain != nullptr ? plain : find_text(view.parts(), "html");
  if (part == nullptr) return {};
  std::string text = text_of(connection, view, *part);
  if (plain == nullptr) text = without_tags(text);
  return first_characters(text, connection.broken(kPreviewLong) ? text.size() : kPreviewCharacters);
}

}  // namespace mailrig::server::imapd
