#include <gtest/gtest.h>

#include "harness/imap/command.hpp"

namespace mailrig::imap {
namespace {

// Feeds `sent` in steps that end at each of `cuts`, and consumes as told: a word for each frame.
std::string run(CommandLimits limits, std::string_view sent, std::size_t cut) {
  CommandFramer framer(limits);
  std::string buffer;
  std::string out;
  const auto drain = [&] {
    for (;;) {
      const CommandFrame frame = framer.feed(buffer);
      if (frame.step == CommandStep::NeedMore) return;
      if (frame.step == CommandStep::Continue) {
        out += "+" + std::to_string(frame.literal) + " ";
        continue;
      }
      if (frame.step == CommandStep::Complete) out += "[" + buffer.substr(0, frame.size) + "] ";
      if (frame.step == CommandStep::Refused) {
        out += "!" + std::string(frame.tag) + ":" + std::string(frame.reason) +
               (frame.too_big ? ":big" : "") + (frame.close ? ":close" : "") + " ";
      }
      ASSERT_GT(frame.size, 0U);
      ASSERT_LE(frame.size, buffer.size());
      buffer.erase(0, frame.size);
    }
  };
  if (cut == 0) {
    for (const char octet : sent) {
      buffer.push_back(octet);
      drain();
    }
    return out;
  }
  buffer = sent.substr(0, cut);
  drain();
  buffer += sent.substr(cut);
  drain();
  return out;
}

struct Case {
  std::string sent, frames;
};

CommandLimits small() {
  CommandLimits limits;
  limits.line = 40;
  limits.literal = 10;
  limits.non_synchronizing = 8;
  limits.unit = 70;
  limits.skip = 200;
  return limits;
}

TEST(CommandFramer, CutsCommandsHoweverTheOctetsCome) {
  const std::string long_line(60, 'x');
  const std::vector<Case> table{
      {"a NOOP\r\nb NOOP\r\n", "[a NOOP\r\n] [b NOOP\r\n] "},
      {"a NOOP\n", "[a NOOP\n] "},
      {"a X {3}\r\na\r\n {2+}\r\nbc\r\nb NOOP\r\n", "+3 [a X {3}\r\na\r\n {2+}\r\nbc\r\n] [b NOOP\r\n] "},
      {"a X {0}\r\n\r\n", "+0 [a X {0}\r\n\r\n] "},
      {"a X {3}\nabc\r\n", "[a X {3}\n] [abc\r\n] "},
      {"a X {11}\r\nb NOOP\r\n", "!a:literal too large:big [b NOOP\r\n] "},
      {"a X {99999999999999999999}\r\nb NOOP\r\n", "!a:literal too large:big [b NOOP\r\n] "},
      {"a X {9+}\r\n123\r\n6789 y\r\nb NOOP\r\n", "!a:literal too large [b NOOP\r\n] "},
      {"a X {11+}\r\n12345678901 {4+}\r\n1\r\n4\r\nb NOOP\r\n", "!a:literal too large:big [b NOOP\r\n] "},
      {"a X {11+}\r\n12345678901 {4}\r\nb NOOP\r\n", "!a:literal too large:big [b NOOP\r\n] "},
      {"a X {500+}\r\n", "!a:literal too large:big:close "},
      {"a " + long_line + "\r\nb NOOP\r\n", "!a:line too long [b NOOP\r\n] "},
      {"a " + long_line + " {4+}\r\n1\r\n4\r\nb NOOP\r\n", "!a:line too long [b NOOP\r\n] "},
      {long_line + "\r\nb NOOP\r\n", "!:line too long [b NOOP\r\n] "},
  };
  for (const Case& row : table) {
    for (std::size_t cut = 0; cut <= row.sent.size(); ++cut) {
      EXPECT_EQ(run(small(), row.sent, cut), row.frames) << row.sent << " cut at " << cut;
    }
  }
}

TEST(CommandFramer, BoundsWhatALineWithoutEndCosts) {
  CommandFramer framer(small());
  std::string buffer;
  std::size_t most = 0;
  bool closed = false;
  for (int i = 0; i < 1000 && !closed; ++i) {
    buffer.append(1000, 'x');
    for (;;) {
      const CommandFrame frame = framer.feed(buffer);
      if (frame.step == CommandStep::NeedMore) break;
      closed = closed || frame.close;
      buffer.erase(0, frame.size);
      if (closed) break;
    }
    most = std::max(most, buffer.size());
  }
  EXPECT_TRUE(closed);
  EXPECT_LT(most, 8192U);
}

}  // namespace
}  // namespace mailrig::imap
