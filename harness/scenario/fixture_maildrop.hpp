// A maildrop where there is no IMAP: filled by the first service that takes mail, SMTP, LMTP or, with a
// login, submission; awaited and emptied by POP3. Each of our messages bears a field of this scenario's own,
// by which it is known: what another sent stays, wherever it comes in between.
#pragma once

#include <string>
#include <vector>

#include "harness/scenario/compile.hpp"

namespace mailrig::scenario {

// Connections to POP3 servers are opened anew for each look: one shows the maildrop as it was (RFC 1939 4).
inline constexpr std::string_view kMaildropClient = "setup.pop3";

class MaildropFixture {
 public:
  MaildropFixture(const Scenario& scenario, const FixtureFacts& facts);

  [[nodiscard]] std::vector<Client> helpers() const;
  // Dialogue text. ${inbox.before} is how many messages were there before.
  [[nodiscard]] std::string setup() const;
  [[nodiscard]] std::string cleanup() const;

 private:
  [[nodiscard]] std::string look(const std::string& lines) const;
  [[nodiscard]] std::string deliver() const;
  [[nodiscard]] std::string await() const;
  [[nodiscard]] std::string head(std::size_t index) const;
  [[nodiscard]] std::string remove_ours(std::size_t index) const;

  const Scenario& scenario_;
  const FixtureFacts& facts_;
  Service way_;
};

}  // namespace mailrig::scenario
