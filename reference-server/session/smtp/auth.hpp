// What AUTH offers, for EHLO.
#pragma once

#include <string>

#include "reference-server/session/smtp/state.hpp"

namespace mailrig::server::smtpd {

// " PLAIN LOGIN …", a space before each; empty: none. Mechanisms that show the password are left out
// in the clear when the world says so.
[[nodiscard]] std::string offered_mechanisms(const World& world, const State& state);

}  // namespace mailrig::server::smtpd
