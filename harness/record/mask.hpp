// Secrets never enter the record: each is replaced by kMask in bytes, in the clear and as base64
// (then the whole base64 word goes, such as a SASL PLAIN response), and as an IMAP quoted string has
// it. The mask is of fixed width, so it does not tell how long the secret was.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "harness/record/disguise.hpp"

namespace mailrig::record {

inline constexpr std::string_view kMask = "\xC2\xAB***\xC2\xBB";  // «***»

class Masker {
 public:
  // A shorter secret is not masked: every second line would be full of masks.
  static constexpr std::size_t kShortestSecret = 3;
  // One shorter than this is masked in the clear only where it is no part of a longer word: the
  // password "pass" leaves "Wrong password" readable.
  static constexpr std::size_t kShortSecret = 8;

  void add(std::string_view secret);
  [[nodiscard]] bool empty() const { return plain_.empty(); }
  void mask(std::string& bytes) const;
  [[nodiscard]] std::string masked(std::string_view bytes) const;
  // The same secrets, for what is kept to be judged again.
  [[nodiscard]] const Disguise& disguise() const { return disguise_; }

 private:
  void add_base64(std::string_view secret);

  std::vector<std::string> plain_;  // longest first
  Disguise disguise_;
  std::vector<std::string> base64_;  // what stays the same of the secret's base64, wherever it stands
};

}  // namespace mailrig::record
