// LOGIN and AUTHENTICATE (RFC 9051 6.2.2, 6.2.3; initial response RFC 4959).
#pragma once

#include <optional>
#include <string_view>

namespace mailrig::imap {

struct LoginCommand {
  std::string_view user, password;
};

struct AuthenticateCommand {
  std::string_view mechanism;
  std::optional<std::string_view> initial_response;  // base64 as sent; "=" stands for an empty one
};

}  // namespace mailrig::imap
