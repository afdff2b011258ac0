// The base subject (RFC 5256 2.1), by which messages are sorted and threaded: without "Re:", "[list]",
// "(fwd)", …
#pragma once

#include <string>
#include <string_view>

namespace mailrig::mail {

struct BaseSubject {
  std::string text;               // UTF-8, case kept
  bool reply_or_forward = false;  // RFC 5256 3, REFERENCES: a subj-refwd, "(fwd)" or "[fwd: ]" was taken away
};
// `field_body` as it stands in the message: folded, with encoded words.
[[nodiscard]] BaseSubject base_subject(std::string_view field_body);

}  // namespace mailrig::mail
