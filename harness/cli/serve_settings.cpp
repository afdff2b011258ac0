#include "harness/cli/serve_settings.hpp"

#include <array>
#include <chrono>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/load/objective.hpp"
#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/messages.hpp"
#include "harness/scenario/toml_text.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::cli {
namespace {

using O = ServeOptions;
using scenario::Key;
using scenario::Type;
using server::LimitInfo;
using server::LimitUnit;

constexpr std::array<std::string_view, 11> kSections = {
    "listen", "server", "tls", "login", "smtp", "relay", "pop3", "limits", "deviations", "log", "admin"};

constexpr std::array<Setting, 31> kSettings{{
    {"server", "host-name", "the server's own name", &O::host_name},
    {"server", "domain", "of user1 … userN", &O::domain},
    {"server", "users", "user1 … userN with the password 'pass'", &O::users, 1, 1'000'000},
    {"server", "accounts", "TOML file of accounts and domains, instead of those", &O::accounts},
    {"server", "store", "SQLite file that keeps all mail; none: in memory", &O::store},
    {"server", "capabilities", "the only ones that are offered, with what they stand on; none: all",
     &O::capabilities},
    {"server", "without", "capabilities that are not offered: MOVE, smtp:SIZE, imap:all", &O::without},
    {"tls", "certificate", "PEM file; none: one is made at the start", &O::certificate},
    {"tls", "key", "PEM file; none: it is in the certificate's", &O::key},
    {"tls", "client-ca", "PEM file of authorities: clients' certificates are asked for", &O::client_ca},
    {"login", "plaintext", "passwords in the clear are taken without TLS", &O::plaintext_login},
    {"login", "mechanisms", "offered besides the usual ones: CRAM-MD5, DIGEST-MD5", &O::mechanisms},
    {"login", "bearer", "token of all accounts: OAUTHBEARER and XOAUTH2 are offered", &O::bearer},
    {"login", "submit-user", "who fetches by IMAP what URLAUTH has for submission (RFC 4467)",
     &O::submit_user},
    {"smtp", "vrfy", "what VRFY and EXPN tell: closed (nothing) or open", &O::vrfy},
    {"relay", "routes", "DOMAIN=HOST:PORT; DOMAIN=. takes no mail (null MX)", &O::relay},
    {"relay", "others", "host:port for all other domains; none: they are refused", &O::relay_all},
    {"relay", "ca", "PEM file: who next hops' certificates are checked against; none: the system's",
     &O::relay_ca},
    {"relay", "hops", "TOML file of next hops that want a login, or of which TLS is demanded",
     &O::relay_hops},
    {"relay", "retry-after", "seconds to the second attempt; then twice as long each", &O::retry_after, 1,
     kYearSeconds},
    {"relay", "give-up-after", "seconds after which a message is returned", &O::give_up_after, 1,
     kYearSeconds},
    {"pop3", "apop", "APOP is offered (RFC 1939 7)", &O::apop},
    {"pop3", "login-delay", "seconds between two logins of one account (RFC 2449 6.5); 0: none",
     &O::login_delay, 0, 86'400},
    {"pop3", "expire", "days that mail is kept at least (RFC 2449 6.7), or never", &O::expire},
    {"deviations", "set", "rules to break: NAME, NAME:3 or NAME:50%", &O::deviate},
    {"deviations", "seed", "of the chance in NAME:50%; 0: a new one", &O::seed, 0, INT64_MAX},
    {"log", "file", "a JSON object for each event of a session; -: standard error", &O::log},
    {"admin", "address", "host:port of the admin interface; none: there is no such", &O::admin},
    {"admin", "anywhere", "an address that others can reach is taken", &O::admin_anywhere},
    {"admin", "token-file", "file with the token that changes ask for", &O::admin_token_file},
}};

Type type_of(const Setting& setting) {
  constexpr std::array<Type, 4> kTypes = {Type::String, Type::Boolean, Type::Integer, Type::Strings};
  return kTypes.at(setting.member.index());
}

std::string list(const std::vector<std::string>& words) {
  std::string out = "[";
  for (const std::string& word : words) (out += out.size() > 1 ? ", " : "") += scenario::toml_string(word);
  return out += ']';
}

std::string value_of(const Setting& setting, const ServeOptions& options) {
  switch (setting.member.index()) {
    case 0:
      return scenario::toml_string(options.*std::get<0>(setting.member));
    case 1:
      return options.*std::get<1>(setting.member) ? "true" : "false";
    case 2:
      return std::to_string(options.*std::get<2>(setting.member));
    default:
      return list(options.*std::get<3>(setting.member));
  }
}

void append_line(std::string& out, std::string_view key, std::string_view value, std::string_view what) {
  out += fmt::format("{:<40} # {}\n", fmt::format("{} = {}", key, value), what);
}

void append_listen(std::string& out, const ServeOptions& options) {
  for (std::size_t i = 0; i < server::kServices.size(); ++i) {
    const server::Service& service = server::kServices[i];
    std::vector<std::string> addresses = options.addresses[i];
    if (addresses.empty() && service.default_port != 0)
      addresses.push_back(fmt::format("127.0.0.1:{}", service.default_port));
    append_line(out, service.name, list(addresses),
                service.implicit_tls ? "host:port, under TLS from the start" : "host:port; port 0 picks one");
  }
}

std::optional<std::uint64_t> seconds_of(std::string_view text) {
  if (const auto number = wire::to_number(text)) return number;
  const auto time = load::parse_duration(text);
  if (!time || time->count() < 0) return std::nullopt;
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(*time).count());
}

std::optional<std::uint64_t> number_of(const LimitInfo& info, std::string_view text) {
  if (info.unit == LimitUnit::Seconds) return seconds_of(text);
  if (info.unit == LimitUnit::Count) return wire::to_number(text);
  return scenario::parse_octets(text, info.most);
}

std::string_view unit_of(const LimitInfo& info) {
  constexpr std::array<std::string_view, 3> kUnits = {" octets", "", " seconds"};
  return kUnits.at(static_cast<std::size_t>(info.unit));
}

}  // namespace

