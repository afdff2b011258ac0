#include "harness/cli/relay_hops.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "harness/net/endpoint.hpp"
#include "harness/scenario/toml_reader.hpp"

namespace mailrig::cli {
namespace {

using scenario::Key;
using scenario::Type;
using server::smtpd::HopTls;
using server::smtpd::Route;
using server::smtpd::Terms;

constexpr std::array<Key, 1> kFileKeys{{{"hop", Type::Tables, "a next hop"}}};
constexpr std::array<Key, 5> kHopKeys{{
    {"address", Type::String, "host:port, as a route has it"},
    {"tls", Type::String, "offered, required or implicit"},
    {"verify", Type::Boolean, "the certificate is checked"},
    {"user", Type::String, "who logs in there"},
    {"password", Type::String, ""},
}};
constexpr std::array<std::pair<std::string_view, HopTls>, 3> kTls{
    {{"offered", HopTls::Offered}, {"required", HopTls::Required}, {"implicit", HopTls::Implicit}}};

class Reader {
 public:
  Reader(const std::string& file, const Routes& routes, scenario::Diagnostics& mistakes)
      : toml_(file, mistakes), routes_(routes) {}

  void read(const toml::table& root, server::HopTerms& terms) {
    toml_.check_keys(root, kFileKeys, "a file of next hops");
    const toml::node* const list = root.get("hop");
    if (list == nullptr || !list->is_array_of_tables())
      return toml_.complain(list == nullptr ? root : *list, "at least one [[hop]] is expected");
    for (const toml::node& node : *list->as_array()) read_hop(*node.as_table(), terms);
  }

 private:
  void read_hop(const toml::table& table, server::HopTerms& all) {
    toml_.check_keys(table, kHopKeys, "[[hop]]");
    const std::optional<net::Endpoint> address = read_address(table);
    Terms terms;
    read_tls(table, terms);
    read_login(table, terms);
    if (!address) return;
    if (terms.login() && terms.tls == HopTls::Offered && !net::is_loopback(address->host))
      toml_.complain(toml_.place_of(table, "user"),
                     "a login at another machine needs tls = \"required\" or \"implicit\"");
    if (!all.try_emplace(net::to_string(*address), terms).second)
      toml_.complain(toml_.place_of(table, "address"), "this hop is there twice");
  }

  std::optional<net::Endpoint> read_address(const toml::table& table) {
    const std::string text = toml_.string(table, "address", true);
    if (text.empty()) return std::nullopt;
    net::Endpoint address;
    const auto leads_here = [&](const Route& route) {
      return route.hop.host == address.host && route.hop.port == address.port;
    };
    if (!net::parse_endpoint(text, address)) {
      toml_.complain(*table.get("address"), "'" + text + "' is no address; meant is \"host:port\"");
    } else if (std::none_of(routes_.begin(), routes_.end(), leads_here)) {
      toml_.complain(*table.get("address"), "no route leads to " + text);
    } else {
      return address;
    }
    return std::nullopt;
  }

  void read_tls(const toml::table& table, Terms& terms) {
    const std::string word = toml_.string(table, "tls", false);
    const auto* const known =
        std::find_if(kTls.begin(), kTls.end(), [&](const auto& one) { return one.first == word; });
    if (known != kTls.end()) terms.tls = known->second;
    if (known == kTls.end() && !word.empty())
      toml_.complain(*table.get("tls"), "'" + word + "': offered, required or implicit was meant");
    const toml::node* const verify = table.get("verify");
    if (verify == nullptr) return;
    if (!verify->is_boolean()) return toml_.complain(*verify, "'verify' must be true or false");
    terms.verify = verify->as_boolean()->get();
    if (terms.verify && terms.tls == HopTls::Offered)
      toml_.complain(*verify, "TLS that is merely offered is not checked; tls = \"required\" demands it");
  }

  void read_login(const toml::table& table, Terms& terms) {
    terms.user = toml_.string(table, "user", table.contains("password"));
    terms.password = toml_.string(table, "password", table.contains("user"));
  }

  scenario::TomlReader toml_;
  const Routes& routes_;
};

}  // namespace

void read_relay_hops(const std::string& file, std::string_view content, const Routes& routes,
                     server::HopTerms& terms, scenario::Diagnostics& mistakes) {
  try {
    Reader(file, routes, mistakes).read(toml::parse(content, file), terms);
  } catch (const toml::parse_error& error) {
    // What stands there may be a secret: the description of it is not repeated.
    const toml::source_position begin = error.source().begin;
    mistakes.push_back({scenario::Location{file, begin.line, begin.column}, "no TOML"});
  }
}

std::string read_relay_hops(const std::string& file, const Routes& routes, server::HopTerms& terms) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return file + ": cannot be read\n";
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  scenario::Diagnostics mistakes;
  read_relay_hops(file, content, routes, terms, mistakes);
  return scenario::render(std::move(mistakes));
}

}  // namespace mailrig::cli
