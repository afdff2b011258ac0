// A maildrop without IMAP beside it: filled, awaited, and rid of what is ours and nothing else.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/play/support.hpp"

namespace mailrig::play {
namespace {

constexpr std::string_view kOurs = "X-Mailrig: mailrig-t0k3n";

// A POP3 server with SMTP beside it: what SMTP takes lies in a queue until `slow` looks for it were made.
class Target {
 public:
  std::string operator()(ClientIndex client, std::string_view bytes) {
    return client == 2 ? smtp(bytes) : pop3(bytes);
  }

  std::vector<std::string> maildrop;  // headers
  std::size_t slow = 0, looks = 0, lost = 0;
  std::string comes_between;     // another's, before ours
  std::size_t stats = SIZE_MAX;  // so many STATs are answered with numbers

 private:
  std::string smtp(std::string_view bytes) {
    if (bytes == "connect") return "220 hi\r\n";
    if (bytes.starts_with("DATA")) return "354 go on\r\n";
    if (bytes.starts_with("QUIT")) return "221 bye\r\n";
    if (bytes.ends_with("\r\n.\r\n")) queue_.emplace_back(bytes.substr(0, bytes.find("\r\n")));
    return "250 yes\r\n";
  }

  void arrive() {
    if (++looks <= slow + 1 || queue_.empty()) return;
    if (!comes_between.empty()) maildrop.push_back(comes_between);
    queue_.resize(queue_.size() - std::min(lost, queue_.size()));
    maildrop.insert(maildrop.end(), queue_.begin(), queue_.end());
    queue_.clear();
  }

  std::string pop3(std::string_view bytes) {
    if (bytes == "connect") arrive();
    if (bytes.starts_with("STAT") && stats-- == 0) return (stats = 0, "+OK\r\n");
    if (bytes.starts_with("STAT")) {
      const auto left = maildrop.size() - gone_.size();
      return "+OK " + std::to_string(left) + " " + std::to_string(left * 100) + "\r\n";
    }
    const bool top = bytes.starts_with("TOP "), dele = bytes.starts_with("DELE ");
    if (top || dele) {
      const std::size_t number = std::stoul(std::string(bytes.substr(top ? 4 : 5)));
      if (number == 0 || number > maildrop.size()) return "-ERR no such message\r\n";
      if (top) return "+OK\r\n" + maildrop[number - 1] + "\r\n\r\n.\r\n";
      gone_.push_back(number);
    }
    if (bytes.starts_with("QUIT")) {
      for (; !gone_.empty(); gone_.pop_back())
        maildrop.erase(maildrop.begin() + static_cast<std::ptrdiff_t>(gone_.back()) - 1);
    }
    return "+OK\r\n";
  }

  std::vector<std::string> queue_;
  std::vector<std::size_t> gone_;
};

class Maildrop : public testing::Test {
 protected:
  Maildrop() { target.maildrop = {"Subject: old", "Subject: older"}; }

  static scenario::Compiled two_messages() {
    scenario::FixtureFacts facts;
    facts.of(scenario::Service::Pop3).there = facts.of(scenario::Service::Smtp).there = facts.top = true;
    return scenario::compile_dialogue("pop3/t", "C: NOOP ${number.1} ${maildrop}\nS: +OK",
                                      "start = { messages = [\"plain\", \"dots\"] }", facts);
  }

  bool set_up() {
    return stage.play(scenario::Phase::Setup,
                      [this](ClientIndex c, std::string_view b) { return target(c, b); });
  }
  bool clean_up() {
    return stage.play(scenario::Phase::Cleanup,
                      [this](ClientIndex c, std::string_view b) { return target(c, b); });
  }
  std::string value(const char* name) { return stage.player.value(program.program.find_slot(name).value()); }

  scenario::Compiled program = two_messages();
  Stage stage{program};
  Target target;
};

TEST_F(Maildrop, IsFilledAtOnceWhereMailIsThereAtOnce) {
  EXPECT_TRUE(set_up());
  EXPECT_EQ(target.maildrop, (std::vector<std::string>{"Subject: old", "Subject: older", std::string(kOurs),
                                                       std::string(kOurs)}));
  EXPECT_TRUE(stage.ear.broken().empty());
  EXPECT_EQ(value("number.1"), "3");
  EXPECT_EQ(value("maildrop"), "4");
  EXPECT_TRUE(clean_up());
  EXPECT_EQ(target.maildrop, (std::vector<std::string>{"Subject: old", "Subject: older"}));
}

TEST_F(Maildrop, IsAwaitedUntilAQueueHasDelivered) {
  target.slow = 5;
  EXPECT_TRUE(set_up());
  EXPECT_EQ(target.maildrop.size(), 4U);
}

TEST_F(Maildrop, BlocksWhenAMessageDoesNotCome) {
  target.lost = 1;
  const Time began = stage.now;
  EXPECT_FALSE(set_up());
  EXPECT_GT(stage.now - began, milliseconds(9'000));
  EXPECT_LT(stage.now - began, milliseconds(20'000));
  ASSERT_EQ(stage.ear.broken().size(), 1U);
  EXPECT_EQ(stage.ear.broken()[0].wanted, "S: +OK ${inbox.before+2} ${_}");
  EXPECT_EQ(stage.ear.broken()[0].got, "+OK 3 300\\r\\n");
  EXPECT_TRUE(clean_up());
  EXPECT_EQ(target.maildrop, (std::vector<std::string>{"Subject: old", "Subject: older"}));
}

TEST_F(Maildrop, KeepsAnothersMailThatComesBetween) {
  target.comes_between = "X-Mailrig: mailrig-an0ther";
  EXPECT_FALSE(set_up());
  EXPECT_TRUE(clean_up());
  EXPECT_EQ(target.maildrop,
            (std::vector<std::string>{"Subject: old", "Subject: older", target.comes_between}));
}

// As many as were expected, and one of them is not ours.
TEST_F(Maildrop, TakesNoOthersMailForItsOwn) {
  target.comes_between = "Subject: letter";
  target.lost = 1;
  EXPECT_FALSE(set_up());
  ASSERT_EQ(stage.ear.broken().size(), 1U);
  EXPECT_NE(stage.ear.broken()[0].wanted.find(kOurs.substr(0, 10)), std::string::npos);
  EXPECT_TRUE(clean_up());
  EXPECT_EQ(target.maildrop, (std::vector<std::string>{"Subject: old", "Subject: older", "Subject: letter"}));
}

// What is odd about the server's answers then is never our fault, and nothing is deleted on a guess.
TEST_F(Maildrop, IsLeftAloneWhereCleanUpIsAnsweredOddly) {
  EXPECT_TRUE(set_up());
  for (const std::size_t answered : {0U, 1U}) {
    target.stats = answered;
    target.maildrop = {"Subject: old", "Subject: older", "Subject: letter"};
    EXPECT_FALSE(clean_up());
    EXPECT_EQ(target.maildrop.size(), 3U);
  }
  for (const Heard& one : stage.ear.broken()) EXPECT_NE(one.source, Judged::Source::Fault) << one.why;
}

TEST_F(Maildrop, KeepsAnothersMailThatComesAfterwards) {
  EXPECT_TRUE(set_up());
  target.maildrop.insert(target.maildrop.begin() + 3, "Subject: letter");
  target.maildrop.push_back("Subject: another");
  EXPECT_TRUE(clean_up());
  EXPECT_EQ(target.maildrop, (std::vector<std::string>{"Subject: old", "Subject: older", "Subject: letter",
                                                       "Subject: another"}));
}

}  // namespace
}  // namespace mailrig::play
