#include "harness/scenario/line.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/scenario/line_control.hpp"
#include "harness/scenario/line_words.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

constexpr std::array<std::pair<std::string_view, Verb>, 4> kPlainVerbs = {{{"close", Verb::Close},
                                                                           {"half-close", Verb::HalfClose},
                                                                           {"reset", Verb::Reset},
                                                                           {"compress", Verb::Compress}}};
constexpr std::array<std::string_view, 29> kVerbs = {
    "C:",     "C raw:", "S:",    "or S:", "connect", "tls",     "close",  "half-close",  "reset",   "closed",
    "silent", "open",   "pause", "read",  "auth",    "send",    "set",    "check",       "include", "repeat",
    "if",     "else",   "at",    "end",   "C more:", "C data:", "C raw:", "C untagged:", "compress"};
// What needs no client's name where there are several.
constexpr std::array<std::string_view, 8> kOfNobody = {"repeat", "if",  "else",  "at",
                                                       "end",    "set", "check", "include"};
// Where " # " may stand in quotes.
constexpr std::array<std::string_view, 6> kQuoting = {"S:", "or S:", "if ", "else if ", "check ", "include "};

constexpr std::array<LineFlag, 4> kSendFlags = {
    {{"raw", &Line::raw}, {"more", &Line::more}, {"untagged", &Line::untagged}, {"data", &Line::data}}};
// How to send: no other word is looked at.
constexpr std::string_view kCut = "cut", kPause = "pause";
constexpr std::array<std::string_view, 6> kSendWords = {
    kSendFlags[0].word, kSendFlags[1].word, kSendFlags[2].word, kSendFlags[3].word, kCut, kPause};
constexpr std::string_view kOr = "or S:", kNot = "not";
constexpr std::array<std::string_view, 2> kExpectWords = {kOr, kNot};

class LineParser {
 public:
  LineParser(const Text& text, const Speakers& speakers, Diagnostics& mistakes)
      : text_(text), speakers_(speakers), clients_(speakers.clients), mistakes_(mistakes) {}

  // False: not a line that can be used.
  bool parse(Line& line) {
    const std::size_t before_client = mistakes_.size();
    take_client(line);
    if (mistakes_.size() != before_client) return false;
    skip_spaces();
    line.where = text_.where(at_);
    take_annotations(line);
    at_ = std::min(at_, text_.text.size());  // nothing but a client's name is left
    const std::size_t mistakes_before =
        mistakes_.size();  // a wrong annotation leaves a line that can be used
    line.source = std::string(text_.text.substr(at_));
    take_verb(line);
    return mistakes_.size() == mistakes_before;
  }

 private:
  void complain(std::size_t at, std::string message) {
    mistakes_.push_back({text_.where(at), std::move(message)});
  }
  void skip_spaces() {
    while (at_ < text_.text.size() && text_.text[at_] == ' ') ++at_;
  }
  [[nodiscard]] std::string_view rest() const { return text_.text.substr(at_); }
  std::string_view word() {
    skip_spaces();
    const std::size_t begin = at_;
    while (at_ < text_.text.size() && text_.text[at_] != ' ') ++at_;
    return text_.text.substr(begin, at_ - begin);
  }

  void take_client(Line& line) {
    const std::size_t begin = at_;
    const std::string_view first = word();
    if (std::find(clients_.begin(), clients_.end(), first) != clients_.end() && at_ < text_.text.size()) {
      line.client = first;
      return;
    }
    at_ = begin;
    line.client = speakers_.otherwise;
    if (clients_.size() < 2 || !speakers_.otherwise.empty() ||
        std::find(kOfNobody.begin(), kOfNobody.end(), first) != kOfNobody.end()) {
      return;
    }
    const std::string_view near = nearest(first, clients_);
    complain(begin, near.empty() ? "there are several clients: begin the line with one of " + names()
                                 : "there is no client '" + std::string(first) + "'" + did_you_mean(near));
  }

  [[nodiscard]] std::string names() const {
    std::string all;
    for (const std::string& client : clients_) all += (all.empty() ? "" : ", ") + client;
    return all;
  }

