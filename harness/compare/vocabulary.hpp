// The names that one side was given for itself, put aside: its token, its accounts, its domain. In what
// it says each is replaced by what it stands for.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/record/event.hpp"

namespace mailrig::compare {

class Vocabulary {
 public:
  Vocabulary() = default;
  Vocabulary(const record::Stage& stage, const record::Transcript& transcript);

  // "mailrig-k3j9f0a21" to "mailrig-${token}". A name is replaced where it is no part of a longer word.
  [[nodiscard]] std::string neutral(std::string_view text) const;
  // A mailbox name: without the prefix of the personal namespace; INBOX in upper case.
  [[nodiscard]] std::string mailbox(std::string_view name) const;

 private:
  void add(std::string_view text, std::string symbol);

  std::vector<std::pair<std::string, std::string>> words_;  // longest first
  std::string prefix_;
};

}  // namespace mailrig::compare
