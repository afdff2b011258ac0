// Ways to break URLAUTH (RFC 4467).
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server {

inline constexpr Deviation kUrlauthTokenUnchecked{
    "imap.urlauth.token-unchecked", {4467, "6"}, "URLFETCH takes any token"};
inline constexpr Deviation kUrlauthTokenShort{
    "imap.urlauth.token-short", {4467, "3"}, "GENURLAUTH makes tokens of 16 hexadecimal digits"};
inline constexpr Deviation kUrlauthExpiredTaken{
    "imap.urlauth.expired-taken", {4467, "3"}, "URLFETCH takes URLs behind their EXPIRE"};
inline constexpr Deviation kUrlauthUserUnchecked{
    "imap.urlauth.user-unchecked", {4467, "3"}, "URLFETCH gives what is for \"user+\" to anyone"};
inline constexpr Deviation kUrlauthSubmitUnchecked{
    "imap.urlauth.submit-unchecked", {4467, "3"}, "URLFETCH gives what is for \"submit+\" to anyone"};
inline constexpr Deviation kUrlauthOwnerAlone{
    "imap.urlauth.owner-alone", {4467, "4"}, "URLFETCH gives nothing of another's mailbox"};
inline constexpr Deviation kUrlauthInvalidRefused{
    "imap.urlauth.invalid-refused", {4467, "7"}, "URLFETCH of a wrong URL is answered NO, without NIL"};
inline constexpr Deviation kUrlauthSectionLost{
    "imap.urlauth.section-lost",
    {4467, "7"},
    "URLFETCH gives the whole message, whatever part the URL names"};
inline constexpr Deviation kUrlauthNoAccessTaken{
    "imap.urlauth.no-access-taken", {4467, "7"}, "GENURLAUTH takes URLs without an access identifier"};
inline constexpr Deviation kUrlauthNoOwnerTaken{
    "imap.urlauth.no-owner-taken", {4467, "7"}, "GENURLAUTH takes URLs without a user"};
inline constexpr Deviation kUrlauthMissingTaken{
    "imap.urlauth.missing-taken", {4467, "7"}, "GENURLAUTH takes URLs of mailboxes that are not there"};
inline constexpr Deviation kUrlauthWholeTaken{
    "imap.urlauth.whole-taken", {4467, "3"}, "GENURLAUTH takes URLs of whole mailboxes"};
inline constexpr Deviation kUrlauthKeyStays{"imap.urlauth.key-stays", {4467, "7"}, "RESETKEY changes no key"};
inline constexpr Deviation kUrlauthResetUntold{
    "imap.urlauth.reset-untold", {4467, "7"}, "RESETKEY is not told to who has the mailbox selected"};
inline constexpr Deviation kUrlauthNoUrlmech{
    "imap.urlauth.no-urlmech", {4467, "8"}, "SELECT and RESETKEY do not tell URLMECH"};

[[nodiscard]] std::span<const Deviation* const> url_auth_deviations();

}  // namespace mailrig::server
