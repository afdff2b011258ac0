// Rights, and access control lists in a mailbox's notes (RFC 4314 2).
#include "reference-server/store/acl.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reference-server/store/stores.hpp"

namespace mailrig::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string letters(Rights rights) {
  std::string out;
  append_rights(out, rights);
  return out;
}

std::string told(std::string_view text) {
  std::string out;
  append_rights_told(out, parse_rights(text).value());
  return out;
}

TEST(RightsLetters, AreTakenInAnyOrderAndToldInOne) {
  EXPECT_EQ(letters(parse_rights("aetxkpiwsrl").value()), "lrswipkxtea");
  EXPECT_EQ(letters(Rights::all()), "lrswipkxtea");
  EXPECT_EQ(letters(parse_rights("rrl").value()), "lr");
  for (const std::string_view wrong : {"L", "q", "l r", "0", "+l"})
    EXPECT_FALSE(parse_rights(wrong)) << wrong;
}

// RFC 4314 2.1.1
TEST(RightsLetters, OfTheOldRfcStandForTheirMembers) {
  EXPECT_EQ(letters(parse_rights("cd").value()), "kxte");
  EXPECT_EQ(told("k"), "kc");
  EXPECT_EQ(told("xe"), "xecd");
  EXPECT_EQ(told("lra"), "lra");
}

struct AclTest : EachStore {
  Account owner{"owner", "pass", {}};
  std::unique_ptr<Store> store = make(1);
  std::shared_ptr<Mailbox> mailbox = store->open(owner, "INBOX");
  void set(std::string_view identifier, std::string_view rights) {
    set_entry(*mailbox, "owner", identifier, parse_rights(rights).value());
  }
  [[nodiscard]] std::string of(std::string_view user) const {
    return letters(rights_of(mailbox->notes(), "owner", user));
  }
};

TEST_P(AclTest, EntriesAreJoinedAndNegativeOnesTakenAway) {
  EXPECT_EQ(of("owner"), "lrswipkxtea");
  EXPECT_EQ(of("other"), "");
  set("anyone", "lr");
  set("other", "w");
  set("-other", "r");
  EXPECT_EQ(of("other"), "lw");
  EXPECT_EQ(letters(rights_of(mailbox->notes(), "owner", "other", Negative::Ignored)), "lrw");
  EXPECT_EQ(of("third"), "lr");
  set("-anyone", "l");
  EXPECT_EQ(of("third"), "r");
  EXPECT_EQ(of("owner"), "lrswipkxtea");  // l is always the owner's
}

TEST_P(AclTest, OwnersEntryStaysAndOthersGoWithTheirRights) {
  set("owner", "r");
  EXPECT_EQ(of("owner"), "lra");
  set("owner", "");
  EXPECT_EQ(of("owner"), "la");
  set("other", "r");
  set("other", "");
  std::vector<std::string> entries;
  for (const AclEntry& entry : acl_of(mailbox->notes(), "owner"))
    entries.push_back(entry.identifier + ' ' + letters(entry.rights));
  EXPECT_THAT(entries, ElementsAre("owner la"));
}

TEST_P(AclTest, IsInheritedAndRemovedAsAWhole) {
  set("anyone", "lr");
  set("-other", "r");
  ASSERT_EQ(store->create(owner, "child", ""), StoreError::None);
  const auto child = store->open(owner, "child");
  inherit_acl(*mailbox, *child);
  EXPECT_EQ(letters(rights_of(child->notes(), "owner", "other")), "l");
  remove_acl(*child);
  EXPECT_THAT(child->notes(), IsEmpty());
}

// Who shares is found without looking into every account.
TEST_P(AclTest, UsersWithANoteAreKnown) {
  const Account other{"other", "pass", {}};
  const std::string key(kSharesNote);
  store->note(owner, key, "1");
  EXPECT_THAT(store->users_noted(key), ElementsAre("owner"));
  store->note(other, key, "1");
  EXPECT_THAT(store->users_noted(key), ElementsAre("other", "owner"));
  store->note(owner, key, std::nullopt);
  EXPECT_THAT(store->users_noted(key), ElementsAre("other"));
  EXPECT_THAT(store->users_noted("else"), IsEmpty());
}

TEST_P(AclTest, SubscribesToWhatIsElsewhere) {
  EXPECT_EQ(store->subscribe(owner, "Other Users/x/INBOX", true), StoreError::Missing);
  EXPECT_EQ(store->subscribe_elsewhere(owner, "Other Users/x/INBOX"), StoreError::None);
  EXPECT_THAT(store->subscriptions(owner), testing::Contains("Other Users/x/INBOX"));
  EXPECT_EQ(store->subscribe(owner, "Other Users/x/INBOX", false), StoreError::None);
  EXPECT_THAT(store->subscriptions(owner), testing::Not(testing::Contains("Other Users/x/INBOX")));
}

INSTANTIATE_TEST_SUITE_P(Stores, AclTest, testing::Values(Kind::Memory, Kind::Sqlite), kind_name);

TEST(DurableAcl, IsThereAfterwards) {
  const Folder folder;
  const Account owner{"owner", "pass", {}};
  {
    const auto store = make_sqlite_store(folder.file("mail.sqlite"));
    set_entry(*store->open(owner, "INBOX"), "owner", "anyone", {Right::Lookup, Right::Read});
    store->note(owner, std::string(kSharesNote), "1");
    store->commit();
  }
  const auto store = make_sqlite_store(folder.file("mail.sqlite"));
  EXPECT_THAT(store->users_noted(std::string(kSharesNote)), ElementsAre("owner"));
  EXPECT_EQ(letters(rights_of(store->open(owner, "INBOX")->notes(), "owner", "x")), "lr");
}

}  // namespace
}  // namespace mailrig::server
