#include "harness/imap/append_command.hpp"

#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {
namespace {

bool read_part(CommandReader& reader, CatenatePart& part) {
  part.utf8 = reader.take_word("UTF8");
  if (part.utf8) return reader.utf8_literal(part.text);
  part.url = reader.take_word("URL");
  if (!part.url && !reader.take_word("TEXT")) return reader.fail("TEXT or URL expected");
  return reader.sp() && (part.url ? reader.astring(part.text) : reader.literal(part.text));
}

bool read_parts(CommandReader& reader, std::vector<CatenatePart>& parts) {
  if (!reader.sp() || !reader.expect('(', "\"(\" expected")) return false;
  do {
    if (parts.size() == kCatenatePartLimit) return reader.fail("too many parts");
    if (!read_part(reader, parts.emplace_back())) return false;
  } while (reader.take(' '));
  return reader.expect(')', "\")\" expected");
}

bool read_message(CommandReader& reader, AppendMessage& message) {
  if (reader.at('(')) {
    if (!reader.flag_list(message.flags) || !reader.sp()) return false;
  }
  if (reader.at('"')) {
    std::string_view date_time;
    if (!reader.date_time(date_time) || !reader.sp()) return false;
    message.date_time = date_time;
  }
  if (reader.take_word("CATENATE")) return read_parts(reader, message.parts);
  message.utf8 = reader.take_word("UTF8");
  if (message.utf8) return reader.utf8_literal(message.message);
  message.binary = reader.take('~');
  return message.binary ? reader.literal8(message.message) : reader.literal(message.message);
}

bool read_mailbox_and_message(CommandReader& reader, AppendCommand& append) {
  append.messages.clear();
  return reader.sp() && reader.astring(append.mailbox) && reader.sp() &&
         read_message(reader, append.messages.emplace_back());
}

}  // namespace

bool read_append(CommandReader& reader, Command& command) {
  AppendCommand& append = command.append;
  if (!read_mailbox_and_message(reader, append)) return false;
  while (!reader.at_end()) {
    if (append.messages.size() == kAppendMessageLimit) return reader.fail("too many messages");
    if (!reader.sp() || !read_message(reader, append.messages.emplace_back())) return false;
  }
  return true;
}

bool read_replace(CommandReader& reader, Command& command) {
  SequenceSet& replaced = command.append.replaced;
  replaced.clear();
  if (!reader.sp() || !reader.sequence_set(replaced)) return false;
  const bool one =
      replaced.size() == 1 && !replaced.front().saved && replaced.front().first == replaced.front().last;
  if (!one) return reader.fail("the number of one message expected");
  return read_mailbox_and_message(reader, command.append);
}

}  // namespace mailrig::imap
