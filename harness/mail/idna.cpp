#include "harness/mail/idna.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <unicode/uidna.h>

#include "harness/wire/ascii.hpp"
#include "harness/wire/utf8.hpp"

namespace mailrig::mail {
namespace {

constexpr std::size_t kDomainLimit = 255;  // RFC 5321 4.5.3.1.2

struct Close {
  void operator()(UIDNA* idna) const { uidna_close(idna); }
};

std::unique_ptr<UIDNA, Close> open() {
  UErrorCode error = U_ZERO_ERROR;
  constexpr std::uint32_t kOptions =
      UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII;
  std::unique_ptr<UIDNA, Close> idna(uidna_openUTS46(kOptions, &error));
  return U_SUCCESS(error) != 0 ? std::move(idna) : nullptr;
}

}  // namespace

std::optional<std::string> domain_to_ascii(std::string_view domain) {
  if (domain.size() > kDomainLimit) return std::nullopt;
  if (wire::is_ascii(domain)) {
    std::string ascii(domain);
    std::transform(ascii.begin(), ascii.end(), ascii.begin(), wire::to_lower);
    return ascii;
  }
  const auto idna = open();
  if (idna == nullptr) return std::nullopt;
  std::array<char, kDomainLimit + 1> name{};
  UErrorCode error = U_ZERO_ERROR;
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  const std::int32_t size =
      uidna_nameToASCII_UTF8(idna.get(), domain.data(), static_cast<std::int32_t>(domain.size()), name.data(),
                             static_cast<std::int32_t>(name.size()), &info, &error);
  if (U_FAILURE(error) != 0 || info.errors != 0) return std::nullopt;
  return std::string(name.data(), static_cast<std::size_t>(size));
}

}  // namespace mailrig::mail
