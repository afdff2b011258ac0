#include "harness/imap/acl.hpp"

#include <algorithm>

#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {

bool is_rights(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

bool read_acl(CommandReader& reader, Command& command) {
  command.acl = {};
  return reader.sp() && reader.astring(command.acl.mailbox);
}

bool read_acl_identifier(CommandReader& reader, Command& command) {
  return read_acl(reader, command) && reader.sp() && reader.astring(command.acl.identifier);
}

bool read_set_acl(CommandReader& reader, Command& command) {
  return read_acl_identifier(reader, command) && reader.sp() && reader.astring(command.acl.rights);
}

}  // namespace mailrig::imap
