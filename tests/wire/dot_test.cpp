#include "harness/wire/dot.hpp"

#include <string>

#include <gtest/gtest.h>

#include "harness/wire/framer.hpp"

namespace mailrig::wire {
namespace {

struct Case {
  std::string_view body, block;
};

constexpr Case kCases[] = {
    {"", ".\r\n"},
    {"a\r\n", "a\r\n.\r\n"},
    {".\r\n", "..\r\n.\r\n"},
    {"..\r\n", "...\r\n.\r\n"},
    {".a\r\n.b\r\n", "..a\r\n..b\r\n.\r\n"},
    {"\r\n", "\r\n.\r\n"},
    {"a.b\r\n.c\r\nd.\r\n", "a.b\r\n..c\r\nd.\r\n.\r\n"},
    {"a\n.b\r\n", "a\n.b\r\n.\r\n"},  // behind a lone LF there is no line
    {"\r\n.\r\n.\r\n", "\r\n..\r\n..\r\n.\r\n"},
};

TEST(DotBlock, StuffsAndUnstuffs) {
  for (const Case& c : kCases) {
    std::string block;
    append_dot_block(block, c.body);
    EXPECT_EQ(block, c.block);
    std::string body;
    append_unstuffed(body, c.block);
    EXPECT_EQ(body, c.body);
  }
}

TEST(DotBlock, AddsMissingFinalLineEnd) {
  for (const std::string_view body : {"a", "a\n", "a\r"}) {
    std::string block;
    append_dot_block(block, body);
    EXPECT_EQ(block, std::string(body) + "\r\n.\r\n");
  }
}

TEST(DotBlock, IsFramedWhole) {
  for (const Case& c : kCases) {
    DotBlockFramer framer(1000);
    const Frame frame = framer.feed(std::string(c.block) + "next");
    EXPECT_EQ(frame.status, FrameStatus::Complete);
    EXPECT_EQ(frame.size, c.block.size());
  }
}

}  // namespace
}  // namespace mailrig::wire
