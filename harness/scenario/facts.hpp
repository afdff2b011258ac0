// Words of a scenario's facts: states, services, needs.
#pragma once

#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/scenario.hpp"

namespace mailrig::scenario {

// A state by its name, if that protocol has it; complains otherwise.
[[nodiscard]] std::optional<State> parse_state(std::string_view word, Service service, const Location& where,
                                               Diagnostics& mistakes);
// "none", "starttls", "implicit"; complains otherwise.
[[nodiscard]] TlsStart parse_tls_start(std::string_view word, const Location& where, Diagnostics& mistakes);
// "1.2"; complains otherwise.
[[nodiscard]] TlsVersion parse_version(std::string_view word, const Location& where, Diagnostics& mistakes);
// "MOVE", "imap:MOVE", "!UIDPLUS", "tls", "accounts:2", "submission". `service`: whose capability by default.
[[nodiscard]] Need parse_need(std::string_view word, Service service, const Location& where,
                              Diagnostics& mistakes);
// Names are [A-Za-z][A-Za-z0-9_]*, for variables; `what` for the message.
void check_name(std::string_view name, std::string_view what, const Location& where, Diagnostics& mistakes);

// What the scenario says about itself once all is read: accounts, delivers.
void derive(Scenario& scenario);

}  // namespace mailrig::scenario
