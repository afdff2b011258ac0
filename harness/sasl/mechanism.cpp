// The mechanisms, by name.
#include <algorithm>

#include "harness/sasl/sasl.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::sasl {

const std::vector<std::string>& mechanisms() {
  static const std::vector<std::string> kNames{"SCRAM-SHA-256-PLUS",
                                               "SCRAM-SHA-1-PLUS",
                                               "SCRAM-SHA-256",
                                               "SCRAM-SHA-1",
                                               "EXTERNAL",
                                               "OAUTHBEARER",
                                               "XOAUTH2",
                                               "DIGEST-MD5",
                                               "CRAM-MD5",
                                               "PLAIN",
                                               "LOGIN",
                                               "ANONYMOUS"};
  return kNames;
}

std::optional<std::string> known_mechanism(std::string_view name) {
  const std::vector<std::string>& all = mechanisms();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const std::string& known) { return wire::iequals(known, name); });
  return found == all.end() ? std::nullopt : std::optional(*found);
}

Traits traits(std::string_view mechanism) {
  Traits traits;
  const auto is = [&](std::string_view name) { return wire::iequals(mechanism, name); };
  traits.client_first = !is("LOGIN") && !is("CRAM-MD5") && !is("DIGEST-MD5");
  traits.has_token = is("OAUTHBEARER") || is("XOAUTH2");
  traits.one_message = traits.has_token || is("PLAIN") || is("EXTERNAL") || is("ANONYMOUS");
  traits.has_secret = !is("EXTERNAL") && !is("ANONYMOUS");
  traits.has_user = !is("ANONYMOUS");
  traits.has_host = is("DIGEST-MD5") || is("OAUTHBEARER");
  traits.shows_secret = traits.has_token || is("PLAIN") || is("LOGIN");
  traits.binds_channel = is("SCRAM-SHA-1-PLUS") || is("SCRAM-SHA-256-PLUS");
  return traits;
}

}  // namespace mailrig::sasl