std::span<const Setting> serve_settings() {
  return kSettings;
}

std::span<const std::string_view> serve_sections() {
  return kSections;
}

std::vector<Key> serve_keys(std::string_view section) {
  std::vector<Key> keys;
  if (section == "listen") {
    for (const server::Service& service : server::kServices)
      keys.push_back({service.name, Type::StringOrStrings, "host:port"});
  }
  if (section == "limits") {
    for (const LimitInfo& info : server::limit_infos())
      keys.push_back({info.name, Type::StringOrInteger, info.what});
  }
  for (const Setting& setting : kSettings) {
    if (setting.section == section) keys.push_back({setting.name, type_of(setting), setting.what});
  }
  return keys;
}

std::string render_config(const ServeOptions& options) {
  std::string out;
  for (const std::string_view section : kSections) {
    out += fmt::format("{}[{}]\n", out.empty() ? "" : "\n", section);
    if (section == "listen") append_listen(out, options);
    for (const Setting& setting : kSettings) {
      if (setting.section == section)
        append_line(out, setting.name, value_of(setting, options), setting.what);
    }
    if (section != "limits") continue;
    for (const LimitInfo& info : server::limit_infos()) {
      const std::string unit =
          info.unit == LimitUnit::Count ? "" : std::string(unit_of(info).substr(1)) + ' ';
      append_line(out, info.name, std::to_string(info.get(options.limits)), unit + std::string(info.what));
    }
  }
  return out;
}

std::string choose_capabilities(const ServeOptions& options, server::Offer& offer) {
  std::string wrong;
  if (!options.capabilities.empty())
    wrong = offer.keep(fmt::format("{}", fmt::join(options.capabilities, ",")));
  for (const std::string& spec : options.without) {
    if (wrong.empty()) wrong = offer.drop(spec);
  }
  return wrong;
}

std::string set_limit(const LimitInfo& info, std::string_view text, server::Limits& limits) {
  const auto number = number_of(info, text);
  if (!number || *number < info.least || *number > info.most) {
    return fmt::format("'{}': from {} to {}{} was meant", text, info.least, info.most, unit_of(info));
  }
  info.set(limits, *number);
  return {};
}

std::string set_limit_flag(std::string_view flag, server::Limits& limits) {
  const std::size_t equals = flag.find('=');
  const std::string_view name = flag.substr(0, equals);
  std::vector<std::string_view> names;
  for (const LimitInfo& info : server::limit_infos()) {
    names.push_back(info.name);
    if (info.name != name) continue;
    if (equals == std::string_view::npos) return fmt::format("--limit {}: NAME=VALUE was meant", flag);
    const std::string wrong = set_limit(info, flag.substr(equals + 1), limits);
    return wrong.empty() ? "" : fmt::format("--limit {}: {}", name, wrong);
  }
  return fmt::format(
      "--limit {}: there is no such limit{}", name,
      scenario::did_you_mean(scenario::nearest(name, std::span<const std::string_view>(names))));
}

}  // namespace mailrig::cli
