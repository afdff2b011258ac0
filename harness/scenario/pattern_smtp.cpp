#include <algorithm>
#include <array>

#include "harness/scenario/pattern.hpp"
#include "harness/scenario/pattern_words.hpp"
#include "harness/scenario/term.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

// Keywords whose parameters are a set: RFC 4954 3, RFC 9422 4, RFC 4468 3.5, Postfix' XCLIENT and XFORWARD.
constexpr std::array<std::string_view, 5> kSetKeywords = {"AUTH", "LIMITS", "BURL", "XCLIENT", "XFORWARD"};
constexpr std::array<std::string_view, 33> kKeywords = {
    "8BITMIME", "ATRN",          "AUTH",          "BINARYMIME", "BURL",     "CHECKPOINT",
    "CHUNKING", "CONNEG",        "CONPERM",       "DELIVERBY",  "DSN",      "ENHANCEDSTATUSCODES",
    "ETRN",     "EXPN",          "FUTURERELEASE", "HELP",       "LIMITS",   "MT-PRIORITY",
    "MTRK",     "NO-SOLICITING", "PIPELINING",    "REQUIRETLS", "RRVS",     "SAML",
    "SEND",     "SIZE",          "SMTPUTF8",      "SOML",       "STARTTLS", "SUBMITTER",
    "TURN",     "UTF8SMTP",      "VRFY"};

constexpr std::string_view kWith = "with", kWithout = "without", kExpression = "~/";
constexpr std::array<std::string_view, 2> kListWords = {kWith, kWithout};

template <std::size_t N>
bool is_one(std::string_view word, const std::array<std::string_view, N>& list) {
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view one) { return wire::iequals(word, one); });
}

// RFC 5321 4.2: 2 to 5, 0 to 5, a digit.
bool is_code(std::string_view code) {
  if (code == "xxx") return true;
  if (code.size() != 3 || code[0] < '2' || code[0] > '5') return false;
  const bool second = code[1] == 'x' || (code[1] >= '0' && code[1] <= '5');
  return second && (code[2] == 'x' || wire::is_digit(code[2]));
}

