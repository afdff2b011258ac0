#include "harness/scenario/blocks.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace mailrig::scenario {

namespace {

std::string_view word(Verb verb) {
  switch (verb) {
    case Verb::Repeat:
      return "repeat";
    case Verb::AtOnce:
      return "at once";
    default:
      return "if";
  }
}

class Matcher {
 public:
  Matcher(const std::vector<Line>& lines, Diagnostics& mistakes) : lines_(lines), mistakes_(mistakes) {
    blocks_.next.resize(lines.size(), 0);
  }

  Blocks match() {
    for (std::size_t i = 0; i < lines_.size(); ++i) line(i);
    for (const Open& open : open_) {
      complain(open.first, quote(word(lines_[open.first].verb)) + " needs its own 'end'");
    }
    return std::move(blocks_);
  }

 private:
  struct Open {
    std::size_t first = 0, latest = 0;  // the line that opened it; its last if, else if or else
    std::size_t branches = 1;
  };

  void complain(std::size_t line, std::string message) {
    blocks_.good = false;
    mistakes_.push_back({lines_[line].where, std::move(message)});
  }

  void line(std::size_t i) {
    switch (lines_[i].verb) {
      case Verb::AtOnce:
        if (std::any_of(open_.begin(), open_.end(),
                        [&](const Open& open) { return lines_[open.first].verb == Verb::AtOnce; })) {
          complain(i, "one 'at once' can't stand in another");
        }
        return open(i);
      case Verb::Repeat:
      case Verb::If:
        return open(i);
      case Verb::ElseIf:
      case Verb::Else:
        return branch(i);
      case Verb::End:
        return end(i);
      default:
        return;
    }
  }

  void open(std::size_t i) {
    if (open_.size() == kNestingLimit) complain(i, "blocks stand in one another 16 deep at most");
    open_.push_back({i, i, 1});
  }

  void branch(std::size_t i) {
    if (open_.empty() || lines_[open_.back().first].verb != Verb::If) {
      return complain(i, "'else' without an 'if' before it");
    }
    Open& open = open_.back();
    if (lines_[open.latest].verb == Verb::Else)
      return complain(i, "behind an 'else' comes nothing but 'end'");
    if (++open.branches == kBranchesLimit + 1) complain(i, "an 'if' has 16 branches at most");
    blocks_.next[open.latest] = i;
    open.latest = i;
  }

  void end(std::size_t i) {
    if (open_.empty()) return complain(i, "'end' without a 'repeat', 'if' or 'at once' before it");
    blocks_.next[open_.back().latest] = i;
    open_.pop_back();
  }

  const std::vector<Line>& lines_;
  Diagnostics& mistakes_;
  Blocks blocks_;
  std::vector<Open> open_;
};

}  // namespace

Blocks match_blocks(const std::vector<Line>& lines, Diagnostics& mistakes) {
  return Matcher(lines, mistakes).match();
}

}  // namespace mailrig::scenario
