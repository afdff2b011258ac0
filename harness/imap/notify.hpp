// NOTIFY (RFC 5465 8).
//   notify       = "NOTIFY" SP ("SET" [SP "STATUS"] SP event-group *(SP event-group) / "NONE")
//   event-group  = "(" filter SP ("(" event *(SP event) ")" / "NONE") ")"
//   filter       = "selected" / "selected-delayed" / "inboxes" / "personal" / "subscribed" /
//                  ("subtree" / "mailboxes") SP (mailbox / "(" mailbox *(SP mailbox) ")")
//   event        = "MessageNew" [SP "(" fetch-att *(SP fetch-att) ")"] / atom
// Refused, as 5 and 8 ask: MessageNew without MessageExpunge or the other way round, FlagChange or
// AnnotationChange without them, two groups for the selected mailbox, other events or fetch-atts where they
// don't belong. Events that nobody knows are read: they are for the server to refuse.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace mailrig::imap {

inline constexpr std::size_t kNotifyGroupLimit = 100;  // ours: of one command
inline constexpr std::size_t kNotifyNameLimit = 1000;  // ours: mailboxes, of all groups
inline constexpr std::size_t kNotifyEventLimit = 100;  // ours: of one group

struct NotifyCommand {
  enum class Filter : std::uint8_t {
    Selected,
    SelectedDelayed,
    Inboxes,
    Personal,
    Subscribed,
    Subtree,
    Mailboxes
  };
  struct Group {
    Filter filter = Filter::Personal;
    std::uint32_t names_begin = 0, names_end = 0;
    std::uint32_t events_begin = 0, events_end = 0;  // none: NONE

    [[nodiscard]] bool selected() const {
      return filter == Filter::Selected || filter == Filter::SelectedDelayed;
    }
  };
  bool set = false;     // or NONE
  bool status = false;  // of the mailboxes that are not selected
  std::vector<Group> groups;
  std::vector<std::string_view> names, events;  // of all groups, as sent

  [[nodiscard]] std::span<const std::string_view> names_of(const Group& group) const {
    return std::span(names).subspan(group.names_begin, group.names_end - group.names_begin);
  }
  [[nodiscard]] std::span<const std::string_view> events_of(const Group& group) const {
    return std::span(events).subspan(group.events_begin, group.events_end - group.events_begin);
  }
};

}  // namespace mailrig::imap
