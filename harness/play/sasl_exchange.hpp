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
  // Appends the first line: "AUTH PLAIN …", or behind `tag` "AUTHENTICATE PLAIN …". False: the
  // mechanism is not known.
  [[nodiscard]] bool begin(const scenario::Authenticate& step, scenario::Protocol protocol,
                           std::string_view tag, const sasl::Credentials& credentials, std::string& out);
  // Appends the line that answers a challenge (base64, as it came); "*" gives up.
  void answer(std::string_view challenge, std::string& out);

 private:
  std::unique_ptr<sasl::Client> client_;
  std::size_t rounds_ = 0;
  bool done_ = false;
};

}  // namespace mailrig::play
