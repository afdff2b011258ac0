// Accounts: one by --user and --password, a range "user{1..8}" with one password, or a file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/target.hpp"

namespace mailrig::conformance {

inline constexpr std::size_t kAccountsLimit = 100'000;

// "user{1..8}" to user1 … user8; one name if there are no braces. False: a range that makes no sense.
[[nodiscard]] bool expand_users(std::string_view pattern, std::vector<std::string>& users);
// CSV: user,password[,address]; '#' begins a remark. TOML: [[accounts]] user, password, address, bearer; or
// the accounts file of mailrig serve. Each mistake with its place.
void read_accounts(const std::string& file, std::string_view content, std::vector<Account>& accounts,
                   scenario::Diagnostics& mistakes);
// "user@domain" where none is given.
void complete_addresses(std::vector<Account>& accounts, std::string_view domain);

}  // namespace mailrig::conformance
