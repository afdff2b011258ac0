#include "harness/scenario/condition.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/scenario/facts.hpp"
#include "harness/scenario/keys.hpp"
#include "harness/scenario/pattern.hpp"
#include "harness/scenario/template.hpp"

namespace mailrig::scenario {

namespace {

using Operator = Comparison::Operator;

constexpr std::string_view kOffered = "offered", kRev = "rev", kAnswered = "answered", kClosed = "closed";
constexpr std::array<std::string_view, 4> kKinds = {kOffered, kRev, kAnswered, kClosed};
constexpr std::array<std::pair<std::string_view, Operator>, 6> kSigns = {{{"=", Operator::Equal},
                                                                          {"!=", Operator::NotEqual},
                                                                          {"<", Operator::Less},
                                                                          {"<=", Operator::LessOrEqual},
                                                                          {">", Operator::Greater},
                                                                          {">=", Operator::GreaterOrEqual}}};
// What other languages write.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kMeant = {
    {{"==", "="}, {"<>", "!="}, {"=<", "<="}, {"=>", ">="}, {"is", "="}}};

std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find(' '));
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

class ComparisonParser {
 public:
  ComparisonParser(const Text& text, Names& names, Diagnostics& mistakes)
      : text_(text), names_(names), mistakes_(mistakes) {}

  std::optional<Comparison> parse() {
    Comparison comparison;
    if (!value(comparison.left) || !sign(comparison.is) || !value(comparison.right)) return std::nullopt;
    at_ = skip_spaces(text_.text, at_);
    if (at_ < text_.text.size()) {
      return no(at_, quote(text_.text.substr(at_)) + " is too much here; several words go into \"…\"");
    }
    return comparison;
  }

 private:
  std::nullopt_t no(std::size_t at, std::string message) {
    mistakes_.push_back({text_.where(at), std::move(message)});
    return std::nullopt;
  }

  // A space in ${…} ends no word.
  std::string_view word() {
    const std::size_t begin = at_;
    bool inside = false;
    for (; at_ < text_.text.size() && (inside || text_.text[at_] != ' '); ++at_) {
      inside = text_.text.substr(at_, 2) == "${" || (inside && text_.text[at_] != '}');
    }
    return text_.text.substr(begin, at_ - begin);
  }

  bool value(Template& into) {
    at_ = skip_spaces(text_.text, at_);
    const std::size_t begin = at_;
    if (at_ == text_.text.size()) {
      no(at_, "a value is missing here; meant is '${a} > ${b}'");
      return false;
    }
    if (text_.text[at_] == '"') return quoted(into);
    into = parse_template(text_.from(begin, word().size()), false, names_, mistakes_);
    return true;
  }

  bool quoted(Template& into) {
    const std::size_t begin = at_ + 1;
    std::size_t end = begin;
    while (end < text_.text.size() && text_.text[end] != '"') end += text_.text[end] == '\\' ? 2U : 1U;
    if (end >= text_.text.size()) {
      no(at_, "the string has no closing '\"'");
      return false;
    }
    into = parse_template(text_.from(begin, end - begin), true, names_, mistakes_);
    at_ = end + 1;
    return true;
  }

  bool sign(Operator& into) {
    at_ = skip_spaces(text_.text, at_);
    const std::size_t begin = at_;
    const std::string_view written = word();
    for (const auto& [sign, is] : kSigns) {
      if (sign != written) continue;
      into = is;
      return true;
    }
    for (const auto& [other, meant] : kMeant) {
      if (other != written) continue;
      no(begin, quote(written) + " is no sign" + did_you_mean(meant));
      return false;
    }
    no(begin, written.empty() ? std::string("a sign is missing here: =, !=, <, <=, > or >=")
                              : quote(written) + " is no sign; meant is =, !=, <, <=, > or >=");
    return false;
  }

  Text text_;
  Names& names_;
  Diagnostics& mistakes_;
  std::size_t at_ = 0;
};

std::optional<Condition> parse_rev(const Text& text, Diagnostics& mistakes) {
  if (const auto rev = rev_named(text.text)) return Condition(*rev);
  mistakes.push_back({text.at, quote(text.text) + " is no revision" + meant_revision(text.text)});
  return std::nullopt;
}

