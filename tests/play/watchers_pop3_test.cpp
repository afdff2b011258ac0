#include "harness/play/watchers_pop3.hpp"

#include "tests/play/watch_support.hpp"

namespace mailrig::play {
namespace {

std::vector<std::string> greeted(std::vector<std::string> more) {
  more.insert(more.begin(), "S: +OK hi");
  return more;
}

const std::vector<Watched>& rows() {
  static const std::vector<Watched> all = {
      {"asked", {}, greeted({"C: NOOP", "S: +OK"})},
      {"unasked", {"pop3.watch.unasked-response"}, greeted({"S: -ERR idle too long"})},
      {"greeting -ERR", {"pop3.watch.greeting"}, {"S: -ERR busy"}},
      {"STAT", {}, greeted({"C: STAT", "S: +OK 2 320"})},
      {"STAT with words", {}, greeted({"C: STAT", "S: +OK 2 320 octets"})},
      {"STAT without numbers", {"pop3.watch.stat-form"}, greeted({"C: STAT", "S: +OK two messages"})},
      {"STAT with two spaces", {"pop3.watch.stat-form"}, greeted({"C: STAT", "S: +OK 2  320"})},
      {"LIST", {}, greeted({"C: LIST", "S: +OK", "S: 1 120", "S: 2 200", "S: ."})},
      {"LIST in words", {"pop3.watch.list-form"}, greeted({"C: LIST", "S: +OK", "S: 1: 120", "S: ."})},
      {"LIST of one", {}, greeted({"C: LIST 2", "S: +OK 2 200"})},
      {"LIST of one in words", {"pop3.watch.list-form"}, greeted({"C: LIST 2", "S: +OK 200 octets"})},
      {"a number twice",
       {"pop3.watch.message-numbers", "pop3.watch.message-numbers"},
       greeted({"C: LIST", "S: +OK", "S: 1 120", "S: 1 120", "S: ."})},
      {"numbers from 2 on",
       {"pop3.watch.message-numbers"},
       greeted({"C: LIST", "S: +OK", "S: 2 120", "S: 3 120", "S: ."})},
      {"gaps where messages were deleted",
       {},
       greeted({"C: DELE 1", "S: +OK", "C: LIST", "S: +OK", "S: 2 120", "S: ."})},
      {"LIST shows what was deleted",
       {"pop3.watch.deleted-message"},
       greeted({"C: DELE 1", "S: +OK", "C: LIST", "S: +OK", "S: 1 120", "S: 2 120", "S: ."})},
      {"UIDL shows what was deleted",
       {"pop3.watch.deleted-message"},
       greeted({"C: DELE 1", "S: +OK", "C: UIDL", "S: +OK", "S: 1 a", "S: 2 b", "S: ."})},
      {"UIDL after RSET",
       {},
       greeted(
           {"C: DELE 1", "S: +OK", "C: RSET", "S: +OK", "C: UIDL", "S: +OK", "S: 1 a", "S: 2 b", "S: ."})},
      {"STAT and LIST agree",
       {},
       greeted({"C: STAT", "S: +OK 2 320", "C: LIST", "S: +OK", "S: 1 120", "S: 2 200", "S: ."})},
      {"STAT counts more",
       {"pop3.watch.stat-list-count"},
       greeted({"C: STAT", "S: +OK 3 320", "C: LIST", "S: +OK", "S: 1 120", "S: 2 200", "S: ."})},
      {"STAT has other octets",
       {"pop3.watch.stat-list-octets"},
       greeted({"C: STAT", "S: +OK 2 321", "C: LIST", "S: +OK", "S: 1 120", "S: 2 200", "S: ."})},
      {"STAT after DELE",
       {},
       greeted({"C: STAT", "S: +OK 2 320", "C: DELE 1", "S: +OK", "C: STAT", "S: +OK 1 200"})},
      {"RETR has the octets of LIST",
       {},
       greeted({"C: LIST 1", "S: +OK 1 7", "C: RETR 1", "S: +OK", "S: ..a", "S: b", "S: ."})},
      {"RETR ends without CRLF in the store",
       {},
       greeted({"C: LIST 1", "S: +OK 1 1", "C: RETR 1", "S: +OK", "S: b", "S: ."})},
      {"LIST counts the stuffing",
       {"pop3.watch.retr-octets"},
       greeted({"C: LIST 1", "S: +OK 1 8", "C: RETR 1", "S: +OK", "S: ..a", "S: b", "S: ."})},
      {"LIST counts LF alone",
       {"pop3.watch.retr-octets"},
       greeted({"C: LIST 1", "S: +OK 1 9", "C: RETR 1", "S: +OK", "S: ab", "S: cd", "S: ef", "S: ."})},
      {"a size changes",
       {"pop3.watch.size-changed"},
       greeted({"C: LIST 1", "S: +OK 1 7", "C: LIST 1", "S: +OK 1 8"})},
      {"UIDL",
       {},
       greeted({"C: UIDL", "S: +OK", "S: 1 whqtswO00WBw418f9t5JxYwZ", "S: 2 QhdPYR:00WBw1Ph7x7", "S: ."})},
      {"UIDL without number", {"pop3.watch.uidl-form"}, greeted({"C: UIDL 1", "S: +OK abc"})},
      {"UIDL of 71 octets",
       {"pop3.watch.uidl-form"},
       greeted({"C: UIDL 1", "S: +OK 1 " + std::string(71, 'x')})},
      {"UIDL with a space", {"pop3.watch.uidl-form"}, greeted({"C: UIDL", "S: +OK", "S: 1 a b", "S: ."})},
      {"copies share a hash",
       {},
       greeted({"C: LIST", "S: +OK", "S: 1 5", "S: 2 5", "S: .", "C: UIDL", "S: +OK", "S: 1 a", "S: 2 a",
                "S: ."})},
      {"different messages share a unique-id",
       {"pop3.watch.uidl-unique"},
       greeted({"C: LIST", "S: +OK", "S: 1 5", "S: 2 6", "S: .", "C: UIDL", "S: +OK", "S: 1 a", "S: 2 a",
                "S: ."})},
      {"a unique-id changes",
       {"pop3.watch.uidl-changed"},
       greeted({"C: UIDL 1", "S: +OK 1 a", "C: UIDL 1", "S: +OK 1 b"})},
      {"deleted and refused", {}, greeted({"C: DELE 1", "S: +OK", "C: RETR 1", "S: -ERR gone"})},
      {"deleted and sent",
       {"pop3.watch.deleted-message"},
       greeted({"C: DELE 1", "S: +OK", "C: RETR 1", "S: +OK", "S: a", "S: ."})},
      {"deleted and listed",
       {"pop3.watch.deleted-message"},
       greeted({"C: DELE 1", "S: +OK", "C: LIST", "S: +OK", "S: 1 5", "S: 2 6", "S: ."})},
      {"deleted and restored",
       {},
       greeted({"C: DELE 1", "S: +OK", "C: RSET", "S: +OK", "C: LIST 1", "S: +OK 1 9"})},
      {"challenge in AUTH", {}, greeted({"C: AUTH LOGIN", "S: + VXNlcm5hbWU6", "C: YQ==", "S: -ERR no"})},
      {"challenge without AUTH", {"pop3.watch.challenge"}, greeted({"C: NOOP", "S: + abc="})},
  };
  return all;
}

TEST(Pop3Watcher, AccusesWhatTheRfcForbidsAndNothingElse) {
  for (const Watched& row : rows()) expect_accusations<pop3::Dialogue, Pop3Watcher, pop3::Reply>(row);
}

TEST(Pop3Watcher, EveryRuleCanBeBroken) {
  expect_all_broken(pop3_watcher_infos(), rows());
}

}  // namespace
}  // namespace mailrig::play