  // Cuts " # …" off; not within "…" of a pattern.
  void take_annotations(Line& line) {
    const bool quotes = std::any_of(kQuoting.begin(), kQuoting.end(),
                                    [&](std::string_view verb) { return rest().starts_with(verb); });
    bool quoted = false;
    for (std::size_t i = at_; i + 2 < text_.text.size() + 1; ++i) {
      const char c = text_.text[i];
      if (quotes && c == '\\') {
        ++i;
      } else if (quotes && c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '#' && i > 0 && text_.text[i - 1] == ' ' &&
                 (i + 1 == text_.text.size() || text_.text[i + 1] == ' ')) {
        line.notes = parse_annotations(text_.from(i + 1), mistakes_);
        annotated_ = true;
        text_.text = text_.text.substr(0, i);
        while (text_.text.ends_with(' ')) text_.text.remove_suffix(1);
        return;
      }
    }
    if (!rest().starts_with("C")) {
      while (text_.text.ends_with(' ')) text_.text.remove_suffix(1);
    }
  }

  void take_verb(Line& line) {
    if (rest().starts_with("C:") || rest().starts_with("C ")) return take_send(line);
    if (rest().starts_with("S:") || rest().starts_with(kOr)) return take_expect(line);
    const std::size_t begin = at_;
    const std::string_view verb = word();
    if (take_words(verb, line)) return;
    for (const auto& [name, plain] : kPlainVerbs) {
      if (verb != name) continue;
      line.verb = plain;
      return expect_end();
    }
    if (verb == "silent" || verb == "pause" || verb == "open") {
      line.verb = verb == "silent" ? Verb::Silent : verb == "open" ? Verb::Open : Verb::Pause;
      line.time = take_time();
      return expect_end();
    }
    if (verb == "send") return take_deliver(line);
    if (verb == "set") return take_set(line);
    if (is_control(verb)) {
      if (annotated_ && verb != "check")
        return complain(begin, "an annotation belongs to an expectation, not to '" + std::string(verb) + "'");
      return parse_control(text_.from(begin), line, mistakes_);
    }
    unknown_verb(begin, verb);
  }

  void unknown_verb(std::size_t begin, std::string_view verb) {
    const std::string_view near = nearest(verb, std::span<const std::string_view>(kVerbs));
    complain(begin,
             "'" + std::string(verb) + "' begins no line of a dialogue" +
                 (near.empty() ? "; meant is 'C: …', 'S: …' or a verb such as 'close'" : did_you_mean(near)));
  }

  void expect_end() {
    skip_spaces();
    if (at_ < text_.text.size()) complain(at_, "'" + std::string(rest()) + "' is too much here");
  }

  Milliseconds take_time() {
    skip_spaces();
    const std::size_t begin = at_;
    const std::string_view time_word = word();
    if (const auto time = parse_time(time_word)) return *time;
    complain(begin, time_word.empty()
                        ? std::string("a time is missing: '500ms', '5s' or '1min'")
                        : "'" + std::string(time_word) + "' is no time; meant is '500ms', '5s' or '1min'");
    return Milliseconds(0);
  }

  void take_text(Line& line) {
    if (at_ < text_.text.size() && text_.text[at_] == ' ') ++at_;
    line.text = std::string(rest());
    line.text_at = text_.where(at_);
  }

  void take_send(Line& line) {
    line.verb = Verb::Send;
    if (annotated_) complain(at_, "an annotation belongs to an expectation, not to a line that is sent");
    const std::size_t colon = text_.text.find(':', at_);
    if (colon == std::string_view::npos) return complain(at_, "'C' needs a colon: 'C: text'");
    const Text whole = text_;
    ++at_;
    text_.text = whole.text.substr(0, colon);
    take_modifiers(line);
    text_ = whole;
    at_ = colon + 1;
    take_text(line);
  }

  void take_modifiers(Line& line) {
    for (;;) {
      skip_spaces();
      const std::size_t begin = at_;
      const std::string_view modifier = word();
      if (modifier.empty()) return;
      if (std::find(kSendWords.begin(), kSendWords.end(), modifier) == kSendWords.end()) {
        const std::string_view near = nearest(modifier, std::span<const std::string_view>(kSendWords));
        return complain(begin, "'" + std::string(modifier) + "' says nothing about how to send" +
                                   (near.empty() ? "; meant is raw, more, untagged, data, cut or pause"
                                                 : did_you_mean(near)));
      }
      if (modifier == kCut) take_cuts(line);
      if (modifier == kPause) line.time = take_time();
      for (const LineFlag& flag : kSendFlags) {
        if (flag.word == modifier) line.*flag.flag = true;
      }
    }
  }

