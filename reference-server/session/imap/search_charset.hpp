// The charsets in which the texts of SEARCH, SORT and THREAD may come (RFC 3501 6.4.4).
#pragma once

#include <optional>
#include <string_view>

#include "reference-server/session/imap/connection.hpp"

namespace mailrig::server::imapd {

// Empty: none was given, which is US-ASCII.
[[nodiscard]] bool known_charset(std::string_view charset);

// The refusal of a search by its charset, and, once UTF8=ACCEPT is enabled, of any that conflicts with it
// (RFC 6855 3; of SORT and THREAD, which can't do without, RFC 9755 3). Nothing: it may go on.
[[nodiscard]] std::optional<Completion> refused_by_charset(const Connection& connection,
                                                           const imap::Command& command);

inline constexpr std::string_view kBadCharset =
    "BADCHARSET (US-ASCII UTF-8 ISO-8859-1 ISO-8859-2 ISO-8859-15 KOI8-R WINDOWS-1252 ISO-2022-JP)";

}  // namespace mailrig::server::imapd
