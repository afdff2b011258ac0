// Accounts and domains: who may log in, and whose mail is taken.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace mailrig::server {

struct Account {
  std::string user;  // login name, "user1"
  std::string password;
  std::vector<std::string> addresses;  // "user1@example.test"; the first is the main one
};

class Accounts {
 public:
  // user1 … userN with password "pass" and userN@<domain> each.
  static Accounts numbered(unsigned count, std::string_view domain);
  void add(Account account);
  void add_domain(std::string_view domain);  // local; accounts' own domains are added by add()
  // The login name may be given with or without its domain.
  [[nodiscard]] const Account* find(std::string_view user) const;
  // Mailbox of RFC 5321 4.1.2: local part compared without case (we are the final host), domain too,
  // quoted local parts by value. "postmaster" without a domain, any case, is the first account.
  [[nodiscard]] const Account* resolve(std::string_view local_part, std::string_view domain) const;
  [[nodiscard]] bool local(std::string_view domain) const;
  [[nodiscard]] const std::vector<std::unique_ptr<Account>>& all() const { return accounts_; }

 private:
  std::vector<std::unique_ptr<Account>> accounts_;              // stable addresses
  std::unordered_map<std::string, const Account*> by_user_;     // as spelled
  std::unordered_map<std::string, const Account*> by_address_;  // lower case
  std::unordered_set<std::string> domains_;                     // lower case
};

}  // namespace mailrig::server
