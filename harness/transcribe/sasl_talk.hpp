// One SASL exchange that went by, and the `auth` line that comes of it: the player makes up an exchange of
// its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/transcribe/draft.hpp"
#include "harness/transcribe/secrets.hpp"

namespace mailrig::transcribe {

class SaslTalk {
 public:
  SaslTalk() = default;
  // `arguments`: of AUTH or AUTHENTICATE, a mechanism and perhaps an initial response.
  explicit SaslTalk(std::string_view arguments);

  void client(std::string line);
  // The line, once it is known what became of it. All that the client said is a secret from now on, and the
  // draft needs the mechanism: "AUTH=" and its name.
  [[nodiscard]] std::string line(bool good, std::string_view need, Draft& draft, Secrets& secrets) const;

 private:
  std::string mechanism_;
  std::vector<std::string> messages_;  // the client's, in base64
  bool initial_ = false, cancelled_ = false;
};

}  // namespace mailrig::transcribe
