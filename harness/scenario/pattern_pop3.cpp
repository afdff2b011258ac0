#include "harness/scenario/pattern.hpp"
#include "harness/scenario/template.hpp"
#include "harness/scenario/term.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

constexpr std::string_view kAnyOrder = "any order";

std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find(' '));
}

bool is_response_code(std::string_view code) {
  if (code.empty()) return false;
  for (const char c : code) {
    if (!wire::is_printable(c) || c == ' ' || c == '[') return false;
  }
  return true;
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

}  // namespace

bool is_pop3_status(std::string_view text) {
  const std::string_view word = first_word(text);
  return word == "+OK" || word == "-ERR" || word == "+" || word == "any" || word == "+OK|-ERR";
}

Pop3Pattern parse_pop3_pattern(const Text& text, Names& names, Diagnostics& mistakes) {
  Pop3Pattern pattern;
  const std::string_view word = first_word(text.text);
  pattern.status = word == "+OK|-ERR" ? "any" : std::string(word);
  std::size_t at = skip_spaces(text.text, word.size());
  std::string_view rest = text.text.substr(at);
  if (rest.starts_with("[")) {
    const std::size_t close = rest.find(']');
    const std::string_view code = rest.substr(1, close == std::string_view::npos ? close : close - 1);
    if (close == std::string_view::npos || !is_response_code(code)) {
      mistakes.push_back({text.where(at), "no response code; meant is '[IN-USE]'"});
      return pattern;
    }
    pattern.code = std::string(code);
    at = skip_spaces(text.text, at + close + 1);
    rest = text.text.substr(at);
  }
  if (rest.ends_with(kAnyOrder)) {
    pattern.block_in_any_order = pattern.has_block = true;
    rest.remove_suffix(kAnyOrder.size());
  }
  pattern.words = parse_terms(text.from(at, rest.size()), {}, names, mistakes);
  return pattern;
}

Pop3Pattern::Line parse_pop3_line(const Text& text, Names& names, Diagnostics& mistakes) {
  Pop3Pattern::Line line;
  line.where = text.at;
  if (text.text == "...") {
    line.kind = Pop3Pattern::Line::Kind::AnyNumber;
  } else if (text.text.starts_with("message ")) {
    line.kind = Pop3Pattern::Line::Kind::Message;
    line.message = parse_template(text.from(8), false, names, mistakes);
  } else {
    line.words = parse_terms(text, {}, names, mistakes);
  }
  return line;
}

}  // namespace mailrig::scenario
