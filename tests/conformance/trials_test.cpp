#include "harness/conformance/trials.hpp"

#include <gtest/gtest.h>

#include "tests/scenario/support.hpp"

namespace mailrig::conformance {
namespace {

ScenarioPtr imap_scenario(const std::string& needs) {
  scenario::Compiled made = scenario::imap("C: NOOP\nS: OK", "needs = [" + needs + "]\n");
  EXPECT_EQ(made.mistakes, "");
  return std::make_shared<const scenario::Scenario>(std::move(made.scenarios.front()));
}

Target imap_target(std::vector<std::string> capabilities) {
  Target target;
  target.drive.at(Service::Imap).offered = true;
  target.at(Service::Imap).capabilities = std::move(capabilities);
  return target;
}

std::vector<std::string> unmet_of(const std::string& needs, const Target& target) {
  const std::vector<Trial> trials = find_trials({imap_scenario(needs)}, target);
  return trials.empty() ? std::vector<std::string>{} : trials.front().unmet;
}

using List = std::vector<std::string>;

TEST(Trials, AreOfWhatIsSkippedForCapabilitiesAlone) {
  const Target target = imap_target({"IMAP4rev1", "UIDPLUS"});
  EXPECT_EQ(unmet_of("\"MOVE\"", target), List{"imap:MOVE"});
  EXPECT_EQ(unmet_of("\"MOVE\", \"UIDPLUS\"", target), List{"imap:MOVE"});
  EXPECT_EQ(unmet_of("\"MOVE\", \"IDLE\"", target), (List{"imap:MOVE", "imap:IDLE"}));
  EXPECT_EQ(unmet_of("\"UIDPLUS\"", target), List{}) << "it runs anyway";
  EXPECT_EQ(unmet_of("\"MOVE\", \"smtp\"", target), List{}) << "there is no smtp";
  EXPECT_EQ(unmet_of("\"MOVE\", \"!UIDPLUS\"", target), List{}) << "only where UIDPLUS is not offered";
  EXPECT_EQ(unmet_of("\"MOVE\", \"accounts:2\"", target), List{});
  EXPECT_EQ(unmet_of("\"MOVE\", \"tls\"", target), List{});
}

TEST(Trials, TryNeitherLoginsNorTlsNorRevisions) {
  for (const char* never : {"LOGINDISABLED", "STARTTLS", "AUTH=PLAIN", "IMAP4rev2"}) {
    EXPECT_FALSE(may_try(never)) << never;
    EXPECT_EQ(unmet_of('"' + std::string(never) + "\", \"MOVE\"", imap_target({"IMAP4rev1"})), List{})
        << never;
  }
  EXPECT_FALSE(may_try("SASL PLAIN"));
  EXPECT_FALSE(may_try("auth plain"));
  EXPECT_TRUE(may_try("STATUS=SIZE"));
  EXPECT_TRUE(may_try("AUTH-RESP-CODE"));
}

TEST(Trials, KeepTheNeedsThatAreMet) {
  const std::vector<Trial> trials =
      find_trials({imap_scenario("\"MOVE\", \"UIDPLUS\"")}, imap_target({"UIDPLUS"}));
  ASSERT_EQ(trials.size(), 1U);
  ASSERT_EQ(trials.front().scenario->needs.size(), 1U);
  EXPECT_EQ(trials.front().scenario->needs.front().capability, "UIDPLUS");
}

// A server that knows no command at all passes a scenario that wants a refusal.
TEST(Trials, ArePositiveIfEveryCommandIsToSucceed) {
  const auto positive = [](const scenario::Compiled& made) {
    EXPECT_EQ(made.mistakes, "");
    return wants_success(made.program);
  };
  EXPECT_TRUE(positive(scenario::imap("C: NOOP\nS: OK")));
  EXPECT_TRUE(positive(scenario::imap("C: IDLE\nS: +\nC untagged: DONE\nS: OK")));
  EXPECT_FALSE(positive(scenario::imap("C: X\nS: NO|BAD")));
  EXPECT_FALSE(positive(scenario::imap("C: X\nS: OK|NO")));
  EXPECT_FALSE(positive(scenario::imap("C: X\nS: OK\nor S: NO")));
  EXPECT_FALSE(positive(scenario::imap("C: NOOP\nS: OK\nC: X\nS: BAD")));
  EXPECT_FALSE(positive(scenario::imap("C: NOOP\nS: * 1 EXISTS"))) << "that comes unasked, too";
  EXPECT_FALSE(positive(scenario::imap("C: NOOP\nS: OK\nif answered OK\nC: NOOP\nS: OK\nend")));
  EXPECT_TRUE(positive(scenario::smtp("C: NOOP\nS: 250")));
  EXPECT_FALSE(positive(scenario::smtp("C: X\nS: 5xx")));
  EXPECT_FALSE(positive(scenario::smtp("C: X\nS: 250|502")));
  EXPECT_TRUE(positive(scenario::pop3("C: NOOP\nS: +OK")));
  EXPECT_FALSE(positive(scenario::pop3("C: X\nS: any")));
}

TEST(Needs, AreWordsWithTheirService) {
  const ScenarioPtr scenario = imap_scenario(
      "\"MOVE\", \"!UIDPLUS\", \"smtp:SIZE\", \"tls\", \"smtp\", \"accounts:2\", \"AUTH=PLAIN\"");
  List words;
  for (const scenario::Need& need : scenario->needs) words.push_back(need_word(need));
  EXPECT_EQ(words, (List{"imap:MOVE", "!imap:UIDPLUS", "smtp:SIZE", "imap:tls", "smtp", "accounts:2",
                         "imap:AUTH=PLAIN"}));
}

}  // namespace
}  // namespace mailrig::conformance
