// Secrets in what is kept to be judged again: each is replaced by a placeholder that is as long as it
// is and has its quotes and backslashes in the same places, in the clear, as an IMAP quoted string has it,
// and in base64. So octet counts stay true, and what was equal stays equal: a dialogue that is given the
// placeholder as its password sends and receives the disguised octets. What it costs: a record tells
// how long the passwords were. Where people read, record/mask shows the placeholders as «***».
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mailrig::record {

class Disguise {
 public:
  void add(std::string_view secret);
  // Whether there was one. What is too short to be masked (Masker::kShortestSecret) stays.
  bool apply(std::string& bytes) const;
  [[nodiscard]] std::string applied(std::string_view bytes) const;
  [[nodiscard]] std::vector<std::string> placeholders() const;

 private:
  struct Pair {
    std::string secret, placeholder;
  };
  std::vector<Pair> pairs_;  // longest first
};

// The payload of a line that a SASL exchange sends: base64 as long, which says nothing. Some mechanisms
// send what a password can be guessed from. `line` ends in CRLF.
void disguise_sasl(std::string& line);
// Of "A1 AUTHENTICATE PLAIN AHQ=", "AUTH PLAIN AHQ=" or "AHQ=": "AHQ=".
[[nodiscard]] std::string_view sasl_payload(std::string_view line);

}  // namespace mailrig::record
