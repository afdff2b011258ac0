// Text in some charset to UTF-8. UTF-8 and ISO-8859-1 by hand, all others by iconv.
#include <algorithm>
#include <array>
#include <cerrno>

#include <iconv.h>

#include "harness/mail/ascii.hpp"
#include "harness/mail/message.hpp"
#include "harness/wire/utf8.hpp"

namespace mailrig::mail {

namespace {

constexpr std::size_t kCharsetNameLimit = 40;  // RFC 2978 2.3

std::string from_latin1(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    if (octet(c) < 0x80) {
      out.push_back(c);
    } else {
      out.push_back(static_cast<char>(0xC0 | (octet(c) >> 6)));
      out.push_back(static_cast<char>(0x80 | (octet(c) & 0x3F)));
    }
  }
  return out;
}

// Only what a charset's name may hold: iconv gives "/" and "," a meaning of their own.
bool plain_name(std::string_view charset) {
  if (charset.empty() || charset.size() > kCharsetNameLimit) return false;
  return std::all_of(charset.begin(), charset.end(), [](char c) {
    return is_alpha(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || c == ':' || c == '+';
  });
}

class Converter {
 public:
  explicit Converter(const std::string& charset) : handle_(::iconv_open("UTF-8", charset.c_str())) {}
  ~Converter() {
    if (open()) ::iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  [[nodiscard]] bool open() const {
    return reinterpret_cast<std::intptr_t>(handle_) != -1;  // what iconv_open returns when it fails
  }
  std::optional<std::string> convert(std::string bytes) {
    std::string out;
    std::array<char, 1024> piece{};
    char* in = bytes.data();
    std::size_t in_left = bytes.size();
    while (in_left > 0) {
      char* to = piece.data();
      std::size_t to_left = piece.size();
      const std::size_t before = in_left;
      const bool whole = ::iconv(handle_, &in, &in_left, &to, &to_left) != static_cast<std::size_t>(-1);
      out.append(piece.data(), piece.size() - to_left);
      const bool stuck = in_left == before && to_left == piece.size();
      if (!whole && (errno != E2BIG || stuck)) return std::nullopt;
    }
    return out;
  }

 private:
  ::iconv_t handle_;
};

}  // namespace

std::optional<std::string> to_utf8(std::string_view bytes, std::string_view charset) {
  if (same(charset, "utf-8") || same(charset, "us-ascii") || same(charset, "ascii")) {
    if (!wire::valid_utf8(bytes)) return std::nullopt;
    return std::string(bytes);
  }
  if (same(charset, "iso-8859-1")) return from_latin1(bytes);
  if (!plain_name(charset)) return std::nullopt;
  Converter converter{std::string(charset)};
  if (!converter.open()) return std::nullopt;
  return converter.convert(std::string(bytes));
}

}  // namespace mailrig::mail