// RFC 3463 2: class "." subject "." detail, each a number or x
bool is_enhanced(std::string_view code) {
  static constexpr std::string_view kClasses = "245x";
  if (code.size() < 2 || code[1] != '.' || kClasses.find(code[0]) == std::string_view::npos) return false;
  const std::string_view rest = code.substr(2);
  const std::size_t dot = std::min(rest.find('.'), rest.size());
  const auto part = [](std::string_view text) {
    return text == "x" ||
           (!text.empty() && text.size() <= 3 && std::all_of(text.begin(), text.end(), wire::is_digit));
  };
  return dot < rest.size() && part(rest.substr(0, dot)) && part(rest.substr(dot + 1));
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
        complain(offset, quote(one) + " is no " + std::string(meant));
      }
      if (one.size() == all.size()) return;
      all.remove_prefix(one.size() + 1);
      offset += one.size() + 1;
    }
  }

  void take_codes() { take_list(pattern_.codes, is_code, "reply code; meant is '250', '2xx' or '250|251'"); }

  void take_enhanced() {
    const std::size_t begin = at_;
    take_list(pattern_.enhanced, is_enhanced, "enhanced status code; meant is '5.1.1' or '5.1.x'");
    for (const std::string& enhanced : pattern_.enhanced) {
      if (enhanced[0] == 'x' || pattern_.codes.empty() || agrees(enhanced[0])) continue;
      complain(begin, "a " + pattern_.codes.front() + " has no enhanced code " + enhanced +
                          ": its class is that of the reply (RFC 2034 4)");
    }
  }

  [[nodiscard]] bool agrees(char klass) const {
    return std::any_of(pattern_.codes.begin(), pattern_.codes.end(),
                       [&](const std::string& code) { return code[0] == klass || code[0] == 'x'; });
  }

  void take_more() {
    skip_spaces();
    if (at_ == text_.text.size()) return;
    if (text_.text[at_] == ':') {
      const PatternWords words = parse_words(text_.from(at_ + 1), names_, mistakes_);
      if (words.terms.empty() && !words.only) complain(at_, "words are missing behind the ':'");
      pattern_.words = words.terms;
      pattern_.more = !words.only;
      at_ = text_.text.size();
    } else if (takes(kWith)) {
      take_keywords(pattern_.with);
    } else if (takes(kWithout)) {
      take_keywords(pattern_.without);
    } else if (rest().starts_with(kExpression)) {
      std::size_t size = 0;
      pattern_.text = parse_regex(text_.from(at_), size, mistakes_);
      at_ += size;
    } else {
      complain(at_, "the text of a reply is free: meant is 'with KEYWORD', '~/expression/' or ': words'");
      at_ = text_.text.size();
    }
  }

  bool takes(std::string_view word) {
    if (!rest().starts_with(word)) return false;
    const std::size_t end = at_ + word.size();
    if (end < text_.text.size() && text_.text[end] != ' ') return false;
    at_ = end;
    return true;
  }

  // KEYWORD [terms] *( "," KEYWORD [terms] ), up to " without "
  void take_keywords(std::vector<SmtpPattern::Keyword>& into) {
    std::size_t end = std::min({rest().find(" without "), rest().find(" with "), rest().size()});
    end += at_;
    for (;;) {
      skip_spaces();
      const std::size_t comma = std::min(text_.text.find(',', at_), end);
      into.push_back(keyword(text_.from(at_, comma - std::min(at_, comma))));
      at_ = comma;
      if (at_ == end) return;
      ++at_;
    }
  }

  SmtpPattern::Keyword keyword(const Text& text) {
    const std::size_t space = std::min(text.text.find(' '), text.text.size());
    SmtpPattern::Keyword keyword;
    keyword.name = std::string(text.text.substr(0, space));
    keyword.set = is_one(keyword.name, kSetKeywords);
    if (keyword.name.empty()) {
      mistakes_.push_back({text.at, "a keyword of the EHLO reply is missing here"});
    } else if (!is_one(keyword.name, kKeywords) && wire::to_upper(keyword.name.front()) != 'X') {
      const std::string_view near = nearest(keyword.name, std::span<const std::string_view>(kKeywords));
      if (!near.empty())
        mistakes_.push_back({text.at, "'" + keyword.name + "' is no keyword" + did_you_mean(near)});
    }
    keyword.parameters = parse_terms(text.from(space), {}, names_, mistakes_);
    return keyword;
  }

  Text text_;
  Names& names_;
  Diagnostics& mistakes_;
  SmtpPattern pattern_;
  std::size_t at_ = 0;
};

}  // namespace

std::span<const std::string_view> smtp_words() {
  return kListWords;
}

SmtpPattern parse_smtp_pattern(const Text& text, Names& names, Diagnostics& mistakes) {
  return SmtpParser(text, names, mistakes).parse();
}

std::optional<SmtpLine> split_smtp_line(const Text& text) {
  const std::size_t end = std::min(text.text.find_first_of(" :~."), text.text.size());
  const std::size_t hyphen = text.text.substr(0, end).find('-');
  if (hyphen == std::string_view::npos) return std::nullopt;
  return SmtpLine{text.from(0, hyphen), text.from(hyphen + 1)};
}

LinePattern parse_smtp_line(const Text& text, Names& names, Diagnostics& mistakes) {
  LinePattern line;
  line.where = text.at;
  std::size_t at = std::min(text.text.find_first_not_of(' '), text.text.size());
  const std::string_view rest = text.text.substr(at);
  line.more = rest.empty();  // any line
  if (rest == "...") {
    line.kind = LinePattern::Kind::AnyNumber;
  } else if (rest.starts_with(kExpression)) {
    std::size_t size = 0;
    line.text = parse_regex(text.from(at), size, mistakes);
    line.more = true;
    if (size < rest.size())
      mistakes.push_back({text.where(at + size), "nothing follows the expression for a line"});
  } else if (rest.starts_with(':')) {
    const PatternWords words = parse_words(text.from(at + 1), names, mistakes);
    if (words.terms.empty() && !words.only)
      mistakes.push_back({text.where(at), "words are missing behind the ':'"});
    line.words = words.terms;
    line.more = !words.only;
  } else if (!rest.empty()) {
    mistakes.push_back(
        {text.where(at), "a line of the reply is '250-: words', '250-~/expression/', '250-...' or '250-'"});
  }
  return line;
}

}  // namespace mailrig::scenario
