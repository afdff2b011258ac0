#include <algorithm>

#include "harness/imap/append.hpp"
#include "harness/imap/command.hpp"
#include "harness/imap/literal.hpp"

namespace mailrig::imap {
namespace {

constexpr std::size_t kSkipKeep = 64;     // of a line that is dropped: enough for "{n+}" at its end
constexpr std::size_t kSkipChunk = 4096;  // dropped at least at a time

// The tag at the start of `unit`, or nothing.
std::string_view tag_of(std::string_view unit) {
  const std::size_t end = unit.substr(0, kTagLimit + 1).find(' ');
  if (end == std::string_view::npos) return {};
  const std::string_view tag = unit.substr(0, end);
  return astring_atom(tag) && tag.find('+') == std::string_view::npos ? tag : std::string_view();
}

}  // namespace

CommandFrame CommandFramer::feed(std::string_view buffered) {
  if (skipping_) return skip(buffered);
  if (buffered.size() < scanned_) return {};
  const std::size_t lf = buffered.find('\n', scanned_);
  const std::size_t line_end = lf == std::string_view::npos ? buffered.size() : lf + 1;
  if (line_octets_ + (line_end - line_begin_) > limits_.line) {
    // What has been read goes; its last octets stay, they may announce a literal.
    return begin_skipping(buffered, line_end - std::min(line_end - line_begin_, kSkipKeep), "line too long");
  }
  scanned_ = line_end;
  if (lf == std::string_view::npos) return {};
  return end_line(buffered, line_end);
}

CommandFrame CommandFramer::end_line(std::string_view buffered, std::size_t line_end) {
  const std::string_view line = buffered.substr(line_begin_, line_end - line_begin_);
  if (line.ends_with("\r\n")) {
    const auto literal = announced_at_end(line.substr(0, line.size() - 2));
    if (literal) return announce(buffered, line_end, literal->octets, literal->plus);
  }
  reset();
  CommandFrame frame;
  frame.step = CommandStep::Complete;
  frame.size = line_end;
  return frame;
}

CommandFrame CommandFramer::announce(std::string_view buffered, std::size_t line_end, std::uint64_t octets,
                                     bool plus) {
  too_big_ = octets > limits_.literal || line_end + octets > limits_.unit;
  if (!plus && too_big_) return refuse(buffered, line_end, "literal too large");
  if (plus && (too_big_ || octets > limits_.non_synchronizing)) {
    plus_too_big_ = !too_big_ && limits_.non_synchronizing > 0;
    skip_literal_ = octets;
    if (octets <= limits_.skip) return begin_skipping(buffered, line_end, "literal too large");
    CommandFrame frame = refuse(buffered, line_end, "literal too large");
    frame.close = true;
    return frame;
  }
  line_octets_ += line_end - line_begin_;
  scanned_ = line_begin_ = line_end + static_cast<std::size_t>(octets);
  if (plus) return feed(buffered);
  CommandFrame frame;
  frame.step = CommandStep::Continue;
  frame.literal = static_cast<std::size_t>(octets);
  return frame;
}

CommandFrame CommandFramer::refuse(std::string_view buffered, std::size_t size, std::string_view reason) {
  const bool too_big = too_big_;
  reset();
  tag_ = tag_of(buffered);
  reason_ = reason;
  too_big_ = too_big;
  return end_skipping(size);
}

CommandFrame CommandFramer::begin_skipping(std::string_view buffered, std::size_t size,
                                           std::string_view reason) {
  tag_ = tag_of(buffered);
  reason_ = reason;
  skipping_ = true;
  skipped_ = size;
  scanned_ = 0;
  if (size == 0) return skip(buffered);
  CommandFrame frame;
  frame.step = CommandStep::Skip;
  frame.size = size;
  return frame;
}

CommandFrame CommandFramer::skip(std::string_view buffered) {
  CommandFrame frame;
  if (skip_literal_ > 0) {
    frame.size = static_cast<std::size_t>(std::min<std::uint64_t>(skip_literal_, buffered.size()));
    if (frame.size > 0) frame.step = CommandStep::Skip;
    skip_literal_ -= frame.size;
    skipped_ += frame.size;
    return frame;
  }
  const std::size_t lf = buffered.find('\n', std::min(scanned_, buffered.size()));
  scanned_ = buffered.size();
  if (lf == std::string_view::npos && buffered.size() < kSkipChunk) return frame;
  frame.size = lf == std::string_view::npos ? buffered.size() - kSkipKeep : lf + 1;
  skipped_ += frame.size;
  if (skipped_ > limits_.skip) {
    frame = end_skipping(frame.size);
    frame.close = true;
    return frame;
  }
  frame.step = CommandStep::Skip;
  scanned_ = lf == std::string_view::npos ? kSkipKeep : 0;
  if (lf == std::string_view::npos) return frame;
  const std::string_view line = buffered.substr(0, lf);
  const auto literal =
      line.ends_with('\r') ? announced_at_end(line.substr(0, line.size() - 1)) : std::nullopt;
  // A synchronizing literal will not be sent when its command is refused.
  if (!literal || !literal->plus) return end_skipping(frame.size);
  skip_literal_ = std::min<std::uint64_t>(literal->octets, limits_.skip);
  return frame;
}

CommandFrame CommandFramer::end_skipping(std::size_t size) {
  CommandFrame frame;
  frame.step = CommandStep::Refused;
  frame.size = size;
  frame.tag = tag_;
  frame.reason = reason_;
  frame.too_big = too_big_;
  frame.plus_too_big = plus_too_big_;
  skipping_ = too_big_ = plus_too_big_ = false;
  scanned_ = line_begin_ = line_octets_ = 0;
  skip_literal_ = skipped_ = 0;
  return frame;
}

void CommandFramer::reset() {
  scanned_ = line_begin_ = line_octets_ = 0;
  skipping_ = too_big_ = plus_too_big_ = false;
  skip_literal_ = skipped_ = 0;
  tag_.clear();
}

}  // namespace mailrig::imap
