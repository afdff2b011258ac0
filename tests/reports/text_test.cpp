#include <algorithm>

#include <gtest/gtest.h>

#include "reports/reports.hpp"
#include "tests/reports/sample.hpp"

namespace mailrig::reports {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Text, TellsAFailureWhole) {
  const std::string text = render_text(fold(sample_check()));
  for (const char* part : {
           "fail    imap/move/copyuid-first  A MOVE reports where",
           "RFC 6851 4.3 MUST · expectation",
           "wanted  * OK [COPYUID ${=validity} ${uid.2} ${=new}]",
           "got     * 2 EXPUNGE\\r\\n",
           "why     EXPUNGE came before COPYUID",
           "at      scenarios/imap/move/copyuid-first.toml:12:4",
           "c C: A1 LOGIN alice «***»\\r\\n",
           "c S: * 2 EXPUNGE\\r\\n",
           "again   mailrig check imap/move/copyuid-first --imap 127.0.0.1:1143",
           "watcher imap.expunge.while-fetching · hardening",
       }) {
    EXPECT_TRUE(has(text, part)) << part << "\n" << text;
  }
}

TEST(Text, ShowsTheTalkUpToTheFindingAndNotTheCleaningUp) {
  std::vector<record::Event> events = sample_check();
  record::Wire late;
  late.at = std::chrono::milliseconds(110);
  late.scenario = "imap/move/copyuid-first";
  late.bytes = "A9 LOGOUT\r\n";
  events.insert(events.end() - 1, late);
  EXPECT_FALSE(has(render_text(fold(events)), "A9 LOGOUT"));
  EXPECT_TRUE(has(render_html(fold(events)), "A9 LOGOUT"));
}

TEST(Text, GivesTheReasonsOfSkipsAndTheNumbersOfALoad) {
  EXPECT_TRUE(has(render_summary(fold(sample_check())), "skipped   2  IDLE is not offered"));
  const std::string text = render_summary(fold(sample_load()));
  EXPECT_TRUE(
      has(text, "199.6 scenarios/s of 200.0 wanted for 25.0 s, 4,990 finished, 6 failed, 12 started late"));
  EXPECT_TRUE(has(text, "objective missed  p99 below 50 ms"));
  EXPECT_TRUE(has(text, "uncorrected  p50 "));
}

TEST(Text, HasNoControlCharacterButItsOwn) {
  for (const char c : render_text(fold(sample_check()))) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << static_cast<int>(c);
  }
  TextOptions colour;
  colour.colour = true;
  EXPECT_TRUE(has(render_text(fold(sample_check()), colour), "\x1b[1;31mfail"));
}

std::vector<record::Event> many_failures() {
  std::vector<record::Event> events = sample_check();
  for (int i = 0; i < 300; ++i) {
    record::ScenarioEnded ended;
    ended.id = "smtp/more-" + std::to_string(i);
    ended.verdict = static_cast<Verdict>(i % 7);
    ended.reason = "reason " + std::to_string(i);
    events.emplace_back(ended);
  }
  return events;
}

TEST(Text, FitsItsSummaryOnAScreen) {
  TextOptions narrow;
  narrow.width = 80;
  const std::string text = render_summary(fold(many_failures()), narrow);
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 64);
  const std::string usual = render_summary(fold(sample_check()));
  EXPECT_LE(std::count(usual.begin(), usual.end(), '\n'), 28);
}

TEST(Text, SaysHowManyMoreThereAre) {
  TextOptions few;
  few.details = 2;
  EXPECT_TRUE(has(render_text(fold(sample_check()), few), "… and 2 more: see the report files"));
}

TEST(Text, SaysWhyARunDoesNotCount) {
  std::vector<record::Event> events = sample_load();
  std::get<record::RunEnded>(events.back()).invalid = {"the generator lagged 80 ms"};
  EXPECT_TRUE(has(render_summary(fold(events)), "INVALID  the generator lagged 80 ms"));
  events.pop_back();
  EXPECT_TRUE(has(render_summary(fold(events)), "the record ends before the run does"));
}

TEST(Text, SaysWhatMayBeLeft) {
  std::vector<record::Event> events = sample_check();
  std::get<record::RunEnded>(events.back()).left = {"mail of ann", "imap/a: setup.imap: no answer"};
  const std::string text = render_summary(fold(events));
  EXPECT_TRUE(has(text, "may be left  mail of ann\n"));
  EXPECT_TRUE(has(text, "may be left  imap/a: setup.imap: no answer\n"));
}

TEST(Text, TakesAnEmptyRecord) {
  EXPECT_TRUE(has(render_text(fold({})), "mailrig"));
}

}  // namespace
}  // namespace mailrig::reports
