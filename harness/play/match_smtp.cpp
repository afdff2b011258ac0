#include "harness/play/match_smtp.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>

#include "harness/play/match_lines.hpp"
#include "harness/play/match_set.hpp"

namespace mailrig::play {
namespace {

using scenario::SmtpPattern;
using scenario::Term;

// "2xx" against 250.
bool fits_code(std::string_view wanted, int code) {
  if (code < 100 || code > 999 || wanted.size() != 3) return false;
  const int digits[3] = {code / 100, code / 10 % 10, code % 10};
  for (std::size_t i = 0; i < 3; ++i) {
    if (wanted[i] != 'x' && wanted[i] != 'X' && wanted[i] - '0' != digits[i]) return false;
  }
  return true;
}

bool fits_part(std::string_view& wanted, unsigned value) {
  const std::size_t dot = wanted.find('.');
  const std::string_view part = wanted.substr(0, dot);
  wanted = dot == std::string_view::npos ? std::string_view{} : wanted.substr(dot + 1);
  if (part == "x" || part == "X") return true;
  unsigned number = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
  return error == std::errc() && end == part.data() + part.size() && number == value;
}

// "5.1.x" against 5.1.1.
bool fits_enhanced(std::string_view wanted, const smtp::EnhancedCode& code) {
  return fits_part(wanted, code.klass) && fits_part(wanted, code.subject) && fits_part(wanted, code.detail) &&
         wanted.empty();
}

bool match_code(const SmtpPattern& pattern, const smtp::Reply& reply, Match& match) {
  for (const std::string& code : pattern.codes) {
    if (fits_code(code, reply.code)) return true;
  }
  if (match.why == nullptr) return false;
  return match.no("the reply code is", std::to_string(reply.code),
                  pattern.codes.empty() ? std::string() : pattern.codes.front());
}

std::string text_of(const smtp::EnhancedCode& code) {
  return std::to_string(code.klass) + '.' + std::to_string(code.subject) + '.' + std::to_string(code.detail);
}

// The same code is in each line (RFC 2034 4).
bool match_enhanced(const SmtpPattern& pattern, const smtp::Reply& reply, Match& match) {
  if (pattern.enhanced.empty()) return true;
  for (const std::string_view line : reply.lines) {
    const std::optional<smtp::EnhancedCode> code = smtp::enhanced_code(line);
    if (!code) {
      if (match.why == nullptr) return false;
      const bool one = reply.lines.size() == 1;
      return match.no(
          one ? "the reply has no enhanced code, wanted" : "a line of the reply has no enhanced code, wanted",
          pattern.enhanced.front());
    }
    const bool fits = std::any_of(pattern.enhanced.begin(), pattern.enhanced.end(),
                                  [&](const std::string& wanted) { return fits_enhanced(wanted, *code); });
    if (!fits)
      return match.why != nullptr &&
             match.no("the enhanced code is", text_of(*code), pattern.enhanced.front());
  }
  return true;
}

bool match_parameters(const SmtpPattern::Keyword& keyword, std::string_view text, Match& match) {
  if (keyword.parameters.empty()) return true;
  if (keyword.set) return match_word_set(keyword.parameters, text, match);
  return match_words(keyword.parameters, text, false, match);
}

// Of a keyword that stands in several lines any will do.
bool match_keyword(const SmtpPattern::Keyword& keyword, std::span<const std::string_view> lines,
                   Match& match) {
  std::string_view offered;
  Match quiet{match.bindings, match.scratch, nullptr, match.trial, match.work};
  for (const std::string_view& line : lines) {
    std::string_view parameters = line;
    if (!same_letters(next_word(parameters), keyword.name)) continue;
    if (offered.data() == nullptr) offered = parameters;
    const std::size_t mark = match.bindings.mark();
    if (match_parameters(keyword, parameters, quiet)) return true;
    match.bindings.undo(mark);
  }
  if (offered.data() == nullptr) return match.no("the keyword is not offered:", keyword.name);
  return match.why != nullptr && match_parameters(keyword, offered, match);
}

bool match_keywords(const SmtpPattern& pattern, const smtp::Reply& reply, Match& match) {
  if (pattern.with.empty() && pattern.without.empty()) return true;
  std::span<const std::string_view> lines(reply.lines);
  if (!lines.empty()) lines = lines.subspan(1);  // the first names the server
  for (const SmtpPattern::Keyword& keyword : pattern.with) {
    if (!match_keyword(keyword, lines, match)) return false;
  }
  for (const SmtpPattern::Keyword& keyword : pattern.without) {
    const std::size_t mark = match.bindings.mark();
    Match quiet{match.bindings, match.scratch, nullptr, match.trial, match.work};
    const bool offered = match_keyword(keyword, lines, quiet);
    match.bindings.undo(mark);
    if (offered) return match.no("the keyword should not be offered:", keyword.name);
  }
  return true;
}

bool match_reply_text(const Term& term, const smtp::Reply& reply, Match& match) {
  if (reply.lines.size() == 1) return match_value(term, Value{.text = reply.lines.front(), .key = {}}, match);
  std::string joined;
  for (const std::string_view& line : reply.lines) {
    if (!joined.empty()) joined += '\n';
    joined += line;
  }
  return match_value(term, Value{.text = joined, .key = {}}, match);
}

// A line's text behind its enhanced code, if it has one.
std::string_view behind_code(std::string_view line, int code) {
  const std::optional<smtp::EnhancedCode> enhanced = smtp::enhanced_code(line);
  if (!enhanced || enhanced->klass != code / 100) return line;
  (void)next_word(line);
  return line.substr(std::min<std::size_t>(1, line.size()));
}

class ReplyLines final : public LineSource {
 public:
  explicit ReplyLines(const smtp::Reply& reply) : reply_(reply) {}
  std::size_t place() const override { return at_; }
  void go_to(std::size_t place) override { at_ = place; }
  bool next(std::string_view& line) override {
    if (at_ == reply_.lines.size()) return false;
    line = behind_code(reply_.lines[at_++], reply_.code);
    return true;
  }

 private:
  const smtp::Reply& reply_;
  std::size_t at_ = 0;
};

bool match_all_lines(const SmtpPattern& pattern, const smtp::Reply& reply, Match& match) {
  ReplyLines lines(reply);
  return pattern.in_any_order ? match_lines_as_set(pattern.lines, lines, Value::Role::Plain, match)
                              : match_lines(pattern.lines, lines, Value::Role::Plain, match);
}

}  // namespace

bool match_smtp(const SmtpPattern& pattern, const smtp::Reply& reply, Match& match) {
  if (!match_code(pattern, reply, match) || !match_enhanced(pattern, reply, match)) return false;
  if (!match_keywords(pattern, reply, match)) return false;
  if (!pattern.lines.empty()) return match_all_lines(pattern, reply, match);
  if (!pattern.words.empty() || !pattern.more) {
    const std::string_view first = reply.lines.empty() ? std::string_view{} : reply.lines.front();
    if (!match_words(pattern.words, behind_code(first, reply.code), pattern.more, match)) return false;
  }
  return !pattern.text || match_reply_text(*pattern.text, reply, match);
}

}  // namespace mailrig::play
