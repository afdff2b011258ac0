#include "harness/mail/lexer.hpp"

namespace mailrig::mail {

bool Lexer::skip_cfws(std::string* comment) {
  const std::size_t begin = at_;
  while (!at_end()) {
    if (is_space(text_[at_])) {
      ++at_;
    } else if (text_[at_] == '(') {
      skip_comment(comment);
    } else {
      break;
    }
  }
  return at_ != begin;
}

void Lexer::skip_comment(std::string* text) {
  if (text != nullptr) text->clear();
  std::size_t depth = 0;
  while (!at_end()) {
    char c = text_[at_++];
    bool shown = depth > 0;
    if (c == '(') {
      ++depth;
    } else if (c == ')') {
      if (--depth == 0) return;
    } else if (c == '\\' && !at_end()) {
      c = text_[at_++];
    } else if (c == '\r' || c == '\n') {
      shown = false;
    }
    if (shown && text != nullptr) text->push_back(c);
  }
}

void Lexer::append_quoted(std::string& out) {
  take('"');
  while (!at_end()) {
    char c = text_[at_++];
    if (c == '"') return;
    if (c == '\\' && !at_end()) {
      c = text_[at_++];
    } else if (c == '\r' || c == '\n') {
      continue;
    }
    out.push_back(c);
  }
}

std::string_view Lexer::take_until(std::string_view stops) {
  const std::size_t begin = at_;
  while (!at_end() && !is_space(text_[at_]) && stops.find(text_[at_]) == std::string_view::npos) ++at_;
  return text_.substr(begin, at_ - begin);
}

}  // namespace mailrig::mail
