#include "harness/imap/append_command.hpp"

#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {

bool read_append(CommandReader& reader, Command& command) {
  AppendCommand& append = command.append;
  append.flags.clear();
  append.date_time.reset();
  append.mailbox = append.message = {};
  if (!reader.sp() || !reader.astring(append.mailbox) || !reader.sp()) return false;
  if (reader.at('(')) {
    if (!reader.flag_list(append.flags) || !reader.sp()) return false;
  }
  if (reader.at('"')) {
    std::string_view date_time;
    if (!reader.date_time(date_time) || !reader.sp()) return false;
    append.date_time = date_time;
  }
  append.binary = reader.take('~');
  return append.binary ? reader.literal8(append.message) : reader.literal(append.message);
}

}  // namespace mailrig::imap
