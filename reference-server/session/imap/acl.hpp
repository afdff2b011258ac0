// What MYRIGHTS and LIST RETURN (MYRIGHTS) share (RFC 4314, RFC 8440).
#pragma once

#include <string_view>

#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

// "* MYRIGHTS name rights"; `name` as who is logged in calls it.
void tell_my_rights(const Connection& connection, std::string_view name, Rights rights, Replies& replies);

// Deviations: the access control list of a mailbox that is deleted comes back with the next one of its name.
void keep_acl(const Connection& connection, const Place& place, const Mailbox& mailbox);
void restore_acl(const Connection& connection, const Place& place, Mailbox& mailbox);

}  // namespace mailrig::server::imapd
