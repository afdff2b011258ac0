// One SASL exchange inside a dialogue: the AUTH line, then an answer to each challenge. What ends it
// is left to the expectation behind it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "harness/sasl/sasl.hpp"
#include "harness/scenario/program.hpp"

namespace mailrig::play {

inline constexpr std::size_t kChallengeLimit = 64;  // rounds; then the exchange is cancelled

class SaslExchange {
 public:
  // Appends the first line: "AUTH PLAIN …", or behind `tag` "AUTHENTICATE PLAIN …".
  void begin(const scenario::Authenticate& step, scenario::Protocol protocol, std::string_view tag,
             std::unique_ptr<sasl::Client> client, std::string& out);
  // Appends the line that answers a challenge (base64, as it came). "*" gives up: because the scenario
  // says so, or because the server's message can't be right, see reason().
  void answer(std::string_view challenge, std::string& out);

  [[nodiscard]] bool cancelled() const { return cancelled_; }
  [[nodiscard]] const std::string& reason() const { return reason_; }

 private:
  void cancel(std::string reason, std::string& out);

  std::unique_ptr<sasl::Client> client_;
  std::string reason_;
  std::size_t rounds_ = 0;
  bool done_ = false, cancels_ = false, cancelled_ = false;
};

}  // namespace mailrig::play
