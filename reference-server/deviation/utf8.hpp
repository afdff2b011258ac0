// Ways to break IMAP's UTF8=ACCEPT (RFC 6855).
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server {

inline constexpr Deviation kUtf8NotEnabled{
    "imap.utf8.not-enabled", {5161, "3.1"}, "ENABLE UTF8=ACCEPT is not told as ENABLED"};
inline constexpr Deviation kUtf8InvalidTaken{
    "imap.utf8.invalid-taken", {6855, "3"}, "a quoted string that is no UTF-8 is not refused"};
inline constexpr Deviation kUtf8QuotedRefused{
    "imap.utf8.quoted-refused", {6855, "3"}, "UTF-8 in quoted strings is refused after ENABLE UTF8=ACCEPT"};
inline constexpr Deviation kUtf8QuotedUnasked{
    "imap.utf8.quoted-unasked",
    {6855, "3"},
    "names stand in UTF-8 in quoted strings without ENABLE UTF8=ACCEPT"};
inline constexpr Deviation kUtf8NamesRefused{
    "imap.utf8.names-refused", {6855, "3"}, "no mailbox is made or found by a name in UTF-8"};
inline constexpr Deviation kUtf8NamesInUtf7{
    "imap.utf8.names-in-utf7", {6855, "3"}, "names are told in modified UTF-7 after ENABLE UTF8=ACCEPT"};
inline constexpr Deviation kUtf8ControlNames{
    "imap.utf8.control-names",
    {6855, "3"},
    "CREATE takes names with C1 controls and line separators, and such as are not normalized"};
inline constexpr Deviation kUtf8CharsetTaken{
    "imap.utf8.charset-taken", {6855, "3"}, "SEARCH CHARSET is taken after ENABLE UTF8=ACCEPT"};
inline constexpr Deviation kUtf8AppendUnasked{
    "imap.utf8.append-unasked", {6855, "4"}, "APPEND takes 8-bit header fields without ENABLE UTF8=ACCEPT"};
inline constexpr Deviation kUtf8AppendRefused{
    "imap.utf8.append-refused", {6855, "4"}, "APPEND refuses messages in the data extension UTF8"};
inline constexpr Deviation kUtf8HeaderAsIs{
    "imap.utf8.header-as-is",
    {6855, "8"},
    "header fields in UTF-8 are sent to clients that have not enabled UTF8=ACCEPT"};
inline constexpr Deviation kUtf8SurrogateAlways{
    "imap.utf8.surrogate-always",
    {6855, "3"},
    "clients that have enabled UTF8=ACCEPT are shown surrogates of internationalized messages, too"};

[[nodiscard]] std::span<const Deviation* const> utf8_deviations();

}  // namespace mailrig::server
