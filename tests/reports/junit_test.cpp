#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "reports/reports.hpp"
#include "tests/reports/sample.hpp"

namespace mailrig::reports {
namespace {

struct Parsed {
  pugi::xml_document document;
  pugi::xml_node root;
};

void parse(Parsed& into, const std::string& text) {
  ASSERT_TRUE(into.document.load_string(text.c_str()));
  into.root = into.document.child("testsuites");
  ASSERT_TRUE(into.root);
}

std::size_t count(pugi::xml_node node, const char* outcome) {
  std::size_t found = 0;
  for (const pugi::xml_node test : node.children("testcase")) {
    if (test.child(outcome)) ++found;
  }
  return found;
}

// What the readers of Jenkins, GitLab and GitHub rely on.
void expect_structure(pugi::xml_node root) {
  unsigned tests = 0, failures = 0, errors = 0;
  for (const pugi::xml_node suite : root.children()) {
    EXPECT_STREQ(suite.name(), "testsuite");
    std::size_t cases = 0;
    for (const pugi::xml_node test : suite.children()) {
      if (std::string(test.name()) == "properties") continue;
      EXPECT_STREQ(test.name(), "testcase");
      for (const char* attribute : {"name", "classname", "time"}) {
        EXPECT_STRNE(test.attribute(attribute).value(), "") << attribute;
      }
      for (const pugi::xml_node outcome : test.children()) {
        const std::string name = outcome.name();
        if (name == "properties") continue;
        EXPECT_TRUE(name == "failure" || name == "error" || name == "skipped" || name == "system-out")
            << name;
        if (name != "system-out") {
          EXPECT_STRNE(outcome.attribute("message").value(), "");
          EXPECT_STRNE(outcome.text().get(), "") << "GitLab shows the text alone";
        }
      }
      ++cases;
    }
    EXPECT_EQ(suite.attribute("tests").as_uint(), cases);
    EXPECT_EQ(suite.attribute("failures").as_uint(), count(suite, "failure"));
    EXPECT_EQ(suite.attribute("errors").as_uint(), count(suite, "error"));
    EXPECT_EQ(suite.attribute("skipped").as_uint(), count(suite, "skipped"));
    EXPECT_STRNE(suite.attribute("name").value(), "");
    tests += suite.attribute("tests").as_uint();
    failures += suite.attribute("failures").as_uint();
    errors += suite.attribute("errors").as_uint();
  }
  EXPECT_EQ(root.attribute("tests").as_uint(), tests);
  EXPECT_EQ(root.attribute("failures").as_uint(), failures);
  EXPECT_EQ(root.attribute("errors").as_uint(), errors);
  EXPECT_FALSE(root.attribute("skipped")) << "a strict reader knows it of a suite only";
}

TEST(Junit, HasTheStructureThatReadersWant) {
  for (const auto& events : {sample_check(), sample_load(), std::vector<record::Event>{}}) {
    Parsed parsed;
    parse(parsed, render_junit(fold(events)));
    expect_structure(parsed.root);
  }
}

TEST(Junit, MapsEachVerdict) {
  Parsed parsed;
  parse(parsed, render_junit(fold(sample_check())));
  EXPECT_EQ(parsed.root.attribute("tests").as_int(), 68);
  EXPECT_EQ(parsed.root.attribute("failures").as_int(), 1);
  EXPECT_EQ(parsed.root.attribute("errors").as_int(), 2);
  EXPECT_EQ(parsed.document.select_nodes("//skipped").size(), 3U);
  const pugi::xml_node failed =
      parsed.document.select_node("//testcase[@name='imap/move/copyuid-first']").node();
  EXPECT_STREQ(failed.attribute("classname").value(), "mailrig.imap.move");
  EXPECT_STREQ(failed.attribute("file").value(), "scenarios/imap/move/copyuid-first.toml");
  EXPECT_STREQ(failed.attribute("line").value(), "12");
  EXPECT_STREQ(failed.attribute("time").value(), "0.050");
  EXPECT_STREQ(failed.child("failure").attribute("type").value(), "RFC 6851 4.3 MUST");
  EXPECT_NE(std::string(failed.child("failure").text().get()).find("again   mailrig check"),
            std::string::npos);
  const pugi::xml_node skipped = parsed.document.select_node("//testcase[@name='pop3/stls']/skipped").node();
  EXPECT_STREQ(skipped.attribute("message").value(), "STLS is not offered");
  EXPECT_TRUE(parsed.document.select_node("//testcase[@name='smtp/rcpt/too-many']/system-out").node());
}

TEST(Junit, LeavesOutWhatSurefireDoesNotWrite) {
  Parsed parsed;
  parse(parsed, render_junit(fold(sample_check()), {.strict = false, .surefire = true, .workspace = {}}));
  expect_structure(parsed.root);
  EXPECT_TRUE(parsed.document.select_nodes("//testcase[@file or @line or properties]").empty());
  EXPECT_TRUE(parsed.document.select_node("//testsuite/properties/property[@name='seed' and @value='42']"));
}

TEST(Junit, TellsFurtherAttemptsAsSurefireDoes) {
  std::vector<record::Event> events = sample_every();
  Parsed repeated, retried;
  parse(repeated, render_junit(fold(events)));
  const pugi::xml_node failed = repeated.document.select_node("//testcase[@name='imap/idle/notify']").node();
  EXPECT_TRUE(failed.child("failure")) << "some of several attempts failed";
  EXPECT_FALSE(failed.child("flakyFailure"));
  auto& started = std::get<record::RunStarted>(events.front());
  started.repeat = 1;
  started.retry = 2;
  parse(retried, render_junit(fold(events)));
  const pugi::xml_node passed = retried.document.select_node("//testcase[@name='imap/idle/notify']").node();
  EXPECT_FALSE(passed.child("failure")) << "it passed when it was tried again";
  EXPECT_STREQ(passed.child("flakyFailure").attribute("type").value(), "fail");
  EXPECT_STREQ(passed.child("flakyFailure").attribute("message").value(), "attempt 2 of 3: fail");
  EXPECT_NE(
      std::string(passed.child("flakyFailure").child("stackTrace").text().get()).find("it did not come"),
      std::string::npos);
}

TEST(Junit, NamesFilesRelativeToTheWorkspace) {
  Parsed parsed;
  JunitOptions options;
  options.workspace = {"/builds/mail", "/builds/mail/server"};
  parse(parsed, render_junit(fold(sample_check()), options));
  EXPECT_TRUE(
      parsed.document.select_node("//testcase[@file='server/scenarios/imap/move/copyuid-first.toml']"));
}

TEST(Junit, BoundsEachCase) {
  std::vector<record::Event> events = sample_check();
  for (record::Event& event : events) {
    if (auto* judgement = std::get_if<record::Judgement>(&event))
      judgement->got = std::string(1'000'000, 'x');
  }
  EXPECT_LT(render_junit(fold(events)).size(), 200'000U);
}

TEST(Junit, FailsWeakOnesWhenStrict) {
  Parsed parsed;
  parse(parsed, render_junit(fold(sample_check()), {.strict = true, .surefire = false, .workspace = {}}));
  EXPECT_EQ(parsed.root.attribute("failures").as_int(), 2);
  expect_structure(parsed.root);
}

TEST(Junit, MakesALoadOneCase) {
  Parsed parsed;
  std::vector<record::Event> events = sample_load();
  parse(parsed, render_junit(fold(events)));
  EXPECT_TRUE(parsed.document.select_node("//testcase[@name='load/office']/failure").node());
  std::get<record::RunEnded>(events.back()).invalid = {"lag"};
  parse(parsed, render_junit(fold(events)));
  EXPECT_TRUE(parsed.document.select_node("//testcase[@name='load/office']/error").node());
}

TEST(Junit, HoldsOnlyCharactersOfXml) {
  std::vector<record::Event> events = sample_check();
  for (record::Event& event : events) {
    if (auto* ended = std::get_if<record::ScenarioEnded>(&event))
      ended->reason = "\x01\x1b]]>\xFF\xEF\xBF\xBF & <";
  }
  const std::string text = render_junit(fold(events));
  for (const char c : text) EXPECT_TRUE(c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= 0x20);
  EXPECT_EQ(text.find("\xEF\xBF\xBF"), std::string::npos);
  EXPECT_EQ(text.find("&#x1;"), std::string::npos);
  EXPECT_EQ(text.find("&#01;"), std::string::npos);
  Parsed parsed;
  parse(parsed, text);
}

}  // namespace
}  // namespace mailrig::reports
