// Every scenario of the source tree compiles. No server is needed.
#include <gtest/gtest.h>

#include "harness/scenario/load_folder.hpp"
#include "mailrig_source_dir.hpp"

namespace mailrig::scenario {
namespace {

TEST(Scenarios, AllCompile) {
  const Loaded loaded = load_folder(MAILRIG_SOURCE_DIR "/scenarios");
  EXPECT_EQ(render(loaded.mistakes), "");
  EXPECT_GT(loaded.scenarios.size(), 100U);
}

}  // namespace
}  // namespace mailrig::scenario
