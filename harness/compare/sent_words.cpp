#include "harness/compare/sent_words.hpp"

#include <algorithm>

#include "harness/wire/ascii.hpp"

namespace mailrig::compare {

namespace {

class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  std::string next() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    if (done()) return {};
    if (text_[at_] == '"') return quoted();
    if (text_[at_] == '(') return list();
    if (text_[at_] == '{' || text_.substr(at_).starts_with("~{")) return literal();
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of(" \r\n", at_), text_.size());
    return std::string(text_.substr(begin, at_ - begin));
  }
  [[nodiscard]] bool done() const { return at_ >= text_.size() || text_[at_] == '\r' || text_[at_] == '\n'; }

 private:
  std::string quoted() {
    std::string word;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      word += text_[at_];
    }
    ++at_;
    return word;
  }
  std::string list() {
    const std::size_t begin = at_;
    std::size_t depth = 0;
    do {
      if (text_[at_] == '(') ++depth;
      if (text_[at_] == ')') --depth;
      ++at_;
    } while (at_ < text_.size() && depth > 0);
    return std::string(text_.substr(begin, at_ - begin));
  }
  // {5}, {5+}, ~{5}
  std::string literal() {
    const std::size_t brace = text_.find('{', at_);
    const std::size_t end = text_.find('\n', at_);
    const std::size_t stop = text_.find_first_not_of("0123456789", brace + 1);
    const auto size = wire::to_number(text_.substr(brace + 1, stop - brace - 1));
    if (end == std::string_view::npos || !size || stop > end) {
      at_ = text_.size();
      return {};
    }
    const std::string_view octets = text_.substr(end + 1, *size);
    at_ = end + 1 + octets.size();
    return std::string(octets);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string sent_word(std::string_view command, std::size_t place) {
  Words words(command);
  for (std::size_t i = 0; i < place && !words.done(); ++i) (void)words.next();
  return words.done() ? std::string() : words.next();
}

}  // namespace mailrig::compare
