#include "harness/conformance/lease.hpp"

#include <algorithm>

namespace mailrig::conformance {

std::size_t AccountPool::add(const std::string& user) {
  const auto [found, is_new] = by_user_.try_emplace(user, by_user_.size());
  if (is_new) free_.push_back(found->second);
  return found->second;
}

void AccountPool::tell_all_but(const void* key) const {
  for (const Member& member : members_) {
    if (member.key != key) member.changed();
  }
}

void AccountPool::reader_waits_no_longer() {
  if (--readers_waiting_ == 0) tell_all_but(nullptr);
}

Lease::Lease(std::shared_ptr<AccountPool> pool, const std::vector<Account>& accounts,
             std::function<void()> changed)
    : pool_(std::move(pool)) {
  for (const Account& account : accounts) {
    ids_.push_back(pool_->add(account.user));
    indices_.try_emplace(ids_.back(), ids_.size() - 1);
  }
  pool_->members_.push_back({this, std::move(changed)});
}

Lease::~Lease() {
  std::erase_if(pool_->members_, [this](const AccountPool::Member& member) { return member.key == this; });
}

std::optional<std::vector<std::size_t>> Lease::take(std::size_t count) {
  std::vector<std::size_t> taken;
  std::deque<std::size_t>& free = pool_->free_;
  for (auto it = free.begin(); it != free.end() && taken.size() < count; ++it) {
    const auto ours = indices_.find(*it);
    if (ours != indices_.end()) taken.push_back(ours->second);
  }
  if (taken.size() < count) return std::nullopt;
  for (const std::size_t index : taken) free.erase(std::find(free.begin(), free.end(), ids_[index]));
  return taken;
}

void Lease::give_back(const std::vector<std::size_t>& taken) {
  for (const std::size_t index : taken) pool_->free_.push_back(ids_[index]);  // used last: late mail has time
  if (!taken.empty()) pool_->tell_all_but(this);
}

}  // namespace mailrig::conformance
