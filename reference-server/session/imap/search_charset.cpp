#include "reference-server/session/imap/search_charset.hpp"

#include <algorithm>
#include <array>

#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/utf8.hpp"

namespace mailrig::server::imapd {

bool known_charset(std::string_view charset) {
  // As kBadCharset tells them.
  constexpr std::array<std::string_view, 8> kKnown{"US-ASCII",    "UTF-8",  "ISO-8859-1",   "ISO-8859-2",
                                                   "ISO-8859-15", "KOI8-R", "WINDOWS-1252", "ISO-2022-JP"};
  return charset.empty() || std::any_of(kKnown.begin(), kKnown.end(), [&](std::string_view known) {
           return wire::iequals(known, charset);
         });
}

std::optional<Completion> refused_by_charset(const Connection& connection, const imap::Command& command) {
  const std::string_view charset = command.search.charset;
  const bool wanted = command.verb != imap::Verb::Search && wire::iequals(charset, "UTF-8");
  if (connection.utf8 && !charset.empty() && !wanted && !connection.broken(kUtf8CharsetTaken))
    return bad("no other charset than UTF-8, which UTF8=ACCEPT has settled");
  if (known_charset(charset) || connection.broken(kSearchCharsetAccepted)) return std::nullopt;
  return no(kBadCharset, "no such charset here");
}

}  // namespace mailrig::server::imapd
