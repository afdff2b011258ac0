// Framing: where does the next unit end? On the wire there are only lines, dot-terminated
// blocks and counted blocks. A framer looks at all bytes that are buffered and not yet consumed;
// it remembers how far it has looked, so feeding a byte at a time costs linear time in all.
// Framers own no memory but a few counters and never copy.
#pragma once

#include <cstddef>
#include <string_view>

#include "harness/wire/flaw.hpp"

namespace mailrig::wire {

enum class FrameStatus : unsigned char {
  NeedMore,  // no whole unit yet
  Complete,  // the first `size` octets of the buffer are one unit
  TooLong,   // the limit was passed before an end was seen; the first `size` octets are to be dropped
};

// A limit of ours, and what it is of: {"line", 1024}.
struct Limit {
  std::string_view of;
  std::size_t octets = 0;
};

struct Frame {
  FrameStatus status = FrameStatus::NeedMore;
  std::size_t size = 0;
  Limit limit{};  // of TooLong: the one that was passed
};

// Generic flaws of lines, for every protocol.
inline constexpr FlawInfo kBareLf{
    "wire.bare-lf", {5321, "2.3.8"}, Level::Must, "lines end in CRLF; a lone LF is no line end"};
inline constexpr FlawInfo kBareCr{
    "wire.bare-cr", {5321, "2.3.8"}, Level::Must, "CR is only sent as part of CRLF"};
inline constexpr FlawInfo kNul{
    "wire.nul", {5321, "2.3.8"}, Level::Must, "NUL has no place in a line of the dialogue"};

// A line that ends in LF; read leniently, so a bare LF ends it too (the caller names the flaw).
// A line may have `limit` octets, its end counted in. TooLong depends on the octets alone, never on
// how they were cut; what follows is framed as a line of its own, so whoever wants to skip the whole
// line drops one more Complete.
class LineFramer {
 public:
  explicit LineFramer(std::size_t limit) : limit_(limit) {}
  // `buffered`: every octet received and not yet consumed. After Complete or TooLong the caller
  // consumes `size` octets and calls again with what is left.
  [[nodiscard]] Frame feed(std::string_view buffered);
  void reset() { scanned_ = 0; }

 private:
  std::size_t limit_;
  std::size_t scanned_ = 0;
};

// A block that ends in CRLF "." CRLF (or begins with "." CRLF: the empty block). Strict about the
// end: a bare LF never ends a block (RFC 5321 4.1.1.4, the defence against smuggling). `size`
// counts the terminator in. After TooLong the framer goes on looking for the end of the same block,
// so that a server can skip a message that is too big; reset() before the next block then.
class DotBlockFramer {
 public:
  explicit DotBlockFramer(std::size_t limit) : limit_(limit) {}
  [[nodiscard]] Frame feed(std::string_view buffered);
  void reset() {
    scanned_ = 0;
    at_start_ = true;
  }

 private:
  std::size_t limit_;
  std::size_t scanned_ = 0;
  bool at_start_ = true;  // nothing of this block has been dropped
};

}  // namespace mailrig::wire
