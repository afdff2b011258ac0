// Lines of a reply of several against line patterns: of an SMTP reply, of a POP3 block.
#pragma once

#include <span>
#include <string_view>

#include "harness/play/match.hpp"

namespace mailrig::play {

using LinePatterns = std::span<const scenario::LinePattern>;

// Where the lines come from, one after another.
class LineSource {
 public:
  virtual ~LineSource() = default;
  [[nodiscard]] virtual bool next(std::string_view& line) = 0;
  // A place to come back to.
  [[nodiscard]] virtual std::size_t place() const = 0;
  virtual void go_to(std::size_t place) = 0;
  // Octets as they came, from here on: of a message.
  [[nodiscard]] virtual std::string_view rest() const { return {}; }

 protected:
  LineSource() = default;
  LineSource(const LineSource&) = default;
  LineSource& operator=(const LineSource&) = default;
};

// In order; "..." takes any number of lines, as few as will do. The work is lines times patterns.
[[nodiscard]] bool match_lines(LinePatterns patterns, LineSource& lines, Value::Role role, Match& match);
// Each pattern takes a line of its own, others are allowed.
[[nodiscard]] bool match_lines_as_set(LinePatterns patterns, LineSource& lines, Value::Role role,
                                      Match& match);

}  // namespace mailrig::play
