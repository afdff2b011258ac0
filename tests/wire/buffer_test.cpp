#include "harness/wire/buffer.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailrig::wire {
namespace {

TEST(Buffer, GivesBackWhatWasAppended) {
  Buffer buffer;
  buffer.append("abc");
  buffer.append("def");
  EXPECT_EQ(buffer.view(), "abcdef");
  buffer.consume(2);
  EXPECT_EQ(buffer.view(), "cdef");
  EXPECT_EQ(buffer.size(), 4U);
}

TEST(Buffer, ConsumingTooMuchEmptiesIt) {
  Buffer buffer;
  buffer.append("abc");
  buffer.consume(99);
  EXPECT_TRUE(buffer.empty());
}

TEST(Buffer, KeepsSmallCapacityWhenEmpty) {
  Buffer buffer;
  buffer.append(std::string(1000, 'x'));
  const std::size_t before = buffer.capacity();
  buffer.consume(1000);
  EXPECT_EQ(buffer.capacity(), before);
}

TEST(Buffer, GivesLargeCapacityBackWhenEmpty) {
  Buffer buffer;
  buffer.append(std::string(100'000, 'x'));
  buffer.consume(100'000);
  EXPECT_LE(buffer.capacity(), kKeptCapacity);
}

TEST(Buffer, DoesNotGrowWhenDrainedAsFastAsFilled) {
  Buffer buffer;
  buffer.append("tail");
  for (int i = 0; i < 10'000; ++i) {
    buffer.append("0123456789");
    buffer.consume(10);
  }
  EXPECT_EQ(buffer.size(), 4U);
  EXPECT_LT(buffer.capacity(), 1000U);
}

TEST(Buffer, ReleaseForgetsEverything) {
  Buffer buffer;
  buffer.append(std::string(1000, 'x'));
  buffer.release();
  EXPECT_TRUE(buffer.empty());
  EXPECT_LT(buffer.capacity(), 100U);
}

}  // namespace
}  // namespace mailrig::wire
