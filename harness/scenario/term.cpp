#include "harness/scenario/term.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <re2/re2.h>

#include "harness/scenario/template.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

constexpr std::size_t kDepthLimit = 40;
constexpr std::int64_t kRegexMemory = 8 << 20;
constexpr std::string_view kOperators = "=<>!";
constexpr std::array<std::pair<std::string_view, Relation>, 5> kRelations = {
    {{"!=", Relation::NotEqual},
     {"<", Relation::Less},
     {"<=", Relation::LessOrEqual},
     {">", Relation::Greater},
     {">=", Relation::GreaterOrEqual}}};

class TermParser {
 public:
  TermParser(const Text& text, const TermOptions& options, Names& names, Diagnostics& mistakes)
      : text_(text), options_(options), names_(names), mistakes_(mistakes) {}

  std::vector<Term> parse() {
    std::vector<Term> terms = list(0);
    if (at_ < text_.text.size()) complain(at_, "')' without its '('");
    return terms;
  }

 private:
  void complain(const Text& at, std::string message) { mistakes_.push_back({at.at, std::move(message)}); }
  void complain(std::size_t at, std::string message) {
    mistakes_.push_back({text_.where(at), std::move(message)});
  }
  [[nodiscard]] std::string_view rest() const { return text_.text.substr(at_); }

  std::vector<Term> list(std::size_t depth) {
    std::vector<Term> terms;
    for (;;) {
      while (at_ < text_.text.size() && text_.text[at_] == ' ') ++at_;
      if (at_ == text_.text.size() || (options_.lists && text_.text[at_] == ')')) return terms;
      if (!terms.empty() && terms.back().kind == Term::Kind::Rest) complain_about_rest(terms.back());
      const std::size_t before = terms.size();
      const std::uint32_t column = text_.where(at_).column;
      if (options_.lists && text_.text[at_] == '(') {
        terms.push_back(nested(depth));
      } else if (const Argument* given = take_argument()) {
        const Names::Outside outside(names_);
        for (Term& term : parse_terms(Text{given->value, given->at}, options_, names_, mistakes_))
          terms.push_back(std::move(term));
      } else {
        terms.push_back(single());
      }
      for (std::size_t i = before; i < terms.size(); ++i) terms[i].column = column;
    }
  }

  // A fragment's parameter that stands alone: its words are the includer's, as if written here.
  const Argument* take_argument() {
    if (!rest().starts_with("${")) return nullptr;
    const std::size_t begin = at_;
    const std::string_view name = single_name(take_word());
    const Argument* given = name.empty() ? nullptr : names_.argument(name);
    if (given != nullptr && !names_.is_bound(*given)) return given;
    at_ = begin;
    return nullptr;
  }

  void complain_about_rest(const Term& rest) {
    Location where = text_.at;
    where.column = rest.column;
    mistakes_.push_back({where, "'...' allows what follows: it stands at the end"});
  }

  // A list or a string is over: a space, or what ends the list that it is in.
  void end_value(std::string_view what, std::string_view may_follow) {
    if (at_ == text_.text.size() || may_follow.find(text_.text[at_]) != std::string_view::npos) return;
    complain(at_, "a space is missing behind the " + std::string(what));
  }

  Term nested(std::size_t depth) {
    const std::size_t begin = at_++;
    Term term;
    term.kind = Term::Kind::List;
    if (depth >= kDepthLimit) {
      complain(begin, "lists nest deeper than 40");
      at_ = text_.text.size();
      return term;
    }
    term.items = list(depth + 1);
    if (at_ == text_.text.size()) {
      complain(begin, "'(' without its ')'");
    } else {
      ++at_;
      end_value("list", " ()");  // (a)(b): addresses, parts of a body
    }
    return term;
  }

  Term single() {
    if (rest().starts_with("\"")) return quoted();
    if (rest().starts_with("~/")) {
      std::size_t size = 0;
      Term term = parse_regex(text_.from(at_), size, mistakes_);
      at_ += size;
      return term;
    }
    const std::size_t begin = at_;
    const std::string_view word = take_word();
    Term term;
    if (word == "...") {
      term.kind = Term::Kind::Rest;
    } else if (word == "${_}") {
      term.kind = Term::Kind::Any;
    } else if (options_.lists && wire::iequals(word, "NIL")) {
      term.kind = Term::Kind::Nil;
    } else if (is_operation(word)) {
      return operation(text_.from(begin + 2, word.size() - 3));
    } else {
      term.kind = Term::Kind::Word;
      term.value = parse_template(text_.from(begin, word.size()), false, names_, mistakes_);
    }
    return term;
  }

  // "${=name}", "${>name}": the whole word.
  static bool is_operation(std::string_view word) {
    return word.size() > 3 && word.starts_with("${") && kOperators.find(word[2]) != std::string_view::npos &&
           word.find('}') == word.size() - 1;
  }

