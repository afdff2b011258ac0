#include "harness/compare/align.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailrig::compare {
namespace {

std::string shown(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::string text;
  for (const Aligned& each : align(a, b)) {
    text += (text.empty() ? "" : " ") + (each.a ? a[*each.a] : "-") + "=" + (each.b ? b[*each.b] : "-");
  }
  return text;
}

TEST(Align, PairsWhatIsEqual) {
  EXPECT_EQ(shown({"x", "y"}, {"x", "y"}), "x=x y=y");
  EXPECT_EQ(shown({}, {}), "");
}

TEST(Align, FindsWhatOneSideAloneHas) {
  EXPECT_EQ(shown({"x", "y", "z"}, {"x", "z"}), "x=x y=- z=z");
  EXPECT_EQ(shown({"x", "z"}, {"x", "y", "z"}), "x=x -=y z=z");
  EXPECT_EQ(shown({"x", "a", "z"}, {"x", "b", "z"}), "x=x a=- -=b z=z");
  EXPECT_EQ(shown({}, {"x"}), "-=x");
}

TEST(Align, KeepsTheLongestCommonSequence) {
  EXPECT_EQ(shown({"a", "b", "c", "d"}, {"b", "c", "d", "a"}), "a=- b=b c=c d=d -=a");
}

TEST(Align, PairsByPlaceWhatIsTooLong) {
  const std::vector<std::string> many(3000, "x");
  std::vector<std::string> others(3000, "x");
  others[0] = "y";
  const auto aligned = align(many, others);
  ASSERT_EQ(aligned.size(), 3000U);
  EXPECT_EQ(*aligned[0].a, 0U);
  EXPECT_EQ(*aligned[0].b, 0U);
}

}  // namespace
}  // namespace mailrig::compare
