#include "harness/mail/casemap.hpp"

#include <algorithm>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "harness/mail/ascii.hpp"

namespace mailrig::mail {
namespace {

std::string ascii_casemap(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return out;
}

}  // namespace

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return octet(c) < 0x80; });
}

std::string unicode_casemap(std::string_view utf8) {
  if (is_ascii(utf8)) return ascii_casemap(utf8);
  const auto text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int>(utf8.size())));
  icu::UnicodeString titled;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1))
    titled.append(u_totitle(text.char32At(i)));
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* decomposer = icu::Normalizer2::getNFKDInstance(error);
  const icu::UnicodeString mapped = U_SUCCESS(error) != 0 ? decomposer->normalize(titled, error) : titled;
  std::string out;
  mapped.toUTF8String(out);
  return out;
}

}  // namespace mailrig::mail
