#include "harness/conformance/accounts.hpp"

#include <algorithm>

#include <toml++/toml.h>

#include "harness/wire/ascii.hpp"

namespace mailrig::conformance {

namespace {

using scenario::Diagnostics;
using scenario::Location;

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

// user,password[,address]; a field in "…" may hold commas, "" is a quotation mark in it (RFC 4180 2).
std::vector<std::string> fields(std::string_view line) {
  std::vector<std::string> all(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      all.back() += line[++i];
    } else if (line[i] == '"' && (quoted || all.back().empty())) {
      quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      all.emplace_back();
    } else {
      all.back() += line[i];
    }
  }
  return all;
}

void read_csv(const std::string& file, std::string_view content, std::vector<Account>& accounts,
              Diagnostics& mistakes) {
  std::uint32_t number = 0;
  while (!content.empty()) {
    ++number;
    const std::size_t end = std::min(content.find('\n'), content.size());
    const std::string_view line = trim(content.substr(0, end));
    content.remove_prefix(std::min(end + 1, content.size()));
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string> one = fields(line);
    if (number == 1 && one[0] == "user") continue;  // a head line
    if (one.size() < 2 || one.size() > 3 || one[0].empty()) {
      mistakes.push_back(
          {Location{file, number, 1}, "no account; meant is user,password or user,password,address"});
      continue;
    }
    accounts.push_back(Account{one[0], one[1], one.size() == 3 ? one[2] : std::string()});
  }
}

void read_toml(const std::string& file, std::string_view content, std::vector<Account>& accounts,
               Diagnostics& mistakes) {
  const toml::table table = toml::parse(content, file);
  const auto complain = [&](const toml::node& node, std::string message) {
    const toml::source_position begin = node.source().begin;
    mistakes.push_back(
        {Location{file, std::max(begin.line, 1U), std::max(begin.column, 1U)}, std::move(message)});
  };
  const toml::array* list = table["accounts"].as_array();
  if (list == nullptr) return complain(table, "no accounts; meant is [[accounts]] with user and password");
  for (const toml::node& item : *list) {
    const toml::table* one = item.as_table();
    const auto user = one == nullptr ? std::nullopt : (*one)["user"].value<std::string>();
    const auto password = one == nullptr ? std::nullopt : (*one)["password"].value<std::string>();
    if (!user || !password) {
      complain(item, "an account is a table with user and password");
    } else {
      accounts.push_back(Account{*user, *password, (*one)["address"].value_or(std::string()),
                                 (*one)["bearer"].value_or(std::string())});
    }
  }
}

}  // namespace

bool expand_users(std::string_view pattern, std::vector<std::string>& users) {
  const std::size_t open = pattern.find('{');
  if (open == std::string_view::npos) {
    users.emplace_back(pattern);
    return true;
  }
  const std::size_t dots = pattern.find("..", open);
  const std::size_t close = pattern.find('}', open);
  if (dots == std::string_view::npos || close == std::string_view::npos || dots > close) return false;
  const auto first = wire::to_number(pattern.substr(open + 1, dots - open - 1));
  const auto last = wire::to_number(pattern.substr(dots + 2, close - dots - 2));
  if (!first || !last || *last < *first || *last - *first >= kAccountsLimit) return false;
  for (std::uint64_t i = *first; i <= *last; ++i) {
    users.push_back(std::string(pattern.substr(0, open)) + std::to_string(i) +
                    std::string(pattern.substr(close + 1)));
  }
  return true;
}

void read_accounts(const std::string& file, std::string_view content, std::vector<Account>& accounts,
                   Diagnostics& mistakes) {
  if (!file.ends_with(".toml")) return read_csv(file, content, accounts, mistakes);
  try {
    read_toml(file, content, accounts, mistakes);
  } catch (const toml::parse_error& error) {
    const toml::source_position begin = error.source().begin;
    mistakes.push_back(
        {Location{file, begin.line, begin.column}, "no TOML: " + std::string(error.description())});
  }
}

void complete_addresses(std::vector<Account>& accounts, std::string_view domain) {
  for (Account& account : accounts) {
    if (!account.address.empty()) continue;
    account.address = account.user;
    if (account.user.find('@') == std::string::npos) account.address += "@" + std::string(domain);
  }
}

}  // namespace mailrig::conformance
