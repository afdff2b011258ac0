#include "reference-server/store/accounts.hpp"

#include <utility>

#include "reference-server/store/ascii.hpp"

namespace mailrig::server {
namespace {

// RFC 5321 4.1.2: Quoted-string and Dot-string that mean the same are the same local part.
std::string local_part_value(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  text = text.substr(1, text.size() - 2);
  std::string value;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    value.push_back(text[i]);
  }
  return value;
}

std::string address_key(std::string_view local_part, std::string_view domain) {
  return lower(local_part_value(local_part)) + '@' + lower(domain);
}

}  // namespace

Accounts Accounts::numbered(unsigned count, std::string_view domain) {
  Accounts accounts;
  accounts.add_domain(domain);
  for (unsigned i = 1; i <= count; ++i) {
    std::string user = "user" + std::to_string(i);
    std::string address = user + '@' + std::string(domain);
    accounts.add({std::move(user), "pass", {std::move(address)}});
  }
  return accounts;
}

void Accounts::add(Account account) {
  accounts_.push_back(std::make_unique<Account>(std::move(account)));
  const Account* added = accounts_.back().get();
  by_user_.try_emplace(added->user, added);
  for (const std::string& address : added->addresses) {
    const std::size_t at = address.rfind('@');
    if (at == std::string::npos) continue;
    const std::string_view domain = std::string_view(address).substr(at + 1);
    add_domain(domain);
    by_address_.try_emplace(address_key(std::string_view(address).substr(0, at), domain), added);
  }
}

void Accounts::add_domain(std::string_view domain) {
  domains_.insert(lower(domain));
}

const Account* Accounts::find(std::string_view user) const {
  if (const auto found = by_user_.find(std::string(user)); found != by_user_.end()) return found->second;
  const std::size_t at = user.rfind('@');
  if (at == std::string_view::npos) return nullptr;
  const auto found = by_address_.find(address_key(user.substr(0, at), user.substr(at + 1)));
  return found == by_address_.end() ? nullptr : found->second;
}

const Account* Accounts::resolve(std::string_view local_part, std::string_view domain) const {
  if (!domain.empty()) {
    const auto found = by_address_.find(address_key(local_part, domain));
    if (found != by_address_.end()) return found->second;
    if (!local(domain)) return nullptr;
  }
  // RFC 5321 4.5.1: postmaster is served in every local domain, and without any.
  const bool postmaster = lower(local_part_value(local_part)) == "postmaster";
  return postmaster && !accounts_.empty() ? accounts_.front().get() : nullptr;
}

bool Accounts::local(std::string_view domain) const {
  return domains_.contains(lower(domain));
}

}  // namespace mailrig::server
