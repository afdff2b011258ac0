// A consignment as the store keeps it: JSON, without its octets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reference-server/session/smtp/queue.hpp"

namespace mailrig::server::smtpd {

[[nodiscard]] std::string render_consignment(const Consignment& consignment);
// Nothing: it is none. Accounts that are gone are as mailboxes that can't be delivered to.
[[nodiscard]] std::optional<Consignment> parse_consignment(std::string_view text, const Accounts& accounts);

}  // namespace mailrig::server::smtpd
