// Accounts and domains from a TOML file:
//   domains = ["example.test"]
//   [[account]]
//   user      = "alice"
//   password  = "secret"
//   addresses = ["alice@example.test", "info@example.test"]   # left out: user@ the first domain
#pragma once

#include <string>
#include <vector>

#include "reference-server/store/accounts.hpp"

namespace mailrig::cli {

// Every mistake as "file:line:column: what is wrong", in order; none: `accounts` is filled.
[[nodiscard]] std::vector<std::string> read_accounts(const std::string& file, server::Accounts& accounts);

}  // namespace mailrig::cli
