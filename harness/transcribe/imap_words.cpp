#include "harness/transcribe/imap_words.hpp"

#include <algorithm>

#include "harness/wire/ascii.hpp"

namespace mailrig::transcribe {

namespace {

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<Word> split() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\r' || c == '\n') {
        ++at_;
      } else if (c == '(' || c == ')') {
        words_.push_back({c == '(' ? Word::Kind::Open : Word::Kind::Close, {}});
        ++at_;
      } else if (c == '"') {
        quoted();
      } else if (!literal()) {
        atom();
      }
    }
    return std::move(words_);
  }

 private:
  void quoted() {
    std::string value;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      value += text_[at_];
    }
    ++at_;
    words_.push_back({Word::Kind::Quoted, std::move(value)});
  }

  // {5}CRLF, {5+}CRLF, ~{5}CRLF
  bool literal() {
    const std::size_t brace = text_[at_] == '~' ? at_ + 1 : at_;
    if (brace >= text_.size() || text_[brace] != '{') return false;
    const std::size_t close = text_.find('}', brace);
    if (close == std::string_view::npos) return false;
    std::string_view digits = text_.substr(brace + 1, close - brace - 1);
    if (digits.ends_with('+')) digits.remove_suffix(1);
    const auto size = wire::to_number(digits);
    const std::size_t end = text_.find('\n', close);
    if (!size || end == std::string_view::npos) return false;
    const std::string_view octets = text_.substr(end + 1, static_cast<std::size_t>(*size));
    words_.push_back({Word::Kind::Literal, std::string(octets)});
    at_ = end + 1 + octets.size();
    return true;
  }

  void atom() {
    const std::size_t begin = at_;
    bool section = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\r' || c == '\n') break;
      if (c == '[') section = true;
      if (c == ']') section = false;
      if (!section && (c == ' ' || c == '(' || c == ')')) break;
    }
    words_.push_back({Word::Kind::Atom, std::string(text_.substr(begin, at_ - begin))});
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Word> words_;
};

}  // namespace

std::vector<Word> words_of(std::string_view command) {
  return Splitter(command).split();
}

bool is_item_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return wire::is_alnum(c) || std::string_view(".-[]<>() ").find(c) != std::string_view::npos;
  });
}

bool is_number_set(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789:,*") == std::string_view::npos;
}

std::string mailbox_name(std::string_view name) {
  return wire::iequals(name, "INBOX") ? "INBOX" : std::string(name);
}

}  // namespace mailrig::transcribe
