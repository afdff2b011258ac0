#include "reference-server/session/imap/uid_only.hpp"

#include <algorithm>

namespace mailrig::server::imapd {
namespace {

using imap::Verb;

// "$" stands for UIDs.
bool asks_by_number(const imap::SearchCommand& asked) {
  return std::any_of(asked.keys.begin(), asked.keys.end(), [&](const imap::SearchKey& key) {
    if (key.kind != imap::SearchKey::Kind::SequenceNumbers) return false;
    const imap::SequenceSpan set = asked.set_of(key);
    return set.empty() || !set.front().saved;
  });
}

}  // namespace

bool names_numbers(const imap::Command& command) {
  switch (command.verb) {
    case Verb::Copy:
    case Verb::Fetch:
    case Verb::Move:
    case Verb::Replace:
    case Verb::Store:
      return !command.uid;
    case Verb::Search:
    case Verb::Sort:
    case Verb::Thread:
      return !command.uid || asks_by_number(command.search);
    case Verb::Examine:
    case Verb::Select:
      return command.mailbox.has_qresync && !command.mailbox.qresync.matched_numbers.empty();
    default:
      return false;
  }
}

}  // namespace mailrig::server::imapd
