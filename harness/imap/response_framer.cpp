#include "harness/imap/literal.hpp"
#include "harness/imap/response.hpp"

namespace mailrig::imap {
namespace {

// Text of a status response or of a continuation may end in "{5}" and mean nothing by it. Only data
// hold literals, and a response code that is still open at the line's end.
bool may_hold_literal(std::string_view line) {
  const std::size_t space = line.find(' ');
  if (line.empty() || line[0] == '+' || space == std::string_view::npos) return false;
  const bool untagged = line.substr(0, space) == "*";
  std::string_view rest = line.substr(space + 1);
  const std::size_t word_end = rest.find(' ');
  if (status_named(rest.substr(0, word_end)) == Status::None) return untagged;
  if (word_end == std::string_view::npos) return false;
  rest.remove_prefix(word_end + 1);
  return rest.starts_with('[') && rest.find(']') == std::string_view::npos;
}

std::string_view without_line_end(std::string_view line) {
  line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

wire::Frame ResponseFramer::feed(std::string_view buffered) {
  const auto finish = [this](wire::FrameStatus status, std::size_t size, wire::Limit limit = {}) {
    reset();
    return wire::Frame{status, size, limit};
  };
  const auto too_long = [&](std::size_t size, std::string_view of, std::size_t limit) {
    return finish(wire::FrameStatus::TooLong, size, {of, limit});
  };
  for (;;) {
    if (literal_end_ > scanned_) {
      if (buffered.size() < literal_end_) return {};
      scanned_ = line_begin_ = literal_end_;
    }
    const std::size_t lf = buffered.find('\n', scanned_);
    const std::size_t line_end = lf == std::string_view::npos ? buffered.size() : lf + 1;
    if (line_end - line_begin_ > kLineLimit) return too_long(line_end, "line", kLineLimit);
    if (line_end > kResponseLimit) return too_long(line_end, "response", kResponseLimit);
    scanned_ = line_end;
    if (lf == std::string_view::npos) return {};
    const std::string_view line = without_line_end(buffered.substr(line_begin_, line_end - line_begin_));
    const auto literal = announced_at_end(line);
    if (!literal || (line_begin_ == 0 && !may_hold_literal(line))) {
      return finish(wire::FrameStatus::Complete, line_end);
    }
    if (literal->octets > kLiteralLimit) return too_long(line_end, "literal", kLiteralLimit);
    if (line_end + literal->octets > kResponseLimit) return too_long(line_end, "response", kResponseLimit);
    literal_end_ = line_end + static_cast<std::size_t>(literal->octets);
    line_begin_ = line_end;
    if (literal->octets == 0) continue;
  }
}

void ResponseFramer::reset() {
  scanned_ = line_begin_ = literal_end_ = 0;
}

}  // namespace mailrig::imap
