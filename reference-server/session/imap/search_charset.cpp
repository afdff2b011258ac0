#include "reference-server/session/imap/search_charset.hpp"

#include <algorithm>
#include <array>

#include "harness/wire/ascii.hpp"

namespace mailrig::server::imapd {

bool known_charset(std::string_view charset) {
  // As kBadCharset tells them.
  constexpr std::array<std::string_view, 8> kKnown{"US-ASCII",    "UTF-8",  "ISO-8859-1",   "ISO-8859-2",
                                                   "ISO-8859-15", "KOI8-R", "WINDOWS-1252", "ISO-2022-JP"};
  return charset.empty() || std::any_of(kKnown.begin(), kKnown.end(), [&](std::string_view known) {
           return wire::iequals(known, charset);
         });
}

}  // namespace mailrig::server::imapd
