#include "harness/wire/framer.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailrig::wire {
namespace {

using namespace std::string_literals;

// Feeds `bytes` cut in two at `cut`, then byte by byte from there on: the size of the first frame.
template <typename Framer>
Frame feed_cut(Framer framer, std::string_view bytes, std::size_t cut) {
  Frame frame = framer.feed(bytes.substr(0, cut));
  for (std::size_t size = cut + 1; frame.status == FrameStatus::NeedMore && size <= bytes.size(); ++size) {
    frame = framer.feed(bytes.substr(0, size));
  }
  return frame;
}

template <typename Framer>
void expect_everywhere(const Framer& framer, std::string_view bytes, FrameStatus status, std::size_t size) {
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    const Frame frame = feed_cut(framer, bytes, cut);
    EXPECT_EQ(frame.status, status) << "cut at " << cut;
    EXPECT_EQ(frame.size, size) << "cut at " << cut;
  }
}

TEST(LineFramer, EndsAtLf) {
  expect_everywhere(LineFramer(100), "NOOP\r\nQUIT\r\n", FrameStatus::Complete, 6);
  expect_everywhere(LineFramer(100), "NOOP\nQUIT\r\n", FrameStatus::Complete, 5);
  expect_everywhere(LineFramer(100), "\n", FrameStatus::Complete, 1);
}

TEST(LineFramer, ACrAloneEndsNothing) {
  expect_everywhere(LineFramer(100), "NOOP\rQUIT\r", FrameStatus::NeedMore, 0);
}

TEST(LineFramer, TakesALineOfJustTheLimit) {
  expect_everywhere(LineFramer(6), "NOOP\r\n", FrameStatus::Complete, 6);
  expect_everywhere(LineFramer(5), "NOOP\r\n", FrameStatus::TooLong, 5);
}

TEST(LineFramer, FramesWhatFollowsATooLongLine) {
  LineFramer framer(4);
  std::string bytes = "0123456789\r\nQ\r\n";
  std::string seen;
  for (Frame frame = framer.feed(bytes); frame.status != FrameStatus::NeedMore; frame = framer.feed(bytes)) {
    seen += frame.status == FrameStatus::TooLong ? "long " : "line ";
    bytes.erase(0, frame.size);
  }
  EXPECT_EQ(seen, "long long line line ");
}

TEST(DotBlockFramer, EndsAtCrlfDotCrlf) {
  expect_everywhere(DotBlockFramer(100), "a\r\n.\r\nnext", FrameStatus::Complete, 6);
  expect_everywhere(DotBlockFramer(100), "\r\n.\r\n", FrameStatus::Complete, 5);
  expect_everywhere(DotBlockFramer(100), "..\r\n.\r\n", FrameStatus::Complete, 7);
}

TEST(DotBlockFramer, KnowsTheEmptyBlock) {
  expect_everywhere(DotBlockFramer(100), ".\r\n", FrameStatus::Complete, 3);
}

// Each has been taken for the end of data by some server (RFC 5321 4.1.1.4, 2.3.8).
TEST(DotBlockFramer, IsNotFooledBySmuggling) {
  const std::string ends[] = {
      "\n.\n", "\n.\r\n",      "\r\n.\n",      "\r.\r",       "\r.\r\n",    "\r\n.\r",   "\n.\r",
      "\r.\n", "\r\n\0.\r\n"s, "\r\n.\0\r\n"s, "\r\n.\r\r\n", "\r\n. \r\n", "\n\n.\r\n", "\r\n..\r\n",
  };
  for (const std::string& end : ends) {
    const std::string bytes = "Subject: x\r\n\r\nbody" + end + "MAIL FROM:<>\r\n";
    expect_everywhere(DotBlockFramer(1000), bytes, FrameStatus::NeedMore, 0);
  }
}

TEST(DotBlockFramer, IsNotFooledAtTheStart) {
  for (const std::string& begin : {".\n"s, ".\r"s, "\n.\r\n"s, "\r.\r\n"s, " .\r\n"s}) {
    expect_everywhere(DotBlockFramer(1000), begin + "more\r\n", FrameStatus::NeedMore, 0);
  }
}

TEST(DotBlockFramer, TakesABlockOfJustTheLimit) {
  expect_everywhere(DotBlockFramer(9), "abcd\r\n.\r\n", FrameStatus::Complete, 9);
  expect_everywhere(DotBlockFramer(8), "abcd\r\n.\r\n", FrameStatus::TooLong, 4);
}

TEST(DotBlockFramer, FindsTheEndOfABlockThatIsTooLong) {
  for (std::size_t limit = 5; limit < 14; ++limit) {
    DotBlockFramer framer(limit);
    std::string bytes = "0123456789.\r\n.\r\nQUIT\r\n";
    Frame frame = framer.feed(bytes);
    while (frame.status == FrameStatus::TooLong) {
      bytes.erase(0, frame.size);
      frame = framer.feed(bytes);
    }
    ASSERT_EQ(frame.status, FrameStatus::Complete);
    EXPECT_EQ(bytes.substr(frame.size), "QUIT\r\n") << limit;
  }
}

// What is left of a block after its head was dropped must not be taken for an empty block.
TEST(DotBlockFramer, ADotAfterADropIsNoStart) {
  DotBlockFramer framer(5);
  std::string bytes = "0.\r\n--\r\n";
  const Frame frame = framer.feed(bytes);
  ASSERT_EQ(frame.status, FrameStatus::TooLong);
  ASSERT_EQ(frame.size, 1U);
  bytes.erase(0, frame.size);
  EXPECT_NE(framer.feed(bytes).status, FrameStatus::Complete);
}

TEST(DotBlockFramer, TakesOneBlockAfterTheOther) {
  DotBlockFramer framer(100);
  std::string bytes = "a\r\n.\r\n.\r\n..\r\n.\r\n";
  for (const std::size_t size : {6U, 3U, 7U}) {
    const Frame frame = framer.feed(bytes);
    EXPECT_EQ(frame.status, FrameStatus::Complete);
    EXPECT_EQ(frame.size, size);
    bytes.erase(0, frame.size);
  }
}

}  // namespace
}  // namespace mailrig::wire
