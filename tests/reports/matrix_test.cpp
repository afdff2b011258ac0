#include "reports/matrix.hpp"

#include <array>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pugixml.hpp>

namespace mailrig::reports {
namespace {

using namespace record;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct Said {
  std::string id;
  Verdict verdict = Verdict::Pass;
  std::string why = "";  // of a judgement that did not hold, or the reason of a skip
};

NamedRun run_of(const std::string& column, const std::vector<Said>& all, int exit_code = 0) {
  std::vector<Event> events;
  RunStarted started;
  started.kind = "check";
  started.tool_version = "0.1.0";
  started.column = column;
  started.target = {{"imap", "127.0.0.1:143 (" + column + ")"}};
  events.emplace_back(started);
  for (const Said& each : all) {
    ScenarioStarted begun;
    begun.id = each.id;
    begun.title = "Title of " + each.id;
    begun.protocol = each.id.substr(0, each.id.find('/'));
    events.emplace_back(begun);
    ScenarioEnded ended;
    ended.id = each.id;
    ended.verdict = each.verdict;
    if (each.verdict == Verdict::Skipped) {
      ended.reason = each.why;
    } else if (!each.why.empty()) {
      Judgement spoke;
      spoke.scenario = each.id;
      spoke.why = each.why;
      spoke.rule = each.why;
      spoke.clause = {3501, "7.1", Level::Must};
      events.emplace_back(spoke);
    }
    events.emplace_back(ended);
  }
  RunEnded over;
  over.exit_code = exit_code;
  events.emplace_back(over);
  return {"fallback", fold(events)};
}

NamedRun unreachable(const std::string& column) {
  RunStarted started;
  started.column = column;
  RunEnded ended;
  ended.exit_code = 3;
  ended.invalid = {"the target is unreachable imap 127.0.0.1:1: refused"};
  return {"", fold(std::vector<Event>{started, ended})};
}

Matrix folded(std::vector<NamedRun> runs) {
  return fold_matrix(std::move(runs));
}

std::vector<NamedRun> sample() {
  std::vector<NamedRun> runs;
  runs.push_back(run_of("none",
                        {{"imap/a"},
                         {"imap/b", Verdict::Fail, "one <reason>"},
                         {"imap/c", Verdict::Fail, "same"},
                         {"imap/d"},
                         {"imap/e", Verdict::Skipped, "not offered: X"},
                         {"imap/f", Verdict::Weak, "w"}},
                        1));
  runs.push_back(run_of("starttls", {{"imap/a"},
                                     {"imap/b"},
                                     {"imap/c", Verdict::Fail, "same"},
                                     {"imap/d", Verdict::Skipped, "begins in the clear"},
                                     {"imap/e", Verdict::Skipped, "not offered: X"},
                                     {"imap/f"}}));
  runs.push_back(unreachable("implicit"));
  return runs;
}

std::vector<std::string> ids(std::span<const MatrixRow> rows) {
  std::vector<std::string> all;
  for (const MatrixRow& row : rows) all.push_back(row.id);
  return all;
}

TEST(Matrix, ShowsDisagreementsFirstAndTheWorstOfThemFirst) {
  const Matrix matrix = folded(sample());
  EXPECT_THAT(ids(matrix.rows), ElementsAre("imap/b", "imap/f", "imap/c", "imap/d", "imap/e", "imap/a"));
  EXPECT_THAT(ids(matrix.of(Agreement::Differ)), ElementsAre("imap/b", "imap/f"));
  EXPECT_THAT(ids(matrix.of(Agreement::Alike)), ElementsAre("imap/c"));
  EXPECT_THAT(ids(matrix.of(Agreement::Partly)), ElementsAre("imap/d"));
  EXPECT_THAT(ids(matrix.of(Agreement::Nowhere)), ElementsAre("imap/e"));
  EXPECT_THAT(ids(matrix.of(Agreement::Pass)), ElementsAre("imap/a"));
}

TEST(Matrix, GivesNoSayToAColumnThatDidNotRun) {
  const Matrix matrix = folded(sample());
  EXPECT_FALSE(matrix.columns[2].ran());
  EXPECT_THAT(matrix.columns[2].why_not, HasSubstr("unreachable"));
  EXPECT_EQ(matrix.count(Agreement::Pass), 1U);
  EXPECT_EQ(matrix.exit_code, 3);
}

TEST(Matrix, TellsTheSameVerdictForDifferentReasons) {
  std::vector<NamedRun> runs;
  runs.push_back(run_of("a", {{"imap/x", Verdict::Fail, "one"}, {"imap/y", Verdict::Fail, "same"}}));
  runs.push_back(run_of("b", {{"imap/x", Verdict::Fail, "two"}, {"imap/y", Verdict::Fail, "same"}}));
  const Matrix matrix = folded(std::move(runs));
  EXPECT_EQ(matrix.count(Agreement::Alike), 2U);
  EXPECT_TRUE(matrix.rows[0].otherwise);
  EXPECT_FALSE(matrix.rows[1].otherwise);
}

TEST(Matrix, CountsAScenarioThatAColumnDoesNotHaveAsPartly) {
  std::vector<NamedRun> runs;
  runs.push_back(run_of("a", {{"imap/x"}, {"imap/y"}}));
  runs.push_back(run_of("b", {{"imap/x"}}));
  const Matrix matrix = folded(std::move(runs));
  EXPECT_THAT(ids(matrix.of(Agreement::Partly)), ElementsAre("imap/y"));
  EXPECT_EQ(matrix.of(Agreement::Partly)[0].cells[1], nullptr);
}

TEST(Matrix, NamesColumnsByRecordThenByFallbackAndNeverTwice) {
  std::vector<NamedRun> runs;
  runs.push_back(run_of("", {{"imap/x"}}));
  runs.push_back(run_of("", {{"imap/x"}}));
  runs.push_back(run_of("own", {{"imap/x"}}));
  const Matrix matrix = folded(std::move(runs));
  EXPECT_EQ(matrix.columns[0].name, "fallback");
  EXPECT_EQ(matrix.columns[1].name, "fallback-2");
  EXPECT_EQ(matrix.columns[2].name, "own");
}

TEST(Matrix, IsNotGreenIfNoColumnRan) {
  std::vector<NamedRun> skipped;
  skipped.push_back(
      run_of("starttls", {{"imap/x", Verdict::Skipped, "imap is left out: STARTTLS is not offered"}}));
  EXPECT_EQ(folded(std::move(skipped)).exit_code, 2);
  std::vector<NamedRun> none;
  none.push_back(unreachable("a"));
  none.push_back(run_of("b", {{"imap/x", Verdict::Skipped, "no"}}));
  EXPECT_EQ(folded(std::move(none)).exit_code, 3);
}

TEST(Matrix, HasTheWorstExitCodeInTheOrderThatIsDocumented) {
  const auto worst = [](std::vector<int> codes) { return worst_exit_code(codes); };
  EXPECT_EQ(worst({0, 0}), 0);
  EXPECT_EQ(worst({0, 5}), 5);
  EXPECT_EQ(worst({5, 1}), 1);
  EXPECT_EQ(worst({1, 2}), 2);
  EXPECT_EQ(worst({2, 6}), 6);
  EXPECT_EQ(worst({6, 4}), 4);
  EXPECT_EQ(worst({4, 3}), 3);
  EXPECT_EQ(worst({3, 130}), 130);
  EXPECT_EQ(worst({}), 0);
}

TEST(MatrixText, SaysWhoDiffersAndWhy) {
  const std::string text = render_matrix_text(folded(sample()));
  EXPECT_THAT(text, HasSubstr("they differ in 2"));
  EXPECT_THAT(text, HasSubstr("none: RFC 3501 7.1 MUST: one <reason>"));
  EXPECT_THAT(text, HasSubstr("did not run: the target is unreachable"));
  EXPECT_THAT(text, HasSubstr("6 scenarios: 2 differ"));
  EXPECT_THAT(text, Not(HasSubstr("imap/a")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(MatrixText, HasColourIfItIsWanted) {
  EXPECT_THAT(render_matrix_text(folded(sample()), {.colour = true}), HasSubstr("\x1b[1;31m"));
}

TEST(MatrixJson, HasARowAScenarioAndACellAColumn) {
  namespace json = boost::json;
  const json::value value = json::parse(render_matrix_json(folded(sample())));
  EXPECT_EQ(value.at("schema").as_int64(), kMatrixSchema);
  EXPECT_EQ(value.at("exit_code").as_int64(), 3);
  EXPECT_EQ(value.at("columns").as_array().size(), 3U);
  EXPECT_FALSE(value.at_pointer("/columns/2/ran").as_bool());
  EXPECT_EQ(value.at_pointer("/counts/differ").to_number<int>(), 2);
  EXPECT_EQ(value.at_pointer("/rows/0/id").as_string(), "imap/b");
  EXPECT_EQ(value.at_pointer("/rows/0/cells/0/verdict").as_string(), "fail");
  EXPECT_EQ(value.at_pointer("/rows/0/cells/1/complaint").as_string(), "");
  EXPECT_TRUE(value.at_pointer("/rows/0/cells/2").is_null());
}

TEST(MatrixHtml, IsOnePageThatEscapesWhatItShows) {
  const std::string html = render_matrix_html(folded(sample()));
  EXPECT_THAT(html, HasSubstr("3 columns differ in 2 of 6 scenarios"));
  EXPECT_THAT(html, HasSubstr("one &lt;reason&gt;"));
  EXPECT_THAT(html, HasSubstr("href=\"starttls/report.html\""));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("://")));
}

TEST(MatrixJunit, NamesTheColumnInEachClass) {
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(render_matrix_junit(folded(sample())).c_str()));
  std::vector<std::string> classes;
  for (const auto& node : document.select_nodes("//testcase"))
    classes.emplace_back(node.node().attribute("classname").value());
  EXPECT_THAT(classes, testing::UnorderedElementsAreArray(std::vector<std::string>{
                           "mailrig.none.imap", "mailrig.none.imap", "mailrig.none.imap", "mailrig.none.imap",
                           "mailrig.none.imap", "mailrig.none.imap", "mailrig.starttls.imap",
                           "mailrig.starttls.imap", "mailrig.starttls.imap", "mailrig.starttls.imap",
                           "mailrig.starttls.imap", "mailrig.starttls.imap"}));
  EXPECT_STREQ(document.child("testsuites").attribute("failures").value(), "3");
  EXPECT_STREQ(document.child("testsuites").child("testsuite").attribute("name").value(),
               "mailrig none imap");
}

}  // namespace
}  // namespace mailrig::reports
