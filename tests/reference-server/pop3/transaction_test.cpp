#include <gtest/gtest.h>

#include "tests/reference-server/pop3/rig.hpp"

namespace mailrig::server {
namespace {

struct Line {
  std::string_view sent, answer;
};

void expect(Talk& talk, std::initializer_list<Line> lines) {
  for (const Line& line : lines)
    EXPECT_EQ(talk.say(std::string(line.sent) + "\r\n"), line.answer) << line.sent;
}

class Pop3Transaction : public testing::Test {
 protected:
  Pop3Transaction() {
    rig_.deliver(kLetter);
    rig_.deliver("Subject: two\r\n\r\n");
    talk_.login();
  }
  Rig rig_;
  Talk talk_ = rig_.talk();
};

TEST_F(Pop3Transaction, StatCountsWhatIsThere) {
  expect(talk_, {{"STAT", "+OK 2 58\r\n"}, {"DELE 1", "+OK marked\r\n"}, {"STAT", "+OK 1 16\r\n"}});
}

TEST_F(Pop3Transaction, ListShowsOneOrAll) {
  expect(talk_, {{"LIST", "+OK 2 messages (58 octets)\r\n1 42\r\n2 16\r\n.\r\n"},
                 {"LIST 2", "+OK 2 16\r\n"},
                 {"LIST 3", "-ERR no such message\r\n"},
                 {"LIST 0", "-ERR no such message\r\n"},
                 {"LIST 18446744073709551615", "-ERR no such message\r\n"},
                 {"DELE 1", "+OK marked\r\n"},
                 {"LIST", "+OK 1 messages (16 octets)\r\n2 16\r\n.\r\n"},
                 {"LIST 1", "-ERR message is deleted\r\n"}});
}

TEST_F(Pop3Transaction, RetrSendsTheMessageStuffed) {
  expect(talk_, {{"RETR 1", "+OK 42 octets\r\nSubject: hi\r\nX: yz\r\n\r\n..one\r\ntwo\r\n...three\r\n.\r\n"},
                 {"RETR 2", "+OK 16 octets\r\nSubject: two\r\n\r\n.\r\n"},
                 {"RETR 3", "-ERR no such message\r\n"}});
}

TEST_F(Pop3Transaction, TopSendsHeaderAndLines) {
  const std::string head = "+OK top of message follows\r\nSubject: hi\r\nX: yz\r\n\r\n";
  expect(talk_, {{"TOP 1 0", head + ".\r\n"},
                 {"TOP 1 1", head + "..one\r\n.\r\n"},
                 {"TOP 1 99", head + "..one\r\ntwo\r\n...three\r\n.\r\n"},
                 {"TOP 2 5", "+OK top of message follows\r\nSubject: two\r\n\r\n.\r\n"},
                 {"TOP 1", "-ERR number of lines expected\r\n"},
                 {"TOP 9 1", "-ERR no such message\r\n"}});
}

TEST_F(Pop3Transaction, UidlShowsOneOrAll) {
  expect(talk_, {{"UIDL", "+OK unique-ids follow\r\n1 0000002a00000001\r\n2 0000002a00000002\r\n.\r\n"},
                 {"UIDL 2", "+OK 2 0000002a00000002\r\n"},
                 {"DELE 2", "+OK marked\r\n"},
                 {"UIDL", "+OK unique-ids follow\r\n1 0000002a00000001\r\n.\r\n"},
                 {"UIDL 2", "-ERR message is deleted\r\n"},
                 {"UIDL 3", "-ERR no such message\r\n"}});
}

TEST_F(Pop3Transaction, AMarkedMessageIsOutOfReach) {
  expect(talk_, {{"DELE 1", "+OK marked\r\n"},
                 {"DELE 1", "-ERR message is deleted\r\n"},
                 {"RETR 1", "-ERR message is deleted\r\n"},
                 {"TOP 1 1", "-ERR message is deleted\r\n"},
                 {"RETR 2", "+OK 16 octets\r\nSubject: two\r\n\r\n.\r\n"},
                 {"RSET", "+OK 2 messages (58 octets)\r\n"},
                 {"LIST 1", "+OK 1 42\r\n"}});
}

TEST_F(Pop3Transaction, NoopDoesNothing) {
  expect(talk_, {{"NOOP", "+OK\r\n"}});
}

TEST_F(Pop3Transaction, SeesNotWhatComesLater) {
  rig_.deliver(kLetter);
  expect(talk_, {{"STAT", "+OK 2 58\r\n"}});
}

TEST_F(Pop3Transaction, KeepsWhatOthersExpunge) {
  rig_.store->open(*rig_.accounts.find("user1"), "INBOX")->expunge(2, nullptr);
  expect(talk_, {{"RETR 2", "+OK 16 octets\r\nSubject: two\r\n\r\n.\r\n"}, {"STAT", "+OK 2 58\r\n"}});
}

TEST(Pop3Maildrop, MayBeEmpty) {
  Rig rig;
  Talk talk = rig.talk();
  talk.login();
  expect(talk, {{"STAT", "+OK 0 0\r\n"},
                {"LIST", "+OK 0 messages (0 octets)\r\n.\r\n"},
                {"UIDL", "+OK unique-ids follow\r\n.\r\n"}});
}

TEST(Pop3Maildrop, CountsTheLineEndThatItAdds) {
  Rig rig;
  rig.deliver("Subject: x\r\n\r\nno end");
  Talk talk = rig.talk();
  talk.login();
  expect(talk,
         {{"LIST 1", "+OK 1 22\r\n"}, {"RETR 1", "+OK 22 octets\r\nSubject: x\r\n\r\nno end\r\n.\r\n"}});
}

}  // namespace
}  // namespace mailrig::server
