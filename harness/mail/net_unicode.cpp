#include "harness/mail/net_unicode.hpp"

#include <unicode/normalizer2.h>

#include "harness/wire/utf8.hpp"

namespace mailrig::mail {

bool is_net_unicode(std::string_view utf8) {
  if (wire::is_ascii(utf8)) return true;
  if (utf8.starts_with("\xEF\xBB\xBF")) return false;
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* composer = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error) != 0) return true;  // ICU without its data: no reason to refuse
  const icu::StringPiece text(utf8.data(), static_cast<int>(utf8.size()));
  return composer->isNormalizedUTF8(text, error) != 0;
}

}  // namespace mailrig::mail
