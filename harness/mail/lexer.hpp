// The lexical tokens that structured header fields share (RFC 5322 3.2 and 4.1).
//
//   CFWS          = (1*([FWS] comment) [FWS]) / FWS
//   comment       = "(" *([FWS] ccontent) [FWS] ")"      ; nests
//   quoted-string = [CFWS] DQUOTE *([FWS] qcontent) [FWS] DQUOTE [CFWS]
//   quoted-pair   = "\" any octet                        ; obs-qp allows all
//
// Lenient: what is not closed reaches to the end. Each octet is looked at once.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "harness/mail/ascii.hpp"

namespace mailrig::mail {

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[at_]; }
  void skip() { ++at_; }
  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] std::size_t position() const { return at_; }

  // True if anything was skipped. The text of the last comment goes to `comment`, if given.
  bool skip_cfws(std::string* comment = nullptr);
  // At a DQUOTE: appends the content, quoting and folding undone.
  void append_quoted(std::string& out);
  // The octets up to the first that is in `stops`, a space, or the end.
  [[nodiscard]] std::string_view take_until(std::string_view stops);

 private:
  void skip_comment(std::string* text);

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace mailrig::mail
