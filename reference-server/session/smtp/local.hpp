// Final delivery: into the INBOX of one of our accounts, and reports to whoever sent a message.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reference-server/session/session.hpp"
#include "reference-server/session/smtp/report.hpp"

namespace mailrig::server::smtpd {

// False: there is no room, or no INBOX.
[[nodiscard]] bool put_into_inbox(const World& world, const Account& account, const Body& body);
// Who has `address`, a mailbox of RFC 5321 4.1.2; null: it is none of ours.
[[nodiscard]] const Account* account_of(const World& world, std::string_view address);

// Tells the sender those outcomes that it wants to hear of (RFC 3461 5.2). `id`: of no other report. Never a
// report of a report: failures of what has the null reverse-path, and those whose report has no way to go,
// are told to the postmaster here.
void send_report(const World& world, const Envelope& envelope, std::vector<Outcome> outcomes,
                 std::string_view message, const std::string& id);

}  // namespace mailrig::server::smtpd
