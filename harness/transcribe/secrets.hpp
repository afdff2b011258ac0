// Credentials that went by: never written, and masked wherever else they stand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/record/mask.hpp"

namespace mailrig::transcribe {

class Secrets {
 public:
  void add(std::string_view secret) { masker_.add(secret); }
  // The client's messages of one SASL exchange as sent, in base64: every part of them is a secret but the
  // user's name.
  void add_sasl(std::string_view mechanism, const std::vector<std::string>& messages);
  [[nodiscard]] std::string masked(std::string_view text) const { return masker_.masked(text); }

 private:
  record::Masker masker_;
};

// The mechanism as an `auth` line can name it; empty: it can't.
[[nodiscard]] std::string known_mechanism(std::string_view name);

}  // namespace mailrig::transcribe
