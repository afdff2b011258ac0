#include "reports/plot.hpp"

#include <gtest/gtest.h>

namespace mailrig::reports {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

Plot plot_of(std::vector<std::pair<double, double>> points) {
  Plot plot;
  plot.title = "a <title>";
  plot.curves.push_back({"curve & co", std::move(points), false, 0});
  return plot;
}

TEST(Plot, IsNothingWithoutPoints) {
  EXPECT_EQ(render_plot(Plot{}), "");
  EXPECT_EQ(render_plot(plot_of({})), "");
}

TEST(Plot, EscapesItsWords) {
  const std::string svg = render_plot(plot_of({{1, 1}, {2, 2}}));
  EXPECT_TRUE(has(svg, "a &lt;title&gt;"));
  EXPECT_TRUE(has(svg, "curve &amp; co"));
}

TEST(Plot, HasFiniteNumbersWhateverThePoints) {
  const std::vector<std::vector<std::pair<double, double>>> cases{
      {{0, 0}}, {{5, 5}}, {{1, 0}, {2, 0}}, {{0, 1e18}}, {{0, 1}, {1e6, 1e-9}}};
  for (const auto& points : cases) {
    for (const Unit x : {Unit::Seconds, Unit::Percentile}) {
      for (const bool log_y : {false, true}) {
        Plot plot = plot_of(points);
        plot.x = x;
        plot.log_y = log_y;
        const std::string svg = render_plot(plot);
        EXPECT_FALSE(has(svg, "nan")) << svg;
        EXPECT_FALSE(has(svg, "inf\"")) << svg;
        EXPECT_LT(svg.size(), 20'000U);
      }
    }
  }
}

TEST(Plot, KeepsThePeaksOfALongRun) {
  std::vector<std::pair<double, double>> points;
  for (int i = 0; i < 100'000; ++i) points.emplace_back(i, i == 54'321 ? 1000 : 1);
  const std::string svg = render_plot(plot_of(points));
  EXPECT_LT(svg.size(), 100'000U);
  EXPECT_TRUE(has(svg, ">1,000<") || has(svg, ">1,500<") || has(svg, ">1000<")) << svg.substr(0, 2000);
}

TEST(Plot, NamesItsBands) {
  Plot plot = plot_of({{0, 1}, {30, 1}});
  plot.bands = {{"ramp", 0, 10}, {"measured", 10, 30}};
  const std::string svg = render_plot(plot);
  EXPECT_TRUE(has(svg, ">ramp</text>"));
  EXPECT_TRUE(has(svg, "class=\"band\""));
}

}  // namespace
}  // namespace mailrig::reports
