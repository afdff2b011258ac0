#include <algorithm>
#include <array>

#include <toml++/toml.h>

#include "harness/conformance/target.hpp"
#include "harness/scenario/condition.hpp"

namespace mailrig::conformance {

namespace {

using scenario::Diagnostics;
using scenario::Location;

using scenario::Key;
using scenario::Type;

constexpr std::string_view kName = "name", kBaseline = "baseline";
constexpr std::string_view kNameCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

constexpr std::array<Key, 2> kServiceKeys = {
    {{"address", Type::String, "host:port", true},
     {"tls", Type::String, "How TLS begins there, if not as everywhere", false, scenario::kTlsWords}}};

// Of its services, all the same: "imap", "imaps".
constexpr Key service(std::string_view name) {
  return {name, Type::StringOrTable, "Where it is: host:port, or more about it", false, {}, kServiceKeys};
}
constexpr Key implicit(std::string_view name) {
  return {name, Type::String, "host:port of its second door, where TLS begins at once"};
}

constexpr std::array<Key, 23> kKeys = {
    {{"host", Type::String, "Its usual ports are tried for services that are not named"},
     {"tls", Type::String, "How TLS begins", false, scenario::kTlsWords},
     {"rev", Type::String, "Which revision of IMAP it is judged by, as --rev", false, scenario::kRevWords},
     {"domain", Type::String, "Of accounts that are named without one"},
     {"sender", Type::String, "Reverse-path to send from; left out: one of the run's own"},
     {"user", Type::String, "Login name; user{1..8} for several"},
     {"password", Type::String, "Of all that 'user' names"},
     {"users", Type::String, "A file of accounts, or user{1..8}"},
     {"ca-file", Type::String, "PEM file of authorities to trust"},
     {"client-certificate", Type::String, "PEM file to show to servers, for EXTERNAL"},
     {"client-key", Type::String, "PEM file; left out: in the one of the certificate"},
     {"bearer", Type::String, "OAuth token of the accounts"},
     {"verify-certificate", Type::Boolean, "Check the server's certificate and name"},
     service("smtp"),
     service("submission"),
     service("lmtp"),
     service("imap"),
     service("pop3"),
     implicit("smtps"),
     implicit("submissions"),
     implicit("lmtps"),
     implicit("imaps"),
     implicit("pop3s")}};

// One of several: its name besides, and its known failures.
constexpr std::array<Key, kKeys.size() + 2> kNamedKeys = [] {
  std::array<Key, kKeys.size() + 2> keys{};
  keys[0] = {kName, Type::String, "What its column and its folder are called", true};
  keys[1] = {kBaseline, Type::String, "List of its known failures; {column} stands for its column's name"};
  std::copy(kKeys.begin(), kKeys.end(), keys.begin() + 2);
  return keys;
}();
constexpr std::array<Key, 1> kListKeys = {
    {{"target", Type::Tables, "A server: a column of the matrix", true, {}, kNamedKeys}}};

class TargetReader {
 public:
  TargetReader(const std::string& file, Diagnostics& mistakes) : file_(file), mistakes_(mistakes) {}

  void read(const toml::table& table, TargetSpec& spec, TargetFile& accounts) {
    check_keys(table, kKeys, "a target has no key ");
    read_facts(table, spec, accounts);
  }

  std::vector<NamedTarget> read_list(const toml::table& root) {
    std::vector<NamedTarget> all;
    check_keys(root, kListKeys, "a file of targets has no key ");
    const toml::array* list = root["target"].as_array();
    if (list == nullptr || list->empty()) {
      complain(root, "no targets; meant is [[target]] with a name and what a target file has");
      return all;
    }
    for (const toml::node& node : *list) {
      const toml::table* table = node.as_table();
      if (table == nullptr) {
        complain(node, "a target is a table: [[target]]");
      } else {
        read_named(*table, all);
      }
    }
    return all;
  }

 private:
  void read_named(const toml::table& table, std::vector<NamedTarget>& all) {
    NamedTarget target;
    check_keys(table, kNamedKeys, "a target has no key ");
    text(table, kName, target.name);
    text(table, kBaseline, target.baseline);
    read_facts(table, target.spec, target.accounts);
    const toml::node& where = table.contains(kName) ? *table.get(kName) : table;
    const auto same = [&](const NamedTarget& other) { return other.name == target.name; };
    if (target.name.empty()) {
      complain(where, "a target needs a name");
    } else if (target.name.find_first_not_of(kNameCharacters) != std::string::npos || target.name[0] == '.') {
      complain(where, "'" + target.name + "' is no name for a column: letters, digits, '.', '_' and '-'");
    } else if (std::any_of(all.begin(), all.end(), same)) {
      complain(where, "there are two targets named '" + target.name + "'");
    }
    all.push_back(std::move(target));
  }

