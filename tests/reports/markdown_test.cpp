#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

#include "reports/reports.hpp"
#include "tests/reports/sample.hpp"

namespace mailrig::reports {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(Markdown, CountsAndTellsEachFailure) {
  const std::string text = render_markdown(fold(sample_check()));
  for (const char* part : {
           "## mailrig check: 1 of 68 scenarios failed, 1 weak, 2 could not be judged\n",
           "| **all** | 60 | 1 | 1 | 1 | 3 | 1 | 1 | 68 |\n",
           "| judged, by how the RFC says it | MUST | SHOULD | MAY |\n",
           "| violation | 1 | 1 | 0 |\n| exploitable | 0 | 0 | 0 |\n| hardening | 1 | 1 | 0 |\n| interop "
           "quirk |",
           "seed 42",
           "<details><summary><b>fail</b> <code>imap/move/copyuid-first</code> A MOVE reports",
           "rule    RFC 6851 4.3 MUST, violation, expectation\n",
           "wanted  * OK [COPYUID ${=validity} ${uid.2} ${=new}]\n",
           "mailrig check imap/move/copyuid-first --imap 127.0.0.1:1143\n```",
           "| IDLE is not offered | 2 |\n",
           "- pop3/uidl: UIDL is optional\n",
       }) {
    EXPECT_TRUE(has(text, part)) << part << "\n" << text;
  }
  EXPECT_LT(text.find("<b>fail</b>"), text.find("<b>broken</b>"));
  EXPECT_LT(text.find("<b>broken</b>"), text.find("<b>weak</b>"));
}

// What is left when the fenced code is taken out as CommonMark 4.5 reads it.
std::string without_code(const std::string& text) {
  std::istringstream stream(text);
  std::string rest;
  std::size_t fence = 0;  // of the code that we are in
  for (std::string line; std::getline(stream, line);) {
    const std::size_t ticks = std::min(line.find_first_not_of('`'), line.size());
    if (fence > 0) {
      if (ticks >= fence && ticks == line.size()) fence = 0;
    } else if (ticks >= 3) {
      fence = ticks;
    } else {
      rest += line + "\n";
    }
  }
  EXPECT_EQ(fence, 0U) << "a fence stays open";
  return rest;
}

TEST(Markdown, IsNotBrokenByWhatAServerSends) {
  const std::string whole = render_markdown(fold(sample_hostile()));
  EXPECT_TRUE(has(whole, "\n`````text\n")) << "a fence is longer than the backticks inside";
  const std::string text = without_code(whole);
  EXPECT_FALSE(has(text, "<img"));
  EXPECT_FALSE(has(text, "<b>bold</b>"));
  EXPECT_EQ(count(text, "@all"), count(text, "\\@all")) << "no one is mentioned";
  EXPECT_EQ(count(text, "<details>"), 1U);
  EXPECT_EQ(count(text, "</details>"), 1U);
  for (const char* table : {"| | pass |", "| why | scenarios |"}) EXPECT_TRUE(has(text, table));
}

TEST(Markdown, KeepsToItsLimitAndSaysWhatHadNoRoom) {
  std::vector<record::Event> events = sample_check();
  for (int i = 0; i < 500; ++i) {
    record::ScenarioEnded ended;
    ended.id = "imap/many/" + std::to_string(i);
    ended.verdict = Verdict::Fail;
    ended.reason = std::string(1500, 'x');
    events.insert(events.end() - 1, ended);
  }
  for (const std::size_t limit : {4'000U, 50'000U, 200'000U}) {
    MarkdownOptions options;
    options.limit = limit;
    const std::string text = render_markdown(fold(events), options);
    EXPECT_LE(text.size(), limit);
    EXPECT_TRUE(has(text, "more: the summary has no room for them"));
    EXPECT_EQ(count(text, "<details>"), count(text, "</details>"));
    EXPECT_TRUE(has(text, "| IDLE is not offered | 2 |\n")) << "the tables stay";
  }
}

TEST(Markdown, SaysWhyARunDoesNotCount) {
  std::vector<record::Event> events = sample_load();
  EXPECT_TRUE(has(render_markdown(fold(events)), "- **missed:** p99 below 50 ms\\: was 1.31 s\n"));
  std::get<record::RunEnded>(events.back()).interrupted = true;
  EXPECT_TRUE(has(render_markdown(fold(events)), "**Interrupted:**"));
  EXPECT_TRUE(has(render_markdown(fold({})), "**The record ends before the run does.**"));
}

}  // namespace
}  // namespace mailrig::reports
