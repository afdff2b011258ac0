#include "reports/merge.hpp"

#include <gtest/gtest.h>

namespace mailrig::reports {
namespace {

using record::Event;

std::vector<Event> run_of(const char* kind, int exit_code, const char* id) {
  record::RunStarted started;
  started.kind = kind;
  started.remarks = {"same remark"};
  record::ScenarioEnded scenario;
  scenario.id = id;
  record::RunEnded ended;
  ended.exit_code = exit_code;
  return {started, scenario, ended};
}

TEST(Merge, KeepsOneBeginningAndOneEnd) {
  const std::vector<Event> merged = merge({run_of("check", 0, "a"), run_of("load", 6, "b")});
  ASSERT_EQ(merged.size(), 4U);
  const auto& started = std::get<record::RunStarted>(merged.front());
  EXPECT_EQ(started.kind, "check and load");
  EXPECT_EQ(started.remarks, std::vector<std::string>{"same remark"});
  EXPECT_EQ(std::get<record::RunEnded>(merged.back()).exit_code, 6);
}

TEST(Merge, KeepsTheOrderOfWhatIsBetween) {
  const std::vector<Event> merged = merge({run_of("check", 1, "a"), run_of("check", 0, "b")});
  ASSERT_EQ(merged.size(), 4U);
  EXPECT_EQ(std::get<record::ScenarioEnded>(merged[1]).id, "a");
  EXPECT_EQ(std::get<record::ScenarioEnded>(merged[2]).id, "b");
  EXPECT_EQ(std::get<record::RunEnded>(merged.back()).exit_code, 1);
}

TEST(Merge, OfARecordThatWasCutOffHasNoEnd) {
  std::vector<Event> cut = run_of("check", 0, "a");
  cut.pop_back();
  EXPECT_EQ(merge({cut}).size(), 2U);
}

}  // namespace
}  // namespace mailrig::reports
