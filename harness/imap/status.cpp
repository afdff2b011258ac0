#include "harness/imap/status.hpp"

#include <array>

#include "harness/imap/ascii.hpp"
#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {
namespace {

constexpr std::size_t kItemLimit = 30;  // ours: items of one STATUS
constexpr std::array<std::string_view, 10> kNames{"MESSAGES",        "RECENT",   "UIDNEXT", "UIDVALIDITY",
                                                  "UNSEEN",          "DELETED",  "SIZE",    "HIGHESTMODSEQ",
                                                  "DELETED-STORAGE", "MAILBOXID"};

bool read_item(CommandReader& reader, std::vector<StatusItem>& items) {
  const std::size_t begin = reader.position();
  const std::string_view word = reader.word();
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (!same(word, kNames[i])) continue;
    items.push_back(static_cast<StatusItem>(i));
    return true;
  }
  reader.back_to(begin);
  return reader.fail("unknown status item");
}

}  // namespace

std::string_view name(StatusItem item) {
  return kNames.at(static_cast<std::size_t>(item));
}

bool read_status(CommandReader& reader, Command& command) {
  StatusCommand& status = command.status;
  status.items.clear();
  return reader.sp() && reader.astring(status.mailbox) && reader.sp() &&
         read_status_items(reader, status.items);
}

bool read_status_items(CommandReader& reader, std::vector<StatusItem>& items) {
  if (!reader.expect('(', "\"(\" expected")) return false;
  do {
    if (items.size() == kItemLimit) return reader.fail("too many items");
    if (!items.empty() && !reader.sp()) return false;
    if (!read_item(reader, items)) return false;
  } while (!reader.take(')'));
  return true;
}

}  // namespace mailrig::imap
