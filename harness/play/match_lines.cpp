#include "harness/play/match_lines.hpp"

#include <algorithm>

#include "harness/play/match_set.hpp"
#include "harness/play/render.hpp"
#include "harness/wire/dot.hpp"

namespace mailrig::play {
namespace {

using scenario::LinePattern;

constexpr std::size_t kShownOfMessage = 40;

bool match_line(const LinePattern& pattern, std::string_view line, Value::Role role, Match& match) {
  if (pattern.text && !match_value(*pattern.text, Value{.text = line, .key = {}}, match)) return false;
  return match_words(pattern.words, line, pattern.more, match, role);
}

bool match_message(const LinePattern& pattern, std::string_view rest, Match& match) {
  std::string body, buffer;
  wire::append_unstuffed(body, rest);
  if (match.work != nullptr) match.work->steps += body.size();
  const std::string_view wanted = rendered(pattern.message, match.bindings, buffer);
  if (wanted.data() != nullptr && body == wanted) return true;
  if (match.why == nullptr) return false;
  std::size_t at = 0;
  while (at < body.size() && at < wanted.size() && body[at] == wanted[at]) ++at;
  return match.no("the message differs from octet " + std::to_string(at) + " on (" +
                      std::to_string(body.size()) + " octets came, " + std::to_string(wanted.size()) +
                      " were wanted): there is",
                  std::string_view(body).substr(at, kShownOfMessage), wanted.substr(at, kShownOfMessage));
}

// The usual way to match wildcards: on a mismatch go back to the last "..." and let it take a line more.
class InOrder {
 public:
  InOrder(LinePatterns patterns, LineSource& lines, Value::Role role, Match& match)
      : patterns_(patterns), lines_(lines), role_(role), match_(match), star_(patterns.size()) {}

  bool run() {
    for (;;) {
      if (at_ < patterns_.size() && patterns_[at_].kind == LinePattern::Kind::AnyNumber) {
        begin_any();
        if (at_ == patterns_.size()) return true;
        continue;
      }
      if (at_ < patterns_.size() && patterns_[at_].kind == LinePattern::Kind::Message)
        return match_message(patterns_[at_], lines_.rest(), match_);
      std::string_view line;
      const bool more = lines_.next(line);
      if (!more && at_ == patterns_.size()) return true;
      if (more && at_ < patterns_.size() && fits(line)) {
        ++at_;
        continue;
      }
      if (!more) return match_.no("it ends before all its lines came");
      if (star_ == patterns_.size())
        return at_ < patterns_.size() ? false : match_.no("there is a further line", line);
      if (!take_one_more()) return match_.no("no line fits");
    }
  }

 private:
  void begin_any() {
    star_ = at_++;
    retry_ = lines_.place();
    mark_ = match_.bindings.mark();
  }

  bool take_one_more() {
    match_.bindings.undo(mark_);
    lines_.go_to(retry_);
    std::string_view line;
    if (!lines_.next(line)) return false;
    retry_ = lines_.place();
    at_ = star_ + 1;
    return true;
  }

  bool fits(std::string_view line) {
    const bool last_chance = star_ == patterns_.size();
    Match now{match_.bindings, match_.scratch, last_chance ? match_.why : nullptr, match_.trial, match_.work};
    return match_line(patterns_[at_], line, role_, now);
  }

  LinePatterns patterns_;
  LineSource& lines_;
  Value::Role role_;
  Match& match_;
  std::size_t at_ = 0, star_;  // the "..." last met; none: behind the end
  std::size_t retry_ = 0, mark_ = 0;
};

class LineSet final : public SetPattern {
 public:
  LineSet(LinePatterns patterns, LineSource& lines, Value::Role role) : patterns_(patterns), role_(role) {
    for (std::string_view line; lines.next(line);) lines_.push_back(line);
  }
  bool run(Match& match) { return SetPattern::match(patterns_.size(), lines_.size(), true, match); }

 private:
  // A line is chosen by its first word.
  Choice choice(std::size_t term, const Bindings& bindings) const override {
    const LinePattern& pattern = patterns_[term];
    if (pattern.text) return Choice::Some;
    const Choice first = pattern.words.empty() ? Choice::Some : choice_of(pattern.words.front(), bindings);
    return first == Choice::Any && pattern.words.size() > 1 ? Choice::Some : first;
  }
  bool fits(std::size_t term, std::size_t member, Match& match) const override {
    return match_line(patterns_[term], lines_[member], role_, match);
  }
  std::string shown_term(std::size_t term, const Bindings& bindings) const override {
    std::string all;
    for (const scenario::Term& word : patterns_[term].words)
      all += (all.empty() ? "" : " ") + shown(word, bindings);
    return all;
  }
  std::string_view text(std::size_t member) const override { return lines_[member]; }
  bool skips(std::size_t term) const override { return patterns_[term].kind != LinePattern::Kind::Words; }

  LinePatterns patterns_;
  Value::Role role_;
  std::vector<std::string_view> lines_;
};

}  // namespace

bool match_lines(LinePatterns patterns, LineSource& lines, Value::Role role, Match& match) {
  return InOrder(patterns, lines, role, match).run();
}

bool match_lines_as_set(LinePatterns patterns, LineSource& lines, Value::Role role, Match& match) {
  return LineSet(patterns, lines, role).run(match);
}

}  // namespace mailrig::play
