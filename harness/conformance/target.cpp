#include "harness/conformance/target.hpp"

#include "harness/record/capability.hpp"

namespace mailrig::conformance {

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

std::string_view revision_name(scenario::Rev rev) {
  return rev == scenario::Rev::Imap4rev2 ? "IMAP4rev2" : "IMAP4rev1";
}

bool Probed::offers(std::string_view capability) const {
  return record::offers(capabilities, capability);
}

bool Probed::offers(std::string_view capability, scenario::TlsStart start, net::TlsMode mode) const {
  using scenario::TlsStart;
  const bool same = start == TlsStart::Default || mode == net::TlsMode::StartTls ||
                    (start == TlsStart::None && mode == net::TlsMode::None) ||
                    (start == TlsStart::Implicit && mode == net::TlsMode::Implicit);
  if (same) return offers(capability);
  return record::offers(otherwise, capability) || (start == TlsStart::StartTls && offers(capability));
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
    if (service == Service::Imap && target.at(service).offers("IMAP4rev2"))
      lines.emplace_back("imap revision", revision_name(target.facts.rev));
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
