#include "harness/scenario/line_control.hpp"

#include <algorithm>
#include <array>

#include "harness/scenario/text_cursor.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

constexpr std::array<std::string_view, 7> kVerbs = {"repeat", "if", "else", "at", "end", "check", "include"};

class ControlParser : private TextCursor {
 public:
  ControlParser(const Text& text, Line& line, Diagnostics& mistakes)
      : TextCursor(text, mistakes), line_(line) {}

  void parse() {
    const std::string_view verb = word();
    if (verb == "repeat") return repeat();
    if (verb == "if") return condition(Verb::If, "if");
    if (verb == "else") return otherwise();
    if (verb == "at") return at_once();
    if (verb == "check") return condition(Verb::Check, "check");
    if (verb == "include") return include();
    line_.verb = Verb::End;
    expect_end();
  }

 private:
  void repeat() {
    line_.verb = Verb::Repeat;
    line_.count = 1;
    skip_spaces();
    const std::size_t begin = at_;
    const auto count = wire::to_number(word());
    if (!count || *count == 0 || *count > kLinesLimit) {
      return complain(begin, "'repeat' takes how often: 'repeat 3', 20000 at most");
    }
    line_.count = static_cast<std::uint32_t>(*count);
    expect_end();
  }

  void condition(Verb verb, std::string_view name) {
    line_.verb = verb;
    skip_spaces();
    line_.text = std::string(rest());
    line_.text_at = text_.where(at_);
    if (!line_.text.empty()) return;
    complain(at_,
             verb == Verb::Check
                 ? "'check' needs what is compared: 'check ${a} > ${b}'"
                 : quote(name) +
                       " needs a condition: 'offered MOVE', 'rev imap4rev2', 'answered OK' or '${a} > ${b}'");
  }

  void otherwise() {
    line_.verb = Verb::Else;
    skip_spaces();
    if (rest().empty()) return;
    if (const std::size_t begin = at_; word() == "if") {
      condition(Verb::ElseIf, "else if");
    } else {
      complain(begin, quote(text_.text.substr(begin)) + " is too much here; meant is 'else' or 'else if …'");
    }
  }

  void at_once() {
    line_.verb = Verb::AtOnce;
    if (word() != "once") return complain(0, "meant is 'at once', and 'end' behind the last line of it");
    expect_end();
  }

  void include() {
    line_.verb = Verb::Include;
    skip_spaces();
    line_.name_at = text_.where(at_);
    const std::size_t begin = at_;
    line_.name = std::string(word());
    if (line_.name.empty()) return complain(begin, "'include' needs the name of a fragment");
    for (skip_spaces(); at_ < text_.text.size(); skip_spaces()) {
      if (!argument()) return;
    }
  }

  bool argument() {
    const std::size_t begin = at_;
    while (at_ < text_.text.size() && text_.text[at_] != ' ' && text_.text[at_] != '=') ++at_;
    if (at_ == begin || at_ == text_.text.size() || text_.text[at_] != '=') {
      complain(begin, quote(text_.text.substr(begin, at_ - begin)) +
                          " is no argument; meant is 'name=value' or 'name=\"two words\"'");
      return false;
    }
    Argument argument;
    argument.name = std::string(text_.text.substr(begin, at_ - begin));
    argument.name_at = text_.where(begin);
    ++at_;
    if (!value(argument)) return false;
    const bool twice = std::any_of(line_.arguments.begin(), line_.arguments.end(),
                                   [&](const Argument& other) { return other.name == argument.name; });
    if (twice) complain(begin, "'" + argument.name + "' is given twice");
    line_.arguments.push_back(std::move(argument));
    return true;
  }

  bool value(Argument& argument) {
    if (!rest().starts_with("\"")) {
      argument.at = text_.where(at_);
      argument.value = std::string(word());
      return true;
    }
    const std::size_t begin = at_++;
    argument.at = text_.where(at_);
    for (; at_ < text_.text.size() && text_.text[at_] != '"'; ++at_) {
      const char next = at_ + 1 < text_.text.size() ? text_.text[at_ + 1] : '\0';
      if (text_.text[at_] == '\\' && (next == '"' || next == '\\')) ++at_;
      argument.value += text_.text[at_];
    }
    if (at_ == text_.text.size()) {
      complain(begin, "the value has no closing '\"'");
      return false;
    }
    ++at_;
    return true;
  }

  Line& line_;
};

}  // namespace

bool is_control(std::string_view verb) {
  return std::find(kVerbs.begin(), kVerbs.end(), verb) != kVerbs.end();
}

void parse_control(const Text& text, Line& line, Diagnostics& mistakes) {
  ControlParser(text, line, mistakes).parse();
}

}  // namespace mailrig::scenario