  void read_facts(const toml::table& table, TargetSpec& spec, TargetFile& accounts) {
    text(table, "host", spec.host);
    text(table, "domain", spec.domain);
    text(table, "sender", spec.sender);
    text(table, "ca-file", spec.ca_file);
    text(table, "client-certificate", spec.client_certificate);
    text(table, "client-key", spec.client_key);
    text(table, "bearer", accounts.bearer);
    text(table, "user", accounts.user);
    text(table, "password", accounts.password);
    text(table, "users", accounts.users);
    accounts.where = place(table.source());
    if (const toml::node* user = table.get("user")) accounts.user_at = place(user->source());
    if (const toml::node* users = table.get("users")) accounts.users_at = place(users->source());
    tls(table, spec.tls);
    rev(table, spec.rev);
    if (const toml::node* verify = table.get("verify-certificate")) {
      const auto value = verify->value_exact<bool>();
      if (!value) complain(*verify, "'verify-certificate' must be true or false");
      spec.verify_certificate = value.value_or(false);
    }
    for (const Service service : kServices) {
      read_service(table, service, spec);
      read_implicit(table, service, spec);
    }
  }

  [[nodiscard]] Location place(const toml::source_region& region) const {
    return Location{file_, std::max(region.begin.line, 1U), std::max(region.begin.column, 1U)};
  }
  void complain(const toml::node& node, std::string message) {
    mistakes_.push_back({place(node.source()), std::move(message)});
  }

  void check_keys(const toml::table& table, std::span<const Key> keys, std::string_view complaint) {
    std::vector<std::string_view> names;
    for (const Key& key : keys) names.push_back(key.name);
    for (const auto& [key, node] : table) {
      if (scenario::is_key(key.str(), keys)) continue;
      mistakes_.push_back(
          {place(key.source()), std::string(complaint) + "'" + std::string(key.str()) + "'" +
                                    scenario::did_you_mean(scenario::nearest(
                                        key.str(), std::span<const std::string_view>(names)))});
    }
  }

  void text(const toml::table& table, std::string_view key, std::string& into) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (const auto value = node->value_exact<std::string>()) {
      into = *value;
    } else {
      complain(*node, "'" + std::string(key) + "' must be a string");
    }
  }

  void tls(const toml::table& table, std::optional<net::TlsMode>& into) {
    std::string word;
    text(table, "tls", word);
    if (word.empty()) return;
    into = parse_tls_mode(word);
    if (!into)
      complain(*table.get("tls"), "'" + word + "' is no TLS mode; meant is none, starttls or implicit");
  }

  void rev(const toml::table& table, std::optional<scenario::Rev>& into) {
    std::string word;
    text(table, "rev", word);
    if (word.empty()) return;
    into = scenario::rev_named(word);
    if (!into) complain(*table.get("rev"), "'" + word + "' is no revision" + scenario::meant_revision(word));
  }

  void read_service(const toml::table& table, Service service, TargetSpec& spec) {
    const toml::node* node = table.get(scenario::name(service));
    if (node == nullptr) return;
    ServiceSetting setting;
    std::string address;
    if (const auto plain = node->value_exact<std::string>()) {
      address = *plain;
    } else if (const toml::table* facts = node->as_table()) {
      check_keys(*facts, kServiceKeys, "a target has no key ");
      text(*facts, "address", address);
      tls(*facts, setting.tls);
      if (facts->get("address") == nullptr) return complain(*facts, "'address' is missing: \"host:port\"");
    } else {
      return complain(*node, "a service is \"host:port\", or a table of address and tls");
    }
    if (!net::parse_endpoint(address, setting.endpoint)) {
      return complain(*node, "'" + address + "' is no address; meant is \"host:port\"");
    }
    spec.at(service) = setting;
  }

  void read_implicit(const toml::table& table, Service service, TargetSpec& spec) {
    std::string address;
    text(table, implicit_name(service), address);
    if (address.empty()) return;
    net::Endpoint endpoint;
    if (!net::parse_endpoint(address, endpoint)) {
      return complain(*table.get(implicit_name(service)),
                      "'" + address + "' is no address; meant is \"host:port\"");
    }
    spec.implicit[static_cast<std::size_t>(service)] = endpoint;
  }

  const std::string& file_;
  Diagnostics& mistakes_;
};

}  // namespace

std::span<const Key> target_keys() {
  return kKeys;
}

std::span<const Key> targets_keys() {
  return kListKeys;
}

namespace {

template <typename Read>
void read_toml(const std::string& file, std::string_view content, Diagnostics& mistakes, Read read) {
  try {
    read(toml::parse(content, file));
  } catch (const toml::parse_error& error) {
    const toml::source_position begin = error.source().begin;
    mistakes.push_back(
        {Location{file, begin.line, begin.column}, "no TOML: " + std::string(error.description())});
  }
}

}  // namespace

void read_target_file(const std::string& file, std::string_view content, TargetSpec& spec,
                      TargetFile& accounts, Diagnostics& mistakes) {
  read_toml(file, content, mistakes,
            [&](const toml::table& table) { TargetReader(file, mistakes).read(table, spec, accounts); });
}

std::vector<NamedTarget> read_targets_file(const std::string& file, std::string_view content,
                                           Diagnostics& mistakes) {
  std::vector<NamedTarget> all;
  read_toml(file, content, mistakes,
            [&](const toml::table& table) { all = TargetReader(file, mistakes).read_list(table); });
  return all;
}

}  // namespace mailrig::conformance
