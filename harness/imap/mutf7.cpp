#include "harness/imap/mutf7.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "harness/imap/ascii.hpp"
#include "harness/wire/utf8.hpp"

namespace mailrig::imap {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
constexpr char32_t kReplacement = 0xFFFD;

bool direct(char32_t code) {
  return code >= 0x20 && code <= 0x7e;
}

// One code point at the start of `rest`, which is moved on. False (and one octet taken): no UTF-8.
bool take_utf8(std::string_view& rest, char32_t& code) {
  const std::size_t size = wire::utf8_sequence(rest);
  const auto octet = [rest](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
  code = size > 1 ? octet(0) & (0x7FU >> size) : octet(0);
  for (std::size_t i = 1; i < size; ++i) code = (code << 6U) | (octet(i) & 0x3FU);
  rest.remove_prefix(std::max<std::size_t>(size, 1));
  return size > 0;
}

void append_utf8(std::string& out, char32_t code) {
  const auto put = [&out](char32_t octet) {
    out.push_back(static_cast<char>(static_cast<unsigned char>(octet)));
  };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6U));
    put(0x80 | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12U));
    put(0x80 | ((code >> 6U) & 0x3FU));
    put(0x80 | (code & 0x3FU));
  } else {
    put(0xF0 | (code >> 18U));
    put(0x80 | ((code >> 12U) & 0x3FU));
    put(0x80 | ((code >> 6U) & 0x3FU));
    put(0x80 | (code & 0x3FU));
  }
}

// Shifted octets: UTF-16 in base64 without padding.
class Shift {
 public:
  explicit Shift(std::string& out) : out_(out) {}
  void put(char32_t code) {
    if (code >= 0x10000) {
      put_unit(0xD800 + ((code - 0x10000) >> 10U));
      put_unit(0xDC00 + ((code - 0x10000) & 0x3FFU));
    } else {
      put_unit(code);
    }
  }
  void finish() {
    if (count_ > 0) out_.push_back(kAlphabet[(bits_ << (6 - count_)) & 0x3FU]);
  }

 private:
  void put_unit(char32_t unit) {
    bits_ = (bits_ << 16U) | unit;
    for (count_ += 16; count_ >= 6; count_ -= 6) out_.push_back(kAlphabet[(bits_ >> (count_ - 6)) & 0x3FU]);
    bits_ &= (1U << count_) - 1;
  }
  std::string& out_;
  std::uint32_t bits_ = 0;
  unsigned count_ = 0;
};

// What stands between "&" and "-", decoded.
bool append_unshifted(std::string& out, std::string_view base64) {
  std::uint32_t bits = 0;
  unsigned count = 0;
  char32_t high = 0;
  bool any = false;
  for (const char octet : base64) {
    const std::size_t value = kAlphabet.find(octet);
    if (value == std::string_view::npos) return false;
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 16) continue;
    count -= 16;
    const char32_t unit = (bits >> count) & 0xFFFFU;
    bits &= (1U << count) - 1;
    any = true;
    if (high != 0) {
      if (unit < 0xDC00 || unit > 0xDFFF) return false;
      append_utf8(out, 0x10000 + ((high - 0xD800) << 10U) + (unit - 0xDC00));
      high = 0;
    } else if (unit >= 0xD800 && unit <= 0xDBFF) {
      high = unit;
    } else if ((unit >= 0xDC00 && unit <= 0xDFFF) || direct(unit) || unit == 0) {
      return false;
    } else {
      append_utf8(out, unit);
    }
  }
  return any && high == 0 && count < 6 && bits == 0;
}

bool plain_utf8(std::string_view name) {
  char32_t code = 0;
  while (!name.empty()) {
    if (!take_utf8(name, code) || code < 0x20 || code == 0x7f) return false;
  }
  return true;
}

}  // namespace

void append_mutf7(std::string& out, std::string_view utf8) {
  while (!utf8.empty()) {
    if (utf8[0] == '&') {
      out.append("&-");
      utf8.remove_prefix(1);
    } else if (direct(static_cast<unsigned char>(utf8[0]))) {
      out.push_back(utf8[0]);
      utf8.remove_prefix(1);
    } else {
      out.push_back('&');
      Shift shift(out);
      while (!utf8.empty() && !direct(static_cast<unsigned char>(utf8[0]))) {
        char32_t code = 0;
        shift.put(take_utf8(utf8, code) ? code : kReplacement);
      }
      shift.finish();
      out.push_back('-');
    }
  }
}

std::optional<std::string> utf8_from_mutf7(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  bool after_shift = false;
  while (!name.empty()) {
    if (!direct(static_cast<unsigned char>(name[0]))) return std::nullopt;
    if (name[0] != '&') {
      out.push_back(name[0]);
      name.remove_prefix(1);
      after_shift = false;
      continue;
    }
    const std::size_t end = name.find('-');
    if (end == std::string_view::npos) return std::nullopt;
    if (end == 1) {
      out.push_back('&');
      after_shift = false;
    } else {
      // Two shifts in a row are superfluous: one would have done (RFC 3501 5.1.3).
      if (after_shift || !append_unshifted(out, name.substr(1, end - 1))) return std::nullopt;
      after_shift = true;
    }
    name.remove_prefix(end + 1);
  }
  return out;
}

std::optional<std::string> mailbox_from_wire(std::string_view name) {
  if (same(name, "INBOX")) return "INBOX";
  if (auto decoded = utf8_from_mutf7(name)) return decoded;
  bool eight_bit = false;
  for (const char octet : name) eight_bit = eight_bit || is_eight_bit(octet);
  if (eight_bit && plain_utf8(name)) return std::string(name);
  return std::nullopt;
}

}  // namespace mailrig::imap
