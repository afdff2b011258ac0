#include "harness/play/match_smtp.hpp"

#include <charconv>
#include <span>

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

bool match_enhanced(const SmtpPattern& pattern, const smtp::Reply& reply, Match& match) {
  if (pattern.enhanced.empty()) return true;
  if (!reply.enhanced) return match.no("the reply has no enhanced code", {}, pattern.enhanced.front());
  for (const std::string& wanted : pattern.enhanced) {
    if (fits_enhanced(wanted, *reply.enhanced)) return true;
  }
  if (match.why == nullptr) return false;
  const smtp::EnhancedCode& code = *reply.enhanced;
  return match.no(
      "the enhanced code is",
      std::to_string(code.klass) + '.' + std::to_string(code.subject) + '.' + std::to_string(code.detail),
      pattern.enhanced.front());
}

// Each term takes some word: what stands before "..." may come in any order.
bool contains_words(const std::vector<Term>& terms, std::string_view text, Match& match) {
  for (const Term& term : terms) {
    if (term.kind == Term::Kind::Rest) continue;
    bool found = false;
    Match quiet{match.bindings, match.scratch, nullptr};
    for (std::string_view rest = text, word; !found && !(word = next_word(rest)).empty();) {
      found = match_value(term, Value{Value::Kind::Word, Value::Role::Plain, word, {}}, quiet);
    }
    if (!found)
      return match.why != nullptr && match.no("no such parameter", text, shown(term, match.bindings));
  }
  return true;
}

bool match_parameters(const std::vector<Term>& terms, std::string_view text, Match& match) {
  if (terms.empty()) return true;
  if (terms.back().kind == Term::Kind::Rest) return contains_words(terms, text, match);
  return match_words(terms, text, false, match);
}

const std::string_view* find_keyword(std::span<const std::string_view> lines, std::string_view name) {
  for (const std::string_view& line : lines) {
    std::string_view rest = line;
    if (same_letters(next_word(rest), name)) return &line;
  }
  return nullptr;
}

bool match_keywords(const SmtpPattern& pattern, const smtp::Reply& reply, Match& match) {
  if (pattern.with.empty() && pattern.without.empty()) return true;
  std::span<const std::string_view> lines(reply.lines);
  if (!lines.empty()) lines = lines.subspan(1);  // the first names the server
  for (const SmtpPattern::Keyword& keyword : pattern.with) {
    const std::string_view* line = find_keyword(lines, keyword.name);
    if (line == nullptr) return match.no("the keyword is not offered:", keyword.name);
    std::string_view parameters = *line;
    (void)next_word(parameters);
    if (!match_parameters(keyword.parameters, parameters, match)) return false;
  }
  for (const SmtpPattern::Keyword& keyword : pattern.without) {
    const std::string_view* line = find_keyword(lines, keyword.name);
    if (line == nullptr) continue;
    std::string_view parameters = *line;
    (void)next_word(parameters);
    Match quiet{match.bindings, match.scratch, nullptr};
    if (match_parameters(keyword.parameters, parameters, quiet)) {
      return match.no("the keyword should not be offered:", *line);
    }
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

}  // namespace

bool match_smtp(const SmtpPattern& pattern, const smtp::Reply& reply, Match& match) {
  if (!match_code(pattern, reply, match) || !match_enhanced(pattern, reply, match)) return false;
  if (!match_keywords(pattern, reply, match)) return false;
  if (!pattern.words.empty()) {
    const std::string_view first = reply.lines.empty() ? std::string_view{} : reply.lines.front();
    if (!match_words(pattern.words, first, true, match)) return false;
  }
  return !pattern.text || match_reply_text(*pattern.text, reply, match);
}

}  // namespace mailrig::play
