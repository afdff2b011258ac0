#include "harness/imap/append.hpp"

#include <array>
#include <charconv>

#include "harness/imap/ascii.hpp"
#include "harness/imap/mutf7.hpp"
#include "harness/wire/utf8.hpp"

namespace mailrig::imap {
namespace {

constexpr std::size_t kQuotedLimit = 1024;  // ours: longer strings go as literals
constexpr std::string_view kAtomSpecials = "(){%*\"\\]";

bool astring_octet(char octet) {
  return octet > ' ' && octet < 0x7f && (octet == ']' || kAtomSpecials.find(octet) == std::string_view::npos);
}

bool quotable_utf8(std::string_view value) {
  constexpr std::string_view kNeverQuoted("\0\r\n", 3);
  return value.size() <= kQuotedLimit && value.find_first_of(kNeverQuoted) == std::string_view::npos;
}

}  // namespace

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_quoted(std::string& out, std::string_view value) {
  out.push_back('"');
  for (const char octet : value) {
    if (octet == '"' || octet == '\\') out.push_back('\\');
    out.push_back(octet);
  }
  out.push_back('"');
}

void append_literal(std::string& out, std::string_view value) {
  out.push_back('{');
  append_number(out, value.size());
  out.append("}\r\n");
  out.append(value);
}

void append_literal8(std::string& out, std::string_view value) {
  out.push_back('~');
  append_literal(out, value);
}

void append_string(std::string& out, std::string_view value) {
  if (quotable(value)) {
    append_quoted(out, value);
  } else {
    append_literal(out, value);
  }
}

void append_nstring(std::string& out, const std::optional<std::string>& value) {
  if (value) {
    append_string(out, *value);
  } else {
    out.append("NIL");
  }
}

void append_astring(std::string& out, std::string_view value) {
  if (astring_atom(value) && !same(value, "NIL")) {
    out.append(value);
  } else {
    append_string(out, value);
  }
}

void append_utf8_string(std::string& out, std::string_view value) {
  if (quotable_utf8(value) && wire::valid_utf8(value)) {
    append_quoted(out, value);
  } else {
    append_literal(out, value);
  }
}

void append_utf8_astring(std::string& out, std::string_view value) {
  if (!quotable_utf8(value) || astring_atom(value)) return append_astring(out, value);
  append_quoted(out, value);
}

void append_mailbox(std::string& out, std::string_view utf8_name) {
  std::string wire;
  append_mutf7(wire, utf8_name);
  append_astring(out, wire);
}

void append_flag_list(std::string& out, std::span<const std::string_view> flags) {
  out.push_back('(');
  for (std::size_t i = 0; i < flags.size(); ++i) {
    if (i > 0) out.push_back(' ');
    out.append(flags[i]);
  }
  out.push_back(')');
}

bool quotable(std::string_view value) {
  if (value.size() > kQuotedLimit) return false;
  for (const char octet : value) {
    if (octet == '\0' || octet == '\r' || octet == '\n' || is_eight_bit(octet)) return false;
  }
  return true;
}

bool atom(std::string_view value) {
  return astring_atom(value) && value.find(']') == std::string_view::npos;
}

bool astring_atom(std::string_view value) {
  for (const char octet : value) {
    if (!astring_octet(octet)) return false;
  }
  return !value.empty();
}

}  // namespace mailrig::imap
