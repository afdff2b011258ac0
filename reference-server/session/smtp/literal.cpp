#include "reference-server/session/smtp/literal.hpp"

#include <array>
#include <optional>
#include <string>

#include <arpa/inet.h>

#include "harness/wire/ascii.hpp"

namespace mailrig::server::smtpd {
namespace {

constexpr std::string_view kSix = "IPv6:";

using Address = std::array<unsigned char, sizeof(in6_addr)>;

std::optional<Address> address_of(std::string_view text) {
  const bool six = text.find(':') != std::string_view::npos;
  Address address{};
  if (inet_pton(six ? AF_INET6 : AF_INET, std::string(text).c_str(), address.data()) != 1)
    return std::nullopt;
  if (!six) address.back() = 4;  // not an IPv6 address that begins alike
  return address;
}

std::string_view without_brackets(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) return text.substr(1, text.size() - 2);
  return text;
}

}  // namespace

bool is_literal_of(std::string_view literal, std::string_view endpoint) {
  std::string_view content = without_brackets(literal);
  if (wire::istarts_with(content, kSix)) content.remove_prefix(kSix.size());
  const auto named = address_of(content);
  return named && named == address_of(without_brackets(endpoint.substr(0, endpoint.rfind(':'))));
}

}  // namespace mailrig::server::smtpd
