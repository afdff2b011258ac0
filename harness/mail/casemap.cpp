#include "harness/mail/casemap.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "harness/wire/ascii.hpp"
#include "harness/wire/utf8.hpp"

namespace mailrig::mail {

std::string unicode_casemap(std::string_view utf8) {
  if (wire::is_ascii(utf8)) return wire::upper(utf8);
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
