#include "harness/smtp/path.hpp"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

#include "harness/wire/utf8.hpp"

namespace mailrig::smtp {
namespace {

using wire::Cursor;

// UTF-8 (RFC 6531 3.3); whether it is well formed is seen by the sequence.
constexpr bool is_high(char c) {
  return !wire::is_ascii({&c, 1});
}
constexpr bool is_atext(char c) {
  return wire::is_alnum(c) || is_high(c) ||
         (c != '\0' && std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos);
}
constexpr bool is_ldh(char c) {
  return wire::is_alnum(c) || c == '-';
}
constexpr bool is_label(char c) {
  return is_ldh(c) || is_high(c);
}
constexpr bool is_dcontent(char c) {
  return c > ' ' && c <= '~' && c != '[' && c != '\\' && c != ']';
}

Reason take_sub_domain(Cursor& cursor) {
  const std::string_view label = cursor.take_while(is_label);
  if (label.empty() || !wire::valid_utf8(label)) return "domain name expected";
  if (label.front() == '-' || label.back() == '-') return "a label neither begins nor ends with a hyphen";
  return {};
}

bool is_address(int family, std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN + 1> name{};
  std::array<unsigned char, sizeof(in6_addr)> address{};
  if (text.size() >= name.size()) return false;
  std::copy(text.begin(), text.end(), name.begin());
  return inet_pton(family, name.data(), address.data()) == 1;
}

bool is_literal(std::string_view content) {
  if (wire::istarts_with(content, "IPv6:")) return is_address(AF_INET6, content.substr(5));
  const std::size_t colon = content.find(':');
  if (colon == std::string_view::npos) return is_address(AF_INET, content);
  const std::string_view tag = content.substr(0, colon);
  return !tag.empty() && std::all_of(tag.begin(), tag.end(), is_ldh) && tag.back() != '-' &&
         colon + 1 < content.size();
}

Reason take_literal(Cursor& cursor) {
  cursor.skip();
  Cursor inner = cursor;
  const std::string_view content = inner.take_while(is_dcontent);
  if (!is_literal(content)) return "address literal expected";
  cursor = inner;
  if (!cursor.take(']')) return "] expected";
  return {};
}

Reason take_quoted(Cursor& cursor) {
  cursor.skip();
  while (cursor.peek() != '"') {
    cursor.take('\\');
    if (!wire::is_printable(cursor.peek()) && !is_high(cursor.peek()))
      return "quoted local part does not end";
    cursor.skip();
  }
  cursor.skip();
  return {};
}

Reason take_dot_string(Cursor& cursor) {
  do {
    if (cursor.take_while(is_atext).empty()) return "local part expected";
  } while (cursor.take('.'));
  return {};
}

Reason take_local_part(Cursor& cursor, std::string_view& local_part) {
  const std::string_view text = cursor.rest();
  const std::size_t begin = cursor.offset();
  Reason reason = cursor.peek() == '"' ? take_quoted(cursor) : take_dot_string(cursor);
  if (reason) return reason;
  local_part = text.substr(0, cursor.offset() - begin);
  if (!wire::valid_utf8(local_part)) return "local part is not UTF-8";
  if (local_part.size() > kLocalPartLimit) return "local part too long";
  return {};
}

Reason take_route(Cursor& cursor, std::string_view& route) {
  if (cursor.peek() != '@') return {};
  const std::string_view text = cursor.rest();
  const std::size_t begin = cursor.offset();
  do {
    std::string_view domain;
    if (!cursor.take('@')) return "@ expected in source route";
    if (Reason reason = take_domain(cursor, domain)) return reason;
  } while (cursor.take(','));
  route = text.substr(0, cursor.offset() - begin);
  if (!cursor.take(':')) return ": expected behind source route";
  return {};
}

Reason take_postmaster(Cursor& cursor, Path& path) {
  constexpr std::string_view kName = "postmaster";
  path.mailbox.local_part = cursor.take_octets(kName.size());
  cursor.skip();
  return {};
}

// What stands between the brackets, and the closing one.
Reason take_inner(Cursor& cursor, PathKind kind, Path& path) {
  if (kind == PathKind::Reverse && cursor.take('>')) return {};
  if (kind == PathKind::Forward && wire::istarts_with(cursor.rest(), "postmaster>"))
    return take_postmaster(cursor, path);
  if (Reason reason = take_route(cursor, path.route)) return reason;
  if (Reason reason = take_mailbox(cursor, path.mailbox)) return reason;
  if (!cursor.take('>')) return "> expected";
  return {};
}

}  // namespace

Reason take_domain(Cursor& cursor, std::string_view& domain) {
  const std::string_view text = cursor.rest();
  const std::size_t begin = cursor.offset();
  if (cursor.peek() == '[') {
    if (Reason reason = take_literal(cursor)) return reason;
  } else {
    do {
      if (Reason reason = take_sub_domain(cursor)) return reason;
    } while (cursor.take('.'));
  }
  domain = text.substr(0, cursor.offset() - begin);
  if (domain.size() > kDomainLimit) return "domain too long";
  return {};
}

Reason take_mailbox(Cursor& cursor, Mailbox& mailbox) {
  if (Reason reason = take_local_part(cursor, mailbox.local_part)) return reason;
  if (!cursor.take('@')) return "@ expected";
  return take_domain(cursor, mailbox.domain);
}

Reason take_path(Cursor& cursor, PathKind kind, Path& path) {
  path = Path{};
  const std::string_view text = cursor.rest();
  const std::size_t begin = cursor.offset();
  if (!cursor.take('<')) return "< expected";
  if (Reason reason = take_inner(cursor, kind, path)) return reason;
  path.written = text.substr(0, cursor.offset() - begin);
  if (path.written.size() > kPathLimit) return "path too long";
  return {};
}

std::string local_value(const Mailbox& mailbox) {
  if (!mailbox.quoted()) return std::string(mailbox.local_part);
  std::string value;
  Cursor cursor(mailbox.local_part.substr(1, mailbox.local_part.size() - 2));
  while (!cursor.at_end()) {
    cursor.take('\\');
    value += cursor.peek();
    cursor.skip();
  }
  return value;
}

void append_local_part(std::string& out, std::string_view value) {
  Cursor cursor(value);
  if (!take_dot_string(cursor) && cursor.at_end()) {
    out += value;
    return;
  }
  out += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

void append_mailbox(std::string& out, std::string_view local_value, std::string_view domain) {
  append_local_part(out, local_value);
  out += '@';
  out += domain;
}

}  // namespace mailrig::smtp
