#include <algorithm>

#include "harness/scenario/pattern.hpp"
#include "harness/scenario/term.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

bool is_code(std::string_view code) {
  if (code.size() != 3) return false;
  for (const char c : code) {
    if (!wire::is_digit(c) && c != 'x') return false;
  }
  return code[0] != 'x' || code == "xxx";
}

// class "." subject "." detail, each a number or x
bool is_enhanced(std::string_view code) {
  int dots = 0;
  char last = '.';
  for (const char c : code) {
    if (c == '.') {
      if (last == '.') return false;
      ++dots;
    } else if (!wire::is_digit(c) && c != 'x') {
      return false;
    }
    last = c;
  }
  return dots == 2 && last != '.';
}

class SmtpParser {
 public:
  SmtpParser(const Text& text, Names& names, Diagnostics& mistakes)
      : text_(text), names_(names), mistakes_(mistakes) {}

  SmtpPattern parse() {
    take_codes();
    skip_spaces();
    const char next = at_ < text_.text.size() ? text_.text[at_] : '\0';
    if (wire::is_digit(next) || rest().starts_with("x.")) take_enhanced();
    while (at_ < text_.text.size()) take_more();
    return std::move(pattern_);
  }

 private:
  void complain(std::size_t at, std::string message) {
    mistakes_.push_back({text_.where(at), std::move(message)});
  }
  [[nodiscard]] std::string_view rest() const { return text_.text.substr(at_); }
  void skip_spaces() {
    while (at_ < text_.text.size() && text_.text[at_] == ' ') ++at_;
  }

  template <typename Valid>
  void take_list(std::vector<std::string>& into, Valid valid, std::string_view meant) {
    const std::size_t begin = at_;
    while (at_ < text_.text.size() && text_.text[at_] != ' ' && text_.text[at_] != ':') ++at_;
    std::string_view all = text_.text.substr(begin, at_ - begin);
    std::size_t offset = begin;
    for (;;) {
      const std::string_view one = all.substr(0, all.find('|'));
      if (valid(one)) {
        into.emplace_back(one);
      } else {
        complain(offset, "'" + std::string(one) + "' is no " + std::string(meant));
      }
      if (one.size() == all.size()) return;
      all.remove_prefix(one.size() + 1);
      offset += one.size() + 1;
    }
  }

  void take_codes() { take_list(pattern_.codes, is_code, "reply code; meant is '250', '2xx' or '250|251'"); }
  void take_enhanced() {
    take_list(pattern_.enhanced, is_enhanced, "enhanced status code; meant is '5.1.1' or '5.1.x'");
  }

  void take_more() {
    skip_spaces();
    if (at_ == text_.text.size()) return;
    if (text_.text[at_] == ':') {
      pattern_.words = parse_terms(text_.from(at_ + 1), {}, names_, mistakes_);
      at_ = text_.text.size();
    } else if (rest().starts_with("with ")) {
      at_ += 5;
      take_keywords(pattern_.with);
    } else if (rest().starts_with("without ")) {
      at_ += 8;
      take_keywords(pattern_.without);
    } else if (rest().starts_with("~/")) {
      std::size_t size = 0;
      pattern_.text = parse_regex(text_.from(at_), size, mistakes_);
      at_ += size;
    } else {
      complain(at_, "the text of a reply is free: meant is 'with KEYWORD', '~/expression/' or ': words'");
      at_ = text_.text.size();
    }
  }

  // KEYWORD [terms] *( "," KEYWORD [terms] ), up to " without " or " ~/"
  void take_keywords(std::vector<SmtpPattern::Keyword>& into) {
    std::size_t end =
        std::min({rest().find(" without "), rest().find(" with "), rest().find(" ~/"), rest().size()});
    end += at_;
    while (at_ < end) {
      skip_spaces();
      std::size_t comma = text_.text.find(',', at_);
      comma = std::min(comma, end);
      const Text one = text_.from(at_, comma - at_);
      const std::size_t space = std::min(one.text.find(' '), one.text.size());
      SmtpPattern::Keyword keyword;
      keyword.name = std::string(one.text.substr(0, space));
      if (keyword.name.empty()) complain(at_, "a keyword of the EHLO reply is missing here");
      keyword.parameters = parse_terms(one.from(space), {}, names_, mistakes_);
      into.push_back(std::move(keyword));
      at_ = comma + (comma < end ? 1 : 0);
    }
  }

  Text text_;
  Names& names_;
  Diagnostics& mistakes_;
  SmtpPattern pattern_;
  std::size_t at_ = 0;
};

}  // namespace

SmtpPattern parse_smtp_pattern(const Text& text, Names& names, Diagnostics& mistakes) {
  return SmtpParser(text, names, mistakes).parse();
}

}  // namespace mailrig::scenario
