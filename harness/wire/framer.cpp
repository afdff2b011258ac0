#include "harness/wire/framer.hpp"

#include <algorithm>

namespace mailrig::wire {
namespace {

constexpr std::string_view kDotEnd = "\r\n.\r\n";

// Is the LF at `lf` the last octet of a block's end?
bool ends_block(std::string_view bytes, std::size_t lf, bool at_start) {
  const std::string_view head = bytes.substr(0, lf + 1);
  return head.ends_with(kDotEnd) || (at_start && head == kDotEnd.substr(2));
}

}  // namespace

Frame LineFramer::feed(std::string_view buffered) {
  const std::string_view window = buffered.substr(0, limit_);
  const std::size_t lf = window.find('\n', scanned_);
  if (lf != std::string_view::npos) {
    scanned_ = 0;
    return {FrameStatus::Complete, lf + 1};
  }
  scanned_ = window.size();
  if (window.size() < limit_) return {};
  scanned_ = 0;
  return {FrameStatus::TooLong, window.size(), {"line", limit_}};
}

Frame DotBlockFramer::feed(std::string_view buffered) {
  const std::size_t limit = std::max(limit_, kDotEnd.size());
  const std::string_view window = buffered.substr(0, limit);
  for (std::size_t lf = window.find('\n', scanned_); lf != std::string_view::npos;
       lf = window.find('\n', lf + 1)) {
    if (!ends_block(window, lf, at_start_)) continue;
    reset();
    return {FrameStatus::Complete, lf + 1};
  }
  scanned_ = window.size();
  if (window.size() < limit) return {};
  // What may be the beginning of the end is kept.
  at_start_ = false;
  scanned_ = kDotEnd.size() - 1;
  return {FrameStatus::TooLong, window.size() - scanned_, {"block", limit}};
}

}  // namespace mailrig::wire
