// Line plots as inline SVG: axes with units, shaded bands, a legend. Colours come from the page's
// style sheet (classes c0 … c7), so they follow light and dark.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace mailrig::reports {

struct Curve {
  std::string name;
  std::vector<std::pair<double, double>> points;  // ascending in x
  bool dashed = false;
  std::size_t colour = 0;  // modulo kCurveColours
};
struct Band {  // a stretch of x, shaded every second time and named at its top
  std::string name;
  double from = 0, to = 0;
};
enum class Unit : unsigned char { Seconds, PerSecond, Nanoseconds, Percentile };
struct Plot {
  std::string title;  // also what a screen reader says
  std::string x_label, y_label;
  Unit x = Unit::Seconds, y = Unit::PerSecond;  // Percentile: x is 1 - quantile on a log scale, falling
  bool log_y = false;
  bool half_width = false;
  std::vector<Band> bands;
  std::vector<Curve> curves;
};

inline constexpr std::size_t kCurveColours = 8;
inline constexpr std::size_t kPlotPointLimit = 4000;  // of one curve; more are thinned, peaks kept

// A <figure>; an empty string if no curve has a point.
[[nodiscard]] std::string render_plot(const Plot& plot);

}  // namespace mailrig::reports
