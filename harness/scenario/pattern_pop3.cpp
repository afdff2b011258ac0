#include <algorithm>
#include <array>

#include "harness/scenario/pattern.hpp"
#include "harness/scenario/pattern_words.hpp"
#include "harness/scenario/template.hpp"
#include "harness/scenario/term.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

constexpr std::string_view kAnyOrder = "any order", kEither = "+OK|-ERR";
// "any": either status.
constexpr std::array<std::string_view, 5> kStatuses = {"+OK", "-ERR", "+", "any", kEither};

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

// RFC 2449 8, RFC 3206 4, RFC 6856 4, RFC 2449 6.3
constexpr std::array<std::string_view, 7> kCodes = {"AUTH",     "IN-USE",   "LOGIN-DELAY", "SYS",
                                                    "SYS/PERM", "SYS/TEMP", "UTF8"};

void check_code(const Text& code, Diagnostics& mistakes) {
  for (const std::string_view known : kCodes) {
    if (wire::iequals(known, code.text)) return;
  }
  const std::string_view near = nearest(code.text, std::span<const std::string_view>(kCodes));
  if (!near.empty())
    mistakes.push_back({code.at, quote(code.text) + " is no response code" + did_you_mean(near)});
}

// "any oder"
void check_any_order_word(const Text& text, Diagnostics& mistakes) {
  const std::size_t any = text.text.rfind("any ");
  if (any == std::string_view::npos || (any > 0 && text.text[any - 1] != ' ')) return;
  static constexpr std::array<std::string_view, 1> kLast = {kAnyOrder};
  const std::string_view end = text.text.substr(any);
  if (!nearest(end, std::span<const std::string_view>(kLast)).empty())
    mistakes.push_back({text.where(any), quote(end) + " was meant to be 'any order'?"});
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

}  // namespace

bool is_pop3_status(std::string_view text) {
  const std::string_view word = first_word(text);
  return std::find(kStatuses.begin(), kStatuses.end(), word) != kStatuses.end();
}

std::span<const std::string_view> pop3_statuses() {
  return std::span(kStatuses).first(4);  // the fifth is another word for "any"
}

Pop3Pattern parse_pop3_pattern(const Text& text, Names& names, Diagnostics& mistakes) {
  Pop3Pattern pattern;
  const std::string_view word = first_word(text.text);
  pattern.status = word == kEither ? "any" : std::string(word);
  std::size_t at = skip_spaces(text.text, word.size());
  std::string_view rest = text.text.substr(at);
  if (rest.starts_with("[")) {
    const std::size_t close = rest.find(']');
    const std::string_view code = rest.substr(1, close == std::string_view::npos ? close : close - 1);
    if (close == std::string_view::npos || !is_response_code(code)) {
      mistakes.push_back({text.where(at), "no response code; meant is '[IN-USE]'"});
      return pattern;
    }
    check_code(text.from(at + 1, code.size()), mistakes);
    pattern.code = std::string(code);
    at = skip_spaces(text.text, at + close + 1);
    rest = text.text.substr(at);
  }
  if (rest.ends_with(kAnyOrder)) {
    pattern.block_in_any_order = pattern.has_block = true;
    rest.remove_suffix(kAnyOrder.size());
  }
  check_any_order_word(text.from(at, rest.size()), mistakes);
  const PatternWords words = parse_words(text.from(at, rest.size()), names, mistakes);
  pattern.words = words.terms;
  pattern.more = !words.only;
  return pattern;
}

LinePattern parse_pop3_line(const Text& text, Names& names, Diagnostics& mistakes) {
  LinePattern line;
  line.where = text.at;
  if (text.text == "...") {
    line.kind = LinePattern::Kind::AnyNumber;
  } else if (text.text.starts_with("message ")) {
    line.kind = LinePattern::Kind::Message;
    line.message = parse_template(text.from(8), false, names, mistakes);
  } else {
    line.words = parse_terms(text, {}, names, mistakes);
  }
  return line;
}

void check_any_order(const std::vector<LinePattern>& lines, Diagnostics& mistakes) {
  for (const LinePattern& line : lines) {
    if (line.kind == LinePattern::Kind::AnyNumber)
      mistakes.push_back({line.where, "'...' says nothing in 'any order': further lines are allowed"});
    if (line.kind == LinePattern::Kind::Message)
      mistakes.push_back({line.where, "a message is no line: it can't stand in 'any order'"});
  }
}

void check_pop3_block(const Pop3Pattern& pattern, Diagnostics& mistakes) {
  if (pattern.block_in_any_order) return check_any_order(pattern.block, mistakes);
  for (std::size_t i = 0; i < pattern.block.size(); ++i) {
    const LinePattern& line = pattern.block[i];
    if (line.kind != LinePattern::Kind::Message) continue;
    if (i + 1 < pattern.block.size())
      mistakes.push_back(
          {pattern.block[i + 1].where, "'message' is all the rest of the block: only 'S: .' follows it"});
    if (i > 0 && pattern.block[i - 1].kind == LinePattern::Kind::AnyNumber)
      mistakes.push_back({line.where, "where does the message begin? '...' does not stand before 'message'"});
  }
}

}  // namespace mailrig::scenario
