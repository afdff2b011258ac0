#include <algorithm>

#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/list.hpp"
#include "reference-server/session/imap/verbs.hpp"
#include "reference-server/store/mailbox_name.hpp"

namespace mailrig::server::imapd {
namespace {

std::vector<std::string> names_for(const Connection& connection) {
  Store& store = *connection.world.store;
  if (!connection.broken(kLsubAll)) return subscriptions_of(connection);
  std::vector<std::string> names;
  for (const MailboxInfo& info : store.list(*connection.account)) names.push_back(info.name);
  return names;
}

}  // namespace

// RFC 3501 6.3.9: a level that matches and is not subscribed itself, but has subscribed names below, is
// told as \Noselect ("LSUB "" %" with only foo/bar subscribed).
Completion lsub(Connection& connection, const imap::Command& command, Replies& replies) {
  const std::vector<Pattern> patterns = patterns_of(connection, command.list);
  const std::vector<std::string> names = names_for(connection);
  std::vector<std::string_view> levels;
  for (const std::string& name : names) {
    if (any_matches(patterns, name)) {
      tell_mailbox(connection, replies, "LSUB", {}, name);
      continue;
    }
    for (auto level = parent_name(name); !level.empty(); level = parent_name(level)) {
      if (any_matches(patterns, level) && !std::binary_search(names.begin(), names.end(), level)) {
        levels.push_back(level);
      }
    }
  }
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  for (const std::string_view level : levels) tell_mailbox(connection, replies, "LSUB", "\\Noselect", level);
  return ok("listed");
}

}  // namespace mailrig::server::imapd
