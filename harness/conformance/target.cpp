#include "harness/conformance/target.hpp"

#include <algorithm>

#include "harness/wire/ascii.hpp"

namespace mailrig::conformance {

namespace {

// "AUTH PLAIN LOGIN", "AUTH=PLAIN": whether a capability as offered says what `asked` asks.
bool says(std::string_view offered, std::string_view asked) {
  if (wire::iequals(offered, asked)) return true;
  const std::size_t space = asked.find(' ');
  const std::string_view keyword = asked.substr(0, space);
  if (!wire::istarts_with(offered, keyword)) return false;
  std::string_view arguments = offered.substr(keyword.size());
  if (!arguments.empty() && arguments.front() != ' ') return false;
  if (space == std::string_view::npos) return true;
  const std::string_view wanted = asked.substr(space + 1);
  while (!arguments.empty()) {
    arguments.remove_prefix(1);
    const std::size_t end = std::min(arguments.find(' '), arguments.size());
    if (wire::iequals(arguments.substr(0, end), wanted)) return true;
    arguments.remove_prefix(end);
  }
  return false;
}

bool lists(const std::vector<std::string>& capabilities, std::string_view capability) {
  const auto any = [&](std::string_view asked) {
    return std::any_of(capabilities.begin(), capabilities.end(),
                       [&](const std::string& offered) { return says(offered, asked); });
  };
  if (any(capability)) return true;
  // Each protocol writes a mechanism its own way: AUTH=PLAIN, AUTH PLAIN, SASL PLAIN.
  const std::size_t separator = capability.find_first_of("= ");
  if (separator == std::string_view::npos) return false;
  const std::string_view keyword = capability.substr(0, separator);
  if (keyword != "AUTH" && keyword != "SASL") return false;
  const std::string mechanism(capability.substr(separator + 1));
  return any("AUTH=" + mechanism) || any("AUTH " + mechanism) || any("SASL " + mechanism);
}

}  // namespace

std::optional<net::TlsMode> parse_tls_mode(std::string_view word) {
  if (word == "none") return net::TlsMode::None;
  if (word == "starttls") return net::TlsMode::StartTls;
  if (word == "implicit") return net::TlsMode::Implicit;
  return std::nullopt;
}

std::string_view name(net::TlsMode mode) {
  switch (mode) {
    case net::TlsMode::None:
      return "in the clear";
    case net::TlsMode::StartTls:
      return "STARTTLS";
    case net::TlsMode::Implicit:
      return "implicit TLS";
  }
  return "";
}

std::string_view implicit_name(Service service) {
  static constexpr std::array<std::string_view, scenario::kServiceCount> kNames = {"smtps", "submissions",
                                                                                   "lmtps", "imaps", "pop3s"};
  return kNames[static_cast<std::size_t>(service)];
}

bool Probed::offers(std::string_view capability) const {
  return lists(capabilities, capability);
}

bool Probed::offers(std::string_view capability, scenario::TlsStart start, net::TlsMode mode) const {
  using scenario::TlsStart;
  const bool same = start == TlsStart::Default || mode == net::TlsMode::StartTls ||
                    (start == TlsStart::None && mode == net::TlsMode::None) ||
                    (start == TlsStart::Implicit && mode == net::TlsMode::Implicit);
  if (same) return offers(capability);
  return lists(otherwise, capability) || (start == TlsStart::StartTls && offers(capability));
}

std::vector<std::pair<std::string, std::string>> describe(const Target& target) {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const Service service : kServices) {
    const drive::Address& address = target.drive.at(service);
    if (!address.offered) continue;
    const std::string word(scenario::name(service));
    lines.emplace_back(word, net::to_string(address.endpoint) + " (" + std::string(name(address.tls)) + ")");
    if (address.implicit && address.tls != net::TlsMode::Implicit)
      lines.emplace_back(implicit_name(service), net::to_string(*address.implicit));
    if (!target.at(service).greeting.empty())
      lines.emplace_back(word + " greeting", target.at(service).greeting);
  }
  return lines;
}

std::vector<std::pair<std::string, std::vector<std::string>>> capabilities_of(const Target& target) {
  std::vector<std::pair<std::string, std::vector<std::string>>> all;
  for (const Service service : kServices) {
    if (target.drive.at(service).offered) {
      all.emplace_back(std::string(scenario::name(service)), target.at(service).capabilities);
    }
  }
  return all;
}

}  // namespace mailrig::conformance
