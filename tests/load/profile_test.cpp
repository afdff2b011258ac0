#include "harness/load/profile.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailrig::load {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

constexpr std::string_view kWhole = R"(
title = "Mail comes in"
seed = 42
accounts = 10
objectives = ["p99 < 200ms", "errors < 1%", "imap FETCH: p99.9 < 1s", "rate > 100/s"]
[arrivals]
kind = "poisson"
rate = 200
sessions = 50
[phases]
ramp = "2s"
warm-up = "500ms"
measured = "1m"
cool-down = "1s"
[messages]
sizes = { "1k" = 60, "10k" = 30.5, "2m" = 1 }
[[scenario]]
id = "smtp/deliver"
share = 3
[[scenario]]
id = "imap/fetch"
repeat = 1
)";

TEST(Profile, ReadsEverything) {
  scenario::Diagnostics mistakes;
  const Profile profile = parse_profile(kWhole, "p.toml", mistakes);
  EXPECT_EQ(scenario::render(mistakes), "");
  EXPECT_EQ(profile.title, "Mail comes in");
  EXPECT_EQ(profile.seed, 42U);
  EXPECT_EQ(profile.accounts, 10U);
  EXPECT_EQ(describe(profile.arrivals), "open, Poisson 200/s");
  EXPECT_EQ(profile.phases.measured_from(), milliseconds(2500));
  EXPECT_EQ(profile.phases.whole(), milliseconds(63'500));
  EXPECT_EQ(profile.phases.name_at(seconds(1)), "ramp");
  EXPECT_EQ(profile.phases.name_at(milliseconds(2499)), "warm-up");
  EXPECT_EQ(profile.phases.name_at(milliseconds(2500)), "measured");
  EXPECT_EQ(profile.phases.name_at(milliseconds(62'500)), "cool-down");
  ASSERT_EQ(profile.sizes.size(), 3U);
  ASSERT_EQ(profile.scenarios.size(), 2U);
  EXPECT_EQ(profile.scenarios[0].share, 3);
  EXPECT_EQ(profile.scenarios[1].repeat, 1U);
  EXPECT_EQ(profile.scenarios[1].where.line, 21U);
  ASSERT_EQ(profile.objectives.size(), 4U);
  EXPECT_EQ(profile.objectives[2].series, "imap FETCH");
}

TEST(Profile, KnowsWhatAnObjectiveIsAbout) {
  const auto mistakes_of = [](std::string_view series) {
    std::string text(kWhole);
    text.replace(text.find("imap FETCH"), 10, series);
    scenario::Diagnostics mistakes;
    static_cast<void>(parse_profile(text, "p.toml", mistakes));
    return scenario::render(mistakes);
  };
  EXPECT_EQ(mistakes_of("imap/fetch"), "");
  EXPECT_EQ(mistakes_of("pop3 RETR"), "");
  EXPECT_THAT(mistakes_of("imap/ftech"),
              HasSubstr("p.toml:5:45: 'imap/ftech' is neither a scenario of this profile nor a command like "
                        "\"imap FETCH\"; did you mean 'imap/fetch'?"));
  EXPECT_THAT(mistakes_of("imap: FETCH"), HasSubstr("p.toml:5:45: "));
  EXPECT_THAT(mistakes_of("imp FETCH"), HasSubstr("'imp FETCH' is neither"));
}

TEST(Profile, SaysEveryMistakeWithItsPlace) {
  constexpr std::string_view kWrong = R"(tittle = "x"
objectives = ["p99 < 200", "p0 < 1s", "fast", 7]
[arrivals]
kind = "openn"
rate = -1
[phases]
measured = "0s"
ramp = "soon"
[messages]
sizes = { "1x" = 1, "1k" = 0 }
[[scenario]]
share = 0
think = "5s..1s"
colour = "red"
)";
  scenario::Diagnostics mistakes;
  static_cast<void>(parse_profile(kWrong, "p.toml", mistakes));
  const std::string all = scenario::render(mistakes);
  for (const char* line : {
           "p.toml:1:1: there is no key 'tittle' here; did you mean 'title'?",
           "p.toml:2:15: '200' is no limit for p99: a time like 200ms was meant",
           "p.toml:2:28: 'p0' is no metric: p50, p99.9, mean, max, errors, late or rate",
           "p.toml:2:39: an objective reads like \"p99 < 200ms\", \"errors < 1%\" or \"rate > 100\"",
           "p.toml:2:47: an objective is a string",
           "p.toml:3:1: arrivals need sessions",
           "p.toml:4:8: 'openn' is none of \"closed\", \"constant\", \"poisson\"",
           "p.toml:5:8: rate is a number from 0.001 to 1000000",
           "p.toml:6:1: the measured phase has no time",
           "p.toml:8:8: 'soon' is no time",
           "'1x' is no message size",
           "the share of a size is above 0",
           "p.toml:11:1: a scenario needs its id",
           "share is a number from 0.000001",
           "'5s..1s' is no think time",
           "there is no key 'colour' here",
       }) {
    EXPECT_NE(all.find(line), std::string::npos) << line << "\nin\n" << all;
  }
}

TEST(Profile, ThinksBetweenClosedArrivalsAlone) {
  const auto read = [](const std::string& arrivals, std::string& mistakes) {
    scenario::Diagnostics found;
    const Profile profile = parse_profile(
        "[arrivals]\n" + arrivals + "\nsessions = 1\n[[scenario]]\nid = \"a\"\nthink = \"1s..5s\"\n",
        "p.toml", found);
    mistakes = scenario::render(found);
    return profile.scenarios.at(0).think.kind;
  };
  std::string mistakes;
  EXPECT_EQ(read("kind = \"closed\"", mistakes), Think::Kind::Even);
  EXPECT_EQ(mistakes, "");
  static_cast<void>(read("kind = \"poisson\"\nrate = 1", mistakes));
  EXPECT_EQ(mistakes, "p.toml:7:9: open arrivals come at their rate: only closed ones think in between\n");
}

TEST(Profile, HasAMessageWhateverItsSizesAre) {
  for (const char* sizes : {"{}", "5", "[]"}) {
    scenario::Diagnostics mistakes;
    const std::string text =
        std::string("[arrivals]\nkind = \"closed\"\nsessions = 1\n[messages]\nsizes = ") + sizes +
        "\n[[scenario]]\nid = \"a\"\n";
    EXPECT_EQ(parse_profile(text, "p.toml", mistakes).sizes.size(), 1U) << sizes;
    EXPECT_EQ(scenario::render(mistakes),
              "p.toml:5:9: sizes is a size like \"4k\", or a table of size = share\n");
  }
}

TEST(Profile, SaysWhereTheTomlEnds) {
  scenario::Diagnostics mistakes;
  static_cast<void>(parse_profile("title = \"x\"\nseed = = 1\n", "p.toml", mistakes));
  ASSERT_EQ(mistakes.size(), 1U);
  EXPECT_EQ(mistakes[0].where.line, 2U);
}

TEST(Profile, TakesNoNumberThatIsNone) {
  scenario::Diagnostics mistakes;
  static_cast<void>(parse_profile(R"(objectives = ["p99 < nans"]
[arrivals]
kind = "constant"
rate = nan
sessions = 1
[messages]
sizes = { "1k" = nan, "2k" = inf }
[[scenario]]
id = "a"
share = nan
)",
                                  "p.toml", mistakes));
  EXPECT_EQ(mistakes.size(), 5U) << scenario::render(mistakes);
}

TEST(Duration, ReadsUnits) {
  EXPECT_EQ(parse_duration("250us"), std::chrono::microseconds(250));
  EXPECT_EQ(parse_duration("1.5s"), milliseconds(1500));
  EXPECT_EQ(parse_duration("2m"), seconds(120));
  EXPECT_EQ(parse_duration("1h"), seconds(3600));
  for (const char* text :
       {"", "s", "5", "-5s", "5 s", "5d", "nan", "inf", "nans", "infs", "1e3s", "99999999999h"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(Think, DrawsWithinItsBounds) {
  Think even, spread;
  ASSERT_TRUE(parse_think("1s..5s", even));
  ASSERT_TRUE(parse_think("~2s", spread));
  Random random(1);
  double sum = 0;
  for (int i = 0; i < 10'000; ++i) {
    const Nanoseconds one = even.draw(random);
    EXPECT_GE(one, seconds(1));
    EXPECT_LE(one, seconds(5));
    sum += std::chrono::duration<double>(spread.draw(random)).count();
  }
  EXPECT_NEAR(sum / 10'000, 2.0, 0.1);
}

}  // namespace
}  // namespace mailrig::load
