#include <gtest/gtest.h>

#include "tests/scenario/support.hpp"

namespace mailrig::scenario {
namespace {

constexpr const char* kMove =
    "C: UID MOVE ${uid.2} ${other}\n"
    "S: * OK [COPYUID ${_} ${uid.2} ${=new}]     # rfc6851 4.3 SHOULD\n"
    "S: * 2 EXPUNGE                              # after the line above\n"
    "S: OK";
constexpr const char* kMoveFacts =
    "start = { state = \"selected\", messages = [\"plain\", \"dots\"] }\nmailboxes = { other = [] }";

TEST(Dialogue, CompilesTheExampleOfTheManual) {
  const Compiled compiled = imap(kMove, kMoveFacts);
  ASSERT_EQ(compiled.mistakes, "");
  ASSERT_EQ(compiled.program.body.size(), 2U);
  const auto& send = action<Send>(compiled, 0);
  EXPECT_TRUE(send.tagged);
  EXPECT_EQ(send.verb, "UID MOVE");
  EXPECT_EQ(shown(send.bytes, compiled.program), "${tag} UID MOVE ${uid.2} ${other}\r\n");
  const auto& group = action<Expect>(compiled, 1);
  ASSERT_EQ(group.expectations.size(), 3U);
  EXPECT_EQ(group.expectations[0].rule.clause.rfc, 6851);
  EXPECT_EQ(group.expectations[0].rule.clause.section, "4.3");
  EXPECT_EQ(group.expectations[0].rule.level, Level::Should);
  EXPECT_TRUE(group.expectations[1].ordered);
  EXPECT_EQ(group.expectations[1].rule.clause.rfc, 9051);
  EXPECT_EQ(group.expectations[2].source, "S: OK");
  EXPECT_EQ(group.expectations[2].where.line, 10U);
}

TEST(Dialogue, SplitsALiteralAtItsPlus) {
  const Compiled compiled = imap("C: APPEND ${mailbox} ${literal:message.1}\nS: OK",
                                 "start = { state = \"selected\", messages = [\"plain\"] }");
  ASSERT_EQ(compiled.mistakes, "");
  ASSERT_EQ(compiled.program.body.size(), 4U);
  EXPECT_EQ(shown(action<Send>(compiled, 0).bytes, compiled.program),
            "${tag} APPEND ${mailbox} {${size:message.1}}\r\n");
  EXPECT_EQ(std::get<ImapPattern>(action<Expect>(compiled, 1).expectations[0].any_of[0]).kind,
            ImapPattern::Kind::Continuation);
  EXPECT_EQ(shown(action<Send>(compiled, 2).bytes, compiled.program), "${message.1}\r\n");
  EXPECT_FALSE(action<Send>(compiled, 2).tagged);
}

}  // namespace
}  // namespace mailrig::scenario
