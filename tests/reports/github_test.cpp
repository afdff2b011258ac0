#include <array>
#include <sstream>

#include <gtest/gtest.h>

#include "reports/reports.hpp"
#include "tests/reports/sample.hpp"

namespace mailrig::reports {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string line_with(const std::string& text, std::string_view part) {
  for (const std::string& line : lines_of(text)) {
    if (line.find(part) != std::string::npos) return line;
  }
  return {};
}

std::size_t count(const std::string& text, const std::string& beginning) {
  std::size_t found = 0;
  for (const std::string& line : lines_of(text)) found += line.starts_with(beginning) ? 1U : 0U;
  return found;
}

TEST(Annotations, StandOnTheLineOfTheExpectation) {
  const std::string line = line_with(render_annotations(fold(sample_check())), "copyuid-first");
  EXPECT_TRUE(line.starts_with(
      "::error file=scenarios/imap/move/copyuid-first.toml,line=12,col=4,"
      "title=imap/move/copyuid-first%3A RFC 6851 4.3 MUST::A MOVE reports where the message went"))
      << line;
  EXPECT_NE(line.find("%0Awanted: * OK [COPYUID"), std::string::npos);
  EXPECT_NE(line.find("%0Aagain: mailrig check imap/move/copyuid-first"), std::string::npos);
}

TEST(Annotations, HaveTheLevelOfTheVerdict) {
  const auto run = fold(sample_check());
  const std::string usual = render_annotations(run),
                    strict = render_annotations(run, {.strict = true, .workspace = {}});
  EXPECT_EQ(count(usual, "::error "), 3U);
  EXPECT_EQ(count(usual, "::warning "), 1U);
  EXPECT_EQ(count(usual, "::notice "), 1U);
  EXPECT_EQ(count(strict, "::error "), 4U);
  EXPECT_EQ(count(strict, "::warning "), 0U);
  EXPECT_EQ(count(render_annotations(fold(sample_load())), "::error title=load office::p99 below"), 1U);
}

TEST(Annotations, EscapeWhatWouldEndThem) {
  for (const std::string& line : lines_of(render_annotations(fold(sample_hostile())))) {
    ASSERT_TRUE(line.starts_with("::error ")) << line;
    const std::string properties = line.substr(8, line.find("::", 8) - 8);
    std::istringstream stream(properties);
    for (std::string property; std::getline(stream, property, ',');) {
      EXPECT_NE(property.find('='), std::string::npos) << line;
      EXPECT_EQ(property.find(':'), std::string::npos) << line;
    }
    EXPECT_NE(line.find("100%25"), std::string::npos) << line;
    EXPECT_EQ(line.find('\r'), std::string::npos);
  }
}

TEST(Annotations, AreTenOfALevelAndTheLastSaysHowManyMore) {
  std::vector<record::Event> events;
  for (int i = 10; i < 40; ++i) {
    record::ScenarioEnded ended;
    ended.id = "imap/n/" + std::to_string(i);
    ended.verdict = i < 15 ? Verdict::Blocked : Verdict::Fail;
    events.emplace_back(ended);
  }
  const std::vector<std::string> lines = lines_of(render_annotations(fold(events)));
  ASSERT_EQ(lines.size(), kAnnotationsShown);
  EXPECT_NE(lines.front().find("imap/n/15"), std::string::npos) << "a failure comes before what was blocked";
  EXPECT_TRUE(lines.back().starts_with("::error title=21 more::")) << lines.back();
}

TEST(Annotations, NameFilesRelativeToTheWorkspace) {
  std::vector<record::Event> events = sample_check();
  GithubOptions options;
  options.workspace.folder = "/checkout/mail";
  options.workspace.directory = "/checkout/mail/server/build";
  const auto file_of = [&](const std::string& file) {
    for (record::Event& event : events) {
      if (auto* judgement = std::get_if<record::Judgement>(&event))
        judgement->file = judgement->held ? "" : file;
    }
    const std::string line = line_with(render_annotations(fold(events), options), "copyuid-first");
    return line.substr(8, line.find(',') - 8);
  };
  EXPECT_EQ(file_of("../../scenarios/a.toml"), "file=scenarios/a.toml");
  EXPECT_EQ(file_of("/checkout/mail/scenarios/a.toml"), "file=scenarios/a.toml");
  EXPECT_EQ(file_of("/usr/share/mailrig/scenarios/a.toml").substr(0, 6), "title=");
  EXPECT_EQ(file_of("../../../a.toml").substr(0, 6), "title=");
}

TEST(Annotations, OfSeveralRunsShareTheirTenAndNameTheirColumn) {
  const auto one = fold(sample_check()), other = fold(sample_every());
  const std::vector<std::string> lines =
      lines_of(render_annotations(std::array{ColumnRun{"none", &one}, ColumnRun{"starttls", &other}}, {}));
  ASSERT_GT(lines.size(), 5U);
  EXPECT_NE(lines[0].find("title=[none] imap/move/copyuid-first"), std::string::npos) << lines[0];
  EXPECT_NE(lines[1].find("title=[starttls] imap/move/copyuid-first"), std::string::npos)
      << "failures come first";
  EXPECT_NE(lines[3].find("title=[none] pop3/top"), std::string::npos) << lines[3];
}

TEST(Annotations, KeepCommandsOfAServerFromBeingObeyed) {
  EXPECT_EQ(without_commands("::error::x\n", "t0ken"), "::stop-commands::t0ken\n::error::x\n::t0ken::\n");
  EXPECT_EQ(without_commands("no end", "t0ken"), "::stop-commands::t0ken\nno end\n::t0ken::\n");
}

}  // namespace
}  // namespace mailrig::reports
