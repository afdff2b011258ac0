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

TEST(Dialogue, WritesNonSynchronizingLiteralsForLiteralPlus) {
  FixtureFacts facts = all_services();
  facts.literal_plus = true;
  const Compiled compiled = compile_dialogue("imap/t", "C: APPEND ${mailbox} ${literal:message.1}\nS: OK",
                                             "start = { messages = [\"plain\"] }", facts);
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_EQ(shown(action<Send>(compiled, 0).bytes, compiled.program),
            "${tag} APPEND ${mailbox} {${size:message.1}+}\r\n${message.1}\r\n");
}

TEST(Dialogue, SendsAsWritten) {
  const Compiled compiled = imap(
      "C raw: a\\r\\n\\x00${mailbox}\nC more: NOOP\nC cut 3,7 pause 50ms: NOOP\nC untagged: DONE\nC raw "
      "more: x\nS: OK");
  ASSERT_EQ(compiled.mistakes, "");
  const auto& raw = action<Send>(compiled, 0);
  EXPECT_FALSE(raw.tagged);
  EXPECT_EQ(raw.bytes.pieces[0].text, std::string("a\r\n\0", 4));
  EXPECT_TRUE(action<Send>(compiled, 1).more);
  EXPECT_EQ(action<Send>(compiled, 2).cuts, (std::vector<std::uint32_t>{3, 7}));
  EXPECT_EQ(action<Send>(compiled, 2).cut_pause, Milliseconds(50));
  EXPECT_EQ(shown(action<Send>(compiled, 3).bytes, compiled.program), "DONE\r\n");
  EXPECT_FALSE(action<Send>(compiled, 3).tagged);
  EXPECT_TRUE(action<Send>(compiled, 4).more);
}

