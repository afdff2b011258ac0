// Every scenario of the source tree compiles. No server is needed.
#include <gtest/gtest.h>

#include "harness/scenario/constructs.hpp"
#include "harness/scenario/load_folder.hpp"
#include "mailrig_source_dir.hpp"

namespace mailrig::scenario {
namespace {

TEST(Scenarios, AllCompile) {
  const Loaded loaded = load_folder(MAILRIG_SOURCE_DIR "/scenarios");
  EXPECT_EQ(render(loaded.mistakes), "");
  EXPECT_GT(loaded.scenarios.size(), 100U);
}

// What has no name in all_constructs() would need no example in docs/SCENARIOS.md.
TEST(Constructs, OfEveryScenarioAreKnown) {
  const Constructs all = all_constructs();
  EXPECT_GT(all.size(), 200U);
  for (const auto& scenario : load_folder(MAILRIG_SOURCE_DIR "/scenarios").scenarios) {
    Constructs used;
    add_uses(*scenario, used);
    for (const std::string& construct : used)
      EXPECT_TRUE(all.contains(construct)) << scenario->id << ": " << construct;
  }
}

}  // namespace
}  // namespace mailrig::scenario
