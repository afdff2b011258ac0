#include "harness/conformance/wire_log.hpp"

#include <gtest/gtest.h>

namespace mailrig::conformance {
namespace {

using record::Direction;

record::Disguise of(std::string_view secret) {
  record::Disguise disguise;
  disguise.add(secret);
  return disguise;
}

std::vector<std::string> texts(const WireLog& log) {
  std::vector<std::string> all;
  for (const record::Wire& event : log.events()) all.push_back(event.bytes);
  return all;
}

TEST(WireLog, KeepsEachWriteAndEachReadAsItWas) {
  const record::Disguise disguise = of("secret");
  WireLog log("imap/x", 1, disguise);
  log.add(record::Elapsed(1), "a", Direction::Received, "* OK h");
  log.add(record::Elapsed(2), "a", Direction::Received, "i\r\n");
  log.add(record::Elapsed(3), "a", Direction::Sent, "A1 NO");
  log.add(record::Elapsed(4), "a", Direction::Sent, "OP\r\n");
  log.disguise();
  EXPECT_EQ(texts(log), (std::vector<std::string>{"* OK h", "i\r\n", "A1 NO", "OP\r\n"}));
  EXPECT_EQ(log.events().at(3).at, record::Elapsed(4));
  EXPECT_EQ(log.incomplete(), "");
}

TEST(WireLog, DisguisesASecretThatCameInTwoPieces) {
  const record::Disguise disguise = of("secret");
  WireLog log("imap/x", 1, disguise);
  log.add({}, "a", Direction::Sent, "PASS sec");
  log.add({}, "b", Direction::Sent, "NOOP\r\n");
  log.add({}, "a", Direction::Sent, "ret\r\n");
  log.disguise();
  EXPECT_EQ(texts(log), (std::vector<std::string>{"PASS mas", "NOOP\r\n", "ked\r\n"}));
}

TEST(WireLog, DisguisesASecretThatCameBack) {
  const record::Disguise disguise = of("secret");
  WireLog log("imap/x", 1, disguise);
  log.add({}, "a", Direction::Received, "-ERR no 'secret'\r\n");
  log.disguise();
  EXPECT_EQ(texts(log), (std::vector<std::string>{"-ERR no 'masked'\r\n"}));
}

TEST(WireLog, LeavesMarksAlone) {
  const record::Disguise disguise = of("secret");
  WireLog log("imap/x", 1, disguise);
  log.add({}, "a", Direction::Connected, "secret:25");
  log.disguise();
  EXPECT_EQ(texts(log), (std::vector<std::string>{"secret:25"}));
}

TEST(WireLog, DisguisesALineOfASaslExchangeWhole) {
  const record::Disguise disguise = of("secret");
  WireLog log("imap/x", 1, disguise);
  log.add({}, "a", Direction::Sent, "A1 AUTHENTICATE SCRAM-SHA-256 biwsbj11c2Vy\r\n", true);
  log.add({}, "a", Direction::Sent, "Yz1iaXdzLHI9cGQ=\r\n", true);
  EXPECT_EQ(texts(log), (std::vector<std::string>{"A1 AUTHENTICATE SCRAM-SHA-256 bWFza2VkbWFz\r\n",
                                                  "bWFza2VkbWFza2A=\r\n"}));
}

TEST(WireLog, IsBoundedAndSaysSo) {
  const record::Disguise disguise = of("secret");
  WireLog log("imap/x", 1, disguise);
  log.add({}, "a", Direction::Received, std::string(kWireLimit, 'x'));
  EXPECT_EQ(log.incomplete(), "");
  log.add({}, "a", Direction::Received, "yy");
  log.add({}, "a", Direction::Timer, "");
  EXPECT_EQ(log.events().size(), 1U);
  EXPECT_EQ(log.incomplete(), "more went over the wire than is kept: 2 octets");
  WireLog busy("imap/x", 1, disguise);
  for (std::size_t i = 0; i <= kWireEvents; ++i) busy.add({}, "a", Direction::Timer, "");
  EXPECT_EQ(busy.events().size(), kWireEvents);
  EXPECT_NE(busy.incomplete(), "");
}

}  // namespace
}  // namespace mailrig::conformance
