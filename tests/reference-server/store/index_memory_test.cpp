// What a message costs besides its octets: the index that is kept in memory for each.
#include <gtest/gtest.h>
#include <malloc.h>

#include "reference-server/store/store.hpp"

namespace mailrig::server {
namespace {

constexpr std::size_t kMessages = 100'000;
constexpr std::size_t kOctetsEach = 200;  // at most, besides the body

std::size_t allocated() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

TEST(IndexMemory, AMessageCostsLittleBesidesItsOctets) {
  if (allocated() == 0) GTEST_SKIP() << "another allocator is in use";
  const Accounts accounts = Accounts::numbered(1, "example.test");
  const auto store = make_memory_store();
  const auto inbox = store->open(*accounts.find("user1"), "INBOX");
  const std::string text(1000, 'x');
  const std::size_t before = allocated();
  std::size_t bodies = 0;
  for (std::size_t i = 0; i < kMessages; ++i) {
    bodies += text.size();
    ASSERT_NE(inbox->append(Body(text), {}, 1, 0, nullptr), 0U);
  }
  const std::size_t each = (allocated() - before - bodies) / kMessages;
  RecordProperty("octets", static_cast<int>(each));
  EXPECT_LE(each, kOctetsEach);
  EXPECT_GE(each, sizeof(StoredMessage));  // else nothing was measured
}

}  // namespace
}  // namespace mailrig::server