  Term operation(const Text& inside) {
    std::size_t size = inside.text.find_first_not_of(kOperators);
    size = std::min(size, inside.text.size());
    const std::string_view sign = inside.text.substr(0, size);
    if (sign == "=") return bind(inside.from(size));
    for (const auto& [text, relation] : kRelations) {
      if (sign == text) return compare(relation, inside.from(size));
    }
    complain(inside,
             quote(sign) +
                 " compares nothing; there are ${=name} ${!=name} ${<name} ${<=name} ${>name} ${>=name}");
    return {};
  }

  Term bind(const Text& name) {
    Term term;
    term.kind = Term::Kind::Bind;
    if (name.text.ends_with("...")) return bind_rest(name);
    if (name.text.empty()) {
      complain(name, "'${=}' needs a name");
    } else if (!is_bindable(name.text)) {
      complain(name, quote(name.text) +
                         " can't name a variable; meant is a letter, then letters, digits, '_' and '.'");
    } else if (const auto slot = names_.bind(name.text, name.at, mistakes_)) {
      term.slot = *slot;
    }
    return term;
  }

  // ${=name...}
  Term bind_rest(const Text& written) {
    const Text name = written.from(0, written.text.size() - 3);
    Term term;
    term.kind = Term::Kind::Rest;
    term.binds = true;
    if (!options_.numbers) {
      complain(written, "'${=name...}' binds the numbers of a SEARCH, and stands in 'S: * SEARCH' alone");
    } else if (!is_variable_name(name.text)) {
      complain(name, quote(name.text) +
                         " can't name a variable; meant is a letter, then letters, digits, '_' and '.'");
    } else if (const auto slot = names_.bind(name.text, name.at, mistakes_)) {
      term.slot = *slot;
    }
    return term;
  }

  Term compare(Relation relation, const Text& operand) {
    Term term;
    term.kind = Term::Kind::Compare;
    term.relation = relation;
    if (operand.text.empty()) {
      complain(operand, "a comparison needs what to compare with: '${>name}', '${>name+1}' or '${>5}'");
    } else if (wire::to_number(operand.text)) {
      append_text(term.value, operand.text);
    } else {
      term.value = parse_value(operand, names_, mistakes_);
    }
    return term;
  }

  std::string_view take_word() {
    const std::size_t begin = at_;
    std::size_t brackets = 0;
    bool value = false;  // in ${…}
    bool quote = false;  // told
    for (; at_ < text_.text.size(); ++at_) {
      const char c = text_.text[at_];
      value = c == '$' ? rest().starts_with("${") : value && text_.text[at_ - 1] != '}';
      if (options_.lists && c == '[') ++brackets;
      if (options_.lists && c == ']' && brackets > 0) --brackets;
      if (brackets > 0) continue;
      if (options_.lists && !value && c == '"' && !quote) {
        complain(at_, "a '\"' within a word; a string stands alone");
        quote = true;
      }
      if (c == ' ' || (options_.lists && !value && (c == '(' || c == ')'))) break;
    }
    if (brackets > 0) complain(begin, "'[' without its ']'");
    return text_.text.substr(begin, at_ - begin);
  }

  Term quoted() {
    Term term;
    term.kind = Term::Kind::String;
    const std::size_t begin = at_ + 1;
    std::size_t end = begin;
    while (end < text_.text.size() && text_.text[end] != '"') end += text_.text[end] == '\\' ? 2U : 1U;
    if (end >= text_.text.size()) {
      complain(at_, "the string has no closing '\"'");
      at_ = text_.text.size();
      return term;
    }
    term.value = parse_template(text_.from(begin, end - begin), true, names_, mistakes_);
    at_ = end + 1;
    end_value("string", options_.lists ? " )" : " ");
    return term;
  }

  Text text_;
  TermOptions options_;
  Names& names_;
  Diagnostics& mistakes_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Term> parse_terms(const Text& text, const TermOptions& options, Names& names,
                              Diagnostics& mistakes) {
  return TermParser(text, options, names, mistakes).parse();
}

Term parse_regex(const Text& text, std::size_t& size, Diagnostics& mistakes) {
  Term term;
  term.kind = Term::Kind::Regex;
  std::string pattern;
  std::size_t at = 2;
  // It ends at a '/' with nothing, a space or ')' behind it: "text/plain" needs no escape.
  const auto ends = [&](std::size_t i) {
    if (text.text[i] != '/') return false;
    const char next = i + 1 < text.text.size() ? text.text[i + 1] : ' ';
    return next == ' ' || next == ')';
  };
  for (; at < text.text.size() && !ends(at); ++at) {
    if (text.text[at] == '\\' && at + 1 < text.text.size()) {
      if (text.text[at + 1] != '/') pattern += '\\';
      ++at;
    }
    pattern += text.text[at];
  }
  size = std::min(at + 1, text.text.size());
  if (at == text.text.size()) mistakes.push_back({text.at, "the expression has no closing '/'"});
  RE2::Options options;
  options.set_log_errors(false);
  options.set_dot_nl(true);
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_max_mem(kRegexMemory);
  term.regex = std::make_shared<const RE2>(pattern, options);
  if (!term.regex->ok()) mistakes.push_back({text.where(2), "no RE2 expression: " + term.regex->error()});
  append_text(term.value, pattern);
  return term;
}

}  // namespace mailrig::scenario
