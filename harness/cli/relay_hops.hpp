// How next hops are to be met, from a TOML file:
//   [[hop]]
//   address  = "smarthost.example:587"   # as a route has it
//   tls      = "required"                # offered (where it is, unchecked), required (STARTTLS), implicit
//   verify   = true                      # of TLS that is demanded: the certificate is checked
//   user     = "rig"                     # log in there; none: no login
//   password = "secret"
// A login at another machine demands TLS.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/diagnostic.hpp"
#include "reference-server/listen/relay.hpp"

namespace mailrig::cli {

using Routes = std::vector<server::smtpd::Route>;

// Every mistake is told, none with a word of a secret. A hop that no route leads to is one.
void read_relay_hops(const std::string& file, std::string_view content, const Routes& routes,
                     server::HopTerms& terms, scenario::Diagnostics& mistakes);
// As above; lines of mistakes, empty if there are none.
[[nodiscard]] std::string read_relay_hops(const std::string& file, const Routes& routes,
                                          server::HopTerms& terms);

}  // namespace mailrig::cli
