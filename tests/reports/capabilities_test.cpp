#include "reports/capabilities.hpp"

#include <gtest/gtest.h>

#include "reports/reports.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {
namespace {

using std::chrono::milliseconds;

// What is advertised, and scenarios that need things; trials may be added.
class Capabilities : public testing::Test {
 protected:
  Capabilities() {
    record::RunStarted started;
    started.capabilities = {{"smtp", {"SIZE 10", "AUTH PLAIN LOGIN", "STARTTLS"}},
                            {"imap", {"IMAP4rev1", "IDLE", "AUTH=PLAIN"}}};
    events_.emplace_back(started);
  }
  void scenario(const std::string& id, std::vector<std::string> needs, Verdict verdict,
                std::uint16_t rfc = 1) {
    record::ScenarioStarted started;
    started.id = id;
    started.needs = std::move(needs);
    started.clauses = {{rfc, "", Level::Must}};
    events_.emplace_back(started);
    record::ScenarioEnded ended;
    ended.id = id;
    ended.verdict = verdict;
    events_.emplace_back(ended);
  }
  void trial(const std::string& id, std::vector<std::string> unmet, Verdict verdict, bool positive) {
    events_.emplace_back(record::TrialEnded{{}, id, std::move(unmet), verdict, positive, {}});
  }
  CapabilityUse use(const std::string& service, const std::string& name) {
    for (const CapabilityUse& one : fold(events_).capabilities) {
      if (one.service == service && one.name == name) return one;
    }
    ADD_FAILURE() << service << ":" << name;
    return {};
  }
  std::vector<record::Event> events_;
};

TEST_F(Capabilities, AreTestedByWhatNeedsThem) {
  scenario("smtp/a", {"smtp:SIZE"}, Verdict::Pass);
  scenario("smtp/b", {"smtp:SIZE"}, Verdict::Blocked);
  scenario("smtp/c", {"!smtp:SIZE"}, Verdict::Skipped);
  EXPECT_EQ(use("smtp", "SIZE 10").scenarios, 2U);
  EXPECT_EQ(use("smtp", "SIZE 10").run, 1U) << "what was blocked judged nothing";
  EXPECT_EQ(use("imap", "IDLE").scenarios, 0U);
  scenario("together/a", {"imap", "imap:IDLE"}, Verdict::Fail);
  EXPECT_EQ(use("imap", "IDLE").run, 1U);
}

TEST_F(Capabilities, CountMechanismsOneByOne) {
  scenario("smtp/a", {"smtp:AUTH PLAIN"}, Verdict::Pass);
  scenario("smtp/b", {"smtp:AUTH"}, Verdict::Pass);
  EXPECT_EQ(use("smtp", "AUTH PLAIN").run, 1U);
  EXPECT_EQ(use("smtp", "AUTH LOGIN").run, 0U);
  EXPECT_EQ(use("imap", "AUTH=PLAIN").run, 0U) << "another service";
  for (const CapabilityUse& one : fold(events_).capabilities) EXPECT_TRUE(one.advertised) << one.name;
}

TEST_F(Capabilities, TakeTlsForStartTlsAndARevisionForItsRfc) {
  scenario("smtp/a", {"smtp:tls"}, Verdict::Pass);
  scenario("imap/a", {}, Verdict::Pass, 3501);
  EXPECT_EQ(use("smtp", "STARTTLS").run, 1U);
  EXPECT_EQ(use("imap", "IMAP4rev1").run, 1U);
}

TEST_F(Capabilities, WorkUnadvertisedIfEveryTrialPassedAndOneWantedSuccess) {
  scenario("imap/m/1", {"imap:MOVE"}, Verdict::Skipped);
  scenario("imap/m/2", {"imap:MOVE"}, Verdict::Skipped);
  EXPECT_FALSE(use("imap", "MOVE").advertised);
  EXPECT_FALSE(use("imap", "MOVE").works_unadvertised()) << "nothing was tried";
  trial("imap/m/1", {"imap:MOVE"}, Verdict::Pass, false);
  EXPECT_FALSE(use("imap", "MOVE").works_unadvertised()) << "a refusal was wanted";
  trial("imap/m/2", {"imap:MOVE"}, Verdict::Pass, true);
  EXPECT_TRUE(use("imap", "MOVE").works_unadvertised());
  EXPECT_EQ(shown_unadvertised(fold(events_)), std::vector<std::string>{"MOVE (imap), 2 of 2 trials"});
  trial("imap/m/3", {"imap:MOVE", "imap:IDLE"}, Verdict::Fail, true);
  EXPECT_FALSE(use("imap", "MOVE").works_unadvertised());
  EXPECT_EQ(fold(events_).counts.of(Verdict::Skipped), 2U) << "trials count nowhere";
  EXPECT_EQ(fold(events_).counts.total(), 2U);
}

TEST_F(Capabilities, AreToldInEveryReport) {
  scenario("imap/m/1", {"imap:MOVE"}, Verdict::Skipped);
  trial("imap/m/1", {"imap:MOVE"}, Verdict::Pass, true);
  scenario("imap/i/1", {"imap:IDLE"}, Verdict::Pass);
  const auto run = fold(events_);
  const auto has = [](const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
  };
  const std::string text = render_summary(run), json = render_json(run);
  EXPECT_TRUE(has(text, "imap           2 of 3 capabilities untested: IMAP4rev1, AUTH=PLAIN")) << text;
  EXPECT_TRUE(has(text, "works, though not advertised: MOVE (imap), 1 of 1 trials"));
  EXPECT_TRUE(has(render_markdown(run), "| imap | 1 of 3 | IMAP4rev1, AUTH=PLAIN |"));
  EXPECT_TRUE(has(render_markdown(run), "- works, though not advertised: MOVE (imap), 1 of 1 trials"));
  EXPECT_TRUE(has(json,
                  R"({"service":"imap","name":"MOVE","advertised":false,"scenarios":1,"run":0,"trials":1,)"
                  R"("trials_passed":1,"works_unadvertised":true})"));
}

}  // namespace
}  // namespace mailrig::reports
