#include "harness/compare/vocabulary.hpp"

#include <algorithm>

#include "harness/wire/ascii.hpp"

namespace mailrig::compare {

namespace {

bool in_word(char c) {
  return wire::is_alnum(c);
}

// Whether what stands at [begin, end) is a word of its own.
bool whole_word(std::string_view text, std::size_t begin, std::size_t end) {
  const bool joined_before = begin > 0 && in_word(text[begin - 1]) && in_word(text[begin]);
  const bool joined_behind = end < text.size() && in_word(text[end - 1]) && in_word(text[end]);
  return !joined_before && !joined_behind;
}

}  // namespace

Vocabulary::Vocabulary(const record::Stage& stage, const record::Transcript& transcript)
    : prefix_(stage.mailbox_prefix) {
  add(transcript.token, "${token}");
  for (std::size_t i = 0; i < transcript.accounts.size(); ++i) {
    const record::GivenAccount& account = transcript.accounts[i];
    const std::string suffix = i == 0 ? "" : "." + std::to_string(i + 1);
    add(account.address, "${address" + suffix + "}");
    add(account.user, "${user" + suffix + "}");
    add(account.address.substr(0, account.address.find('@')), "${local" + suffix + "}");
  }
  add(stage.sender, "${sender}");
  add(stage.domain, "${domain}");
  add(stage.host, "${host}");
  std::stable_sort(words_.begin(), words_.end(),
                   [](const auto& x, const auto& y) { return x.first.size() > y.first.size(); });
}

void Vocabulary::add(std::string_view text, std::string symbol) {
  const auto known = [&](const auto& word) { return word.first == text; };
  if (text.empty() || std::any_of(words_.begin(), words_.end(), known)) return;
  words_.emplace_back(text, std::move(symbol));
}

std::string Vocabulary::neutral(std::string_view text) const {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto found = std::find_if(words_.begin(), words_.end(), [&](const auto& word) {
      return wire::istarts_with(text.substr(at), word.first) && whole_word(text, at, at + word.first.size());
    });
    if (found == words_.end()) {
      out += text[at++];
    } else {
      out += found->second;
      at += found->first.size();
    }
  }
  return out;
}

std::string Vocabulary::mailbox(std::string_view name) const {
  if (wire::iequals(name, "INBOX")) return "INBOX";
  if (!prefix_.empty() && name.starts_with(prefix_)) name.remove_prefix(prefix_.size());
  return neutral(name);
}

}  // namespace mailrig::compare
