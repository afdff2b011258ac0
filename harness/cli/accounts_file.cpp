#include "harness/cli/accounts_file.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string_view>

#include <toml++/toml.h>

#include "harness/mail/idna.hpp"
#include "harness/wire/nearest.hpp"
#include "harness/wire/utf8.hpp"

namespace mailrig::cli {
namespace {

class Reader {
 public:
  explicit Reader(const std::string& file) : file_(file) {}

  void read(const toml::table& root, server::Accounts& accounts) {
    static constexpr std::array<std::string_view, 2> kKeys{"domains", "account"};
    check_keys(root, kKeys);
    const std::vector<std::string> domains = strings(root, "domains");
    for (const std::string& domain : domains) {
      const auto ascii = mail::domain_to_ascii(domain);
      if (ascii) accounts.add_domain(*ascii);
      if (!ascii) add(root.get("domains")->source(), "'" + domain + "' is no domain name");
    }
    const toml::node* list = root.get("account");
    if (list == nullptr || !list->is_array_of_tables()) {
      add(list == nullptr ? root.source() : list->source(), "at least one [[account]] is expected");
      return;
    }
    for (const toml::node& node : *list->as_array()) {
      read_account(*node.as_table(), domains.empty() ? "" : domains.front(), accounts);
    }
  }
  void add(const toml::source_region& where, std::string_view what) {
    std::string text = file_ + ":";
    if (where.begin.line > 0) {
      text += std::to_string(where.begin.line) + ":" + std::to_string(where.begin.column) + ":";
    }
    mistakes_.emplace(std::pair(where.begin.line, where.begin.column), text + " " + std::string(what));
  }
  // In order of their places.
  [[nodiscard]] std::vector<std::string> take() const {
    std::vector<std::string> texts;
    for (const auto& [where, text] : mistakes_) texts.push_back(text);
    return texts;
  }

 private:
  void read_account(const toml::table& table, const std::string& domain, server::Accounts& accounts) {
    static constexpr std::array<std::string_view, 3> kKeys{"user", "password", "addresses"};
    check_keys(table, kKeys);
    server::Account account;
    account.user = string(table, "user");
    account.password = string(table, "password");
    account.addresses = strings(table, "addresses");
    if (account.addresses.empty() && !domain.empty())
      account.addresses.push_back(account.user + "@" + domain);
    if (account.addresses.empty()) add(table.source(), "'addresses' is missing, and there are no 'domains'");
    if (accounts.find(account.user) != nullptr)
      add(table.source(), "user '" + account.user + "' is there twice");
    for (std::string& address : account.addresses) {
      const std::size_t at = address.rfind('@');
      const auto ascii =
          at == std::string::npos ? std::nullopt : mail::domain_to_ascii(address.substr(at + 1));
      if (!ascii) add(table.source(), "'" + address + "' is no address");
      if (ascii && !wire::is_ascii(address.substr(at))) address.replace(at + 1, std::string::npos, *ascii);
    }
    if (mistakes_.empty()) accounts.add(std::move(account));
  }

  void check_keys(const toml::table& table, std::span<const std::string_view> known) {
    for (const auto& [key, node] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      std::string what = "unknown key '" + std::string(key.str()) + "'";
      const std::string_view meant = wire::nearest(key.str(), known);
      if (!meant.empty()) what += "; did you mean '" + std::string(meant) + "'?";
      add(key.source(), what);
    }
  }

  std::string string(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    const std::string quoted = "'" + std::string(key) + "'";
    if (node == nullptr) {
      add(table.source(), quoted + " is missing");
    } else if (!node->is_string() || node->as_string()->get().empty()) {
      add(node->source(), quoted + " is to be a string that is not empty");
    } else {
      return node->as_string()->get();
    }
    return {};
  }

  std::vector<std::string> strings(const toml::table& table, std::string_view key) {
    std::vector<std::string> values;
    const toml::node* node = table.get(key);
    if (node == nullptr) return values;
    if (!node->is_array()) {
      add(node->source(), "'" + std::string(key) + "' is to be an array of strings");
      return values;
    }
    for (const toml::node& element : *node->as_array()) {
      if (element.is_string()) {
        values.push_back(element.as_string()->get());
      } else {
        add(element.source(), "a string is expected");
      }
    }
    return values;
  }

  const std::string& file_;
  std::multimap<std::pair<toml::source_index, toml::source_index>, std::string> mistakes_;
};

}  // namespace

std::vector<std::string> read_accounts(const std::string& file, server::Accounts& accounts) {
  Reader reader(file);
  try {
    reader.read(toml::parse_file(file), accounts);
  } catch (const toml::parse_error& error) {
    reader.add(error.source(), error.description());
  }
  return reader.take();
}

}  // namespace mailrig::cli
