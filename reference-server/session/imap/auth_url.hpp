// URLs that carry their own leave, as text (RFC 4467 9, RFC 5092 6.1).
//   authimapurlfull = authimapurl [expire] ";URLAUTH=" access ":" mechanism ":" token
//   authimapurl     = "imap://" user "@" host [":" port] "/" mailbox [";UIDVALIDITY=" n] "/;UID=" n […]
//   access          = "submit+" user / "user+" user / "authuser" / "anonymous"
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "reference-server/session/imap/connection.hpp"

namespace mailrig::server::imapd {

struct AuthUrl {
  enum class Access : std::uint8_t { Submit, User, AuthUser, Anonymous };
  std::string_view rump;              // up to the access identifier, as sent: the token is made of it
  std::string owner;                  // the user of the mailbox
  std::string_view path;              // "INBOX/;UID=20/;SECTION=1.2"
  std::optional<std::int64_t> until;  // EXPIRE, Unix seconds
  Access access = Access::Anonymous;
  std::string user;                   // of "submit+" and "user+"
  std::string_view mechanism, token;  // of authimapurlfull
};

// Nothing: it is none of these; `why` says what is wrong. The host is not looked at: a server has many names.
enum class UrlForm : std::uint8_t { Rump, Full };
[[nodiscard]] std::optional<AuthUrl> parse_auth_url(const Connection& connection, std::string_view url,
                                                    UrlForm form, std::string_view& why);

// "2026-11-26T21:00:00Z" (RFC 3339 5.6) as Unix seconds.
[[nodiscard]] std::optional<std::int64_t> parse_rfc3339(std::string_view text);

}  // namespace mailrig::server::imapd
