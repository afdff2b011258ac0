#include "reports/diff.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailrig::reports {
namespace {

using compare::Compared;
using compare::Comparison;
using compare::Difference;
using testing::HasSubstr;
using testing::Not;

Difference difference(const std::string& scenario, const std::string& verb, const std::string& a,
                      const std::string& b) {
  Difference made;
  made.scenario = scenario;
  made.client = "c";
  made.protocol = "smtp";
  made.verb = verb;
  made.path = "code";
  made.a = a;
  made.b = b;
  made.a_sent = verb + " <x>\r\n";
  made.b_sent = verb + " <x>\r\n";
  made.a_received = a + " ok maskedmasked\r\n";
  made.b_received = b + " <b>no</b>\x1b[2J\r\n";
  return made;
}

Comparison sample() {
  Comparison comparison;
  Compared one;
  one.id = "smtp/one";
  one.differences = {difference("smtp/one", "MAIL", "250", "550"),
                     difference("smtp/one", "RCPT", "250", "251")};
  Compared two;
  two.id = "smtp/two";
  two.title = "Two";
  two.b = record::Verdict::Fail;
  two.b_complaint = "the <reply> is wrong";
  two.differences = {difference("smtp/two", "RCPT", "250", "251"),
                     difference("smtp/two", "NOOP", "250", "500")};
  comparison.scenarios = {one, two};
  comparison.not_compared = {{"smtp/three", "b: not offered: DSN"}};
  return comparison;
}

Diff folded() {
  DiffSide a, b;
  a.name = "a.toml";
  a.started.tool_version = "0.1.0";
  a.placeholders = {"maskedmasked"};
  b.name = "b.toml";
  std::vector<Explanation> explanations;
  explanations.push_back({"we know", "RFC 5321 4.1.1.9", "smtp/**", "NOOP", "known.toml:1"});
  explanations.push_back({"gone", "", "smtp/one", "EXPN", "known.toml:5"});
  Diff diff =
      fold_diff(std::move(a), std::move(b), sample(), std::move(explanations), {{{-1, -1}, {-1, 0}}, {1}});
  diff.exit_code = 1;
  return diff;
}

TEST(Diff, CountsEqualDifferencesTogetherTheMostFrequentFirst) {
  const Diff diff = folded();
  ASSERT_EQ(diff.groups.size(), 3U);
  EXPECT_EQ(diff.groups[0].line, "smtp RCPT: code: 250 | 251");
  EXPECT_EQ(diff.groups[0].places.size(), 2U);
  EXPECT_EQ(diff.groups[1].line, "smtp MAIL: code: 250 | 550");
  EXPECT_EQ(diff.groups[2].line, "smtp NOOP: code: 250 | 500");
  EXPECT_EQ(diff.unexplained(), 2U);
  ASSERT_NE(diff.groups[2].explained, nullptr);
  EXPECT_EQ(diff.groups[2].explained->reason, "we know");
  ASSERT_EQ(diff.verdicts.size(), 1U);
  EXPECT_EQ(diff.verdicts[0].id, "smtp/two");
  ASSERT_EQ(diff.stale.size(), 1U);
  EXPECT_EQ(diff.stale[0]->place, "known.toml:5");
}

TEST(Diff, MasksSecrets) {
  EXPECT_THAT(folded().groups[0].example.a_received, Not(HasSubstr("maskedmasked")));
}

TEST(DiffText, ShowsTheOctetsOfBothSides) {
  const std::string text = render_diff_text(folded());
  EXPECT_THAT(text, HasSubstr("smtp RCPT: code: 250 | 251"));
  EXPECT_THAT(text, HasSubstr("in smtp/one, c, and 1 more"));
  EXPECT_THAT(text, HasSubstr("a S: 250 ok «***»\\r\\n"));
  EXPECT_THAT(text, HasSubstr("b S: 251 <b>no</b>\\x1B[2J\\r\\n"));
  EXPECT_THAT(text, HasSubstr("smtp/two  pass | fail"));
  EXPECT_THAT(text, HasSubstr("known.toml:5: expected, and not there any more"));
  EXPECT_THAT(text, HasSubstr("3 differences, 2 not explained"));
  EXPECT_THAT(text, HasSubstr("b: not offered: DSN"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(DiffJson, HasAllOfIt) {
  const boost::json::value value = boost::json::parse(render_diff_json(folded()));
  EXPECT_EQ(value.at("schema").as_int64(), kDiffSchema);
  EXPECT_EQ(value.at("exit_code").as_int64(), 1);
  EXPECT_EQ(value.at("compared").to_number<int>(), 2);
  EXPECT_EQ(value.at("unexplained").to_number<int>(), 2);
  EXPECT_EQ(value.at_pointer("/differences/0/places/1/scenario").as_string(), "smtp/two");
  EXPECT_TRUE(value.at_pointer("/differences/0/explained").is_null());
  EXPECT_EQ(value.at_pointer("/differences/2/explained/clause").as_string(), "RFC 5321 4.1.1.9");
  EXPECT_EQ(value.at_pointer("/differences/0/example/b_received").as_string(), "251 <b>no</b>\\x1B[2J\\r\\n");
  EXPECT_EQ(value.at_pointer("/verdicts/0/b").as_string(), "fail");
  EXPECT_EQ(value.at_pointer("/stale/0/id").as_string(), "smtp/one");
}

TEST(DiffHtml, IsOnePageThatEscapesWhatItShows) {
  const std::string html = render_diff_html(folded());
  EXPECT_THAT(html, HasSubstr("2 differences in 2 scenarios"));
  EXPECT_THAT(html, HasSubstr("the &lt;reply&gt; is wrong"));
  EXPECT_THAT(html, HasSubstr("251 &lt;b&gt;no&lt;/b&gt;"));
  EXPECT_THAT(html, Not(HasSubstr("<b>no")));
  EXPECT_THAT(html, Not(HasSubstr("://")));
}

TEST(DiffHtml, SaysThatThereIsNone) {
  Diff diff;
  diff.compared = 7;
  EXPECT_THAT(render_diff_html(diff), HasSubstr("No difference in 7 scenarios"));
  EXPECT_THAT(render_diff_text(diff), HasSubstr("7 scenarios compared: no difference"));
}

}  // namespace
}  // namespace mailrig::reports
