// Goes through a line's text word by word, for parsers that derive from it; places are offsets in that text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "harness/scenario/diagnostic.hpp"

namespace mailrig::scenario {

class TextCursor {
 protected:
  TextCursor(const Text& text, Diagnostics& mistakes) : text_(text), mistakes_(mistakes) {}

  void complain(std::size_t at, std::string message) {
    mistakes_.push_back({text_.where(at), std::move(message)});
  }
  void skip_spaces() {
    while (at_ < text_.text.size() && text_.text[at_] == ' ') ++at_;
  }
  [[nodiscard]] std::string_view rest() const { return text_.text.substr(at_); }
  std::string_view word() {
    skip_spaces();
    const std::size_t begin = at_;
    while (at_ < text_.text.size() && text_.text[at_] != ' ') ++at_;
    return text_.text.substr(begin, at_ - begin);
  }
  void expect_end() {
    skip_spaces();
    if (at_ < text_.text.size()) complain(at_, quote(rest()) + " is too much here");
  }

  Text text_;
  Diagnostics& mistakes_;
  std::size_t at_ = 0;
};

}  // namespace mailrig::scenario
