#include "reference-server/session/offer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailrig::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> gone(std::string_view spec) {
  Offer offer;
  EXPECT_EQ(offer.drop(spec), "");
  return offer.gone();
}

TEST(Offer, IsWholeUntilToldOtherwise) {
  const Offer offer;
  EXPECT_TRUE(offer.whole());
  for (const CapInfo& each : all_capabilities()) EXPECT_TRUE(offer.has(each.cap)) << each.name;
}

TEST(Offer, TableIsInTheOrderOfTheNames) {
  for (std::size_t i = 0; i < all_capabilities().size(); ++i)
    EXPECT_EQ(static_cast<std::size_t>(all_capabilities()[i].cap), i);
}

TEST(Offer, LeavesOutInEveryProtocolThatHasIt) {
  EXPECT_THAT(gone("starttls"), ElementsAre("imap:STARTTLS", "smtp:STARTTLS"));
  EXPECT_THAT(gone("smtp:STARTTLS"), ElementsAre("smtp:STARTTLS"));
  EXPECT_THAT(gone("smtp:SIZE,pop3:TOP"), ElementsAre("smtp:SIZE", "pop3:TOP"));
}

TEST(Offer, LeavesOutWhatStandsOnIt) {
  EXPECT_THAT(gone("CHUNKING"), ElementsAre("smtp:CHUNKING", "smtp:BINARYMIME"));
  EXPECT_THAT(gone("CONDSTORE"), ElementsAre("imap:CONDSTORE", "imap:QRESYNC"));
  EXPECT_THAT(gone("MOVE"), ElementsAre("imap:IMAP4rev2", "imap:MOVE"));
}

TEST(Offer, KeepsWhatIsNamedWithWhatItStandsOn) {
  Offer offer;
  EXPECT_EQ(offer.keep("imap:QRESYNC,smtp:SMTPUTF8,Move"), "");
  std::vector<std::string_view> kept;
  for (const CapInfo& each : all_capabilities()) {
    if (offer.has(each.cap)) kept.push_back(each.name);
  }
  EXPECT_THAT(kept, ElementsAre("ENABLE", "MOVE", "CONDSTORE", "QRESYNC", "8BITMIME", "SMTPUTF8", "USER"));
  EXPECT_EQ(offer.drop("CONDSTORE"), "");
  EXPECT_FALSE(offer.has(Cap::Qresync));
}

TEST(Offer, KeepsAllOfAProtocol) {
  Offer offer;
  EXPECT_EQ(offer.keep("imap:all"), "");
  for (const CapInfo& each : all_capabilities())
    EXPECT_EQ(offer.has(each.cap), each.protocol == "imap" || each.cap == Cap::PopUser) << each.name;
  EXPECT_EQ(offer.keep("all"), "");
  EXPECT_TRUE(offer.whole());
  EXPECT_THAT(offer.keep("MOVF"), HasSubstr("did you mean 'MOVE'?"));
  EXPECT_TRUE(offer.whole());
}

TEST(Offer, AllLeavesAWayIn) {
  Offer offer;
  EXPECT_EQ(offer.drop("all"), "");
  EXPECT_TRUE(offer.has(Cap::PopUser));
  EXPECT_EQ(offer.gone().size(), kCapCount - 1);
  EXPECT_EQ(offer.drop("pop3:USER"), "");
  EXPECT_EQ(offer.gone().size(), kCapCount);
}

TEST(Offer, RefusesUnknownNames) {
  for (const std::string_view spec : {"", "MOVF", "smtp:MOVE", "imap:", "MOVE,", "nntp:all"}) {
    const std::string error = Offer().drop(spec);
    EXPECT_EQ(error.empty(), spec == "MOVE,") << spec;
  }
  EXPECT_THAT(Offer().drop("MOVF"), HasSubstr("did you mean 'MOVE'?"));
}

}  // namespace
}  // namespace mailrig::server
