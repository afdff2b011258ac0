// Accounts on loan: a scenario has its accounts to itself while it runs, so no two meet in one INBOX or
// maildrop. With one account, scenarios that need it run one after another. Runs side by side that may
// reach the same mailboxes (the columns of a matrix) share one pool; each has a lease of its own on it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "harness/conformance/target.hpp"

namespace mailrig::conformance {

// All accounts of all runs side by side, known by their login names. Not for several threads.
class AccountPool {
 public:
  // Puts what late mail would disturb before what sends mail: while any scenario that reads INBOXes or
  // maildrops still waits, in whichever run, none that delivers is to begin.
  void reader_waits() { ++readers_waiting_; }
  void reader_waits_no_longer();
  [[nodiscard]] bool readers_wait() const { return readers_waiting_ > 0; }

 private:
  friend class Lease;
  struct Member {
    const void* key;
    std::function<void()> changed;
  };
  std::size_t add(const std::string& user);
  void tell_all_but(const void* key) const;

  std::unordered_map<std::string, std::size_t> by_user_;
  std::deque<std::size_t> free_;  // the next one first
  std::vector<Member> members_;
  std::size_t readers_waiting_ = 0;
};

class Lease {
 public:
  // `changed`: what could not begin may begin now, for something that others did. It is called from
  // within their calls: look again later, not inside it.
  Lease(std::shared_ptr<AccountPool> pool, const std::vector<Account>& accounts,
        std::function<void()> changed);
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease();

  // Indices of `count` accounts; nothing if so many are not free now. 0: always.
  [[nodiscard]] std::optional<std::vector<std::size_t>> take(std::size_t count);
  void give_back(const std::vector<std::size_t>& taken);
  [[nodiscard]] std::size_t size() const { return indices_.size(); }  // accounts, each once
  [[nodiscard]] AccountPool& pool() { return *pool_; }

 private:
  std::shared_ptr<AccountPool> pool_;
  std::vector<std::size_t> ids_;                          // in the pool, by our index
  std::unordered_map<std::size_t, std::size_t> indices_;  // the other way
};

}  // namespace mailrig::conformance
