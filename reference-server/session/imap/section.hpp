// The octets that BODY[section] names (RFC 3501 6.4.5).
//   section-spec = section-msgtext / (section-part ["." section-text])
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "harness/imap/fetch.hpp"
#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/message_view.hpp"

namespace mailrig::server::imapd {

// A view into the message, or into `scratch` where lines had to be picked. Nothing: there is no such part
// (NIL). The partial is not applied.
[[nodiscard]] std::optional<std::string_view> section_octets(const Connection& connection,
                                                             const imap::FetchCommand& command,
                                                             const imap::FetchItem& item,
                                                             MessageView& message, std::string& scratch);

// What BINARY[section] names, its transfer encoding undone (RFC 3516 4.3); a multipart and a message have
// none.
struct Binary {
  bool known = true;                  // the encoding
  std::optional<std::string> octets;  // nothing: there is no such part
};
[[nodiscard]] Binary binary_octets(const Connection& connection, const imap::FetchCommand& command,
                                   const imap::FetchItem& item, MessageView& message);

// <offset.count>: from behind the end, nothing is left (RFC 3501 6.4.5: an empty string).
[[nodiscard]] std::string_view partial_octets(std::string_view octets, const imap::Partial& partial);

}  // namespace mailrig::server::imapd
