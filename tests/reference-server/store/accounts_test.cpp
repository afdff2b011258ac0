#include "reference-server/store/accounts.hpp"

#include <gtest/gtest.h>

namespace mailrig::server {
namespace {

TEST(Accounts, NumberedOnesHavePasswordAndAddress) {
  const Accounts accounts = Accounts::numbered(3, "example.test");
  ASSERT_EQ(accounts.all().size(), 3U);
  const Account* user2 = accounts.find("user2");
  ASSERT_NE(user2, nullptr);
  EXPECT_EQ(user2->password, "pass");
  EXPECT_EQ(user2->addresses, std::vector<std::string>{"user2@example.test"});
  EXPECT_EQ(accounts.find("user4"), nullptr);
}

TEST(Accounts, LoginNameMayCarryTheDomain) {
  const Accounts accounts = Accounts::numbered(2, "example.test");
  EXPECT_EQ(accounts.find("user2@Example.Test"), accounts.find("user2"));
  EXPECT_EQ(accounts.find("user2@other.test"), nullptr);
  EXPECT_EQ(accounts.find(""), nullptr);
  EXPECT_EQ(accounts.find("@"), nullptr);
}

TEST(Accounts, AddressesResolveWithoutCaseAndQuotesByValue) {
  Accounts accounts = Accounts::numbered(2, "example.test");
  accounts.add({"odd", "pass", {"\"a b\"@odd.test"}});
  struct Case {
    const char *local, *domain, *user;
  };
  const Case cases[] = {{"user1", "example.test", "user1"},
                        {"USER1", "EXAMPLE.test", "user1"},
                        {"\"user1\"", "example.test", "user1"},
                        {"\"us\\er1\"", "example.test", "user1"},
                        {"\"A b\"", "odd.test", "odd"},
                        {"Postmaster", "", "user1"},
                        {"postmaster", "odd.test", "user1"},
                        {"user1", "odd.test", nullptr},
                        {"user1", "", nullptr},
                        {"postmaster", "else.test", nullptr}};
  for (const Case& c : cases) {
    const Account* found = accounts.resolve(c.local, c.domain);
    if (c.user == nullptr) {
      EXPECT_EQ(found, nullptr) << c.local;
    } else {
      ASSERT_NE(found, nullptr) << c.local;
      EXPECT_EQ(found->user, c.user);
    }
  }
}

TEST(Accounts, DomainsOfAccountsAreLocal) {
  Accounts accounts = Accounts::numbered(1, "example.test");
  accounts.add_domain("Extra.test");
  EXPECT_TRUE(accounts.local("EXAMPLE.TEST"));
  EXPECT_TRUE(accounts.local("extra.test"));
  EXPECT_FALSE(accounts.local("example.tes"));
}

}  // namespace
}  // namespace mailrig::server
