#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reference-server/store/stores.hpp"

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

struct MailboxTest : EachStore {
  Account account{"a", "pass", {"a@example.test"}};
  std::unique_ptr<Store> store = make(1);
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

TEST_P(MailboxTest, UidsAscendAndAreNotUsedAgain) {
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

TEST_P(MailboxTest, ExpungeWhileLoopingIsFine) {
  for (int i = 0; i < 5; ++i) add();
  for (const StoredMessage& message : inbox->messages()) {
    if (message.uid % 2 == 1) inbox->expunge(message.uid, nullptr);
  }
  EXPECT_THAT(uids(), ElementsAre(2, 4));
}

TEST_P(MailboxTest, WatchersAreToldButNotTheOrigin) {
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

TEST_P(MailboxTest, KeywordsKeepTheirFirstSpelling) {
  add(nullptr, {0, {"$Forwarded"}});
  add(nullptr, {0, {"b", "$forwarded", "A", "a"}});
  EXPECT_THAT(inbox->find(2)->flags.keywords, ElementsAre("$Forwarded", "A", "b"));
  EXPECT_THAT(inbox->keywords(), ElementsAre("$Forwarded", "A", "b"));
}

TEST_P(MailboxTest, RecentUntilCleared) {
  add();
  EXPECT_TRUE(inbox->find(1)->recent);
  inbox->clear_recent(1);
  EXPECT_FALSE(inbox->find(1)->recent);
}

// RFC 7162 3.1: each change gets a MODSEQ of its own, higher than all before.
TEST_P(MailboxTest, EachChangeHasAHigherModseq) {
  const ModSeq before = inbox->highest_modseq();
  EXPECT_GT(before, 0U);
  add();
  add();
  EXPECT_EQ(inbox->find(1)->modseq, before + 1);
  EXPECT_EQ(inbox->find(2)->modseq, before + 2);
  inbox->set_flags(1, {kSeen, {}}, nullptr);
  EXPECT_EQ(inbox->find(1)->modseq, before + 3);
  inbox->expunge(2, nullptr);
  EXPECT_EQ(inbox->highest_modseq(), before + 4);
  inbox->clear_recent(1);
  EXPECT_EQ(inbox->highest_modseq(), before + 4);
}

TEST_P(MailboxTest, KnowsWhatWasExpungedSince) {
  for (int i = 0; i < 4; ++i) add();
  inbox->expunge(3, nullptr);
  const ModSeq between = inbox->highest_modseq();
  inbox->expunge(1, nullptr);
  std::vector<Uid> gone;
  EXPECT_TRUE(inbox->expunged_since(1, gone));
  EXPECT_THAT(gone, ElementsAre(3, 1));
  gone.clear();
  EXPECT_TRUE(inbox->expunged_since(between, gone));
  EXPECT_THAT(gone, ElementsAre(1));
}

TEST_P(MailboxTest, SaveDateIsTheStoresClock) {
  std::int64_t now = 77;
  store->use_clock([&] { return now; });
  add();
  now = 78;
  add();
  EXPECT_EQ(inbox->find(1)->save_date, 77);
  EXPECT_EQ(inbox->find(2)->save_date, 78);
  EXPECT_EQ(inbox->find(2)->internal_date, 1);
}

INSTANTIATE_TEST_SUITE_P(Stores, MailboxTest, testing::Values(Kind::Memory, Kind::Sqlite), kind_name);

}  // namespace
}  // namespace mailrig::server
