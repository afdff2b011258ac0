// What a session that has said NOTIFY is to be told of its account (RFC 5465): events wait here until the
// session may write. Of the selected mailbox what is to be told waits in Selected; here is which of it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/notify_elsewhere.hpp"
#include "reference-server/session/imap/notify_filter.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

inline constexpr std::size_t kNotifyQueueLimit = 1000;   // ours: events that wait; beyond: overflow (5.8)
inline constexpr std::size_t kNotifyStatusLimit = 1000;  // ours: mailboxes that NOTIFY SET STATUS tells of

class ListRows;
struct Found;

class Notifier final : public AccountWatcher {
 public:
  // NOTIFY NONE.
  Notifier(Connection& connection, std::function<void()> wake);
  // NOTIFY SET, whose unit is Connection::unit.
  Notifier(Connection& connection, const imap::Command& command, std::function<void()> wake);
  ~Notifier() override;
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;

  // Something happened in the selected mailbox.
  void news(News news, const Selected& selected);
  // Is the selected mailbox told of now? What the client itself did always is, and what came before with it.
  [[nodiscard]] bool tells_selected() const;
  [[nodiscard]] bool tells_flags() const { return filter_ && (filter_->of_selected() & kFlagChange) != 0; }
  [[nodiscard]] bool expunge_at_once() const;
  // Of the messages that came: those that MessageNew wants fetched (5.2).
  [[nodiscard]] std::vector<Uid> wants_fetched(const Selected& selected) const;
  [[nodiscard]] const imap::FetchCommand& fetch_items() const { return asked_.fetch; }
  void told_selected();

  // Everything else, and whether it was too much.
  void tell(Replies& replies);
  // As NOTIFY NONE, and the client is told so (5.8).
  void overflow();
  [[nodiscard]] const std::optional<NotifyFilter>& filter() const { return filter_; }

  void changed(const Mailbox& mailbox, Change change) override;
  void created(const std::string& name) override;
  void removed(const std::string& name) override;
  void renamed(const std::string& from, const std::string& to) override;
  void subscription_changed(const std::string& name) override;
  void noted(const Mailbox* mailbox, const std::string& key) override;

  // Of mailboxes by the names that the client has for them, wherever they are.
  void changed_at(const std::string& name, const Mailbox& mailbox, Change change);
  void came_or_went(const std::string& name, bool came);
  void annotated(const std::string& name, std::string_view entry);

 private:
  struct Event {
    enum class Kind : std::uint8_t { Status, List, NoAccess, Metadata } kind;
    std::string name;
    std::string more;          // of LIST: OLDNAME; of METADATA: the entry
    NotifyEvents changes = 0;  // of STATUS
  };
  [[nodiscard]] bool muted() const;
  [[nodiscard]] bool is_selected(const Mailbox& mailbox) const;
  [[nodiscard]] NotifyEvents wanted(const std::string& name) const { return filter_ ? filter_->of(name) : 0; }
  void push(Event event);
  void list_changed(const std::string& name);
  void validity_changed(const std::string& name);
  void watch_elsewhere();
  void tell_status(const Event& event, Replies& replies);
  void tell_list(const Event& event, const ListRows& rows, Replies& replies);
  void tell_metadata(const Event& event, Replies& replies);

  Connection& connection_;
  std::function<void()> wake_;
  std::optional<NotifyFilter> filter_;  // nothing: NONE
  std::string unit_;
  imap::Command asked_;  // of the unit, if it has items to fetch
  std::vector<std::unique_ptr<Elsewhere>> elsewhere_;
  std::vector<Event> events_;
  std::vector<Uid> own_;  // messages that the client itself put into the selected mailbox
  bool owes_own_ = false, overflowed_ = false;
};

// What STATUS says of a mailbox when these events were asked for (3.1), or have come (5.1, 5.2).
[[nodiscard]] std::vector<imap::StatusItem> status_at_first(const Connection& connection,
                                                            NotifyEvents events);
[[nodiscard]] std::vector<imap::StatusItem> status_of(const Connection& connection, NotifyEvents changes);

// May the mailbox be watched? All events ask for the rights l and r (RFC 5465 5).
[[nodiscard]] bool may_watch(const Found& found);
// RFC 5465 3.1, 5.9.
void tell_no_access(Connection& connection, const std::string& name, Replies& replies);

// All that is to be told while no command, or IDLE, is in progress.
void tell_notifications(Connection& connection, Replies& replies);

}  // namespace mailrig::server::imapd
