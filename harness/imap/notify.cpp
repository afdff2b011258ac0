#include "harness/imap/notify.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/imap/ascii.hpp"
#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {
namespace {

using Filter = NotifyCommand::Filter;
using Group = NotifyCommand::Group;

constexpr std::array<std::pair<std::string_view, Filter>, 7> kFilters{
    {{"selected", Filter::Selected},
     {"selected-delayed", Filter::SelectedDelayed},
     {"inboxes", Filter::Inboxes},
     {"personal", Filter::Personal},
     {"subscribed", Filter::Subscribed},
     {"subtree", Filter::Subtree},
     {"mailboxes", Filter::Mailboxes}}};

class GroupReader {
 public:
  GroupReader(CommandReader& reader, Command& command)
      : reader_(reader), command_(command), notify_(command.notify) {}

  bool read() {
    if (notify_.groups.size() == kNotifyGroupLimit) return reader_.fail("too many event groups");
    if (!reader_.expect('(', "event group expected") || !filter()) return false;
    if (!reader_.sp() || !events()) return false;
    return reader_.expect(')', "\")\" expected") && sound();
  }

 private:
  Group& group() { return notify_.groups.back(); }

  bool filter() {
    const std::string_view word = reader_.word();
    const auto* const found = std::find_if(kFilters.begin(), kFilters.end(),
                                           [&](const auto& each) { return same(each.first, word); });
    if (found == kFilters.end()) return reader_.fail("unknown mailboxes");
    Group made;
    made.filter = found->second;
    made.names_begin = made.names_end = static_cast<std::uint32_t>(notify_.names.size());
    made.events_begin = made.events_end = static_cast<std::uint32_t>(notify_.events.size());
    const auto is_selected = [](const Group& each) { return each.selected(); };
    if (made.selected() && std::any_of(notify_.groups.begin(), notify_.groups.end(), is_selected))
      return reader_.fail("the selected mailbox has one event group");
    notify_.groups.push_back(made);
    return (made.filter != Filter::Subtree && made.filter != Filter::Mailboxes) || names();
  }

  // one-or-more-mailbox
  bool names() {
    if (!reader_.sp()) return false;
    if (!reader_.take('(')) return one_name();
    do {
      if (!one_name()) return false;
    } while (reader_.take(' '));
    return reader_.expect(')', "\")\" expected");
  }

  bool one_name() {
    if (notify_.names.size() == kNotifyNameLimit) return reader_.fail("too many mailboxes");
    ++group().names_end;
    return reader_.astring(notify_.names.emplace_back());
  }

  bool events() {
    if (reader_.take_word("NONE")) return true;
    if (!reader_.expect('(', "events expected")) return false;
    for (bool more = true; more;) {
      if (!event(more)) return false;
    }
    return reader_.expect(')', "\")\" expected");
  }

  // Leaves `more` where another one follows.
  bool event(bool& more) {
    if (group().events_end - group().events_begin == kNotifyEventLimit)
      return reader_.fail("too many events");
    ++group().events_end;
    if (!reader_.atom(notify_.events.emplace_back())) return false;
    more = reader_.take(' ');
    if (!more || !reader_.at('(')) return true;
    if (!same(notify_.events.back(), "MessageNew") || !group().selected())
      return reader_.fail("fetch items are for MessageNew of the selected mailbox");
    if (!read_fetch_items(reader_, command_.fetch)) return false;
    more = reader_.take(' ');
    return true;
  }

  [[nodiscard]] bool has(std::string_view name) {
    const auto events = notify_.events_of(group());
    return std::any_of(events.begin(), events.end(), [&](std::string_view each) { return same(each, name); });
  }

  // RFC 5465 5, 6.1.
  bool sound() {
    if (has("MessageNew") != has("MessageExpunge"))
      return reader_.fail("MessageNew and MessageExpunge go together");
    if (!has("MessageNew") && (has("FlagChange") || has("AnnotationChange")))
      return reader_.fail("FlagChange goes with MessageNew and MessageExpunge");
    if (!group().selected()) return true;
    for (const std::string_view other :
         {"MailboxName", "SubscriptionChange", "MailboxMetadataChange", "ServerMetadataChange"}) {
      if (has(other)) return reader_.fail("the selected mailbox has events of messages alone");
    }
    return true;
  }

  CommandReader& reader_;
  Command& command_;
  NotifyCommand& notify_;
};

}  // namespace

bool read_notify(CommandReader& reader, Command& command) {
  NotifyCommand& notify = command.notify;
  notify.set = notify.status = false;
  notify.groups.clear();
  notify.names.clear();
  notify.events.clear();
  clear_fetch_items(command.fetch);
  if (!reader.sp()) return false;
  if (reader.take_word("NONE")) return true;
  notify.set = reader.take_word("SET");
  if (!notify.set) return reader.fail("SET or NONE expected");
  if (!reader.sp()) return false;
  notify.status = reader.take_word("STATUS");
  if (notify.status && !reader.sp()) return false;
  do {
    if (!GroupReader(reader, command).read()) return false;
  } while (reader.take(' '));
  return true;
}

}  // namespace mailrig::imap
