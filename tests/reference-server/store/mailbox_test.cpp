#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference-server/store/store.hpp"

namespace mailrig::server {
namespace {

using testing::ElementsAre;

struct Log final : MailboxWatcher {
  void appended(const StoredMessage& message) override { lines.push_back("+" + std::to_string(message.uid)); }
  void flags_changed(const StoredMessage& message) override {
    lines.push_back("=" + std::to_string(message.uid));
  }
  void expunged(Uid uid) override { lines.push_back("-" + std::to_string(uid)); }
  void gone() override { lines.emplace_back("gone"); }
  std::vector<std::string> lines;
};

struct MailboxTest : testing::Test {
  Account account{"a", "pass", {"a@example.test"}};
  std::unique_ptr<Store> store = make_memory_store();
  std::shared_ptr<Mailbox> inbox = store->open(account, "inbox");
  Uid add(MailboxWatcher* origin = nullptr, Flags flags = {}) {
    return inbox->append(std::make_shared<const std::string>("x"), std::move(flags), 1, 0, origin);
  }
  std::vector<Uid> uids() const {
    std::vector<Uid> out;
    for (const StoredMessage& message : inbox->messages()) out.push_back(message.uid);
    return out;
  }
};

TEST_F(MailboxTest, UidsAscendAndAreNotUsedAgain) {
  EXPECT_EQ(inbox->uid_next(), 1U);
  EXPECT_EQ(add(), 1U);
  EXPECT_EQ(add(), 2U);
  EXPECT_TRUE(inbox->expunge(2, nullptr));
  EXPECT_FALSE(inbox->expunge(2, nullptr));
  EXPECT_EQ(inbox->find(2), nullptr);
  EXPECT_EQ(add(), 3U);
  EXPECT_THAT(uids(), ElementsAre(1, 3));
  EXPECT_EQ(inbox->uid_next(), 4U);
}

TEST_F(MailboxTest, ExpungeWhileLoopingIsFine) {
  for (int i = 0; i < 5; ++i) add();
  for (const StoredMessage& message : inbox->messages()) {
    if (message.uid % 2 == 1) inbox->expunge(message.uid, nullptr);
  }
  EXPECT_THAT(uids(), ElementsAre(2, 4));
}

TEST_F(MailboxTest, WatchersAreToldButNotTheOrigin) {
  Log one;
  Log other;
  inbox->watch(one);
  inbox->watch(other);
  add(&one);
  inbox->set_flags(1, {kSeen, {}}, &other);
  inbox->expunge(1, nullptr);
  inbox->unwatch(other);
  add();
  EXPECT_THAT(one.lines, ElementsAre("=1", "-1", "+2"));
  EXPECT_THAT(other.lines, ElementsAre("+1", "-1"));
  inbox->unwatch(one);
}

TEST_F(MailboxTest, KeywordsKeepTheirFirstSpelling) {
  add(nullptr, {0, {"$Forwarded"}});
  add(nullptr, {0, {"b", "$forwarded", "A", "a"}});
  EXPECT_THAT(inbox->find(2)->flags.keywords, ElementsAre("$Forwarded", "A", "b"));
  EXPECT_THAT(inbox->keywords(), ElementsAre("$Forwarded", "A", "b"));
}

TEST_F(MailboxTest, RecentUntilCleared) {
  add();
  EXPECT_TRUE(inbox->find(1)->recent);
  inbox->clear_recent(1);
  EXPECT_FALSE(inbox->find(1)->recent);
}

}  // namespace
}  // namespace mailrig::server
