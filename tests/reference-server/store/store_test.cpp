#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reference-server/store/stores.hpp"

namespace mailrig::server {
namespace {

using testing::ElementsAre;

struct StoreTest : EachStore {
  Account account{"a", "pass", {"a@example.test"}};
  std::unique_ptr<Store> store = make(100);
  std::vector<std::string> names() {
    std::vector<std::string> out;
    for (const MailboxInfo& info : store->list(account)) {
      if (info.special_use.empty()) out.push_back(info.name + (info.selectable ? "" : " -"));
    }
    return out;
  }
  StoreError create(std::string_view name) { return store->create(account, name, ""); }
  void add(std::string_view name) {
    store->open(account, name)->append(std::make_shared<const std::string>("x"), {}, 1, 0, nullptr);
  }
};

TEST_P(StoreTest, NewAccountHasInboxAndSpecialUses) {
  std::vector<std::string> seen;
  for (const MailboxInfo& info : store->list(account)) {
    EXPECT_TRUE(info.selectable && info.subscribed);
    seen.push_back(info.name + info.special_use);
  }
  EXPECT_THAT(seen, ElementsAre("Archive\\Archive", "Drafts\\Drafts", "INBOX", "Junk\\Junk", "Sent\\Sent",
                                "Trash\\Trash"));
}

// Writes down what it is told.
class Listener final : public AccountWatcher {
 public:
  void changed(const Mailbox& mailbox, Change change) override {
    told.push_back(mailbox.name() + (change == Change::Flags ? " flags" : " messages"));
  }
  void created(const std::string& name) override { told.push_back(name + " created"); }
  void removed(const std::string& name) override { told.push_back(name + " removed"); }
  void renamed(const std::string& from, const std::string& to) override { told.push_back(from + " " + to); }
  void subscription_changed(const std::string& name) override { told.push_back(name + " subscription"); }
  void noted(const Mailbox* mailbox, const std::string& key) override {
    told.push_back((mailbox == nullptr ? "" : mailbox->name() + " ") + key);
  }
  std::vector<std::string> told;
};

TEST_P(StoreTest, TellsAnAccountsWatchersAllThatHappensInIt) {
  Listener listener, other;
  const Account another{"b", "pass", {"b@example.test"}};
  store->watch(account, listener);
  store->watch(another, other);
  EXPECT_EQ(create("a/b"), StoreError::None);
  EXPECT_EQ(create("a/b"), StoreError::Exists);
  add("a/b");
  store->open(account, "a/b")->set_flags(1, {kSeen, {}}, nullptr);
  store->open(account, "a/b")->note("k", "v");
  store->open(account, "a/b")->note("k", "v");
  store->note(account, "k", "v");
  EXPECT_EQ(store->subscribe(account, "a", true), StoreError::None);
  EXPECT_EQ(store->subscribe(account, "a", true), StoreError::None);
  EXPECT_EQ(store->rename(account, "a", "n"), StoreError::None);
  store->open(account, "n/b")->expunge(1, nullptr);
  EXPECT_EQ(store->remove(account, "n/b"), StoreError::None);
  add("INBOX");
  EXPECT_EQ(store->rename(account, "INBOX", "old"), StoreError::None);
  store->unwatch(account, listener);
  EXPECT_EQ(create("more"), StoreError::None);
  EXPECT_THAT(listener.told, ElementsAre("a/b created", "a/b messages", "a/b flags", "a/b k", "k",
                                         "a subscription", "a n", "n/b messages", "n/b removed",
                                         "INBOX messages", "INBOX old", "INBOX messages", "old messages"));
  EXPECT_TRUE(other.told.empty());
}

// Those who have it selected still change what is gone for all others.
TEST_P(StoreTest, SaysNothingOfAMailboxThatIsGone) {
  EXPECT_EQ(create("a"), StoreError::None);
  add("a");
  const auto mailbox = store->open(account, "a");
  EXPECT_EQ(store->remove(account, "a"), StoreError::None);
  Listener listener;
  store->watch(account, listener);
  mailbox->set_flags(1, {kSeen, {}}, nullptr);
  EXPECT_TRUE(listener.told.empty());
}

TEST_P(StoreTest, InboxInAnyCase) {
  EXPECT_EQ(store->open(account, "inBox"), store->open(account, "INBOX"));
  EXPECT_EQ(create("Inbox"), StoreError::Exists);
  EXPECT_EQ(create("inbox/x"), StoreError::None);
  EXPECT_THAT(names(), ElementsAre("INBOX", "INBOX/x"));
}

TEST_P(StoreTest, CreateMakesParentsAsLevels) {
  EXPECT_EQ(create("a/b/c/"), StoreError::None);
  EXPECT_THAT(names(), ElementsAre("INBOX", "a -", "a/b -", "a/b/c"));
  EXPECT_EQ(store->open(account, "a"), nullptr);
  EXPECT_EQ(create("a"), StoreError::None);
  EXPECT_EQ(create("a"), StoreError::Exists);
  EXPECT_NE(store->open(account, "a"), nullptr);
}

TEST_P(StoreTest, NamesThatCanNotBe) {
  const std::string long_name(1001, 'x');
  std::string deep = "a";
  for (int i = 0; i < 32; ++i) deep += "/a";
  for (const std::string& name :
       {std::string(), std::string("/"), std::string("/a"), std::string("a//b"), std::string("a*"),
        std::string("a%"), std::string("a\nb"), std::string("\xC0\x80"), std::string("\xED\xA0\x80"),
        std::string("\xC2\x85"), std::string("a\xE2\x80\xA8"), std::string("a\xE2\x80\xA9"), long_name,
        deep}) {
    EXPECT_EQ(create(name), StoreError::NotAllowed) << name;
  }
  EXPECT_EQ(create("\xE5\x8F\xB0\xE5\x8C\x97"), StoreError::None);
}

// RFC 3501 6.3.4, the example.
TEST_P(StoreTest, DeleteLeavesALevelWhileThereAreChildren) {
  create("foo");
  create("foo/bar");
  EXPECT_EQ(store->remove(account, "foo"), StoreError::None);
  EXPECT_THAT(names(), ElementsAre("INBOX", "foo -", "foo/bar"));
  EXPECT_EQ(store->remove(account, "foo"), StoreError::HasChildren);
  EXPECT_EQ(store->remove(account, "foo/bar"), StoreError::None);
  EXPECT_EQ(store->remove(account, "foo"), StoreError::None);
  EXPECT_EQ(store->remove(account, "foo"), StoreError::Missing);
  EXPECT_EQ(store->remove(account, "Inbox"), StoreError::NotAllowed);
}

TEST_P(StoreTest, ValidityIsNeverUsedAgain) {
  create("a");
  const UidValidity first = store->open(account, "a")->uid_validity();
  EXPECT_EQ(store->remove(account, "a"), StoreError::None);
  create("a");
  EXPECT_GT(store->open(account, "a")->uid_validity(), first);
  EXPECT_EQ(store->rename(account, "a", "b"), StoreError::None);
  create("a");
  EXPECT_NE(store->open(account, "a")->uid_validity(), store->open(account, "b")->uid_validity());
}

TEST_P(StoreTest, RenameTakesChildrenAlong) {
  create("a");
  create("a/b");
  create("ab");
  const auto held = store->open(account, "a/b");
  EXPECT_EQ(store->rename(account, "a", "x/y"), StoreError::None);
  EXPECT_THAT(names(), ElementsAre("INBOX", "ab", "x -", "x/y", "x/y/b"));
  EXPECT_EQ(store->open(account, "x/y/b"), held);
  EXPECT_EQ(held->name(), "x/y/b");
}

TEST_P(StoreTest, RenameRefusals) {
  create("a");
  create("b");
  EXPECT_EQ(store->rename(account, "none", "x"), StoreError::Missing);
  EXPECT_EQ(store->rename(account, "a", "b"), StoreError::Exists);
  EXPECT_EQ(store->rename(account, "a", "inbox"), StoreError::Exists);
  EXPECT_EQ(store->rename(account, "a", "a/c"), StoreError::NotAllowed);
  EXPECT_EQ(store->rename(account, "a", "x*"), StoreError::NotAllowed);
}

// RFC 3501 6.3.5.
TEST_P(StoreTest, RenameOfInboxMovesItsMessagesOnly) {
  create("INBOX/x");
  add("INBOX");
  const UidValidity validity = store->open(account, "INBOX")->uid_validity();
  EXPECT_EQ(store->rename(account, "inbox", "old-mail"), StoreError::None);
  EXPECT_THAT(names(), ElementsAre("INBOX", "INBOX/x", "old-mail"));
  EXPECT_TRUE(store->open(account, "INBOX")->messages().empty());
  EXPECT_EQ(store->open(account, "INBOX")->uid_validity(), validity);
  EXPECT_EQ(store->open(account, "INBOX")->uid_next(), 2U);
  EXPECT_EQ(store->open(account, "old-mail")->messages().size(), 1U);
}

// RFC 3501 6.3.6: the server must not take a name off the list because the mailbox went.
TEST_P(StoreTest, SubscriptionOutlivesTheMailbox) {
  create("a");
  EXPECT_EQ(store->subscribe(account, "a", true), StoreError::None);
  EXPECT_EQ(store->subscribe(account, "none", true), StoreError::Missing);
  EXPECT_EQ(store->remove(account, "a"), StoreError::None);
  EXPECT_THAT(store->subscriptions(account), testing::Contains("a"));
  EXPECT_EQ(store->subscribe(account, "a", false), StoreError::None);
  EXPECT_THAT(store->subscriptions(account), testing::Not(testing::Contains("a")));
}

TEST_P(StoreTest, MaildropIsHeldByOne) {
  const Account other{"b", "pass", {}};
  EXPECT_TRUE(store->lock_maildrop(account));
  EXPECT_FALSE(store->lock_maildrop(account));
  EXPECT_TRUE(store->lock_maildrop(other));
  store->unlock_maildrop(account);
  EXPECT_TRUE(store->lock_maildrop(account));
}

TEST_P(StoreTest, AccountsAreApart) {
  const Account other{"b", "pass", {}};
  create("a");
  add("INBOX");
  EXPECT_EQ(store->open(other, "a"), nullptr);
  EXPECT_TRUE(store->open(other, "INBOX")->messages().empty());
}

INSTANTIATE_TEST_SUITE_P(Stores, StoreTest, testing::Values(Kind::Memory, Kind::Sqlite), kind_name);

}  // namespace
}  // namespace mailrig::server
