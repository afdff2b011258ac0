// The charsets in which the texts of SEARCH, SORT and THREAD may come (RFC 3501 6.4.4).
#pragma once

#include <string_view>

namespace mailrig::server::imapd {

// Empty: none was given, which is US-ASCII.
[[nodiscard]] bool known_charset(std::string_view charset);

inline constexpr std::string_view kBadCharset =
    "BADCHARSET (US-ASCII UTF-8 ISO-8859-1 ISO-8859-2 ISO-8859-15 KOI8-R WINDOWS-1252 ISO-2022-JP)";

}  // namespace mailrig::server::imapd
