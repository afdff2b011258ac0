// What NOTIFY watches of another user's mailboxes (RFC 5465, by the rights of RFC 4314): those below "Other
// Users/" that a group names. That one may be looked up is what makes it be there.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "reference-server/session/imap/connection.hpp"

namespace mailrig::server::imapd {

class Notifier;
class NotifyFilter;

inline constexpr std::size_t kNotifyOwnersLimit = 100;  // ours: other users that one client watches

// The users whose mailboxes the filter speaks of, but for who is logged in.
[[nodiscard]] std::vector<const Account*> owners_watched(const Connection& connection,
                                                         const NotifyFilter& filter);

class Elsewhere final : public AccountWatcher {
 public:
  Elsewhere(Notifier& notifier, Connection& connection, const Account& owner);
  ~Elsewhere() override;
  Elsewhere(const Elsewhere&) = delete;
  Elsewhere& operator=(const Elsewhere&) = delete;

  [[nodiscard]] const Account& owner() const { return owner_; }

  void changed(const Mailbox& mailbox, Change change) override;
  void created(const std::string& name) override;
  void removed(const std::string& name) override;
  void renamed(const std::string& from, const std::string& to) override;
  void subscription_changed(const std::string& name) override;
  void noted(const Mailbox* mailbox, const std::string& key) override;

 private:
  [[nodiscard]] bool sees(const std::string& name) const { return visible_.contains(name); }
  void look_at(const std::string& name);
  void look_again(const std::string& name);
  [[nodiscard]] std::vector<std::string> visible_from(const std::string& name) const;

  Notifier& notifier_;
  Connection& connection_;
  const Account& owner_;
  std::set<std::string, std::less<>> visible_;  // by the owner's names
};

}  // namespace mailrig::server::imapd
