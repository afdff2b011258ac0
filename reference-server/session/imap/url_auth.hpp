// Keys and tokens of URLs that carry their own leave (RFC 4467 2, 5, 6).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

inline constexpr std::string_view kInternal = "INTERNAL";  // the one mechanism (RFC 4467 2.4.1)
inline constexpr std::string_view kUrlMech = "URLMECH INTERNAL";

// The note of a mailbox that holds this user's access key for it (RFC 4467 2.2).
[[nodiscard]] std::string key_note(const Account& account);

// The token of a rump, in hexadecimal digits; where there is no key yet one is made. Null: of a mailbox that
// is not there, by a key that nobody has.
[[nodiscard]] std::string make_token(Connection& connection, const Account& owner, Mailbox* mailbox,
                                     std::string_view rump);
void forget_key(Connection& connection, const Account& owner, Mailbox& mailbox);

// RFC 4467 BASE.7.1.URLMECH.
void tell_url_mechanisms(World& world, Replies& replies);

// What the URL names, if it is valid for this session. Nothing: it is not.
[[nodiscard]] std::optional<std::string> redeem(Connection& connection, std::string_view url);

}  // namespace mailrig::server::imapd