// What a client's last reply can be compared with.
bool fits_a_reply(const ImapPattern& pattern) {
  return (pattern.kind == ImapPattern::Kind::Tagged && pattern.tag.empty()) ||
         pattern.kind == ImapPattern::Kind::Continuation;
}

std::optional<Condition> parse_answered(const Text& text, const Asked& asked, Names& names,
                                        Diagnostics& mistakes) {
  const auto no = [&](std::string message) {
    mistakes.push_back({text.at, std::move(message)});
    return std::nullopt;
  };
  if (text.text.empty()) return no("a pattern is missing here: 'answered OK', 'answered 250'");
  if (!asked.client_known) return no("whose answer? Begin the line with a client's name");
  switch (protocol_of(asked.service)) {
    case Protocol::Smtp:
      return Condition(Pattern(parse_smtp_pattern(text, names, mistakes)));
    case Protocol::Imap: {
      const std::size_t before = mistakes.size();
      ImapPattern pattern = parse_imap_pattern(text, names, mistakes);
      if (fits_a_reply(pattern) || mistakes.size() != before) return Condition(Pattern(std::move(pattern)));
      return no("'answered' looks at the tagged response or '+': 'OK', 'NO [TRYCREATE]'");
    }
    case Protocol::Pop3:
      break;
  }
  if (!is_pop3_status(text.text)) return no("a response begins with '+OK', '-ERR' or '+'");
  Pop3Pattern pattern = parse_pop3_pattern(text, names, mistakes);
  if (pattern.has_block) return no("'answered' looks at the first line alone");
  return Condition(Pattern(std::move(pattern)));
}

std::optional<Condition> parse_closed(const Text& text, const Asked& asked, Diagnostics& mistakes) {
  if (text.text.empty() && asked.client_known) return Condition(IsClosed{});
  mistakes.push_back({text.at, text.text.empty() ? "whose connection? Begin the line with a client's name"
                                                 : quote(text.text) + " is too much here"});
  return std::nullopt;
}

}  // namespace

std::optional<Comparison> parse_comparison(const Text& text, Names& names, Diagnostics& mistakes) {
  return ComparisonParser(text, names, mistakes).parse();
}

std::optional<Condition> parse_condition(const Text& text, const Asked& asked, Names& names,
                                         Diagnostics& mistakes) {
  const std::string_view word = first_word(text.text);
  const Text behind = text.from(skip_spaces(text.text, word.size()));
  if (word == kRev) return parse_rev(behind, mistakes);
  if (word == kAnswered) return parse_answered(behind, asked, names, mistakes);
  if (word == kClosed) return parse_closed(behind, asked, mistakes);
  if (word == kOffered) {
    const std::size_t before = mistakes.size();
    Need need = parse_need(behind.text, asked.service, behind.at, mistakes);
    return mistakes.size() == before ? std::optional(Condition(std::move(need))) : std::nullopt;
  }
  const std::string_view near = nearest(word, std::span<const std::string_view>(kKinds));
  if (!near.empty()) {
    mistakes.push_back({text.at, quote(word) + " is no condition" + did_you_mean(near)});
    return std::nullopt;
  }
  auto comparison = parse_comparison(text, names, mistakes);
  return comparison ? std::optional(Condition(std::move(*comparison))) : std::nullopt;
}

std::span<const std::string_view> condition_words() {
  return kKinds;
}

bool is_settled_early(std::string_view condition) {
  const std::string_view word = first_word(condition);
  return word == kOffered || word == kRev;
}

std::optional<Rev> rev_named(std::string_view word) {
  if (word == kRevWords[0]) return Rev::Imap4rev1;
  if (word == kRevWords[1]) return Rev::Imap4rev2;
  return std::nullopt;
}

std::string_view name(Rev rev) {
  return kRevWords[static_cast<std::size_t>(rev)];
}

std::string meant_revision(std::string_view word) {
  const std::string_view near = nearest(word, std::span<const std::string_view>(kRevWords));
  return near.empty() ? "; meant is imap4rev1 or imap4rev2" : did_you_mean(near);
}

}  // namespace mailrig::scenario
