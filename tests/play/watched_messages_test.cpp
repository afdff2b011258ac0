#include "harness/play/watched_messages.hpp"

#include <random>

#include <gtest/gtest.h>

namespace mailrig::play {
namespace {

TEST(WatchedMessages, AreWhatAPlainListWouldHold) {
  WatchedMessages messages;
  std::vector<std::uint32_t> plain;
  std::mt19937 random(7);
  std::uint32_t uid = 1;
  for (int step = 0; step < 30'000; ++step) {
    if (random() % 5 < 3 || plain.empty()) {
      plain.push_back(random() % 3 == 0 ? 0 : uid);
      ++uid;
      (void)messages.reach(plain.size());
      if (plain.back() != 0) messages.set_uid(plain.size(), plain.back());
    } else {
      const std::size_t at = random() % plain.size();
      plain.erase(plain.begin() + static_cast<std::ptrdiff_t>(at));
      messages.erase(at + 1);
    }
    if (step % 1'000 == 999) {
      ASSERT_EQ(messages.size(), plain.size());
      for (std::size_t i = 0; i < plain.size(); ++i) ASSERT_EQ(messages.uid(i + 1), plain[i]);
    }
  }
  messages.truncate(700);
  EXPECT_EQ(messages.size(), 700U);
  EXPECT_EQ(messages.uid(700), plain[699]);
  EXPECT_EQ(messages.uid(701), 0U);
}

TEST(WatchedMessages, KnownUidsBoundTheOthers) {
  WatchedMessages messages;
  (void)messages.reach(2'000);
  for (const std::uint64_t number : {10U, 600U, 1'500U})
    messages.set_uid(number, static_cast<std::uint32_t>(number * 10));
  const auto where = [&](std::uint32_t uid) {
    const NumberRange range = messages.where(uid, 3'000);
    return std::pair(range.first, range.last);
  };
  EXPECT_EQ(where(6'000), std::pair(std::uint64_t{600}, std::uint64_t{600}));
  EXPECT_EQ(where(50), std::pair(std::uint64_t{1}, std::uint64_t{9}));
  EXPECT_EQ(where(200), std::pair(std::uint64_t{11}, std::uint64_t{599}));
  EXPECT_EQ(where(7'000), std::pair(std::uint64_t{601}, std::uint64_t{1'499}));
  EXPECT_EQ(where(20'000), std::pair(std::uint64_t{1'501}, std::uint64_t{3'000}));
  messages.set_uid(601, 6'001);
  const NumberRange none = messages.where(6'000, 3'000);
  EXPECT_TRUE(none.is_one());
}

}  // namespace
}  // namespace mailrig::play
