#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/compare/talked.hpp"

namespace mailrig::compare {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Talked greeted() {
  Talked talked;
  talked.s("+OK ready\r\n");
  return talked;
}

TEST(ComparePop3, PutsFreeTextAside) {
  Talked a = greeted(), b = greeted();
  a.c("NOOP\r\n").s("+OK\r\n").c("DELE 9\r\n").s("-ERR no such message\r\n");
  b.c("NOOP\r\n").s("+OK yes\r\n").c("DELE 9\r\n").s("-ERR what?\r\n");
  EXPECT_THAT(lines(a, b), IsEmpty());
}

TEST(ComparePop3, ComparesStatusAndCode) {
  Talked a = greeted(), b = greeted();
  a.c("NOOP\r\n").s("+OK\r\n").c("PASS x\r\n").s("-ERR [AUTH] no\r\n");
  b.c("NOOP\r\n").s("-ERR\r\n").c("PASS x\r\n").s("-ERR no\r\n");
  EXPECT_THAT(lines(a, b), ElementsAre("pop3 NOOP: status: +OK | -ERR", "pop3 PASS: code: AUTH | -"));
}

TEST(ComparePop3, ComparesListingsMessageByMessage) {
  Talked a = greeted(), b = greeted();
  a.c("STAT\r\n").s("+OK 2 300\r\n").c("LIST\r\n").s("+OK\r\n1 100\r\n2 200\r\n.\r\n");
  b.c("STAT\r\n").s("+OK 1 300\r\n").c("LIST\r\n").s("+OK\r\n1 101\r\n.\r\n");
  EXPECT_THAT(lines(a, b), ElementsAre("pop3 STAT: messages: 2 | 1", "pop3 LIST: size of 1: 100 | 101",
                                       "pop3 LIST: size of 2: 200 | -"));
}

TEST(ComparePop3, KeepsWhatIsTheSameOfUniqueIds) {
  Talked a = greeted(), b = greeted(), c = greeted();
  a.c("UIDL\r\n").s("+OK\r\n1 aa\r\n2 bb\r\n.\r\n").c("UIDL 2\r\n").s("+OK 2 bb\r\n");
  b.c("UIDL\r\n").s("+OK\r\n1 x7\r\n2 x8\r\n.\r\n").c("UIDL 2\r\n").s("+OK 2 x8\r\n");
  c.c("UIDL\r\n").s("+OK\r\n1 x7\r\n2 x8\r\n.\r\n").c("UIDL 2\r\n").s("+OK 2 x9\r\n");
  EXPECT_THAT(lines(a, b), IsEmpty());
  EXPECT_THAT(lines(a, c), ElementsAre("pop3 UIDL: unique-id of 2: as before | another"));
}

TEST(ComparePop3, ComparesMessagesOctetForOctet) {
  Talked a = greeted(), b = greeted();
  a.c("RETR 1\r\n").s("+OK\r\nSubject: s\r\n\r\n..dot\r\nend\r\n.\r\n");
  b.c("RETR 1\r\n").s("+OK\r\nSubject: s\r\n\r\n...dot\r\nend\r\n.\r\n");
  EXPECT_THAT(lines(a, b), ElementsAre("pop3 RETR: message: .dot\\r\\n | ..dot\\r\\n"));
}

TEST(ComparePop3, ComparesCapabilitiesAsASet) {
  Talked a = greeted(), b = greeted();
  a.c("CAPA\r\n").s("+OK\r\nTOP\r\nSASL PLAIN LOGIN\r\nIMPLEMENTATION one 1.0\r\nEXPIRE 60\r\n.\r\n");
  b.c("CAPA\r\n").s("+OK\r\nEXPIRE 30\r\nIMPLEMENTATION two\r\nSASL LOGIN\r\nUIDL\r\n.\r\n");
  EXPECT_THAT(lines(a, b),
              ElementsAre("pop3 CAPA: capability TOP: yes | -", "pop3 CAPA: capability SASL PLAIN: yes | -",
                          "pop3 CAPA: capability UIDL: - | yes"));
}

}  // namespace
}  // namespace mailrig::compare
