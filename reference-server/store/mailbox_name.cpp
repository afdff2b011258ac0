#include "reference-server/store/mailbox_name.hpp"

#include <algorithm>

#include "harness/wire/ascii.hpp"

namespace mailrig::server {
namespace {

constexpr std::string_view kInbox = "INBOX";

// RFC 3629 4: the length of the sequence at the start of `text`; 0: not UTF-8.
std::size_t utf8_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = at(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned char second = at(1);
  const bool bad = (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
                   (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
  return bad ? 0 : length;
}

// RFC 6855 3, RFC 9051 5.1: C1 controls, the line and the paragraph separator.
bool control(std::string_view character) {
  return (character.size() == 2 && character[0] == '\xC2' &&
          static_cast<unsigned char>(character[1]) < 0xA0) ||
         character == "\xE2\x80\xA8" || character == "\xE2\x80\xA9";
}

bool allowed_octets(std::string_view name) {
  while (!name.empty()) {
    const std::size_t length = utf8_length(name);
    if (length == 0) return false;
    const auto c = static_cast<unsigned char>(name.front());
    if (c < 0x20 || c == 0x7F || c == '*' || c == '%') return false;
    if (control(name.substr(0, length))) return false;
    name.remove_prefix(length);
  }
  return true;
}

}  // namespace

std::string canonical_name(std::string_view name) {
  if (name.size() > 1 && name.back() == '/') name.remove_suffix(1);
  std::string out(name);
  const bool first_level = name.size() == kInbox.size() || (name.size() > kInbox.size() && name[5] == '/');
  if (first_level && wire::iequals(name.substr(0, kInbox.size()), kInbox)) {
    out.replace(0, kInbox.size(), kInbox);
  }
  return out;
}

bool allowed_name(std::string_view name) {
  if (name.empty() || name.size() > kMailboxNameLimit) return false;
  if (name.front() == '/' || name.back() == '/' || name.find("//") != std::string_view::npos) return false;
  if (std::count(name.begin(), name.end(), '/') >= static_cast<std::ptrdiff_t>(kMailboxDepthLimit))
    return false;
  return allowed_octets(name);
}

std::string_view parent_name(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : name.substr(0, slash);
}

bool below(std::string_view name, std::string_view ancestor) {
  return name.size() > ancestor.size() && name[ancestor.size()] == '/' && name.starts_with(ancestor);
}

}  // namespace mailrig::server
