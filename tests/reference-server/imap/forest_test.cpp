// Trees in which THREAD looks for loops: right, and cheap however deep a sender makes them.
#include "reference-server/session/imap/forest.hpp"

#include <random>
#include <string>

#include <gmock/gmock.h>

#include "reference-server/session/imap/thread_references.hpp"

namespace mailrig::server::imapd {
namespace {

constexpr std::size_t kStepsEach = 100;  // of one reference: a few times log2 of how many there are

std::string id(std::size_t number) {
  return "<" + std::to_string(number) + "@x>";
}

TEST(Forest, FindsTheRootsThatClimbingFinds) {
  constexpr std::int32_t kNodes = 60;
  std::mt19937 random(1);
  Forest forest;
  std::vector<std::int32_t> parents;
  const auto climbed = [&](std::int32_t node) {
    while (parents[static_cast<std::size_t>(node)] != Forest::kNone)
      node = parents[static_cast<std::size_t>(node)];
    return node;
  };
  const auto any = [&] { return static_cast<std::int32_t>(random() % kNodes); };
  for (std::int32_t i = 0; i < kNodes; ++i) {
    EXPECT_EQ(forest.add(), i);
    parents.push_back(Forest::kNone);
  }
  for (int i = 0; i < 20'000; ++i) {
    const std::int32_t node = any(), other = any();
    ASSERT_EQ(forest.root(node), climbed(node));
    if (random() % 3 == 0) {
      forest.cut(node);
      parents[static_cast<std::size_t>(node)] = Forest::kNone;
    } else if (const std::int32_t root = climbed(node); root != climbed(other)) {
      forest.link(root, other);
      parents[static_cast<std::size_t>(root)] = other;
    }
  }
}

// Each message claims that the first of a long chain is a reply to the last: a loop that must be seen each
// time.
TEST(Forest, ForgedReferencesCostNoMoreThanHonestOnes) {
  constexpr std::size_t kDeep = 5'000, kForged = 5'000;
  std::vector<Threaded> messages(kDeep + kForged);
  for (std::size_t i = 0; i < kDeep; ++i) {
    messages[i].id = id(i);
    if (i > 0) messages[i].references = {id(i - 1)};
  }
  for (std::size_t i = kDeep; i < messages.size(); ++i) messages[i].references = {id(kDeep - 1), id(0)};
  const Threads threads = thread_by_references(messages);
  EXPECT_LT(threads.steps, messages.size() * kStepsEach);
  EXPECT_EQ(threads.roots.size(), 1U);
}

// A chain that grows at its root: each link is asked for from the deepest message.
TEST(Forest, AChainThatGrowsAtTheTopIsCheapToo) {
  constexpr std::size_t kDeep = 10'000;
  std::vector<Threaded> messages(1);
  messages[0].references = {};
  for (std::size_t i = 0; i < kDeep; ++i) {
    messages.emplace_back().references = {id(i + 1), id(i)};
    messages.emplace_back().references = {id(0), id(i + 1)};
  }
  EXPECT_LT(thread_by_references(messages).steps, messages.size() * kStepsEach);
}

}  // namespace
}  // namespace mailrig::server::imapd