  void take_cuts(Line& line) {
    skip_spaces();
    const std::size_t begin = at_;
    std::string_view numbers = word();
    while (!numbers.empty()) {
      const std::size_t comma = numbers.find(',');
      const auto number = wire::to_number(numbers.substr(0, comma));
      if (!number || *number > UINT32_MAX || (!line.cuts.empty() && *number <= line.cuts.back())) break;
      line.cuts.push_back(static_cast<std::uint32_t>(*number));
      if (comma == std::string_view::npos) return;
      numbers.remove_prefix(comma + 1);
    }
    complain(begin, "'cut' takes ascending octet numbers: 'cut 3,7'");
  }

  void take_expect(Line& line) {
    line.verb = Verb::Expect;
    line.alternative = rest().starts_with(kOr);
    at_ += line.alternative ? kOr.size() : 2;
    skip_spaces();
    if (rest().starts_with(kNot) && rest().substr(kNot.size(), 1) == " ") {
      line.absent = true;
      at_ += kNot.size() + 1;
      skip_spaces();
    }
    line.text = std::string(rest());
    line.text_at = text_.where(at_);
    if (line.text.empty()) complain(at_, "'S:' needs what is expected");
    if (line.absent && line.alternative) complain(at_, "'or' and 'not' do not go together");
  }

  // Verbs whose words are read elsewhere.
  bool take_words(std::string_view verb, Line& line) {
    Words words(text_.from(at_), mistakes_);
    if (verb == "connect" || verb == "tls") {
      line.verb = verb == "tls" ? Verb::StartTls : Verb::Connect;
      parse_handshake(words, line);
    } else if (verb == "closed") {
      parse_closed(words, line);
    } else if (verb == "read") {
      parse_read(words, line);
    } else if (verb == "auth") {
      parse_auth(words, line);
    } else {
      return false;
    }
    return true;
  }

  void take_deliver(Line& line) {
    line.verb = Verb::Deliver;
    skip_spaces();
    const std::size_t to = rest().find(" to ");
    if (to == std::string_view::npos) return complain(at_, "meant is 'send ${corpus.plain} to ${address}'");
    line.text = std::string(rest().substr(0, to));
    line.text_at = text_.where(at_);
    line.name = std::string(rest().substr(to + 4));
    line.name_at = text_.where(at_ + to + 4);
  }

  void take_set(Line& line) {
    line.verb = Verb::Set;
    skip_spaces();
    line.name_at = text_.where(at_);
    const std::size_t equals = rest().find('=');
    if (equals == std::string_view::npos) return complain(at_, "meant is 'set name = ${value}'");
    std::string_view name = rest().substr(0, equals);
    while (name.ends_with(' ')) name.remove_suffix(1);
    line.name = std::string(name);
    const std::string_view letters = name.starts_with('#') ? name.substr(1) : name;
    if (letters.empty() || !wire::is_alpha(letters[0]))
      complain(at_, "'set' needs a name that begins with a letter");
    at_ += equals + 1;
    take_text(line);
  }

  Text text_;
  const Speakers& speakers_;
  const std::vector<std::string>& clients_;
  Diagnostics& mistakes_;
  std::size_t at_ = 0;
  bool annotated_ = false;
};

}  // namespace

std::span<const LineFlag> send_flags() {
  return kSendFlags;
}

std::span<const std::string_view> send_words() {
  return kSendWords;
}

std::span<const std::string_view> expect_words() {
  return kExpectWords;
}

Lines parse_lines(const Text& dialogue, const Speakers& speakers, Diagnostics& mistakes) {
  Lines lines;
  Location at = dialogue.at;
  std::string_view rest = dialogue.text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view one = rest.substr(0, end);
    if (one.ends_with('\r')) one.remove_suffix(1);
    std::size_t indent = 0;
    while (indent < one.size() && (one[indent] == ' ' || one[indent] == '\t')) ++indent;
    one.remove_prefix(indent);
    if (!one.empty() && one.front() != '#') {
      Location where = at;
      where.column += static_cast<std::uint32_t>(indent);
      Line line;
      const bool good = LineParser(Text{one, where}, speakers, mistakes).parse(line);
      lines.good = lines.good && good;
      // A block has its lines, even where it is not said well what to do with them.
      if (good || line.verb >= Verb::Repeat) lines.all.push_back(std::move(line));
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++at.line;
    at.column = 1;
  }
  return lines;
}

}  // namespace mailrig::scenario
