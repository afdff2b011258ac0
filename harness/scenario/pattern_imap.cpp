#include <array>

#include "harness/scenario/pattern.hpp"
#include "harness/scenario/pattern_imap_check.hpp"
#include "harness/scenario/term.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

constexpr std::array<std::string_view, 5> kStatuses = {"OK", "NO", "BAD", "BYE", "PREAUTH"};
constexpr TermOptions kImapTerms = {.lists = true};

bool is_status(std::string_view word) {
  for (const std::string_view status : kStatuses) {
    if (word == status) return true;
  }
  return false;
}

// "NO|BAD" into its words; false if one of them is no status.
bool split_statuses(std::string_view word, std::vector<std::string>& into) {
  std::vector<std::string> statuses;
  for (;;) {
    const std::string_view one = word.substr(0, word.find('|'));
    if (!is_status(one)) return false;
    statuses.emplace_back(one);
    if (one.size() == word.size()) break;
    word.remove_prefix(one.size() + 1);
  }
  into = std::move(statuses);
  return true;
}

class ImapParser {
 public:
  ImapParser(const Text& text, Names& names, Diagnostics& mistakes)
      : text_(text), names_(names), mistakes_(mistakes) {}

  ImapPattern parse() {
    const std::size_t before = mistakes_.size();
    const std::size_t begin = at_;
    const std::string_view first = word();
    if (first == "+") {
      pattern_.kind = ImapPattern::Kind::Continuation;
      pattern_.data = parse_terms(text_.from(at_), {}, names_, mistakes_);
    } else if (first == "*") {
      take_untagged();
    } else if (split_statuses(first, pattern_.statuses)) {
      take_tagged();
    } else {
      const std::size_t second_at = at_;
      if (split_statuses(word(), pattern_.statuses)) {
        pattern_.tag = std::string(first);
        if (first.find("${") != std::string_view::npos)
          complain(begin, "an explicit tag is plain text, 'A17'; 'S: OK' is the answer to the last command");
        take_tagged();
      } else {
        complain_about_first(begin, first, second_at);
      }
    }
    // Parts that could not be read are told already.
    if (mistakes_.size() == before) check_imap_pattern(pattern_, text_.at, name_column_, mistakes_);
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
  std::string_view word() {
    skip_spaces();
    const std::size_t begin = at_;
    while (at_ < text_.text.size() && text_.text[at_] != ' ') ++at_;
    return text_.text.substr(begin, at_ - begin);
  }

  void complain_about_first(std::size_t begin, std::string_view first, std::size_t second_at) {
    const std::string_view status = nearest(first, std::span<const std::string_view>(kStatuses));
    if (!status.empty()) return complain(begin, quote(first) + " is no status" + did_you_mean(status));
    at_ = second_at;
    complain(begin,
             quote(first) + " begins no response; meant is 'OK', 'NO|BAD', '* …' for untagged data, or '+'");
  }

  void take_tagged() {
    pattern_.kind = ImapPattern::Kind::Tagged;
    for (const std::string& status : pattern_.statuses) {
      if (status == "BYE" || status == "PREAUTH")
        complain(0, "'" + status + "' is always untagged: '* " + status + "'");
    }
    take_code();
  }

  void shape_of_code() {
    if (pattern_.code.empty() || pattern_.code.front().kind != Term::Kind::Word) return;
    const auto& pieces = pattern_.code.front().value.pieces;
    if (pieces.size() != 1 || pieces.front().kind != Piece::Kind::Text) return;
    if (const KnownName* known = known_code(pieces.front().text)) pattern_.shape = known->shape;
  }

  // "[" terms "]", then nothing: the text is free.
  void take_code() {
    skip_spaces();
    if (rest().starts_with("[")) {
      const std::size_t close = rest().rfind(']');
      if (close == std::string_view::npos) return complain(at_, "'[' without its ']'");
      pattern_.has_code = true;
      pattern_.code = parse_terms(text_.from(at_ + 1, close - 1), kImapTerms, names_, mistakes_);
      if (pattern_.code.empty()) complain(at_, "the response code is empty; meant is '[TRYCREATE]'");
      shape_of_code();
      at_ += close + 1;
      skip_spaces();
    }
    if (!rest().empty() && rest() != "...")
      complain(at_, "the text of a status is free, it can't be matched");
  }

  void take_untagged() {
    skip_spaces();
    const std::size_t begin = at_;
    const std::string_view second = word();
    if (second.empty()) return complain(begin, "'*' needs what follows: '* 3 EXISTS'");
    if (split_statuses(second, pattern_.statuses)) {
      pattern_.kind = ImapPattern::Kind::UntaggedStatus;
      return take_code();
    }
    pattern_.kind = ImapPattern::Kind::Data;
    std::string_view data_name = second;
    std::size_t name_at = begin;
    if (wire::to_number(second) || second.starts_with("${")) {
      pattern_.number = parse_terms(text_.from(begin, second.size()), kImapTerms, names_, mistakes_).front();
      skip_spaces();
      name_at = at_;
      data_name = word();
    }
    if (data_name.empty() || !wire::is_alpha(data_name[0])) {
      return complain(name_at, "the name of the data is missing here: '* 3 EXISTS', '* FLAGS (…)'");
    }
    name_column_ = text_.where(name_at).column;
    for (const char c : data_name) pattern_.name += wire::to_upper(c);
    TermOptions options = kImapTerms;
    options.numbers = pattern_.name == "SEARCH";
    pattern_.data = parse_terms(text_.from(at_), options, names_, mistakes_);
    if (const KnownName* known = known_data(pattern_.name)) pattern_.shape = known->shape;
  }

  Text text_;
  Names& names_;
  Diagnostics& mistakes_;
  ImapPattern pattern_;
  std::size_t at_ = 0;
  std::uint32_t name_column_ = 0;  // of the data's name
};

}  // namespace

std::span<const std::string_view> imap_statuses() {
  return kStatuses;
}

ImapPattern parse_imap_pattern(const Text& text, Names& names, Diagnostics& mistakes) {
  return ImapParser(text, names, mistakes).parse();
}

}  // namespace mailrig::scenario
