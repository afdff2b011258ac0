// How often a deviation is shown: always, so many times, or by chance.
#include "reference-server/deviation/deviation.hpp"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "reference-server/deviation/imap.hpp"
#include "reference-server/deviation/pop3.hpp"
#include "reference-server/deviation/smtp.hpp"

namespace mailrig::server {
namespace {

// Cast `times` times: "x" where the rule was broken.
std::string cast(Deviations& deviations, const Deviation& rule, int times) {
  std::string seen;
  for (int i = 0; i < times; ++i) seen += deviations.hit(rule) ? 'x' : '.';
  return seen;
}

std::string cast(std::string_view spec, std::uint64_t seed, int times) {
  Deviations deviations{std::mt19937_64(seed)};
  EXPECT_EQ(deviations.add(spec), "");
  return cast(deviations, imapd::kNoopNoUpdates, times);
}

TEST(Deviations, AreShownAlwaysOrSoManyTimes) {
  Deviations deviations;
  EXPECT_EQ(deviations.add("imap.noop.no-updates:3"), "");
  EXPECT_EQ(cast(deviations, imapd::kLogoutNoBye, 2), "..");
  EXPECT_EQ(cast(deviations, imapd::kNoopNoUpdates, 5), "xxx..");
  EXPECT_EQ(deviations.add("imap.logout.no-bye"), "");
  EXPECT_EQ(cast(deviations, imapd::kLogoutNoBye, 4), "xxxx");
}

TEST(Deviations, AreShownByChanceTheSameForTheSameSeed) {
  const std::string once = cast("imap.noop.no-updates:50%", 7, 40);
  EXPECT_EQ(once, cast("imap.noop.no-updates:50%", 7, 40));
  EXPECT_NE(once, cast("imap.noop.no-updates:50%", 8, 40));
  EXPECT_NE(once.find('x'), std::string::npos);
  EXPECT_NE(once.find('.'), std::string::npos);
}

TEST(Deviations, AreShownAsOftenAsAsked) {
  constexpr int kTimes = 20'000;
  for (const int percent : {1, 10, 50, 90}) {
    const std::string seen = cast("imap.noop.no-updates:" + std::to_string(percent) + "%", 1, kTimes);
    const auto shown = std::count(seen.begin(), seen.end(), 'x');
    EXPECT_NEAR(static_cast<double>(shown) / kTimes, percent / 100.0, 0.01) << percent;
  }
  EXPECT_EQ(cast("imap.noop.no-updates:100%", 1, 3), "xxx");
}

TEST(Deviations, SayWhatIsWrongWithTheirWords) {
  Deviations deviations{std::mt19937_64(1)};
  for (const char* spec : {"imap.noop.no-updates:0", "imap.noop.no-updates:0%", "imap.noop.no-updates:101%",
                           "imap.noop.no-updates:%", "imap.noop.no-updates:", "imap.noop.no-updates:x"}) {
    EXPECT_EQ(deviations.add(spec),
              "'" + std::string(spec) +
                  "': behind the colon stands how often: a number of times from 1 on, or 1% to 100%");
  }
  EXPECT_EQ(deviations.add("imap.noop.no-update:3"),
            "no deviation is called 'imap.noop.no-update'; did you mean 'imap.noop.no-updates'?");
  EXPECT_FALSE(deviations.any());
}

TEST(Deviations, TellWhatIsSetAndForgetIt) {
  Deviations deviations{std::mt19937_64(1)};
  for (const char* spec : {"imap.noop.no-updates", "pop3.noop.refused:2", "imap.idle.silent:30%"})
    ASSERT_EQ(deviations.add(spec), "");
  EXPECT_EQ(deviations.specs(), (std::vector<std::string>{"imap.noop.no-updates", "pop3.noop.refused:2",
                                                          "imap.idle.silent:30%"}));
  EXPECT_TRUE(deviations.hit(pop3d::kNoopRefused));
  EXPECT_TRUE(deviations.hit(pop3d::kNoopRefused));
  EXPECT_TRUE(deviations.remove("imap.noop.no-updates"));
  EXPECT_FALSE(deviations.remove("imap.noop.no-updates"));
  EXPECT_EQ(deviations.specs(), std::vector<std::string>{"imap.idle.silent:30%"});
}

}  // namespace
}  // namespace mailrig::server
