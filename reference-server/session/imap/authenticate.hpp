// AUTHENTICATE (RFC 3501 6.2.2, initial response RFC 4959): a dialogue of base64 lines.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "harness/sasl/sasl.hpp"
#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

inline constexpr std::size_t kSaslLineLimit = 16 * 1024;  // ours

class Authenticate {
 public:
  // Nothing: a challenge was written, and step() is to be called with the client's next line.
  [[nodiscard]] std::optional<Completion> begin(Connection& connection, const imap::Command& command,
                                                Replies& replies);
  // `line` without its end.
  [[nodiscard]] std::optional<Completion> step(Connection& connection, std::string_view line,
                                               Replies& replies);
  [[nodiscard]] const std::string& tag() const { return tag_; }

 private:
  std::optional<Completion> answer(Connection& connection, std::string_view response, Replies& replies);
  Completion finish(Connection& connection, Replies& replies);

  std::string tag_;
  std::unique_ptr<sasl::Server> server_;
  bool done_ = false;  // only the client's empty response is missing
};

}  // namespace mailrig::server::imapd
