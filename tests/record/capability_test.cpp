#include "harness/record/capability.hpp"

#include <gtest/gtest.h>

namespace mailrig::record {
namespace {

using List = std::vector<std::string>;

TEST(Capability, IsAKeywordWithWhateverArguments) {
  EXPECT_TRUE(says("MOVE", "move"));
  EXPECT_TRUE(says("SIZE 10485760", "SIZE"));
  EXPECT_TRUE(says("SASL PLAIN LOGIN", "SASL LOGIN"));
  EXPECT_FALSE(says("SASL PLAIN LOGIN", "SASL LOG"));
  EXPECT_FALSE(says("UIDPLUS", "UID"));
  EXPECT_FALSE(says("STATUS=SIZE", "STATUS"));
}

TEST(Capability, KnowsAMechanismHoweverItIsWritten) {
  for (const char* offered : {"AUTH=PLAIN", "AUTH LOGIN PLAIN", "SASL PLAIN"}) {
    const List list{"X", offered};
    for (const char* asked : {"AUTH=PLAIN", "AUTH PLAIN", "SASL PLAIN"})
      EXPECT_TRUE(offers(list, asked)) << offered;
    EXPECT_FALSE(offers(list, "AUTH=SCRAM-SHA-1"));
  }
  EXPECT_EQ(mechanism_of("AUTH=SCRAM-SHA-256-PLUS"), "SCRAM-SHA-256-PLUS");
  EXPECT_EQ(mechanism_of("AUTH"), "");
  EXPECT_EQ(mechanism_of("STATUS=SIZE"), "");
}

TEST(Capability, ListsMechanismsOneByOne) {
  const List list{"PIPELINING", "AUTH SCRAM-SHA-1  PLAIN", "SIZE 10", "AUTH"};
  EXPECT_EQ(one_by_one(list), (List{"PIPELINING", "AUTH SCRAM-SHA-1", "AUTH PLAIN", "SIZE 10", "AUTH"}));
}

}  // namespace
}  // namespace mailrig::record
