// A place in a text that is being parsed. Takes from the front; never runs past the end, never
// allocates. What was taken is a view into the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "harness/wire/ascii.hpp"

namespace mailrig::wire {

class Cursor {
 public:
  explicit constexpr Cursor(std::string_view text) : text_(text) {}

  [[nodiscard]] constexpr bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] constexpr std::size_t offset() const { return at_; }
  [[nodiscard]] constexpr std::string_view rest() const { return text_.substr(at_); }
  // '\0' at the end; ask at_end() where NUL is possible.
  [[nodiscard]] constexpr char peek(std::size_t ahead = 0) const {
    return ahead < text_.size() - at_ ? text_[at_ + ahead] : '\0';
  }
  constexpr void seek(std::size_t offset) { at_ = offset < text_.size() ? offset : text_.size(); }
  constexpr void skip(std::size_t octets = 1) {
    seek(octets < text_.size() - at_ ? at_ + octets : text_.size());
  }

  // Takes `c`, if it is next.
  constexpr bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  // Takes `word`, if it is next; the second form in any case.
  constexpr bool take(std::string_view word) {
    if (!rest().starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  constexpr bool take_any_case(std::string_view word) {
    if (!istarts_with(rest(), word)) return false;
    at_ += word.size();
    return true;
  }
  // Up to `octets`, fewer at the end.
  constexpr std::string_view take_octets(std::size_t octets) {
    const std::string_view taken = rest().substr(0, octets);
    at_ += taken.size();
    return taken;
  }
  // As long as `accepts(char)`; may be empty.
  template <typename Accepts>
  constexpr std::string_view take_while(Accepts accepts) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && accepts(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  // Up to, without, the next `c`; all the rest if there is none.
  constexpr std::string_view take_until(char c) { return take_octets(rest().find(c)); }
  // 1*DIGIT that fits 64 bits; takes nothing otherwise.
  constexpr std::optional<std::uint64_t> take_number() {
    const std::size_t begin = at_;
    const std::optional<std::uint64_t> number = to_number(take_while(is_digit));
    if (!number) at_ = begin;
    return number;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

// A line without its CRLF, or its bare LF.
[[nodiscard]] constexpr std::string_view without_line_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace mailrig::wire