TEST(Dialogue, KnowsEveryVerb) {
  const Compiled compiled = imap(
      "connect\ntls or closed\nclose\nhalf-close\nreset\nclosed by alert within 5s\nsilent 500ms\npause "
      "1min\nread "
      "slowly\n"
      "read\nauth SCRAM-SHA-256 wrong\nauth LOGIN no-initial\nset n = \"a\\r${user}\"\n# a remark");
  ASSERT_EQ(compiled.mistakes, "");
  ASSERT_EQ(compiled.program.body.size(), 13U);
  action<Connect>(compiled, 0);
  EXPECT_EQ(action<StartTls>(compiled, 1).tls.outcome, Handshake::Outcome::OrClosed);
  action<Close>(compiled, 2);
  action<HalfClose>(compiled, 3);
  action<Reset>(compiled, 4);
  EXPECT_EQ(action<ExpectClosed>(compiled, 5).how.kind, CloseKind::Alert);
  EXPECT_EQ(action<ExpectClosed>(compiled, 5).within, Milliseconds(5000));
  EXPECT_EQ(action<ExpectSilence>(compiled, 6).time, Milliseconds(500));
  EXPECT_EQ(action<Pause>(compiled, 7).time, Milliseconds(60'000));
  EXPECT_TRUE(action<ReadSlowly>(compiled, 8).on);
  EXPECT_FALSE(action<ReadSlowly>(compiled, 9).on);
  EXPECT_TRUE(action<Authenticate>(compiled, 10).wrong);
  EXPECT_FALSE(action<Authenticate>(compiled, 11).initial_response);
  EXPECT_EQ(shown(action<Set>(compiled, 12).value, compiled.program), "a\r${user}");
}

TEST(Dialogue, GroupsLinesOfOneClient) {
  const Compiled compiled = imap("S: * OK\nS: not * BYE\nS: OK\nS: * BAD\nS: NO|BAD [TRYCREATE]\nor S: OK");
  ASSERT_EQ(compiled.mistakes, "");
  ASSERT_EQ(compiled.program.body.size(), 2U);
  const auto& first = action<Expect>(compiled, 0);
  ASSERT_EQ(first.expectations.size(), 3U);
  EXPECT_TRUE(first.expectations[1].absent);
  const auto& second = action<Expect>(compiled, 1);
  ASSERT_EQ(second.expectations[1].any_of.size(), 2U);
  const auto& pattern = std::get<ImapPattern>(second.expectations[1].any_of[0]);
  EXPECT_EQ(pattern.statuses, (std::vector<std::string>{"NO", "BAD"}));
  EXPECT_TRUE(pattern.has_code);
}

TEST(Dialogue, TakesTimesAndFindingsFromAnnotations) {
  const Compiled compiled =
      imap("S: * 1 EXISTS # within 5s; not before 1s; exploitable; MAY\nS: OK # rfc3501 6.4");
  ASSERT_EQ(compiled.mistakes, "");
  const auto& group = action<Expect>(compiled, 0);
  EXPECT_EQ(group.within, Milliseconds(5000));
  EXPECT_EQ(group.not_before, Milliseconds(1000));
  EXPECT_EQ(group.expectations[0].rule.finding, "exploitable");
  EXPECT_EQ(group.expectations[0].rule.level, Level::May);
  EXPECT_EQ(group.expectations[1].rule.clause.rfc, 3501);
}

TEST(Dialogue, RepeatsWithItsTurn) {
  const Compiled compiled = smtp("repeat 3\nC: RCPT TO:<a${i}@b>\nend\nS: 250");
  ASSERT_EQ(compiled.mistakes, "");
  ASSERT_EQ(compiled.program.body.size(), 4U);
  EXPECT_EQ(action<Send>(compiled, 2).bytes.pieces[0].text, "RCPT TO:<a3@b>\r\n");
}

TEST(Dialogue, ParsesImapPatternsByStructure) {
  const Compiled compiled = imap(
      "S: * ${=n} FETCH (FLAGS (\\Seen ...) BODY[HEADER.FIELDS (To)] \"a\\\"b\" UID ${_} X NIL XY "
      "~/text/plain/)\nS: A17 BAD\nS: + x");
  ASSERT_EQ(compiled.mistakes, "");
  const auto& data = std::get<ImapPattern>(action<Expect>(compiled, 0).expectations[0].any_of[0]);
  EXPECT_EQ(data.name, "FETCH");
  EXPECT_EQ(data.number->kind, Term::Kind::Bind);
  ASSERT_EQ(data.data.size(), 1U);
  const std::vector<Term>& items = data.data[0].items;
  ASSERT_EQ(items.size(), 10U);
  EXPECT_EQ(items[1].items[1].kind, Term::Kind::Rest);
  EXPECT_EQ(items[2].value.pieces[0].text, "BODY[HEADER.FIELDS (To)]");
  EXPECT_EQ(items[3].value.pieces[0].text, "a\"b");
  EXPECT_EQ(items[5].kind, Term::Kind::Any);
  EXPECT_EQ(items[7].kind, Term::Kind::Nil);
  EXPECT_EQ(items[9].value.pieces[0].text, "text/plain");
  EXPECT_EQ(std::get<ImapPattern>(action<Expect>(compiled, 0).expectations[1].any_of[0]).tag, "A17");
  EXPECT_EQ(std::get<ImapPattern>(action<Expect>(compiled, 1).expectations[0].any_of[0]).kind,
            ImapPattern::Kind::Continuation);
}

TEST(Dialogue, ParsesSmtpPatterns) {
  const Compiled compiled = smtp(
      "S: 250|251 2.1.x|2.0.0\nS: 2xx with PIPELINING, SIZE ${_}, AUTH ... without STARTTLS\nS: 220 ~/a "
      "b/\nS: 250: ${=domain_said} ...");
  ASSERT_EQ(compiled.mistakes, "");
  const auto& lines = action<Expect>(compiled, 0).expectations;
  EXPECT_EQ(std::get<SmtpPattern>(lines[0].any_of[0]).codes.size(), 2U);
  EXPECT_EQ(std::get<SmtpPattern>(lines[0].any_of[0]).enhanced, (std::vector<std::string>{"2.1.x", "2.0.0"}));
  const auto& ehlo = std::get<SmtpPattern>(lines[1].any_of[0]);
  ASSERT_EQ(ehlo.with.size(), 3U);
  EXPECT_EQ(ehlo.with[1].parameters[0].kind, Term::Kind::Any);
  EXPECT_EQ(ehlo.without[0].name, "STARTTLS");
  EXPECT_TRUE(std::get<SmtpPattern>(lines[2].any_of[0]).text.has_value());
  EXPECT_EQ(std::get<SmtpPattern>(lines[3].any_of[0]).words.size(), 2U);
}

TEST(Dialogue, ParsesPop3Blocks) {
  const Compiled compiled = pop3(
      "S: +OK ${=count} ...\nS: 1 120\nS: ...\nS: .\nS: -ERR [IN-USE]\nor S: +OK any order\nS: +OK\nS: "
      "message ${corpus.dots}\nS: .");
  ASSERT_EQ(compiled.mistakes, "");
  const auto& replies = action<Expect>(compiled, 0).expectations;
  ASSERT_EQ(replies.size(), 3U);
  const auto& list = std::get<Pop3Pattern>(replies[0].any_of[0]);
  EXPECT_TRUE(list.has_block);
  ASSERT_EQ(list.block.size(), 2U);
  EXPECT_EQ(list.block[1].kind, LinePattern::Kind::AnyNumber);
  EXPECT_EQ(std::get<Pop3Pattern>(replies[1].any_of[0]).code, "IN-USE");
  EXPECT_TRUE(std::get<Pop3Pattern>(replies[1].any_of[1]).block_in_any_order);
  EXPECT_EQ(std::get<Pop3Pattern>(replies[2].any_of[0]).block[0].kind, LinePattern::Kind::Message);
}

TEST(Dialogue, StuffsPlainDataWhileCompiling) {
  const Compiled compiled = smtp("C data: a\\r\\n.b\nC data: ${corpus.dots}\nS: 250");
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_EQ(action<Send>(compiled, 0).bytes.pieces[0].text, "a\r\n..b\r\n.\r\n");
  EXPECT_EQ(shown(action<Send>(compiled, 1).bytes, compiled.program), "${stuffed:corpus.dots}");
}

TEST(Dialogue, DeliversByMailRcptData) {
  const Compiled compiled = smtp("send ${corpus.plain} to ${address}");
  ASSERT_EQ(compiled.mistakes, "");
  ASSERT_EQ(compiled.program.body.size(), 8U);
  EXPECT_EQ(action<Send>(compiled, 2).verb, "RCPT");
  EXPECT_TRUE(compiled.scenarios[0].delivers);
}

}  // namespace
}  // namespace mailrig::scenario
