// SETACL, DELETEACL, GETACL, LISTRIGHTS and MYRIGHTS (RFC 4314 3, 7).
//   setacl     = "SETACL" SP mailbox SP identifier SP mod-rights
//   deleteacl  = "DELETEACL" SP mailbox SP identifier
//   getacl     = "GETACL" SP mailbox
//   listrights = "LISTRIGHTS" SP mailbox SP identifier
//   myrights   = "MYRIGHTS" SP mailbox
//   identifier = astring                   mod-rights = astring
#pragma once

#include <string_view>

namespace mailrig::imap {

struct AclCommand {
  std::string_view mailbox;
  std::string_view identifier;  // SETACL, DELETEACL, LISTRIGHTS
  std::string_view rights;      // SETACL: as sent, with its "+" or "-"
};

// Lower-case letters and digits, as rights are made of (RFC 4314 7); none is fine.
[[nodiscard]] bool is_rights(std::string_view text);

}  // namespace mailrig::imap
