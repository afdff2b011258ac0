#include "harness/imap/mailbox_command.hpp"

#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {
namespace {

constexpr std::size_t kUseLimit = 20;  // ours: attributes of one CREATE

void clear(MailboxCommand& command) {
  command.mailbox = command.to = {};
  command.special_use.clear();
  command.condstore = false;
}

}  // namespace

bool read_mailbox(CommandReader& reader, Command& command) {
  clear(command.mailbox);
  return reader.sp() && reader.astring(command.mailbox.mailbox);
}

// rename = "RENAME" SP mailbox SP mailbox
bool read_rename(CommandReader& reader, Command& command) {
  return read_mailbox(reader, command) && reader.sp() && reader.astring(command.mailbox.to);
}

// select = "SELECT" SP mailbox [SP "(" "CONDSTORE" ")"] (RFC 7162 3.1.8)
bool read_select(CommandReader& reader, Command& command) {
  if (!read_mailbox(reader, command)) return false;
  if (reader.at_end()) return true;
  if (!reader.sp() || !reader.expect('(', "\"(\" expected")) return false;
  if (!reader.take_word("CONDSTORE")) return reader.fail("unknown select parameter");
  command.mailbox.condstore = true;
  return reader.expect(')', "\")\" expected");
}

// create = "CREATE" SP mailbox [SP "(" "USE" SP "(" [use-attr *(SP use-attr)] ")" ")"] (RFC 6154 6)
bool read_create(CommandReader& reader, Command& command) {
  if (!read_mailbox(reader, command)) return false;
  if (reader.at_end()) return true;
  if (!reader.sp() || !reader.expect('(', "\"(\" expected")) return false;
  if (!reader.take_word("USE")) return reader.fail("unknown create parameter");
  auto& uses = command.mailbox.special_use;
  if (!reader.sp() || !reader.expect('(', "\"(\" expected")) return false;
  while (!reader.at(')')) {
    if (uses.size() == kUseLimit) return reader.fail("too many attributes");
    if (!uses.empty() && !reader.sp()) return false;
    if (!reader.at('\\')) return reader.fail("use attribute expected");
    if (!reader.flag(uses.emplace_back())) return false;
  }
  return reader.take(')') && reader.expect(')', "\")\" expected");
}

}  // namespace mailrig::imap
