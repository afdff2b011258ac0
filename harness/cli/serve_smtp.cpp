#include "harness/cli/serve_smtp.hpp"

#include <algorithm>
#include <iterator>

#include "harness/mail/idna.hpp"
#include "harness/net/endpoint.hpp"

namespace mailrig::cli {
namespace {

using server::smtpd::Hop;
using server::smtpd::Route;

Hop hop_of(const std::string& told, const std::string& text) {
  net::Endpoint endpoint;
  if (!net::parse_endpoint(text, endpoint)) throw ServeMistake(told + ": host:port is expected");
  return {endpoint.host, endpoint.port};
}

Route route_of(const std::string& text) {
  const std::string told = "relay " + text;
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) throw ServeMistake(told + ": domain=host:port is expected");
  const auto domain = mail::domain_to_ascii(std::string_view(text).substr(0, equals));
  if (!domain) throw ServeMistake(told + ": that is no domain name");
  const std::string hop = text.substr(equals + 1);
  return {*domain, hop == "." ? Hop{".", 0} : hop_of(told, hop)};
}

void add_relay_options(Command command, SmtpOptions& options) {
  const std::string group = "Relaying (for those who have logged in)";
  command
      .add_option(
          "--relay", options.relay,
          "mail for DOMAIN goes to that server; DOMAIN=. says that the domain takes no mail (null MX)")
      .type_name("DOMAIN=HOST:PORT")
      .allow_extra_args(false)
      .group(group);
  command.add_option("--relay-all", options.relay_all, "mail for all other domains goes there")
      .type_name("HOST:PORT")
      .group(group);
  command
      .add_option("--relay-ca", options.relay_ca,
                  "PEM file of authorities that next hops' certificates are checked against [the system's]")
      .group(group);
  command
      .add_option("--relay-hops", options.relay_hops,
                  "TOML file of next hops that want a login, or of which TLS is demanded")
      .type_name("FILE")
      .group(group);
  command
      .add_option("--retry-after", options.retry_after,
                  "seconds to the second attempt; then twice as long each [1800]")
      .range(std::uint64_t{1}, kYearSeconds)
      .group(group);
  command
      .add_option("--give-up-after", options.give_up_after,
                  "seconds after which a message is returned [432000]")
      .range(std::uint64_t{1}, kYearSeconds)
      .group(group);
}

}  // namespace

void add_smtp_options(Command command, SmtpOptions& options) {
  add_relay_options(command, options);
  command.add_option("--vrfy", options.vrfy, "what VRFY and EXPN tell: closed (nothing) or open [closed]")
      .is_member({"closed", "open"})
      .group("SMTP");
}

bool is_vrfy(std::string_view text) {
  return text == "closed" || text == "open";
}

std::vector<Route> routes(const SmtpOptions& options) {
  std::vector<Route> routes;
  std::transform(options.relay.begin(), options.relay.end(), std::back_inserter(routes), route_of);
  if (!options.relay_all.empty())
    routes.push_back({"", hop_of("relay " + options.relay_all, options.relay_all)});
  return routes;
}

server::smtpd::Patience patience(const SmtpOptions& options) {
  server::smtpd::Patience patience;
  patience.first = static_cast<std::int64_t>(options.retry_after);
  patience.longest = std::max(patience.first, patience.longest);
  patience.give_up = static_cast<std::int64_t>(options.give_up_after);
  return patience;
}

}  // namespace mailrig::cli
