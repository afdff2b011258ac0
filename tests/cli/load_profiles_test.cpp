#include <filesystem>

#include <gtest/gtest.h>

#include "harness/cli/load_plan.hpp"
#include "harness/cli/target_options.hpp"
#include "mailrig_source_dir.hpp"

namespace mailrig::cli {
namespace {

namespace fs = std::filesystem;

// Every profile that is shipped reads without a mistake, and its scenarios are there.
TEST(LoadProfiles, AreRightWithTheirScenarios) {
  const fs::path root = fs::path(MAILRIG_SOURCE_DIR) / "scenarios";
  int seen = 0;
  for (const auto& entry : fs::directory_iterator(root / "load")) {
    if (entry.path().extension() != ".toml") continue;
    ++seen;
    std::string content;
    ASSERT_TRUE(read_whole(entry.path().string(), content));
    scenario::Diagnostics mistakes;
    const load::Profile profile = load::parse_profile(content, entry.path().string(), mistakes);
    const auto scenarios = find_profile_scenarios(profile, root, mistakes);
    EXPECT_EQ(scenario::render(mistakes), "");
    EXPECT_EQ(scenarios.size(), profile.scenarios.size());
    EXPECT_EQ(make_messages(profile).size(), profile.sizes.size());
  }
  EXPECT_GE(seen, 5);
}

TEST(LoadProfiles, NameTheLineOfAScenarioThatIsNotThere) {
  load::Profile profile;
  profile.file = "p.toml";
  load::ScenarioShare share;
  share.id = "smtp/no-such";
  share.where = {"p.toml", 7, 6};
  profile.scenarios.push_back(share);
  scenario::Diagnostics mistakes;
  static_cast<void>(find_profile_scenarios(profile, fs::path(MAILRIG_SOURCE_DIR) / "scenarios", mistakes));
  EXPECT_EQ(scenario::render(mistakes), "p.toml:7:6: there is no scenario 'smtp/no-such'\n");
}

}  // namespace
}  // namespace mailrig::cli
