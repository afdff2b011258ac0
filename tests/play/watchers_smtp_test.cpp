#include "harness/play/watchers_smtp.hpp"

#include "tests/play/watch_support.hpp"

namespace mailrig::play {
namespace {

std::vector<std::string> greeted(std::vector<std::string> more) {
  more.insert(more.begin(), "S: 220 mx ESMTP");
  return more;
}

const std::vector<Watched>& rows() {
  static const std::vector<Watched> all = {
      {"asked", {}, greeted({"C: NOOP", "S: 250 ok"})},
      {"unasked", {"smtp.watch.unasked-reply"}, greeted({"S: 250 hello?"})},
      {"unasked 421", {}, greeted({"S: 421 too slow"})},
      {"greeting 554", {}, {"S: 554 no"}},
      {"greeting 250", {"smtp.watch.greeting-code"}, {"S: 250 mx"}},
      {"greeting without name", {"smtp.watch.greeting-domain"}, {"S: 220 "}},
      {"DATA and its message", {}, greeted({"C: DATA", "S: 354 go", "C: hi", "C: .", "S: 250 ok"})},
      {"DATA is answered 250", {"smtp.watch.reply-for-command"}, greeted({"C: DATA", "S: 250 go"})},
      {"MAIL is answered 354", {"smtp.watch.reply-for-command"}, greeted({"C: MAIL FROM:<>", "S: 354 go"})},
      {"DATA is answered 334", {"smtp.watch.reply-for-command"}, greeted({"C: DATA", "S: 334 go"})},
      {"QUIT", {}, greeted({"C: QUIT", "S: 221 bye"})},
      {"QUIT is answered 250", {"smtp.watch.quit-221"}, greeted({"C: QUIT", "S: 250 bye"})},
      {"QUIT with an argument is refused", {}, greeted({"C: QUIT now", "S: 501 no"})},
      {"421 ends it", {}, greeted({"C: NOOP", "S: 421 closing"})},
      {"421 and then 250",
       {"smtp.watch.reply-after-421"},
       greeted({"C: NOOP", "C: NOOP", "S: 421 closing", "S: 250 ok"})},
      {"enhanced codes",
       {},
       greeted({"C: EHLO a", "S: 250-mx", "S: 250 ENHANCEDSTATUSCODES", "C: NOOP", "S: 250 2.0.0 ok",
                "C: DATA", "S: 354 go"})},
      {"enhanced code missing",
       {"smtp.watch.enhanced-code-missing"},
       greeted({"C: EHLO a", "S: 250-mx", "S: 250 ENHANCEDSTATUSCODES", "C: NOOP", "S: 250 ok"})},
      {"enhanced codes are off after HELO",
       {},
       greeted({"C: EHLO a", "S: 250-mx", "S: 250 ENHANCEDSTATUSCODES", "C: HELO a", "S: 250 mx", "C: NOOP",
                "S: 250 ok"})},
      {"EHLO without name",
       {"smtp.watch.ehlo-domain"},
       greeted({"C: EHLO a", "S: 250- ", "S: 250 PIPELINING"})},
      {"SIZE without a number", {}, greeted({"C: EHLO a", "S: 250-mx", "S: 250 SIZE"})},
      {"SIZE 100", {}, greeted({"C: EHLO a", "S: 250-mx", "S: 250 SIZE 100"})},
      {"SIZE is no number", {"smtp.watch.ehlo-size"}, greeted({"C: EHLO a", "S: 250-mx", "S: 250 SIZE 10M"})},
      {"STARTTLS before TLS", {}, greeted({"C: EHLO a", "S: 250-mx", "S: 250 STARTTLS"})},
      {"STARTTLS in TLS",
       {"smtp.watch.starttls-in-tls"},
       greeted({"C: STARTTLS", "S: 220 go", "tls", "C: EHLO a", "S: 250-mx", "S: 250 STARTTLS"})},
      {"challenge",
       {},
       greeted({"C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: YQ==", "S: 334 ", "C: YQ==", "S: 235 ok"})},
      {"challenge in the clear",
       {"smtp.watch.challenge-base64"},
       greeted({"C: AUTH LOGIN", "S: 334 Username:"})},
      {"AUTH once", {}, greeted({"C: AUTH PLAIN YQ==", "S: 235 ok", "C: AUTH PLAIN YQ==", "S: 503 already"})},
      {"AUTH twice",
       {"smtp.watch.auth-again"},
       greeted({"C: AUTH PLAIN YQ==", "S: 235 ok", "C: AUTH PLAIN YQ==", "S: 235 again"})},
      {"AUTH again under TLS",
       {},
       greeted({"C: AUTH PLAIN YQ==", "S: 235 ok", "C: STARTTLS", "S: 220 go", "tls",
                "C: AUTH PLAIN YQ==", "S: 235 ok"})},
  };
  return all;
}

TEST(SmtpWatcher, AccusesWhatTheRfcForbidsAndNothingElse) {
  for (const Watched& row : rows()) expect_accusations<smtp::Dialogue, SmtpWatcher, smtp::Reply>(row);
}

TEST(SmtpWatcher, EveryRuleCanBeBroken) {
  expect_all_broken(smtp_watcher_infos(), rows());
}

}  // namespace
}  // namespace mailrig::play
