// Several attempts at a scenario, and what the list of known failures says of it: apart, in every report.
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "reports/reports.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {
namespace {

using namespace record;
using std::chrono::milliseconds;

void add(std::vector<Event>& events, const std::string& id, std::uint32_t attempt, Verdict verdict) {
  ScenarioStarted started;
  started.at = milliseconds(attempt * 10);
  started.id = id;
  started.title = "claim of " + id;
  started.protocol = "imap";
  started.attempt = attempt;
  events.emplace_back(started);
  if (verdict == Verdict::Fail || verdict == Verdict::Weak) {
    Judgement judgement;
    judgement.scenario = id;
    judgement.attempt = attempt;
    judgement.wanted = "S: OK";
    judgement.got = "A1 NO at attempt " + std::to_string(attempt);
    judgement.clause.level = verdict == Verdict::Fail ? Level::Must : Level::Should;
    events.emplace_back(judgement);
  }
  ScenarioEnded ended;
  ended.id = id;
  ended.attempt = attempt;
  ended.verdict = verdict;
  ended.took = milliseconds(1);
  events.emplace_back(ended);
}

Standing standing(const std::string& id, Standing::What what, std::string detail = "") {
  return {id, what, "reported upstream", std::move(detail), "known.toml", 7, 9};
}

std::vector<Event> whole_run(std::uint32_t repeat, std::uint32_t retry, std::vector<Event> between) {
  RunStarted started;
  started.kind = "check";
  started.repeat = repeat;
  started.retry = retry;
  started.baseline = "known.toml";
  std::vector<Event> events{started};
  events.insert(events.end(), between.begin(), between.end());
  events.emplace_back(RunEnded{milliseconds(100), 0, false, {}, {}, {}});
  return events;
}

reports::Run repeated() {
  std::vector<Event> events;
  for (const std::uint32_t attempt : {3U, 1U, 2U}) {
    add(events, "imap/flaky", attempt, attempt == 2 ? Verdict::Fail : Verdict::Pass);
    add(events, "imap/good", attempt, Verdict::Pass);
    add(events, "imap/bad", attempt, Verdict::Fail);
  }
  return fold(whole_run(3, 0, events));
}

TEST(Attempts, ThatDisagreeAreFlakyAndTheirRateIsTold) {
  const auto run = repeated();
  EXPECT_EQ(run.counts.of(Verdict::Flaky), 1U);
  EXPECT_EQ(run.counts.of(Verdict::Pass), 1U);
  EXPECT_EQ(run.counts.of(Verdict::Fail), 1U);
  EXPECT_EQ(run.counts.total(), 3U);
  const ScenarioResult& flaky = *run.find("imap/flaky");
  EXPECT_EQ(flaky.reason, "passed 2 of 3: 1 fail");
  EXPECT_EQ(flaky.attempts.size(), 3U);
  EXPECT_EQ(flaky.attempts[1].verdict, Verdict::Fail);
  EXPECT_EQ(flaky.attempt, 2U);
  EXPECT_EQ(flaky.spoke.size(), 1U);
  EXPECT_EQ(run.find("imap/bad")->attempt, 1U);
  EXPECT_TRUE(flaky.fails_run(false, false));
}

TEST(Attempts, AreShownInEveryReport) {
  const auto run = repeated();
  const std::string text = render_text(run);
  EXPECT_NE(text.find("flaky   imap/flaky  passed 2 of 3: 1 fail"), std::string::npos) << text;
  EXPECT_NE(text.find("    flaky      all\n"), std::string::npos) << text;
  const auto json = boost::json::parse(render_json(run));
  EXPECT_EQ(json.at("verdicts").at("flaky").to_number<int>(), 1);
  const boost::json::value& flaky = json.at("scenarios").at(1);
  EXPECT_EQ(flaky.at("id").as_string(), "imap/flaky");
  EXPECT_EQ(flaky.at("passed").to_number<int>(), 2);
  EXPECT_EQ(flaky.at("attempts").at(1).at("verdict").as_string(), "fail");
  pugi::xml_document junit;
  junit.load_string(render_junit(run).c_str());
  EXPECT_EQ(junit.child("testsuites").attribute("failures").as_int(), 2);
  const std::string html = render_html(run);
  EXPECT_NE(html.find("<li class=\"flaky\"><b>1</b>"), std::string::npos);
}

TEST(Attempts, ARetryThatPassesIsNeverSilentAndFailsNothing) {
  std::vector<Event> events;
  add(events, "imap/late", 1, Verdict::Fail);
  add(events, "imap/late", 2, Verdict::Pass);
  const auto run = fold(whole_run(1, 2, events));
  EXPECT_EQ(run.find("imap/late")->reason, "passed at the 2nd of 3 tries");
  EXPECT_EQ(run.counts.of(Verdict::Flaky), 1U);
  EXPECT_FALSE(run.find("imap/late")->fails_run(true, true));
  EXPECT_NE(render_summary(run).find("passed at the 2nd of 3 tries"), std::string::npos);
  pugi::xml_document junit;
  junit.load_string(render_junit(run).c_str());
  EXPECT_EQ(junit.child("testsuites").attribute("failures").as_int(), 0);
  EXPECT_NE(render_junit(run).find("passed at the 2nd of 3 tries"), std::string::npos);
}

reports::Run listed() {
  std::vector<Event> events;
  add(events, "imap/known", 1, Verdict::Fail);
  add(events, "imap/changed", 1, Verdict::Fail);
  add(events, "imap/fixed", 1, Verdict::Pass);
  events.emplace_back(standing("imap/known", Standing::What::Known));
  events.emplace_back(standing("imap/changed", Standing::What::Changed, "got BAD, not NO"));
  events.emplace_back(standing("imap/fixed", Standing::What::Fixed, "passes now"));
  return fold(whole_run(1, 0, events));
}

TEST(Known, IsCountedApart) {
  const auto run = listed();
  EXPECT_EQ(run.counts.known(), 1U);
  EXPECT_EQ(run.counts.of(Verdict::Fail), 1U);
  EXPECT_EQ(run.counts.total(), 3U);
  EXPECT_EQ(run.attention().size(), 1U);
  EXPECT_FALSE(run.find("imap/known")->fails_run(true, false));
  EXPECT_TRUE(run.find("imap/changed")->fails_run(false, false));
}

TEST(Known, IsShownApartInEveryReport) {
  const auto run = listed();
  const std::string text = render_summary(run);
  for (const char* part : {"    known      all\n", "known   imap/known  reported upstream",
                           "fail    imap/changed  not as listed in known.toml:7: got BAD, not NO",
                           "out of date  known.toml:7: imap/fixed passes now; delete lines 7 to 9"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << '\n' << text;
  }
  const auto json = boost::json::parse(render_json(run));
  EXPECT_EQ(json.at("verdicts").at("known").to_number<int>(), 1);
  EXPECT_EQ(json.at("scenarios").at(2).at("known").as_string(), "reported upstream");
  EXPECT_TRUE(json.at("scenarios").at(0).at("known").is_null());
  EXPECT_EQ(json.at("baseline").at("standings").as_array().size(), 3U);
  pugi::xml_document junit;
  junit.load_string(render_junit(run).c_str());
  const pugi::xml_node all = junit.child("testsuites");
  EXPECT_EQ(all.child("testsuite").attribute("skipped").as_int(), 1);
  const pugi::xml_node known = all.child("testsuite").find_child_by_attribute("name", "imap/known");
  EXPECT_STREQ(known.child("skipped").attribute("message").value(), "known: reported upstream");
  // What is out of date fails a case of its own: the scenario itself passes.
  const pugi::xml_node stale = all.find_child_by_attribute("name", "mailrig baseline").child("testcase");
  EXPECT_STREQ(stale.attribute("name").value(), "known.toml:7 imap/fixed");
  EXPECT_TRUE(stale.child("failure"));
  const std::string html = render_html(run);
  EXPECT_NE(html.find("<li class=\"known\"><b>1</b>"), std::string::npos);
  EXPECT_NE(html.find("badge known"), std::string::npos);
  EXPECT_NE(html.find("out of date: known.toml:7"), std::string::npos);
}

TEST(Show, Ordinals) {
  EXPECT_EQ(shown_ordinal(1), "1st");
  EXPECT_EQ(shown_ordinal(2), "2nd");
  EXPECT_EQ(shown_ordinal(11), "11th");
  EXPECT_EQ(shown_ordinal(23), "23rd");
  EXPECT_EQ(shown_ordinal(112), "112th");
}

}  // namespace
}  // namespace mailrig::reports
