#include "harness/conformance/accounts.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include <toml++/toml.h>

#include "harness/scenario/keys.hpp"
#include "harness/scenario/toml_reader.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::conformance {

namespace {

using scenario::Diagnostics;
using scenario::Key;
using scenario::Location;
using scenario::Type;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // of spreadsheets

constexpr std::array<Key, 5> kAccountKeys = {
    {{"user", Type::String, "Login name", true},
     {"password", Type::String, "Its password", true},
     {"address", Type::String, "Left out: user@domain"},
     {"addresses", Type::Strings, "In its place: the first of these"},
     {"bearer", Type::String, "OAuth token"}}};
constexpr std::array<Key, 3> kFileKeys = {
    {{"accounts", Type::Tables, "An account", false, {}, kAccountKeys},
     {"account", Type::Tables, "Likewise, as mailrig serve has it", false, {}, kAccountKeys},
     {"domains", Type::Strings, "The first is that of accounts without an address"}}};

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

// user,password[,address]; a field in "…" may hold commas, "" is a quotation mark in it (RFC 4180 2). None: a
// quotation does not end.
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
  if (quoted) all.clear();
  return all;
}

// Takes accounts that make sense; the name of each is there once. A field that is wrong may be a secret in
// the wrong place: it is not repeated.
class Taker {
 public:
  Taker(std::vector<Account>& accounts, Diagnostics& mistakes) : accounts_(accounts), mistakes_(mistakes) {
    for (const Account& account : accounts) names_.insert(account.user);
  }
  void take(Account account, const Location& where) {
    ++seen_;
    if (!names_.insert(account.user).second) {
      mistakes_.push_back({where, "there are two accounts of the user " + scenario::quote(account.user)});
    } else if (!account.address.empty() && account.address.find('@') == std::string::npos) {
      mistakes_.push_back({where, "what stands for an address is none; meant is user@domain"});
    } else {
      accounts_.push_back(std::move(account));
    }
  }
  void wrong(const Location& where, std::string message) {
    ++seen_;
    mistakes_.push_back({where, std::move(message)});
  }
  [[nodiscard]] bool any() const { return seen_ > 0; }

 private:
  std::vector<Account>& accounts_;
  Diagnostics& mistakes_;
  std::set<std::string, std::less<>> names_;
  std::size_t seen_ = 0;
};

void read_csv(const std::string& file, std::string_view content, std::vector<Account>& accounts,
              Diagnostics& mistakes) {
  Taker taker(accounts, mistakes);
  if (content.starts_with(kByteOrderMark)) content.remove_prefix(kByteOrderMark.size());
  std::uint32_t number = 0;
  while (!content.empty()) {
    const Location where{file, ++number, 1};
    const std::size_t end = std::min(content.find('\n'), content.size());
    const std::string_view line = trim(content.substr(0, end));
    content.remove_prefix(std::min(end + 1, content.size()));
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string> one = fields(line);
    if (one.empty()) {
      taker.wrong(where, "a quotation begins there and does not end");
    } else if (number == 1 && one[0] == "user") {
      continue;  // a head line
    } else if (one.size() < 2 || one.size() > 3 || one[0].empty()) {
      taker.wrong(where, "no account; meant is user,password or user,password,address");
    } else {
      taker.take({one[0], one[1], one.size() == 3 ? one[2] : std::string()}, where);
    }
  }
  if (!taker.any()) taker.wrong({file, 1, 1}, "no accounts; meant is a line user,password for each");
}

// The accounts file of mailrig serve is one, too: [[account]], addresses, domains.
class TomlAccounts {
 public:
  TomlAccounts(const std::string& file, std::vector<Account>& accounts, Diagnostics& mistakes)
      : toml_(file, mistakes), taker_(accounts, mistakes) {}

  void read(const toml::table& root) {
    toml_.check_keys(root, kFileKeys, "a file of accounts");
    toml_.strings(root, "domains", [this](std::string_view domain, const Location&) {
      if (domain_.empty()) domain_ = domain;
    });
    for (const std::string_view name : {"accounts", "account"}) {
      const toml::node* list = root.get(name);
      if (list == nullptr) continue;
      if (!list->is_array_of_tables()) {
        taker_.wrong(toml_.place(list->source()), "an account is a table: [[" + std::string(name) + "]]");
        continue;
      }
      for (const toml::node& one : *list->as_array()) read_one(*one.as_table());
    }
    if (!taker_.any())
      taker_.wrong(toml_.place(root.source()), "no accounts; meant is [[accounts]] with user and password");
  }

 private:
  void read_one(const toml::table& table) {
    toml_.check_keys(table, kAccountKeys, "an account");
    Account account;
    account.user = toml_.string(table, "user", true);
    account.password = toml_.string(table, "password", true);
    account.address = toml_.string(table, "address", false);
    account.bearer = toml_.string(table, "bearer", false);
    toml_.strings(table, "addresses", [&](std::string_view address, const Location&) {
      if (account.address.empty()) account.address = address;
    });
    if (account.address.empty() && !domain_.empty() && account.user.find('@') == std::string::npos)
      account.address = account.user + "@" + domain_;
    if (!account.user.empty()) taker_.take(std::move(account), toml_.place_of(table, "user"));
  }

  scenario::TomlReader toml_;
  Taker taker_;
  std::string domain_;
};

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
    TomlAccounts(file, accounts, mistakes).read(toml::parse(content, file));
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
